// SPDX-License-Identifier: GPL-3.0-or-later
// What is done about an incident.
#include <string.h>

#include "api/handler.h"
#include "exceptions/incidents.h"

static int64_t incident_id(struct api_call *call)
{
	return api_number(call, "id", 1, INT64_MAX, -1);
}

int request_incident_note(struct api_call *call)
{
	struct incident_note note = {.incident = incident_id(call)};
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	const char *text = note.incident < 0 ? NULL : api_needed(call, "text");
	const char *kind = text ? api_text(call, "kind", "note") : NULL;
	const char *place = kind ? api_text(call, "place", "") : NULL;

	if (!place)
		return -1;
	if (json_object_get(call->request, "seen") &&
		!api_moment(call, "seen", (struct wall_time){0}, &note.seen_at))
		return -1;
	// Never cut: what does not fit is refused and nothing is lost.
	if (strlen(text) >= sizeof note.text || strlen(place) >= sizeof note.place ||
		strlen(kind) >= sizeof note.kind)
		return api_refuse(call, "A note has at most %zu letters, its place %zu: write two.",
			sizeof note.text - 1, sizeof note.place - 1);
	snprintf(note.text, sizeof note.text, "%s", text);
	snprintf(note.kind, sizeof note.kind, "%s", kind);
	snprintf(note.place, sizeof note.place, "%s", place);
	return api_end(call, incidents_note(call->api->store, &by, call->api->now.wall, &note, why),
		why, "Appended; it stays as it is.");
}

int request_incident_police(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	struct wall_time at;
	int64_t id = incident_id(call);
	const char *choice = id < 0 ? NULL : api_needed(call, "choice");

	if (!choice || !api_moment(call, "at", call->api->now.wall, &at))
		return -1;
	return api_end(call,
		incidents_police(call->api->store, &by, call->api->now.wall, id, at,
			strcmp(choice, "theirs") == 0	? POLICE_THEIR_CHOICE
			: strcmp(choice, "school") == 0 ? POLICE_SCHOOLS_CHOICE
							: POLICE_NOT_TOLD,
			why),
		why, "Recorded: the police were told.");
}

int request_incident_hr(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id = incident_id(call);

	if (id < 0)
		return -1;
	return api_end(call, incidents_hr(call->api->store, &by, call->api->now.wall, id, why), why,
		"Recorded: HR advice was sought.");
}

static int reader(struct api_call *call, bool add, const char *done)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id = incident_id(call);
	const char *person = id < 0 ? NULL : api_needed(call, "person");

	if (!person)
		return -1;
	return api_end(call,
		incidents_reader(call->api->store, &by, call->api->now.wall, id, person, add, why),
		why, done);
}

int request_incident_reader(struct api_call *call)
{
	return reader(call, true, "They may read it.");
}

int request_incident_reader_end(struct api_call *call)
{
	return reader(call, false, "They may read it no longer.");
}

static int preserve(struct api_call *call, bool keep, const char *done)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id = incident_id(call);
	const char *reason = id < 0 ? NULL : api_text(call, "reason", "");

	if (!reason)
		return -1;
	return api_end(call,
		incidents_preserve(
			call->api->store, &by, call->api->now.wall, id, keep, reason, why),
		why, done);
}

int request_incident_preserve(struct api_call *call)
{
	return preserve(call, true, "Preserved until released.");
}

int request_incident_release(struct api_call *call)
{
	return preserve(call, false, "No longer preserved.");
}

int request_incident_close(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id = incident_id(call);
	const char *outcome = id < 0 ? NULL : api_needed(call, "outcome");

	if (!outcome)
		return -1;
	return api_end(call,
		incidents_close(call->api->store, &by, call->api->now.wall, id, outcome, why), why,
		"Closed with its outcome.");
}
