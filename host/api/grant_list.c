// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptions as a list: asked for and what is missing, to come, running, overdue; of one person
// everything there ever was.
#include <stdio.h>
#include <string.h>

#include "api/grants.h"
#include "api/names.h"
#include "base/err.h"
#include "exceptions/grant_acts.h"

#define LISTED 400
// Who asked at the desk for somebody reads there how it was answered, for three days.
#define ANSWERED    60
#define ANSWERED_MS ((int64_t)3 * 24 * 60 * 60 * 1000)

struct listing {
	struct api_call *call;
	json_t *grants;
	int running, coming, overdue;
};

const char *grant_kind_shown(enum grant_kind kind)
{
	return kind == GRANT_MEDICAL ? "arranged" : word_text(&grant_kind_words, (int)kind);
}

static const char *state_of(const struct permission_record *grant, struct wall_time now)
{
	if (grant->overdue_at.ms && !grant->back_at.ms)
		return "overdue";
	if (grant->ended_at.ms)
		return "ended";
	if (grant->until.ms <= now.ms)
		return "over";
	return grant->from.ms > now.ms ? "coming" : "running";
}

static void set_time(json_t *into, const char *key, struct wall_time at)
{
	char text[LOCAL_TIME_TEXT];

	local_time_print(local_from_wall(at), text);
	json_object_set_new(into, key, at.ms ? json_string(text) : json_null());
}

static void set_text(json_t *into, const char *key, const char *text)
{
	json_object_set_new(into, key, text[0] ? json_string(text) : json_null());
}

static void set_person(struct store *store, json_t *into, const char *key, int64_t id)
{
	char name[NAME_TEXT];

	name_person(store, id, name);
	set_text(into, key, name);
}

static void set_ref(struct store *store, json_t *into, int64_t id)
{
	struct person_record person;

	if (person_get(store, id, &person) == 0)
		json_object_set_new(into, "ref", json_string(person.ref));
}

// What whoever asks may do with it; nothing where nobody said who asks.
static void set_may(json_t *into, unsigned acts, const char *const *words)
{
	json_t *may = json_array();

	for (int i = 0; words[i]; i++) {
		if (acts >> i & 1)
			json_array_append_new(may, json_string(words[i]));
	}
	json_object_set_new(into, "may", may);
}

static void add_missing(json_t *missing, const char *text)
{
	json_array_append_new(missing, json_string(text));
}

static int add_grant(void *arg, const struct permission_record *grant)
{
	struct listing *listing = arg;
	struct store *store = listing->call->api->store;
	struct wall_time now = listing->call->api->now.wall;
	const char *state = state_of(grant, now);
	char person[NAME_TEXT], by[NAME_TEXT], from[LOCAL_TIME_TEXT], until[LOCAL_TIME_TEXT],
		today[LOCAL_DATE_TEXT];
	json_t *missing = json_array();
	json_t *row = json_pack("{s:I, s:s, s:s, s:s, s:b}", "id", (json_int_t)grant->id, "kind",
		grant_kind_shown(grant->kind), "state", state, "agreed_role",
		word_text(&role_words, (int)grant->by_role), "parent_request",
		grant->parent_request);

	local_date_print(api_today(listing->call), today);
	// State and "running" differ where it is over and overdue.
	bool alive = !grant->ended_at.ms && grant->until.ms > now.ms;

	if (alive && grant->review[0] && strcmp(grant->review, today) <= 0)
		add_missing(missing, "a review: its date has come");
	set_person(store, row, "person", grant->person);
	set_ref(store, row, grant->person);
	set_person(store, row, "by", grant->entered_by);
	set_person(store, row, "agreed_by", grant->by);
	set_time(row, "from", grant->from);
	set_time(row, "until", grant->until);
	set_time(row, "ended", grant->ended_at);
	set_time(row, "overdue_since",
		grant->back_at.ms ? (struct wall_time){0} : grant->overdue_at);
	set_text(row, "reason", grant->reason);
	set_text(row, "rooms", grant->rooms);
	set_text(row, "review", grant->review);
	json_object_set_new(row, "party", grant->party ? json_integer(grant->party) : json_null());
	json_object_set_new(row, "missing", missing);
	static const char *const acts[] = {"end", "review", NULL};
	const struct actor asker = api_actor(listing->call);

	set_may(row, asker.person ? grant_acts(store, &asker, now, grant) : 0, acts);
	json_array_append_new(listing->grants, row);
	listing->running += alive && grant->from.ms <= now.ms;
	listing->coming += alive && grant->from.ms > now.ms;
	listing->overdue += grant->overdue_at.ms && !grant->back_at.ms;
	name_person(store, grant->person, person);
	name_person(store, grant->by, by);
	local_time_print(local_from_wall(grant->from), from);
	local_time_print(local_from_wall(grant->until), until);
	api_line(listing->call, "grant %lld  %s  %s  %s  %s to %s, agreed by %s%s%s%s",
		(long long)grant->id, state, grant_kind_shown(grant->kind), person, from, until, by,
		grant->review[0] ? ", review " : "", grant->review,
		json_array_size(missing) ? ": to be looked at" : "");
	return 0;
}

static int add_ask(struct api_call *call, json_t *asks, const struct ask_record *ask)
{
	struct store *store = call->api->store;
	int64_t ids[ASK_PEOPLE];
	int count = ask_people(store, ask->id, ids);
	char line[200] = "", asked_by[NAME_TEXT], from[LOCAL_TIME_TEXT], until[LOCAL_TIME_TEXT];
	json_t *people = json_array(), *missing = json_array(), *asked_of = json_array();
	json_t *row = json_pack("{s:I, s:s, s:s, s:b, s:o, s:o, s:o}", "id", (json_int_t)ask->id,
		"kind", grant_kind_shown(ask->kind), "state",
		word_text(&ask_state_words, (int)ask->state), "parent_request", ask->parent_request,
		"people", people, "missing", missing, "asked_of", asked_of);
	size_t used = 0;

	for (int i = 0; i < count; i++) {
		json_t *each = json_object();

		set_person(store, each, "person", ids[i]);
		set_ref(store, each, ids[i]);
		json_array_append_new(people, each);
	}
	for (int i = 0; ask->state == ASK_ASKED && asks_missing(ask, i); i++) {
		add_missing(missing, asks_missing(ask, i));
		used += (size_t)snprintf(line + used, sizeof line - used, "%s%s", i ? ", " : "",
			asks_missing(ask, i));
	}
	name_person(store, ask->asked_by, asked_by);
	set_text(row, "asked_by", asked_by);
	set_time(row, "asked", ask->at);
	set_time(row, "from", ask->from);
	set_time(row, "until", ask->until);
	set_text(row, "reason", ask->reason);
	set_text(row, "rooms", ask->rooms);
	set_text(row, "review", ask->review);
	set_time(row, "answered", ask->answered_at);
	set_person(store, row, "answered_by", ask->answered_by);
	set_text(row, "answer", ask->answer);
	for (int role = ROLE_OFFICE; role <= ROLE_HEADTEACHER; role++) {
		if (grants_given_by(ask->kind) >> role & 1)
			json_array_append_new(asked_of, json_string(word_text(&role_words, role)));
	}
	static const char *const acts[] = {"agree", "decline", "withdraw", NULL};
	const struct actor asker = api_actor(call);

	set_may(row, asker.person ? ask_acts(store, &asker, call->api->now.wall, ask) : 0, acts);
	json_array_append_new(asks, row);
	local_time_print(local_from_wall(ask->from), from);
	local_time_print(local_from_wall(ask->until), until);
	char first[NAME_TEXT] = "";

	if (count > 0)
		name_person(store, ids[0], first);
	api_line(call, "ask %lld  %s  %s  %s%s  %s to %s, asked by %s%s%s%s", (long long)ask->id,
		word_text(&ask_state_words, (int)ask->state), grant_kind_shown(ask->kind), first,
		count > 1 ? " and others" : "", from, until, asked_by,
		line[0]		 ? ": missing "
		: ask->answer[0] ? ": "
				 : "",
		line, ask->answer);
	return count;
}

static int add_asks(
	struct api_call *call, const char *key, const struct ask_record *asks, int count)
{
	json_t *list = json_array();
	int err = 0;

	for (int i = 0; err >= 0 && i < count; i++)
		err = add_ask(call, list, &asks[i]);
	json_object_set_new(call->answer, key, list);
	return err < 0 ? err : 0;
}

// The open asks and, apart, those answered in the last days; or all of one person's. How many are
// open, negative where they cannot be read.
static int list_asks(struct api_call *call, int64_t person)
{
	static struct ask_record asks[LISTED]; // one thread, one request at a time
	struct store *store = call->api->store;
	struct wall_time since = {call->api->now.wall.ms - ANSWERED_MS};
	int count = person ? ask_list_of(store, person, asks, LISTED)
			   : ask_list_open(store, asks, LISTED);
	int open = 0, err = count < 0 ? count : add_asks(call, "asks", asks, count);

	for (int i = 0; i < count; i++)
		open += asks[i].state == ASK_ASKED;
	count = person || err < 0 ? 0 : ask_list_answered(store, since, asks, ANSWERED);
	if (err == 0)
		err = count < 0 ? count : add_asks(call, "answered", asks, count);
	return err < 0 ? err : open;
}

static int list_current(struct listing *listing)
{
	static struct permission_record grants[LISTED];
	int count = permission_list(listing->call->api->store, PERMISSIONS_LISTED,
		listing->call->api->now.wall, grants, LISTED);

	for (int i = 0; i < count; i++)
		add_grant(listing, &grants[i]);
	return count;
}

int request_grant_list(struct api_call *call)
{
	struct listing listing = {call, json_array(), 0, 0, 0};
	bool of_one = json_object_get(call->request, "person") != NULL;
	int64_t person = of_one ? api_person(call, "person") : 0;
	int asks, count;

	json_object_set_new(call->answer, "grants", listing.grants);
	json_object_set_new(call->answer, "now", api_time(call->api->now.wall));
	if (json_object_get(call->request, "by") && !api_by(call))
		return -1;
	if (of_one && !person)
		return -1;
	asks = list_asks(call, person);
	if (asks < 0)
		count = asks;
	else if (of_one)
		count = permission_each(call->api->store, person, add_grant, &listing);
	else
		count = list_current(&listing);
	if (count < 0)
		return api_failed(call, "Reading the exceptions", count);
	return api_say(call, "%d asked for, %d to come, %d running, %d overdue.", asks,
		listing.coming, listing.running, listing.overdue);
}
