// SPDX-License-Identifier: GPL-3.0-or-later
// Breaches recorded, investigated, closed and listed.
#include "exceptions/breaches.h"

#include <string.h>

#include "api/handler.h"
#include "api/names.h"
#include "store/people.h"

static const char *const states[] = {"reported", "under investigation", "closed"};

int request_breach_record(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	const char *person = api_needed(call, "person");
	const char *rule = person ? api_needed(call, "rule") : NULL;
	struct wall_time happened;
	int64_t id, ban = 0;

	if (!rule || !api_moment(call, "happened", call->api->now.wall, &happened))
		return -1;
	id = breaches_record(call->api->store, call->api->policy, &by, call->api->now.wall, person,
		rule, happened, &ban, why);
	if (id < 0)
		return api_end(call, id, why, "");
	json_object_set_new(call->answer, "id", json_integer(id));
	json_object_set_new(call->answer, "ban", ban ? json_integer(ban) : json_null());
	if (ban)
		return api_say(call,
			"Recorded as breach %lld; a ban holds from today (%lld, FX-3).",
			(long long)id, (long long)ban);
	return api_say(call, "Recorded as breach %lld.", (long long)id);
}

static int move(struct api_call *call, enum breach_state state, const char *done)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id = api_number(call, "id", 1, INT64_MAX, -1);
	const char *outcome = id < 0 ? NULL : api_text(call, "outcome", "");

	if (!outcome)
		return -1;
	return api_end(call,
		breaches_move(call->api->store, &by, call->api->now.wall, id, state, outcome,
			api_flag(call, "disciplinary"), why),
		why, done);
}

int request_breach_investigate(struct api_call *call)
{
	return move(call, BREACH_INVESTIGATED, "It is under investigation.");
}

int request_breach_close(struct api_call *call)
{
	return move(call, BREACH_CLOSED, "Closed with its outcome.");
}

struct listing {
	struct api_call *call;
	json_t *list;
};

static int list_one(void *arg, const struct breach_record *breach)
{
	struct listing *listing = arg;
	struct api_call *call = listing->call;
	const struct policy_rule *rule =
		call->api->policy ? policy_rule(call->api->policy, breach->rule) : NULL;
	char person[NAME_TEXT], at[LOCAL_TIME_TEXT];
	struct person_record whose = {0};

	name_person(call->api->store, breach->person, person);
	person_get(call->api->store, breach->person, &whose);
	local_time_print(local_from_wall(breach->at), at);
	json_array_append_new(listing->list,
		json_pack("{s:I, s:s, s:s, s:s, s:b, s:s, s:o, s:s, s:s, s:b, s:b}", "id",
			(json_int_t)breach->id, "person", person, "rule", breach->rule, "title",
			rule ? rule->title : "", "ours", !rule || rule->ours, "at", at,
			"happened_at", api_time(breach->happened_at), "state",
			states[breach->state], "outcome", breach->outcome, "disciplinary",
			(int)breach->disciplinary, "pupil", strcmp(whose.category, "pupil") == 0));
	api_line(call, "%lld  %s  %s  %s  %s%s%s", (long long)breach->id, at, person, breach->rule,
		states[breach->state], breach->outcome[0] ? ": " : "", breach->outcome);
	return 0;
}

int request_breach_list(struct api_call *call)
{
	struct listing listing = {call, json_array()};
	char why[ACTOR_WHY] = "";
	struct actor by;
	int count;

	json_object_set_new(call->answer, "breaches", listing.list);
	if (!api_by(call))
		return -1;
	by = api_actor(call);
	count = breaches_list(call->api->store, &by, call->api->now.wall, api_flag(call, "all"),
		list_one, &listing, why);
	if (count < 0)
		return api_end(call, count, why, "");
	return count ? 0 : api_say(call, "No breach is open.");
}
