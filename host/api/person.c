// SPDX-License-Identifier: GPL-3.0-or-later
// One person as the desk needs them: what of theirs is in, their cards, and what the policy says
// about them now, with its rule, before anything is pressed.
#include <stdio.h>
#include <string.h>

#include "api/handler.h"
#include "api/names.h"
#include "api/person_places.h"
#include "api/person_register.h"
#include "api/words.h"
#include "base/err.h"
#include "store/card_admin.h"
#include "store/custodies.h"
#include "store/facts.h"
#include "store/people.h"

#define SHOWN_MOST 16

// The policy's answer, its rule named as it may be shown: a medical one is "arranged" (LAW-1).
static json_t *answer_json(const struct decision *decision, const struct policy_rule *rule)
{
	const char *shown = words_of_rule(decision->rule);
	bool arranged = strcmp(shown, decision->rule) != 0;
	json_t *lifted = json_array(), *obligations = json_array();

	for (int i = 0; i < role_words.count; i++) {
		if (decision->lifted_by >> i & 1)
			json_array_append_new(lifted, json_string(word_text(&role_words, i)));
	}
	for (int i = 0; i < obligation_words.count; i++) {
		if (decision->obligations >> i & 1)
			json_array_append_new(
				obligations, json_string(word_text(&obligation_words, i)));
	}
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:o, s:o}", "outcome",
		word_text(&outcome_words, (int)decision->outcome), "rule", shown, "say",
		decision->say, "title", rule && !arranged ? rule->title : "", "document",
		rule && !arranged ? rule->document : "", "section",
		rule && !arranged ? rule->section : "", "ours",
		decision->ours || (rule && rule->ours), "lifted_by", lifted, "obligations",
		obligations);
}

static json_t *would(struct api_call *call, const struct would *what)
{
	const struct policy_rule *rule;
	struct decision decision;

	if (!call->api->custody ||
		custody_would(call->api->custody, call->api->now, what, &decision, &rule) < 0)
		return json_null();
	return answer_json(&decision, rule);
}

static json_t *custody_json(struct api_call *call, const struct custody_row *custody)
{
	const struct would collect = {
		.person = custody->person, .action = ACTION_COLLECT, .custody = custody->id};
	struct device_row device = {.kind = DEVICE_OTHER};
	char since[LOCAL_TIME_TEXT], bank[BANK_NAME];

	device_get(call->api->store, custody->device, &device);
	local_time_print(local_from_wall(custody->began_at), since);
	name_bank(call->api->store, custody->bank, bank);
	return json_pack("{s:I, s:s, s:s, s:s, s:i, s:s, s:s, s:s, s:o}", "custody",
		(json_int_t)custody->id, "device", words_of_device(device.kind), "kind",
		word_text(&custody_kind_words, (int)custody->kind), "bank", bank, "door",
		custody->door, "safe", custody->safe, "envelope", custody->envelope, "since", since,
		"collect", custody->kind == CUSTODY_LOAN ? json_null() : would(call, &collect));
}

static void add_custodies(struct api_call *call, int64_t person)
{
	struct custody_row rows[SHOWN_MOST];
	int count = custody_of_person(call->api->store, person, rows, SHOWN_MOST);
	json_t *list = json_array();

	for (int i = 0; i < count; i++)
		json_array_append_new(list, custody_json(call, &rows[i]));
	json_object_set_new(call->answer, "in", list);
}

// Of a card the last four digits: enough to tell two apart, too few to make one.
static void add_cards(struct api_call *call, int64_t person)
{
	char uids[SHOWN_MOST][CARD_UID];
	int count = card_list(call->api->store, person, uids, SHOWN_MOST);
	json_t *list = json_array();

	for (int i = 0; i < count; i++)
		json_array_append_new(list, json_string(uids[i] + strlen(uids[i]) - 4));
	json_object_set_new(call->answer, "cards", list);
}

static int add_facts(struct api_call *call, int64_t person)
{
	struct facts facts;
	struct wall_time last;
	char text[LOCAL_TIME_TEXT] = "";
	int err = facts_of_person(
		call->api->store, person, local_from_wall(call->api->now.wall), &facts);

	if (err < 0)
		return err;
	const struct request_day *day = &facts.request.day;

	json_object_set_new(
		call->answer, "day", json_string(word_text(&day_kind_words, (int)day->kind)));
	json_object_set_new(call->answer, "home_time",
		day->home_time == TIME_UNKNOWN ? json_string("")
					       : json_sprintf("%02d:%02d", day->home_time / 3600,
							 day->home_time / 60 % 60));
	json_object_set_new(call->answer, "signed_in_late",
		json_boolean(facts.request.person.arrived != TIME_UNKNOWN));
	if (custody_last_end(call->api->store, person, &last) == 0 && last.ms)
		local_time_print(local_from_wall(last), text);
	json_object_set_new(call->answer, "last_collected", json_string(text));
	return 0;
}

int request_person_show(struct api_call *call)
{
	struct person_record person;
	int64_t id = api_person(call, "person");
	int err = id ? person_get(call->api->store, id, &person) : 0;

	if (!id)
		return -1;
	if (err == 0)
		err = add_facts(call, id);
	if (err < 0)
		return api_failed(call, "Reading the register", err);
	int off = api_attest(call, "switched_off");
	int internet = off < 0 ? -1 : api_attest(call, "internet_off");
	const char *kind = internet < 0 ? NULL : api_text(call, "device", "phone");
	int device = kind ? words_device(kind) : -1;

	if (!kind)
		return -1;
	if (device < 0)
		return api_refuse(call, "A device is a phone, smart watch, tablet, camera, "
					"recorder, console or other.");
	const struct would hand_in = {.person = id,
		.action = ACTION_HAND_IN,
		.device = (enum device_kind)device,
		.switched_off = (enum attested)off,
		.internet_off = (enum attested)internet};
	const struct would keep = {.person = id, .action = ACTION_KEEP};

	json_object_set_new(call->answer, "person",
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "ref", person.ref, "given",
			person.given, "family", person.family, "category", person.category, "class",
			person.class, "year", person.year, "left_on", person.left_on));
	add_custodies(call, id);
	add_cards(call, id);
	err = person_register(call, &person);
	if (err < 0)
		return api_failed(call, "Reading the register", err);
	err = person_places(call);
	if (err < 0)
		return api_failed(call, "Looking where a device can go", err);
	json_object_set_new(call->answer, "hand_in", would(call, &hand_in));
	json_object_set_new(call->answer, "keep", would(call, &keep));
	api_line(call, "%s %s (%s): %s %s", person.given, person.family, person.ref,
		person.category, person.class);
	return 0;
}
