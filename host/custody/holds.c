// SPDX-License-Identifier: GPL-3.0-or-later
// Holds carried out on what lies behind doors and in safes: placed, turned back, and looked at
// again.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "custody/desk.h"
#include "store/notices.h"

// A hold that a rule asks for is looked at again after a week (ours; the calendar is not this
// room's).
#define LOOK_AGAIN_DAYS 7
// A hold whose device was not handed in within a day waits for nothing.
#define WAITS_MS ((int64_t)24 * 60 * 60 * 1000)

int hold_waits(struct custody *c, const struct hold_row *hold)
{
	int64_t id = hold_add(c->store, hold);

	return id < 0 ? (int)id : 0;
}

int hold_by_rule(
	struct custody *c, struct now now, const struct actor *by, int64_t person, const char *rule)
{
	struct local_date look = local_date_of(local_from_wall(now.wall));
	struct hold_row hold = {.person = person,
		.kind = CUSTODY_HELD,
		.by = by->person,
		.at = now.wall,
		.reason = "Found with a pupil who is banned."};

	look.day += LOOK_AGAIN_DAYS;
	local_date_print(look, hold.look_on);
	snprintf(hold.rule, sizeof hold.rule, "%s", rule);
	return hold_waits(c, &hold);
}

int hold_begins(struct custody *c, int64_t person, int64_t custody)
{
	struct hold_row hold;
	int err = hold_waiting(c->store, person, &hold);

	if (err == -ERR_NOT_FOUND)
		return 0;
	return err < 0 ? err : hold_custody_put(c->store, hold.id, custody);
}

int hold_went(struct custody *c, struct now now, const struct custody_row *custody)
{
	struct notice_row notice = {.role = "headteacher",
		.kind = "held device gone",
		.person = custody->person,
		.at = now.wall,
		.text = "A held device left by the mechanical key or by what staff said, not by "
			"its "
			"hold."};
	struct hold_row hold;

	if (custody->kind != CUSTODY_HELD && custody->kind != CUSTODY_EVIDENCE)
		return 0;
	if (hold_of_custody(c->store, custody->id, &hold) == 0)
		notice.hold = hold.id;
	int64_t id = notice_add(c->store, &notice);

	return id < 0 ? (int)id : 0;
}

static int find_held(struct custody *c, const struct hold_row *hold, int64_t custody_id,
	struct custody_row *out_custody)
{
	struct custody_row rows[PERSON_CUSTODIES];
	int count = custody_of_person(c->store, hold->person, rows, PERSON_CUSTODIES);

	for (int i = 0; i < count; i++) {
		if (rows[i].kind == CUSTODY_LOAN || (custody_id && rows[i].id != custody_id))
			continue;
		*out_custody = rows[i];
		return 0;
	}
	return count < 0 ? count : -ERR_NOT_FOUND;
}

// The row and the mirror.
static int put_kind(struct custody *c, const struct custody_row *custody, enum custody_kind kind)
{
	struct slot *slot = custody->bank ? find_slot(c, custody->bank, custody->door) : NULL;
	int err = custody_kind_put(c->store, custody->id, kind);

	if (err == 0 && slot && slot->custody == custody->id) {
		slot->custody_kind = kind;
		show_door(c, slot);
	}
	return err;
}

static int record(struct custody *c, struct now now, const struct actor *by,
	const struct custody_row *custody, const char *kind, int64_t hold)
{
	char facts[40];
	static const struct actor nobody = {0};
	struct event event = {.kind = kind,
		.person = custody->person,
		.bank = custody->bank,
		.door = custody->door,
		.custody = custody->id,
		.facts = facts};

	snprintf(facts, sizeof facts, "{\"hold\":%lld}", (long long)hold);
	return desk_event(c, now, by ? by : &nobody, &event);
}

int64_t custody_hold(struct custody *c, struct now now, const struct actor *by,
	const struct hold_row *wish, int64_t custody_id)
{
	struct custody_row custody;
	struct hold_row hold = *wish, before;
	int err = find_held(c, wish, custody_id, &custody);

	if (err < 0)
		return err;
	struct slot *slot = custody.bank ? find_slot(c, custody.bank, custody.door) : NULL;

	if (slot && slot->intent.id)
		return -ERR_BUSY;
	if (custody.kind == CUSTODY_EVIDENCE ||
		(custody.kind == CUSTODY_HELD && wish->kind == CUSTODY_HELD))
		return -ERR_EXISTS;
	if (hold_of_custody(c->store, custody.id, &before) == 0)
		err = hold_turn_back(c->store, before.id, now.wall, by->person);
	hold.custody = custody.id;
	int64_t id = err < 0 ? err : hold_add(c->store, &hold);

	if (id < 0)
		return id;
	err = put_kind(c, &custody, wish->kind);
	if (err == 0)
		err = record(c, now, by, &custody, "held", id);
	return err < 0 ? err : id;
}

int custody_hold_end(
	struct custody *c, struct now now, const struct actor *by, const struct hold_row *hold)
{
	struct custody_row custody = {.person = hold->person};
	int err = hold->custody ? custody_get(c->store, hold->custody, &custody) : 0;

	if (err == 0)
		err = hold_turn_back(c->store, hold->id, now.wall, by ? by->person : 0);
	if (err == 0 && hold->custody)
		err = put_kind(c, &custody, CUSTODY_DEPOSIT);
	return err < 0 ? err : record(c, now, by, &custody, "hold ended", hold->id);
}

static int look_again(struct custody *c, struct now now, const struct hold_row *hold)
{
	struct notice_row notice = {.role = "headteacher",
		.kind = "hold to be looked at",
		.person = hold->person,
		.at = now.wall,
		.text = "A device is still held: the day to look at it again has come.",
		.hold = hold->id};
	int64_t id = notice_add(c->store, &notice);

	return id < 0 ? (int)id : hold_looked_put(c->store, hold->id, now.wall);
}

int custody_sweep(struct custody *c, struct now now)
{
	char today[LOCAL_DATE_TEXT];
	struct hold_row hold;
	int err =
		hold_forget_waiting(c->store, (struct wall_time){now.wall.ms - WAITS_MS}, now.wall);

	local_date_print(local_date_of(local_from_wall(now.wall)), today);
	while (err == 0 && (err = hold_due(c->store, now.wall, today, &hold)) == 0)
		err = hold.until.ms ? custody_hold_end(c, now, NULL, &hold)
				    : look_again(c, now, &hold);
	return err == -ERR_NOT_FOUND ? 0 : err;
}
