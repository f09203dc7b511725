// SPDX-License-Identifier: GPL-3.0-or-later
// No self-service until lifted, at one bank or at all.
#include "store/lockdowns.h"
#include "api/names.h"
#include "api/now.h"

// 0: every bank. Below 0: refused.
static int64_t read_bank(struct api_call *call)
{
	int64_t bank;

	if (!json_object_get(call->request, "bank"))
		return 0;
	bank = api_bank(call, "bank");
	return bank ? bank : -1;
}

int request_lockdown_start(struct api_call *call)
{
	struct actor by = api_actor(call);
	int64_t bank = read_bank(call), id;
	const char *reason = bank < 0 ? NULL : api_needed(call, "reason");
	char why[ACTOR_WHY] = "";

	if (!reason)
		return -1;
	id = custody_lockdown_start(call->api->custody, call->api->now, &by, bank, reason, why);
	if (id >= 0)
		json_object_set_new(call->answer, "id", json_integer(id));
	return api_end(call, id, why,
		bank ? "Self-service is closed at that cabinet until it is lifted."
		     : "Self-service is closed at every cabinet until it is lifted.");
}

int request_lockdown_end(struct api_call *call)
{
	struct actor by = api_actor(call);
	int64_t bank = read_bank(call);
	char why[ACTOR_WHY] = "";

	if (bank < 0)
		return -1;
	return api_end(call,
		custody_lockdown_end(call->api->custody, call->api->now, &by, bank, why), why,
		"Lifted: cards are served again.");
}

struct listing {
	struct api_call *call;
	json_t *list, *warnings;
};

static int add(void *arg, const struct lockdown_row *row)
{
	struct listing *listing = arg;
	struct store *store = listing->call->api->store;
	char bank[BANK_NAME], by[NAME_TEXT], at[LOCAL_TIME_TEXT];

	name_bank(store, row->bank, bank);
	name_person(store, row->by, by);
	local_time_print(local_from_wall(row->at), at);
	json_array_append_new(
		listing->list, json_pack("{s:I, s:s, s:s, s:s, s:s}", "id", (json_int_t)row->id,
				       "bank", bank, "by", by, "since", at, "reason", row->reason));
	now_warn(listing->call, listing->warnings,
		"Self-service is closed at %s%s since %s by %s: %.120s",
		row->bank ? "bank " : "every bank", bank, at, by, row->reason);
	return 0;
}

void now_lockdowns(struct api_call *call, json_t *warnings)
{
	struct listing listing = {call, json_array(), warnings};

	lockdown_each(call->api->store, add, &listing);
	json_object_set_new(call->answer, "lockdowns", listing.list);
}
