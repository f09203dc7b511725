// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptions asked for, agreed, declined, withdrawn.
#include "exceptions/asks.h"

#include <string.h>

#include "api/grants.h"
#include "base/err.h"

int request_grant_ask(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	const char *word = api_needed(call, "kind");
	int kind = word ? word_find(&grant_kind_words, word, strlen(word)) : -1;
	struct grant_fields fields;
	int64_t id;

	if (!word)
		return -1;
	if (kind < 0)
		return api_refuse(call, "\"kind\" is safekeeping, exceptional, visit, medical or "
					"early-leave.");
	if (!grant_fields_read(call, (enum grant_kind)kind, &fields))
		return -1;
	id = asks_enter(call->api->store, &by, call->api->now.wall, &fields.wish, fields.people,
		fields.count, why);
	if (id < 0)
		return api_end(call, id, why, "");
	json_object_set_new(call->answer, "id", json_integer(id));
	return api_say(call, "Asked, as number %lld.", (long long)id);
}

int request_grant_agree(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id = api_number(call, "id", 1, INT64_MAX, -1), grants[ASK_PEOPLE];
	struct ask_agreement agreement = {.parent_request = api_flag(call, "parent_request")};
	json_t *list;
	int count;

	agreement.rooms = id < 0 ? NULL : api_text(call, "rooms", "");
	agreement.review = agreement.rooms ? api_text(call, "review", "") : NULL;
	agreement.approver = agreement.review ? api_text(call, "agreed_by", "") : NULL;
	if (!agreement.approver)
		return -1;
	count = asks_agree(call->api->store, &by, call->api->now.wall, id, &agreement, grants, why);
	if (count < 0)
		return api_end(call, count, why, "");
	list = json_array();
	for (int i = 0; i < count; i++)
		json_array_append_new(list, json_integer(grants[i]));
	json_object_set_new(call->answer, "ids", list);
	return api_say(call, "Agreed: entered as exception %lld%s.", (long long)grants[0],
		count > 1 ? " and those after it" : "");
}

int request_grant_decline(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id = api_number(call, "id", 1, INT64_MAX, -1);
	const char *reason = id < 0 ? NULL : api_needed(call, "reason");

	if (!reason)
		return -1;
	return api_end(call,
		asks_decline(call->api->store, &by, call->api->now.wall, id, reason, why), why,
		"Declined.");
}

int request_grant_withdraw(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id = api_number(call, "id", 1, INT64_MAX, -1);

	if (id < 0)
		return -1;
	return api_end(call, asks_withdraw(call->api->store, &by, call->api->now.wall, id, why),
		why, "Withdrawn.");
}
