// SPDX-License-Identifier: GPL-3.0-or-later
// The mirror of the open rows, and looking things up in it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "custody/internal.h"
#include "store/devices.h"

enum door_state asked_state(enum intent_kind kind)
{
	switch (kind) {
	case INTENT_HAND_IN:
	case INTENT_RETURN:
		return IN_ASKED;
	case INTENT_COLLECT:
	case INTENT_BORROW:
		return OUT_ASKED;
	case INTENT_STAFF:
		break;
	}
	return STAFF_ASKED;
}

void slot_take_custody(struct slot *slot, int64_t id, const struct custody_row *row)
{
	slot->custody = id;
	slot->custody_person = row->person;
	slot->custody_kind = row->kind;
	slot->custody_since = row->began_at;
}

void slot_drop_custody(struct slot *slot)
{
	slot->custody = 0;
	slot->custody_person = 0;
	slot->custody_kind = CUSTODY_NONE;
}

struct bank *find_bank(const struct custody *c, int64_t bank)
{
	for (int i = 0; i < c->bank_count; i++) {
		if (c->banks[i].row.id == bank)
			return &c->banks[i];
	}
	return NULL;
}

struct slot *find_slot(const struct custody *c, int64_t bank, int door)
{
	struct bank *found = find_bank(c, bank);

	return found && door >= 1 && door <= found->row.doors ? &found->slots[door - 1] : NULL;
}

struct slot *slot_of_intent(const struct custody *c, int64_t intent, struct bank **out_bank)
{
	for (int b = 0; b < c->bank_count; b++) {
		for (int i = 0; i < c->banks[b].row.doors; i++) {
			if (c->banks[b].slots[i].intent.id == intent) {
				*out_bank = &c->banks[b];
				return &c->banks[b].slots[i];
			}
		}
	}
	return NULL;
}

bool is_served_here(const struct bank *bank, int64_t person)
{
	for (int i = 0; i < bank->row.doors; i++) {
		if (bank->slots[i].intent.id && bank->slots[i].intent.person == person &&
			!bank->slots[i].late)
			return true;
	}
	return false;
}

enum reading believed(const struct slot *slot)
{
	bool proving = slot->intent.id && slot->row.aside_person &&
		       slot->row.aside_person == slot->intent.person;

	if (!slot->row.trusted && !proving && slot->inside != READING_UNKNOWN)
		return READING_NONE;
	return slot->inside;
}

bool slot_free(const struct bank *bank, const struct slot *slot)
{
	enum reading inside = believed(slot);

	return bank->online && slot->settled && slot->row.in_use && slot->state == DOOR_REST &&
	       slot->open == READING_NO && (inside == READING_NO || inside == READING_NONE) &&
	       !slot->custody && !slot->intent.id && !slot->row.aside_person && !slot->home &&
	       slot->questions == 0;
}

static bool stands_open(const struct slot *slot)
{
	return slot->open == READING_YES;
}

bool door_being_opened(const struct slot *slot)
{
	enum door_state state = slot->state;

	return slot->open != READING_YES &&
	       (state == IN_ASKED || state == IN_PULSED || state == OUT_ASKED ||
		       state == OUT_PULSED || state == STAFF_ASKED || state == STAFF_PULSED);
}

const struct slot *bank_busy(
	const struct bank *bank, const struct slot *except, struct mono_time mono)
{
	for (int i = 0; i < bank->row.doors; i++) {
		const struct slot *slot = &bank->slots[i];

		if (slot == except || !slot->settled)
			continue;
		// Open for a minute: the alarm is on and the bank goes on without it (step 8).
		if (stands_open(slot) && mono_ms_between(slot->opened, mono) < SIXTY_S)
			return slot;
		if (door_being_opened(slot))
			return slot;
	}
	return NULL;
}

static bool beside_open(const struct bank *bank, int index)
{
	return (index > 0 && stands_open(&bank->slots[index - 1])) ||
	       (index + 1 < bank->row.doors && stands_open(&bank->slots[index + 1]));
}

struct slot *choose_door(struct bank *bank)
{
	struct slot *best = NULL;
	int best_rank = 0;

	for (int i = 0; i < bank->row.doors; i++) {
		struct slot *slot = &bank->slots[i];

		if (!slot_free(bank, slot))
			continue;
		int rank =
			(believed(slot) == READING_NONE ? 2 : 0) + (beside_open(bank, i) ? 1 : 0);

		if (!best || rank < best_rank ||
			(rank == best_rank && slot->row.rested_at.ms < best->row.rested_at.ms)) {
			best = slot;
			best_rank = rank;
		}
	}
	return best;
}

void doors_beside(const struct bank *bank, const struct slot *except, char out[INTENT_BESIDE])
{
	size_t at = 0;

	out[0] = '\0';
	for (int i = 0; i < bank->row.doors; i++) {
		const struct slot *slot = &bank->slots[i];

		if (slot != except && stands_open(slot))
			at += (size_t)snprintf(out + at, INTENT_BESIDE - at, "%s%d", at ? "," : "",
				slot->row.number);
	}
}

static int load_door(void *arg, const struct door_row *row)
{
	struct slot *slot = find_slot(arg, row->bank, row->number);

	if (slot)
		slot->row = *row;
	return 0;
}

static int load_custody(void *arg, const struct custody_row *row)
{
	struct slot *slot = find_slot(arg, row->bank, row->door);

	if (slot)
		slot_take_custody(slot, row->id, row);
	return 0;
}

static int load_home(void *arg, const struct school_device *device)
{
	struct slot *slot = find_slot(arg, device->home_bank, device->home_door);

	if (slot)
		slot->home = device->id;
	return 0;
}

static int load_intent(void *arg, const struct intent_row *row)
{
	struct slot *slot = find_slot(arg, row->bank, row->door);

	if (slot) {
		slot->intent = *row;
		// Only until its door is settled, which happens before anything else is done with
		// it.
		slot->state = asked_state(row->kind);
	}
	return 0;
}

static int load_question(void *arg, const struct question_row *row)
{
	struct slot *slot = find_slot(arg, row->bank, row->door);

	if (slot)
		slot->questions++;
	return 0;
}

static void load_release_door(void *arg, int door, int64_t custody, enum release_door_state state)
{
	struct release *release = arg;

	if (door >= 1 && door <= BANK_DOORS_MAX)
		release->doors[door - 1] = (struct release_door){custody, state};
}

static int load_release(void *arg, const struct release_row *row)
{
	struct bank *bank = find_bank(arg, row->bank);

	if (bank)
		bank->release.row = *row;
	return 0;
}

static int load_releases(struct custody *c)
{
	int err = release_each_open(c->store, load_release, c);

	for (int b = 0; err >= 0 && b < c->bank_count; b++) {
		struct release *release = &c->banks[b].release;

		if (release->row.id)
			err = release_doors(c->store, release->row.id, load_release_door, release);
	}
	return err < 0 ? err : lockdown_load(c);
}

// What is in no row: it goes on where it ran before the reload, if its rows say that it had begun.
static void keep_release(struct release *release, const struct release *before)
{
	if (!release->row.id || release->row.id != before->row.id)
		return;
	release->running = before->running && release->row.began_at.ms;
	release->halt = before->halt;
	release->timed = before->timed;
	release->since = before->since;
	release->until = before->until;
}

static int load_rows(struct custody *c)
{
	int err = door_each(c->store, load_door, c);

	if (err >= 0)
		err = custody_each_open(c->store, load_custody, c);
	if (err >= 0)
		err = intent_each_open(c->store, load_intent, c);
	if (err >= 0)
		err = question_each_open(c->store, load_question, c);
	if (err >= 0)
		err = device_each_school(c->store, load_home, c);
	if (err >= 0)
		err = load_releases(c);
	return err < 0 ? err : 0;
}

// What the banks said last is not in any row; it outlives the mirror. So does that an unlock was
// withdrawn: what becomes of its intent hangs on it.
static void keep_observations(struct slot *slot, const struct slot *before)
{
	slot->open = before->open;
	slot->inside = before->inside;
	slot->coil = before->coil;
	slot->opened = before->opened;
	slot->pulsed = before->pulsed;
	slot->last_pulse = before->last_pulse;
	slot->passed_person = before->passed_person;
	slot->passed_at = before->passed_at;
	slot->withdrawn = before->withdrawn && before->intent.id == slot->intent.id;
}

int custody_reload(struct custody *c, struct now now)
{
	struct bank_row rows[128];
	int count = bank_list(c->store, rows, (int)(sizeof rows / sizeof *rows));

	if (count < 0)
		return count;
	struct bank *before = c->banks;
	int count_before = c->bank_count;
	struct bank *banks = calloc((size_t)(count ? count : 1), sizeof *banks);

	if (!banks)
		return -ERR_NO_MEMORY;
	for (int i = 0; i < count; i++)
		banks[i].row = rows[i];
	c->banks = banks;
	c->bank_count = count;
	int err = load_rows(c);

	if (err < 0) {
		c->banks = before;
		c->bank_count = count_before;
		free(banks);
		return err;
	}
	for (int b = 0; b < count_before; b++) {
		struct bank *bank = find_bank(c, before[b].row.id);

		if (!bank)
			continue;
		bank->online = before[b].online;
		keep_release(&bank->release, &before[b].release);
		for (int i = 0; i < BANK_DOORS_MAX; i++)
			keep_observations(&bank->slots[i], &before[b].slots[i]);
	}
	for (int b = 0; b < count; b++) {
		for (int i = 0; i < banks[b].row.doors; i++)
			banks[b].slots[i].light = LIGHT_UNKNOWN;
	}
	free(before);
	c->settle_at = mono_after_ms(now.mono, 1000);
	return 0;
}

int custody_open(struct custody **out_c, struct store *store, const struct policy *policy,
	struct outbox *outbox)
{
	struct custody *c = calloc(1, sizeof *c);

	if (!c)
		return -ERR_NO_MEMORY;
	c->store = store;
	c->policy = policy;
	c->outbox = outbox;
	c->clock_trusted = true;
	int err = custody_reload(c, (struct now){{0}, {0}});

	if (err < 0) {
		custody_close(c);
		return err;
	}
	*out_c = c;
	return 0;
}

void custody_close(struct custody *c)
{
	if (!c)
		return;
	free(c->banks);
	free(c);
}

void custody_clock_trusted(struct custody *c, bool trusted)
{
	c->clock_trusted = trusted;
}

bool custody_time_doubtful(const struct custody *c, struct wall_time wall)
{
	return !c->clock_trusted || wall.ms < event_last_at(c->store).ms;
}

int custody_door(const struct custody *c, int64_t bank, int door, struct door_view *out_view)
{
	const struct bank *found = find_bank(c, bank);
	const struct slot *slot = find_slot(c, bank, door);

	if (!slot)
		return -ERR_NOT_FOUND;
	*out_view = (struct door_view){.online = found->online,
		.open = slot->open,
		.inside = believed(slot),
		.trusted = slot->row.trusted,
		.in_use = slot->row.in_use,
		.person = slot->custody	    ? slot->custody_person
			  : slot->intent.id ? slot->intent.person
					    : slot->row.aside_person,
		.custody = slot->custody,
		.intent = slot->intent.id,
		.aside = slot->row.aside_person != 0,
		.home = slot->home,
		.questions = slot->questions,
		.alarm = slot->alarm,
		.free = slot_free(found, slot)};
	snprintf(out_view->out_reason, sizeof out_view->out_reason, "%s", slot->row.out_reason);
	return 0;
}
