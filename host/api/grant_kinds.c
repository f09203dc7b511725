// SPDX-License-Identifier: GPL-3.0-or-later
// What may be asked for, by which rule and whom, before anybody asks; and who may walk home alone.
#include <string.h>

#include "api/grants.h"
#include "api/names.h"
#include "exceptions/grant_acts.h"

#define WALKERS_LISTED 500

static json_t *roles_json(unsigned roles)
{
	json_t *list = json_array();

	for (int role = ROLE_OFFICE; role <= ROLE_HEADTEACHER; role++) {
		if (roles >> role & 1)
			json_array_append_new(list, json_string(word_text(&role_words, role)));
	}
	return list;
}

// As the lists of person show have a rule; "school" where the policy is silent.
static void add_rule(json_t *into, const struct policy_rule *rule)
{
	json_object_set_new(into, "rule", json_string(rule ? rule->id : "school"));
	json_object_set_new(into, "title", json_string(rule ? rule->title : ""));
	json_object_set_new(into, "document", json_string(rule ? rule->document : ""));
	json_object_set_new(into, "section", json_string(rule ? rule->section : ""));
	json_object_set_new(into, "ours", json_boolean(!rule || rule->ours));
}

static json_t *kind_json(struct api_call *call, const struct actor *by, enum grant_kind kind)
{
	static const char *const whom[] = {"anybody", "pupils", "staff"};
	const struct grant_wish nothing = {.kind = kind};
	unsigned lacks = grants_lack(&nothing);
	json_t *json = json_pack("{s:s, s:s, s:b, s:o, s:b, s:b, s:b, s:b, s:b}", "kind",
		word_text(&grant_kind_words, (int)kind), "for", whom[grants_whom(kind)], "asked",
		kind != GRANT_EMERGENCY_RELEASE, "given_by", roles_json(grants_given_by(kind)),
		"may_give", grant_acts_give(call->api->store, by, call->api->now.wall, kind),
		"needs_reason", kind != GRANT_MEDICAL, "needs_room", (lacks & LACKS_ROOM) != 0,
		"needs_parent", (lacks & LACKS_PARENT) != 0, "needs_review",
		(lacks & LACKS_REVIEW) != 0);

	add_rule(json, grant_acts_rule(call->api->policy, kind));
	return json;
}

int request_grant_kinds(struct api_call *call)
{
	json_t *list = json_array();
	struct actor by = {0};

	json_object_set_new(call->answer, "kinds", list);
	if (json_object_get(call->request, "by")) {
		if (!api_by(call))
			return -1;
		by = api_actor(call);
	}
	json_object_set_new(call->answer, "now", api_time(call->api->now.wall));
	for (int i = 0; i < grant_kind_words.count; i++) {
		json_t *kind = kind_json(call, &by, (enum grant_kind)i);

		json_array_append_new(list, kind);
		api_line(call, "%-18s %-7s for %s", word_text(&grant_kind_words, i),
			json_string_value(json_object_get(kind, "rule")),
			json_string_value(json_object_get(kind, "for")));
	}
	return 0;
}

struct listing {
	struct api_call *call;
	json_t *list;
	const char *today;
};

static int add_walker(void *arg, const struct walker_record *walker)
{
	struct listing *listing = arg;
	struct person_record person;

	if (person_get(listing->call->api->store, walker->person, &person) < 0)
		return 0;
	json_array_append_new(listing->list,
		json_pack("{s:s, s:s++, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:b}", "ref", person.ref,
			"name", person.given, " ", person.family, "class", person.class, "year",
			person.year, "from", walker->from, "until", walker->until, "days",
			walker->days, "by", api_named(listing->call, walker->by), "at",
			api_time(walker->at), "coming", strcmp(walker->from, listing->today) > 0));
	api_line(listing->call, "%s %s (%s)  %s  %s to %s  %s", person.given, person.family,
		person.ref, person.class, walker->from, walker->until, walker->days);
	return 0;
}

int request_grant_walkers(struct api_call *call)
{
	char today[LOCAL_DATE_TEXT];
	struct listing listing = {call, json_array(), today};
	json_t *rule = json_object();
	int count;

	json_object_set_new(call->answer, "walkers", listing.list);
	add_rule(rule, call->api->policy ? policy_rule(call->api->policy, "RP-2") : NULL);
	json_object_set_new(call->answer, "rule", rule);
	local_date_print(api_today(call), today);
	json_object_set_new(call->answer, "today", json_string(today));
	count = walker_each(call->api->store, today, WALKERS_LISTED, add_walker, &listing);
	if (count < 0)
		return api_failed(call, "Reading the permissions", count);
	return count ? 0 : api_say(call, "Nobody may walk home alone.");
}
