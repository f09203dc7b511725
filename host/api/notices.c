// SPDX-License-Identifier: GPL-3.0-or-later
// The Headteacher's tray, the office's, and one's own: listed and marked done; the Headteacher's
// absence; whose records were looked into.
#include "exceptions/notices.h"

#include <string.h>

#include "api/handler.h"
#include "api/names.h"
#include "exceptions/absences.h"
#include "exceptions/incident_acts.h"
#include "store/overrides.h"

struct listing {
	struct api_call *call;
	json_t *list;
	int overdue;
};

// The justification is read in the tray (RP-12), with the decision it goes against.
static void add_override(struct api_call *call, json_t *json, int64_t id, char *line, size_t room)
{
	struct override_row row;

	line[0] = '\0';
	if (!id || override_get(call->api->store, id, &row) < 0)
		return;
	json_object_set_new(json, "override",
		json_pack("{s:I, s:o, s:s, s:s, s:s, s:s, s:I}", "id", (json_int_t)row.id, "by",
			api_named(call, row.by), "justification", row.justification, "action",
			row.action, "outcome", row.outcome, "rule", row.rule, "decision",
			(json_int_t)row.decision));
	snprintf(line, room, "  \"%.120s\"%s%s", row.justification, row.rule[0] ? ", against " : "",
		row.rule);
}

// What it is about; who may not read it is told whom to ask.
static void add_incident(struct api_call *call, json_t *json, int64_t id)
{
	struct incident_row incident;
	const struct actor by = api_actor(call);
	bool found = incident_get(call->api->store, id, &incident) == 0;
	bool reads = found && incident_acts(call->api->store, &by, call->api->now.wall, &incident);

	json_object_set_new(json, "incident", json_integer(id));
	json_object_set_new(json, "incident_read", json_boolean(reads));
	json_object_set_new(json, "incident_ask",
		json_string(found && !incident.restricted ? "slt" : "headteacher"));
}

static int list_one(void *arg, const struct notice_record *notice)
{
	struct listing *listing = arg;
	struct api_call *call = listing->call;
	bool overdue =
		notice->due.ms && !notice->done_at.ms && notice->due.ms < call->api->now.wall.ms;
	char person[NAME_TEXT], at[LOCAL_TIME_TEXT], reason[200];
	json_t *json;

	name_person(call->api->store, notice->person, person);
	local_time_print(local_from_wall(notice->at), at);
	json = json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:o, s:b, s:o, s:o, s:o}", "id",
		(json_int_t)notice->id, "role", notice->role, "kind", notice->kind, "text",
		notice->text, "person", person, "at", at, "due", api_time(notice->due), "overdue",
		(int)overdue, "done_at", api_time(notice->done_at), "done_by",
		api_named(call, notice->done_by), "hr_at", api_time(notice->hr_at));
	if (notice->incident)
		add_incident(call, json, notice->incident);
	if (notice->hold)
		json_object_set_new(json, "hold", json_integer(notice->hold));
	add_override(call, json, notice->override, reason, sizeof reason);
	json_array_append_new(listing->list, json);
	listing->overdue += overdue;
	api_line(call, "%lld  %s  %s%s%s%s: %s", (long long)notice->id, at,
		overdue ? "OVERDUE " : "", notice->kind, person[0] ? ", " : "", person,
		notice->text);
	if (reason[0])
		api_line(call, "     %s", reason);
	if (notice->incident)
		api_line(call, "       incident %lld", (long long)notice->incident);
	return 0;
}

// Who deputises and until when, while the Headteacher is marked absent.
static void add_absence(struct api_call *call)
{
	struct wall_time now = call->api->now.wall;
	struct absence_row absence;

	if (absence_overlapping(call->api->store, now, (struct wall_time){now.ms + 1}, &absence) ==
		0)
		json_object_set_new(call->answer, "absence",
			json_pack("{s:o, s:o, s:o}", "deputy", api_named(call, absence.deputy),
				"from", api_time(absence.from), "until", api_time(absence.until)));
}

int request_notice_list(struct api_call *call)
{
	struct listing listing = {call, json_array(), 0};
	struct notices_shown shown = {0};
	bool done = api_flag(call, "done");
	int64_t before = api_number(call, "before", 1, INT64_MAX, INT64_MAX);
	char why[ACTOR_WHY] = "";
	struct actor by;
	int count;

	json_object_set_new(call->answer, "notices", listing.list);
	if (before < 0 || !api_by(call))
		return -1;
	by = api_actor(call);
	count = notices_shown_to(call->api->store, &by, call->api->now.wall, done, before, list_one,
		&listing, &shown, why);
	if (count < 0)
		return api_end(call, count, why, "");
	json_object_set_new(call->answer, "more", json_integer(shown.more));
	json_object_set_new(
		call->answer, "older", shown.older ? json_integer(shown.older) : json_null());
	json_object_set_new(call->answer, "overdue", json_integer(listing.overdue));
	json_object_set_new(
		call->answer, "headteacher_absent", json_boolean(shown.headteacher_absent));
	json_object_set_new(call->answer, "deputising", json_boolean(shown.deputising));
	json_object_set_new(call->answer, "now", api_time(call->api->now.wall));
	add_absence(call);
	if (shown.more)
		api_line(call, "and %d more", shown.more);
	if (shown.older)
		api_line(call, "older ones: those before %lld", (long long)shown.older);
	if (done)
		return count ? 0 : api_say(call, "None is done yet.");
	// That others wait is no secret from the deputy; what they say is (RP-15, ours).
	if (shown.deputising) {
		json_object_set_new(call->answer, "headteacher_waiting",
			json_integer(shown.headteacher_waiting));
		return api_say(
			call, "%d more wait for the Headteacher.", shown.headteacher_waiting);
	}
	return count ? 0 : api_say(call, "No notice waits for you.");
}

int request_notice_done(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id = api_number(call, "id", 1, INT64_MAX, -1);

	if (id < 0)
		return -1;
	return api_end(call,
		notices_mark_done(
			call->api->store, &by, call->api->now.wall, id, api_flag(call, "hr"), why),
		why, "Marked done.");
}

int request_headteacher_absent(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	struct wall_time now = call->api->now.wall, from, until;
	const char *deputy = api_needed(call, "deputy");

	if (!deputy || !api_moment(call, "from", now, &from) ||
		!api_moment(call, "until", (struct wall_time){0}, &until))
		return -1;
	return api_end(call, absences_mark(call->api->store, &by, now, deputy, from, until, why),
		why,
		"The Headteacher is marked absent. Notices of unsuitable material go to the "
		"deputy; "
		"the others wait, and consent under RP-3 does too.");
}

int request_headteacher_back(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";

	return api_end(call, absences_end(call->api->store, &by, call->api->now.wall, why), why,
		"The Headteacher is back.");
}

int request_person_seen(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	const char *person = api_needed(call, "person");

	if (!person)
		return -1;
	return api_end(call,
		notices_records_seen(call->api->store, &by, call->api->now.wall, person, why), why,
		"");
}
