// SPDX-License-Identifier: GPL-3.0-or-later
// Bans begun, lifted and listed.
#include "exceptions/bans.h"

#include <string.h>

#include "api/handler.h"
#include "api/names.h"

int request_ban_start(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "", today[LOCAL_DATE_TEXT];
	const char *person = api_needed(call, "person");
	const char *kind = person ? api_text(call, "kind", "phone") : NULL;
	const char *rule = kind ? api_text(call, "rule", "school") : NULL;
	const char *from = rule ? api_text(call, "from", "") : NULL;
	const char *until = from ? api_text(call, "until", "") : NULL;
	int word = until ? word_find(&ban_kind_words, kind, strlen(kind)) : -1;
	int64_t id;

	if (!until)
		return -1;
	if (word < 0)
		return api_refuse(call, "\"kind\" is phone or school-it.");
	local_date_print(api_today(call), today);
	id = bans_start(call->api->store, call->api->policy, &by, call->api->now.wall, person,
		(enum ban_kind)word, rule, from[0] ? from : today, until, why);
	if (id < 0)
		return api_end(call, id, why, "");
	json_object_set_new(call->answer, "id", json_integer(id));
	return api_say(call,
		"The ban holds (%lld). A phone that is in goes back at its time all "
		"the same.",
		(long long)id);
}

int request_ban_lift(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t id = api_number(call, "id", 1, INT64_MAX, -1);
	const char *reason = id < 0 ? NULL : api_needed(call, "reason");

	if (!reason)
		return -1;
	return api_end(call, bans_lift(call->api->store, &by, call->api->now.wall, id, reason, why),
		why, "The ban is lifted.");
}

struct listing {
	struct api_call *call;
	json_t *list;
};

static int list_one(void *arg, const struct ban_record *ban)
{
	struct listing *listing = arg;
	struct api_call *call = listing->call;
	const char *kind = word_text(&ban_kind_words, (int)ban->kind);
	char person[NAME_TEXT];

	name_person(call->api->store, ban->person, person);
	json_array_append_new(listing->list,
		json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "id",
			(json_int_t)ban->id, "person", person, "kind", kind, "rule", ban->rule,
			"from", ban->from, "until", ban->until, "by", api_named(call, ban->by),
			"lifted_at", api_time(ban->lifted_at), "lifted_by",
			api_named(call, ban->lifted_by)));
	api_line(call, "%lld  %s  %s  %s  from %s %s%s%s", (long long)ban->id, person, kind,
		ban->rule, ban->from, ban->until[0] ? "until " : "until lifted", ban->until,
		ban->lifted_at.ms ? "  (lifted)" : "");
	return 0;
}

int request_ban_list(struct api_call *call)
{
	struct listing listing = {call, json_array()};
	char why[ACTOR_WHY] = "";
	struct actor by;
	int count;

	json_object_set_new(call->answer, "bans", listing.list);
	if (!api_by(call))
		return -1;
	by = api_actor(call);
	count = bans_list(call->api->store, &by, call->api->now.wall, api_flag(call, "all"),
		list_one, &listing, why);
	if (count < 0)
		return api_end(call, count, why, "");
	return count ? 0 : api_say(call, "Nobody is banned.");
}
