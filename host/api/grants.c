// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptions entered and ended. Which of them counts is the policy's to say.
#include "api/grants.h"
#include "base/err.h"

// Whom it is for: "person", or several in "staff". False: refused.
static bool read_people(struct api_call *call, enum grant_kind kind, struct grant_fields *fields)
{
	const json_t *list = json_object_get(call->request, "staff");
	const json_t *each;
	size_t i;

	if (!list && kind == GRANT_VISIT && !json_object_get(call->request, "person")) {
		api_refuse(call, "Who goes on the visit? Name the \"staff\".");
		return false;
	}
	if (!list) {
		fields->people[0] = api_needed(call, "person");
		fields->count = 1;
		return fields->people[0] != NULL;
	}
	if (!json_is_array(list) || json_array_size(list) > ASK_PEOPLE) {
		api_refuse(call, "\"staff\" must be a list of at most %d references.", ASK_PEOPLE);
		return false;
	}
	json_array_foreach(list, i, each)
	{
		fields->people[fields->count] = json_string_value(each);
		if (!fields->people[fields->count++]) {
			api_refuse(call, "\"staff\" must be a list of references.");
			return false;
		}
	}
	return true;
}

bool grant_fields_read(struct api_call *call, enum grant_kind kind, struct grant_fields *out_fields)
{
	struct grant_wish *wish = &out_fields->wish;
	struct wall_time now = call->api->now.wall, hour = {now.ms + EMERGENCY_MAX_MS / 2};

	*out_fields = (struct grant_fields){
		.wish = {.kind = kind, .parent_request = api_flag(call, "parent_request")}};
	if (!read_people(call, kind, out_fields) || !api_moment(call, "from", now, &wish->from) ||
		!api_moment(call, "until",
			kind == GRANT_EMERGENCY_RELEASE ? hour : (struct wall_time){0},
			&wish->until))
		return false;
	// A visit's name is its reason.
	wish->reason = api_text(call, kind == GRANT_VISIT ? "visit" : "reason", "");
	wish->rooms = wish->reason ? api_text(call, "rooms", "") : NULL;
	wish->review = wish->rooms ? api_text(call, "review", "") : NULL;
	wish->approver = wish->review ? api_text(call, "agreed_by", "") : NULL;
	if (!wish->approver)
		return false;
	if (!wish->approver[0])
		wish->approver = NULL;
	return true;
}

// Entered: the ids, and what the sentence says of them.
static int entered(struct api_call *call, const int64_t *ids, int count)
{
	json_t *list = json_array();

	for (int i = 0; i < count; i++)
		json_array_append_new(list, json_integer(ids[i]));
	json_object_set_new(call->answer, "id", json_integer(ids[0]));
	json_object_set_new(call->answer, "ids", list);
	if (count == 1)
		return api_say(call, "Entered as exception %lld.", (long long)ids[0]);
	return api_say(call, "Entered as exceptions %lld to %lld.", (long long)ids[0],
		(long long)ids[count - 1]);
}

static int give(struct api_call *call, enum grant_kind kind)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	struct grant_fields fields;
	int64_t ids[ASK_PEOPLE];
	int count;

	if (!grant_fields_read(call, kind, &fields))
		return -1;
	count = grants_give_all(call->api->store, &by, call->api->now.wall, &fields.wish,
		fields.people, fields.count, ids, why);
	return count < 0 ? api_end(call, count, why, "") : entered(call, ids, count);
}

int request_grant_safekeeping(struct api_call *call)
{
	return give(call, GRANT_SAFEKEEPING);
}

int request_grant_exceptional(struct api_call *call)
{
	return give(call, GRANT_EXCEPTIONAL);
}

int request_grant_early_leave(struct api_call *call)
{
	return give(call, GRANT_EARLY_LEAVE);
}

int request_grant_visit(struct api_call *call)
{
	return give(call, GRANT_VISIT);
}

int request_grant_medical(struct api_call *call)
{
	return give(call, GRANT_MEDICAL);
}

int request_grant_emergency(struct api_call *call)
{
	return give(call, GRANT_EMERGENCY_RELEASE);
}

int request_grant_review(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id = api_number(call, "id", 1, INT64_MAX, -1);
	const char *review = id < 0 ? NULL : api_needed(call, "review");

	if (!review)
		return -1;
	return api_end(call,
		grants_review(call->api->store, &by, call->api->now.wall, id, review, why), why,
		"The next review is entered.");
}

int request_grant_walker(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	const char *person = api_needed(call, "person");
	const char *from = person ? api_needed(call, "from") : NULL;
	const char *until = from ? api_needed(call, "until") : NULL;
	const char *days = until ? api_text(call, "days", "mon-fri") : NULL;

	if (!days)
		return -1;
	return api_end(call,
		grants_walker(
			call->api->store, &by, call->api->now.wall, person, from, until, days, why),
		why, "They may walk home alone on those days.");
}

int request_grant_walker_end(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	const char *person = api_needed(call, "person");

	if (!person)
		return -1;
	return api_end(call,
		grants_walker_end(call->api->store, &by, call->api->now.wall, person, why), why,
		"Their permission to walk home alone is withdrawn.");
}

int request_grant_end(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id = api_number(call, "id", 1, INT64_MAX, -1);

	if (id < 0)
		return -1;
	return api_end(call, grants_end(call->api->store, &by, call->api->now.wall, id, why), why,
		"The exception has ended.");
}
