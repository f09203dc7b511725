// SPDX-License-Identifier: GPL-3.0-or-later
// What the school decides for itself where its policy is silent (design.md section 5, `school`).
#include <stdio.h>
#include <string.h>

#include "api/handler.h"
#include "base/err.h"
#include "store/events.h"

#define NAME_MOST 60 // characters of the school's name, as it fits a report's first line

// What people read on paper: one line of it, and something.
static bool is_name(const char *value)
{
	size_t characters = 0;

	for (const char *at = value; *at; at++) {
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			return false;
		characters += ((unsigned char)*at & 0xc0) != 0x80;
	}
	return characters <= NAME_MOST && value[strspn(value, " ")];
}

// reviewed: when the school last looked at its policy (RP-16, CC-3).
static bool is_choice(const char *name, const char *value, struct local_date today)
{
	static const char *const choices[][6] = {
		{"pupils", "unset", "home-time", "none", "own", NULL},
		{"staff", "unset", "contact", "sessions", "day", "own"},
		{"mentions", "headteacher", "leadership", "office", NULL}, // HH-6
	};

	struct local_date date;

	if (strcmp(name, "reviewed") == 0)
		return local_date_parse(value, strlen(value), &date) == 0 && date.day <= today.day;
	for (size_t i = 0; i < 3; i++) {
		for (size_t j = 1; j < 6 && choices[i][j]; j++) {
			if (strcmp(name, choices[i][0]) == 0 && strcmp(value, choices[i][j]) == 0)
				return true;
		}
	}
	return false;
}

int request_school_set(struct api_call *call)
{
	const char *name = api_needed(call, "name");
	const char *value = name ? api_needed(call, "value") : NULL;
	struct store *store = call->api->store;
	char why[ACTOR_WHY] = "";
	char facts[64];
	struct event event = {.at = call->api->now.wall,
		.kind = "setting",
		.by_person = call->by,
		.by_user = call->api->user,
		.facts = facts};
	enum role role;
	int err;

	if (!value)
		return -1;
	if (strcmp(name, "name") == 0) {
		if (!is_name(value))
			return api_refuse(call,
				"The school's name is one line of at most %d characters.",
				NAME_MOST);
	} else if (!is_choice(name, value, api_today(call)))
		return api_refuse(call,
			"\"name\" is pupils (home-time, none, own), staff (contact, sessions, "
			"day, own), unset taking a choice back, mentions (headteacher, "
			"leadership, office), name (the school's), or reviewed (a date, not later "
			"than today).");
	err = actor_role(store, call->by, call->api->now.wall, ROLES_LEADERSHIP,
		"choose where the policy is silent", &role, why);
	if (err < 0)
		return api_end(call, err, why, "");
	// Words that somebody wrote are not of the record.
	if (strcmp(name, "name") == 0)
		snprintf(facts, sizeof facts, "{\"setting\":\"name\"}");
	else
		snprintf(facts, sizeof facts, "{\"%s\":\"%s\"}", name, value);
	err = store_setting_put(store, name, value);
	if (err == 0)
		err = event_append(store, &event) < 0 ? -ERR_IO : 0;
	return api_end(call, err, "",
		strcmp(name, "reviewed") == 0 ? "Entered; the governors' report shows it."
		: strcmp(name, "name") == 0
			? "Entered; reports begin with it."
			: "Chosen; every screen shows it as the school's choice.");
}
