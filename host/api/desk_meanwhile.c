// SPDX-License-Identifier: GPL-3.0-or-later
// Two at two desks do the same at once: the slower one is told what the quicker one did, and does
// not do it again.
#include <stdio.h>

#include "api/desk.h"
#include "api/names.h"
#include "base/err.h"
#include "store/custodies.h"

#define OPEN_MOST 16

static bool was_seen(const json_t *seen, int64_t custody)
{
	for (size_t i = 0; i < json_array_size(seen); i++) {
		if (json_integer_value(json_array_get(seen, i)) == custody)
			return true;
	}
	return false;
}

static int taken_meanwhile(struct api_call *call, const struct custody_row *row)
{
	char at[LOCAL_CLOCK_TEXT], by[NAME_TEXT], bank[BANK_NAME];
	char place[CUSTODY_SAFE + CUSTODY_ENVELOPE + BANK_NAME + 32];

	local_clock_print(local_from_wall(row->began_at), at);
	name_person(call->api->store, row->began_by, by);
	name_bank(call->api->store, row->bank, bank);
	if (row->bank)
		snprintf(place, sizeof place, "cabinet %s door %d", bank, row->door);
	else
		snprintf(place, sizeof place, "%s, envelope %s", row->safe, row->envelope);
	return api_refuse(call,
		"It was taken in already, at %s%s%s (%s), and not twice. Only a second device is "
		"taken in now.",
		at, by[0] ? " by " : "", by, place);
}

bool desk_as_seen(struct api_call *call, int64_t person)
{
	const json_t *seen = json_object_get(call->request, "in");
	struct custody_row rows[OPEN_MOST];
	int count;

	if (!seen)
		return true;
	if (!json_is_array(seen))
		return api_refuse(call, "\"in\" is a list of the custodies that were seen.") == 0;
	count = custody_of_person(call->api->store, person, rows, OPEN_MOST);
	if (count < 0)
		return api_failed(call, "Looking what is in", count) == 0;
	for (int i = 0; i < count; i++) {
		if (!was_seen(seen, rows[i].id))
			return taken_meanwhile(call, &rows[i]) == 0;
	}
	return true;
}

int desk_gone(struct api_call *call, int64_t custody)
{
	char at[LOCAL_CLOCK_TEXT], name[NAME_TEXT];
	struct wall_time ended;
	int64_t by;

	if (!custody || custody_ended(call->api->store, custody, &ended, &by) < 0)
		return api_refuse(call, "Nothing of theirs is in.");
	local_clock_print(local_from_wall(ended), at);
	name_person(call->api->store, by, name);
	return api_refuse(
		call, "It was given back already, at %s%s%s.", at, name[0] ? " by " : "", name);
}

int desk_took(struct api_call *call, int err, const struct desk_place *place,
	const struct desk_answer *answer)
{
	struct custody_row there;
	char next[CUSTODY_ENVELOPE], name[NAME_TEXT];

	if (err != -ERR_BUSY)
		return desk_tell(call, err, DESK_NO_PLACE, answer);
	err = custody_in_envelope(call->api->store, place->safe, place->envelope, &there);
	if (err == 0)
		err = custody_free_envelope(call->api->store, place->safe, next);
	if (err < 0)
		return api_failed(call, "Looking into the safe", err);
	name_person(call->api->store, there.person, name);
	return api_refuse(call, "Envelope %s in %s holds what is %s's; the next free one is %s.",
		place->envelope, place->safe, name, next);
}
