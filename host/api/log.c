// SPDX-License-Identifier: GPL-3.0-or-later
// The record, oldest first, a page at a time: a long one must not stop the doors.
#include <stdio.h>

#include "api/handler.h"
#include "api/names.h"
#include "api/words.h"
#include "store/decisions.h"
#include "store/events.h"

#define PAGE 500

struct page {
	struct api_call *call;
	json_t *list;
	int64_t last;
};

// People whom the facts name by id.
static void add_named(struct store *store, const json_t *facts, json_t *event)
{
	static const char *const keys[] = {"to", "agreed_by"};
	char name[NAME_TEXT];

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		json_int_t id = json_integer_value(json_object_get(facts, keys[i]));

		name_person(store, id, name);
		if (*name)
			json_object_set_new(event, keys[i], json_string(name));
	}
}

static int add_event(void *arg, const struct event_row *row)
{
	struct page *page = arg;
	struct store *store = page->call->api->store;
	char person[NAME_TEXT], by[NAME_TEXT], bank[BANK_NAME], at[LOCAL_TIME_TEXT];
	char say[DECISION_SAY] = "";
	json_t *facts = json_loads(row->facts, 0, NULL);
	json_int_t decision = json_integer_value(json_object_get(facts, "decision"));
	const char *rule = json_string_value(json_object_get(facts, "rule"));
	bool arranged = rule && words_of_rule(rule) != rule;

	name_person(store, row->person, person);
	name_person(store, row->by_person, by);
	name_bank(store, row->bank, bank);
	local_time_print(local_from_wall(row->at), at);
	// Neither its rule nor its sentence: both would tell of a medical reason (LAW-1).
	if (arranged)
		json_object_set_new(facts, "rule", json_string(words_of_rule(rule)));
	else if (decision)
		decision_say(store, decision, say);
	json_t *event = json_pack("{s:I, s:s, s:I, s:s, s:s, s:s, s:i, s:I, s:s, s:s, s:s, s:O}",
		"seq", (json_int_t)row->seq, "at", at, "ms", (json_int_t)row->at.ms, "kind",
		row->kind, "person", person, "bank", bank, "door", row->door, "custody",
		(json_int_t)row->custody, "by", by, "user", row->by_user, "say", say, "facts",
		facts ? facts : json_null());
	add_named(store, facts, event);
	json_array_append_new(page->list, event);
	json_decref(facts);
	page->last = row->seq;
	return 0;
}

int request_log(struct api_call *call)
{
	int64_t after = api_number(call, "after", 0, INT64_MAX, 0);
	int64_t limit = after < 0 ? -1 : api_number(call, "limit", 1, PAGE, PAGE);
	struct page page = {call, json_array(), after};
	int count;

	if (limit < 0) {
		json_decref(page.list);
		return -1;
	}
	count = event_each(call->api->store, after, (int)limit, add_event, &page);
	json_object_set_new(call->answer, "events", page.list);
	json_object_set_new(call->answer, "last", json_integer(page.last));
	return count < 0 ? api_failed(call, "Reading the record", count) : 0;
}
