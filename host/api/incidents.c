// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents recorded, listed and read. What a reader may not see is not in the answer at all.
#include "exceptions/incidents.h"

#include <string.h>

#include "api/handler.h"
#include "api/names.h"
#include "exceptions/incident_acts.h"
#include "store/notices.h"

int request_incident_record(struct api_call *call)
{
	struct incident_wish wish = {.kind = api_needed(call, "kind")};
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id;

	wish.what = wish.kind ? api_needed(call, "what") : NULL;
	wish.place = wish.what ? api_text(call, "place", "") : NULL;
	wish.about = wish.place ? api_text(call, "about", "") : NULL;
	wish.reporter = wish.about ? api_text(call, "reporter", "") : NULL;
	wish.wishes = wish.reporter ? api_text(call, "wishes", "") : NULL;
	if (!wish.wishes || !api_moment(call, "happened", call->api->now.wall, &wish.happened))
		return -1;
	wish.restricted = api_flag(call, "restricted");
	wish.reader_count = api_texts(call, "reader", wish.readers, INCIDENT_READERS);
	if (wish.reader_count < 0)
		return -1;
	id = incidents_record(
		call->api->store, call->api->policy, &by, call->api->now.wall, &wish, why);
	if (id < 0)
		return api_end(call, id, why, "");
	json_object_set_new(call->answer, "id", json_integer(id));
	return api_say(call, "Recorded as incident %lld.", (long long)id);
}

static json_t *kind_json(struct api_call *call, const char *word, const char *id, const char *about)
{
	const struct policy_rule *rule = policy_rule(call->api->policy, id);

	return json_pack("{s:s, s:s, s:s, s:s, s:b, s:s}", "kind", word, "rule", id, "about", about,
		"title", rule ? rule->title : "", "ours", !rule || rule->ours, "readers",
		incident_kind_readers(word));
}

int request_incident_kinds(struct api_call *call)
{
	json_t *list = json_array();
	const char *word, *rule, *about;

	json_object_set_new(call->answer, "kinds", list);
	json_object_set_new(call->answer, "now", api_time(call->api->now.wall));
	for (int i = 0; call->api->policy &&
			(word = incidents_kind(call->api->policy, i, &rule, &about)) != NULL;
		i++) {
		json_array_append_new(list, kind_json(call, word, rule, about));
		api_line(call, "%-24s %-7s %s", word, rule, about);
	}
	return 0;
}

struct listing {
	struct api_call *call;
	json_t *list;
};

static int list_one(void *arg, const struct incident_row *incident, bool may_read)
{
	struct listing *listing = arg;
	struct api_call *call = listing->call;
	const char *state = incident->closed_at.ms ? "closed" : "open";
	char at[LOCAL_TIME_TEXT];
	json_t *json = json_pack("{s:I, s:s, s:b, s:b}", "id", (json_int_t)incident->id, "state",
		state, "may_read", (int)may_read, "restricted", (int)incident->restricted);

	json_array_append_new(listing->list, json);
	if (!may_read) {
		api_line(call, "%lld  %s  for its readers", (long long)incident->id, state);
		return 0;
	}
	local_time_print(local_from_wall(incident->at), at);
	json_object_set_new(json, "at", json_string(at));
	json_object_set_new(json, "kind", json_string(incident->kind));
	json_object_set_new(json, "rule", json_string(incident->rule));
	json_object_set_new(json, "about", api_named(call, incident->about));
	json_object_set_new(json, "preserved", json_boolean(incident->preserved));
	int open = notice_open_of_incident(call->api->store, incident->id, NULL);

	json_object_set_new(json, "notices_open", json_integer(open < 0 ? 0 : open));
	api_line(call, "%lld  %s  %s  %s (%s)%s", (long long)incident->id, at, state,
		incident->kind, incident->rule, incident->preserved ? "  preserved" : "");
	return 0;
}

int request_incident_list(struct api_call *call)
{
	struct listing listing = {call, json_array()};
	char why[ACTOR_WHY] = "";
	struct actor by;
	int count;

	json_object_set_new(call->answer, "incidents", listing.list);
	if (!api_by(call))
		return -1;
	by = api_actor(call);
	count = incidents_list(call->api->store, &by, call->api->now.wall, api_flag(call, "all"),
		list_one, &listing, why);
	if (count < 0)
		return api_end(call, count, why, "");
	return count ? 0 : api_say(call, "There is none for you to see.");
}

static int add_reader(void *arg, int64_t person)
{
	struct listing *listing = arg;

	json_array_append_new(listing->list, api_named(listing->call, person));
	return 0;
}

static int add_note(void *arg, const struct incident_note *note)
{
	struct listing *listing = arg;
	struct api_call *call = listing->call;
	char at[LOCAL_TIME_TEXT], by[NAME_TEXT];

	local_time_print(local_from_wall(note->at), at);
	name_person(call->api->store, note->by, by);
	json_array_append_new(listing->list,
		json_pack("{s:I, s:s, s:s, s:s, s:s, s:o, s:s}", "id", (json_int_t)note->id, "at",
			at, "by", by, "kind", note->kind, "text", note->text, "seen_at",
			api_time(note->seen_at), "place", note->place));
	api_line(call, "%s  %s  %s: %.200s", at, by, note->kind, note->text);
	return 0;
}

static int add_notice(void *arg, const struct notice_record *notice)
{
	struct listing *listing = arg;

	json_array_append_new(listing->list,
		json_pack("{s:I, s:s, s:s, s:s, s:o, s:o}", "id", (json_int_t)notice->id, "role",
			notice->role, "kind", notice->kind, "text", notice->text, "done_at",
			api_time(notice->done_at), "done_by",
			api_named(listing->call, notice->done_by)));
	return 0;
}

// What may be done about it by whoever reads it, and what its end waits for.
static void add_acts(struct api_call *call, const struct incident_row *incident)
{
	static const char *const acts[] = {
		"note", "police", "hr", "readers", "preserve", "release", "evidence", "close"};
	static const char *const waits[] = {"police", "hr", "notices"};
	struct actor by = api_actor(call);
	unsigned may = incident_acts(call->api->store, &by, call->api->now.wall, incident);
	unsigned waiting = incident_waits(call->api->store, incident);
	json_t *may_list = json_array(), *wait_list = json_array();

	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
		if (may >> i & 1)
			json_array_append_new(may_list, json_string(acts[i]));
	}
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
		if (waiting >> i & 1)
			json_array_append_new(wait_list, json_string(waits[i]));
	}
	json_object_set_new(call->answer, "may", may_list);
	json_object_set_new(call->answer, "waits", wait_list);
	json_object_set_new(call->answer, "now", api_time(call->api->now.wall));
}

static void add_incident(struct api_call *call, const struct incident_row *i)
{
	static const char *const choices[] = {"", "theirs", "school"};
	json_t *json = json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:b, s:b, s:s, s:s}", "id",
		(json_int_t)i->id, "kind", i->kind, "rule", i->rule, "what", i->what, "place",
		i->place, "wishes", i->wishes, "restricted", (int)i->restricted, "preserved",
		(int)i->preserved, "police_choice", choices[i->police], "outcome", i->outcome);

	json_object_set_new(json, "at", api_time(i->at));
	json_object_set_new(json, "happened_at", api_time(i->happened_at));
	json_object_set_new(json, "by", api_named(call, i->by));
	json_object_set_new(json, "about", api_named(call, i->about));
	json_object_set_new(json, "reporter", api_named(call, i->reporter));
	json_object_set_new(json, "police_at", api_time(i->police_at));
	json_object_set_new(json, "hr_at", api_time(i->hr_at));
	json_object_set_new(json, "closed_at", api_time(i->closed_at));
	json_object_set_new(json, "closed_by", api_named(call, i->closed_by));
	json_object_set_new(call->answer, "incident", json);
}

static void print_head(struct api_call *call, const struct incident_row *i)
{
	char at[LOCAL_TIME_TEXT], about[NAME_TEXT];

	local_time_print(local_from_wall(i->happened_at), at);
	name_person(call->api->store, i->about, about);
	api_line(call, "Incident %lld: %s (%s), %s%s%s", (long long)i->id, i->kind, i->rule,
		i->closed_at.ms ? "closed" : "open", i->restricted ? ", restricted" : "",
		i->preserved ? ", preserved" : "");
	api_line(call, "happened %s%s%s%s%s", at, i->place[0] ? " at " : "", i->place,
		about[0] ? ", about " : "", about);
}

int request_incident_show(struct api_call *call)
{
	struct listing readers = {call, json_array()}, notes = {call, json_array()},
		       notices = {call, json_array()};
	struct actor by = api_actor(call);
	struct incident_row incident;
	char why[ACTOR_WHY] = "";
	int64_t id = api_number(call, "id", 1, INT64_MAX, -1);
	int err = -1;

	json_object_set_new(call->answer, "readers", readers.list);
	json_object_set_new(call->answer, "notes", notes.list);
	json_object_set_new(call->answer, "notices", notices.list);
	if (id < 0)
		return -1;
	err = incidents_open(call->api->store, &by, call->api->now.wall, id, &incident, why);
	if (err < 0)
		return api_end(call, err, why, "");
	add_incident(call, &incident);
	add_acts(call, &incident);
	print_head(call, &incident);
	// Whole, however long it is: lines of a terminal, not of a sentence.
	json_array_append_new(json_object_get(call->answer, "lines"), json_string(incident.what));
	err = incident_reader_each(call->api->store, id, add_reader, &readers);
	if (err >= 0)
		err = incident_note_each(call->api->store, id, add_note, &notes);
	if (err >= 0)
		err = notice_each_of_incident(call->api->store, id, add_notice, &notices);
	return err < 0 ? api_failed(call, "Reading it", err) : 0;
}
