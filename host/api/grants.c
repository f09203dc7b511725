// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptions entered and ended. Which of them counts is the policy's to say.
#include "exceptions/grants.h"
#include "api/handler.h"
#include "base/err.h"

static int give(struct api_call *call, enum grant_kind kind)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	struct grant_wish wish = {.kind = kind, .parent_request = api_flag(call, "parent_request")};
	struct wall_time now = call->api->now.wall;
	int64_t id;

	wish.person = api_needed(call, "person");
	if (!wish.person || !api_moment(call, "from", now, &wish.from) ||
		!api_moment(call, "until", (struct wall_time){0}, &wish.until))
		return -1;
	wish.reason = api_text(call, "reason", "");
	wish.rooms = wish.reason ? api_text(call, "rooms", "") : NULL;
	wish.review = wish.rooms ? api_text(call, "review", "") : NULL;
	wish.approver = wish.review ? api_text(call, "agreed_by", "") : NULL;
	if (!wish.approver)
		return -1;
	if (!wish.approver[0])
		wish.approver = NULL;
	id = grants_give(call->api->store, &by, now, &wish, why);
	if (id < 0)
		return api_end(call, id, why, "");
	json_object_set_new(call->answer, "id", json_integer(id));
	return api_say(call, "Entered as grant %lld.", (long long)id);
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
		"The grant has ended.");
}
