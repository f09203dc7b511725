// SPDX-License-Identifier: GPL-3.0-or-later
// What banks say: coming and going, their inputs, and what became of an unlock.
#include <string.h>

#include "base/err.h"
#include "custody/internal.h"

int settle_bank(struct custody *c, struct now now, struct bank *bank)
{
	int err = 0;

	for (int i = 0; err == 0 && bank->online && i < bank->row.doors; i++) {
		if (!bank->slots[i].settled)
			err = settle_door(c, now, bank, &bank->slots[i]);
	}
	return err;
}

// A contact or a sensor alone says nothing sure about a door, so one unknown makes both unknown.
static void take_readings(
	const struct bank_view *view, int index, enum reading *open, enum reading *inside)
{
	*open = index < view->doors ? view->open[index] : READING_UNKNOWN;
	*inside = index < view->doors ? view->inside[index] : READING_UNKNOWN;
	if (*open == READING_UNKNOWN || *inside == READING_UNKNOWN)
		*open = *inside = READING_UNKNOWN;
}

enum door_event by_inside(const struct slot *slot, enum door_event full)
{
	// FULL, EMPTY and BLIND stand in this order in enum door_event.
	enum reading inside = believed(slot);

	return full + (inside == READING_YES ? 0 : inside == READING_NO ? 1 : 2);
}

// What went in or out goes between the opening and the closing.
static int feed_changes(struct custody *c, struct now now, struct bank *bank, struct slot *slot,
	enum reading open, enum reading inside)
{
	bool opens = slot->open == READING_NO && open == READING_YES;
	bool closes = slot->open == READING_YES && open == READING_NO;
	int err = 0;

	if (opens) {
		slot->open = open;
		err = door_feed(c, now, bank, slot, by_inside(slot, DOOR_OPENED_FULL));
	}
	if (err == 0 && inside != slot->inside) {
		slot->inside = inside;
		if (believed(slot) == READING_YES)
			err = door_feed(c, now, bank, slot, DOOR_INSIDE);
		else if (believed(slot) == READING_NO)
			err = door_feed(c, now, bank, slot, DOOR_EMPTIED);
	}
	if (err == 0 && closes) {
		slot->open = open;
		err = door_feed(c, now, bank, slot, by_inside(slot, DOOR_CLOSED_FULL));
	}
	return err;
}

static int take_door(struct custody *c, struct now now, struct bank *bank, int index,
	const struct bank_view *view)
{
	struct slot *slot = &bank->slots[index];
	enum reading open, inside;

	take_readings(view, index, &open, &inside);
	// What the coil was once says nothing: it is on for half a second.
	slot->coil = index < view->doors ? view->coil[index] : READING_UNKNOWN;
	if (open == READING_UNKNOWN) {
		if (slot->settled)
			show_change(c, bank->row.id, slot->row.number);
		slot->open = slot->inside = READING_UNKNOWN;
		slot->settled = false;
		return 0;
	}
	if (slot->settled && slot->open != READING_UNKNOWN)
		return feed_changes(c, now, bank, slot, open, inside);
	if (slot->open != READING_YES)
		slot->opened = now.mono;
	slot->open = open;
	slot->inside = inside;
	return settle_door(c, now, bank, slot);
}

static int take_all(
	struct custody *c, struct now now, struct bank *bank, const struct bank_view *view)
{
	int err = 0;

	for (int i = 0; err == 0 && i < bank->row.doors; i++)
		err = take_door(c, now, bank, i, view);
	return err < 0 ? err : queue_serve(c, now, bank);
}

static int note_bank(struct custody *c, struct now now, const struct bank *bank, const char *kind)
{
	struct event event = {.at = now.wall, .kind = kind, .bank = bank->row.id};
	int64_t seq = event_append(c->store, &event);

	show_change(c, bank->row.id, 0);
	return seq < 0 ? (int)seq : 0;
}

static void forget_reading(struct slot *slot)
{
	slot->open = slot->inside = slot->coil = READING_UNKNOWN;
	slot->settled = false;
}

static bool any_withdrawn(const struct bank *bank)
{
	bool any = false;

	for (int i = 0; i < bank->row.doors; i++)
		any = any || bank->slots[i].withdrawn;
	return any;
}

// A bank asked anew because of one unlock is settled at that unlock's door; its other doors were
// never out of sight, and a child may stand before one of them.
static void forget_readings(struct bank *bank)
{
	bool only_withdrawn = bank->online && any_withdrawn(bank);

	for (int i = 0; i < bank->row.doors; i++) {
		if (!only_withdrawn || bank->slots[i].withdrawn)
			forget_reading(&bank->slots[i]);
	}
}

int custody_bank_online(
	struct custody *c, struct now now, int64_t bank_id, const struct bank_view *view)
{
	struct bank *bank = find_bank(c, bank_id);

	if (!bank || view->doors != bank->row.doors)
		return bank ? -ERR_ARG : -ERR_NOT_FOUND;
	int err = bank->online ? 0 : note_bank(c, now, bank, "bank online");

	forget_readings(bank);
	bank->online = true;
	bank->release.since = now.mono; // where one stands still: two minutes from here
	if (err == 0)
		err = take_all(c, now, bank, view);
	if (err == 0)
		show_all(c, bank);
	return err;
}

int custody_bank_offline(struct custody *c, struct now now, int64_t bank_id)
{
	struct bank *bank = find_bank(c, bank_id);

	if (!bank)
		return -ERR_NOT_FOUND;
	if (!bank->online)
		return 0;
	bank->online = false;
	bank->queued = 0;
	memset(bank->errands, 0, sizeof bank->errands);
	// Nothing was asked before it went, so nothing is known of an unlock that was under way.
	for (int i = 0; i < bank->row.doors; i++) {
		bank->slots[i].withdrawn = false;
		forget_reading(&bank->slots[i]);
	}
	int err = release_halt(c, now, bank, "bank offline");

	return err < 0 ? err : note_bank(c, now, bank, "bank offline");
}

int custody_inputs(struct custody *c, struct now now, int64_t bank_id, const struct bank_view *view)
{
	struct bank *bank = find_bank(c, bank_id);

	if (!bank)
		return -ERR_NOT_FOUND;
	return bank->online ? take_all(c, now, bank, view) : 0;
}

static int unlock_news(struct custody *c, struct now now, int64_t intent, enum door_event event)
{
	struct bank *bank = NULL;
	struct slot *slot = intent ? slot_of_intent(c, intent, &bank) : NULL;

	if (!slot)
		return 0;
	if (!slot->settled && bank->online && event == DOOR_WITHDRAWN)
		slot->withdrawn = true;
	// A door whose inputs are not known is settled by them alone.
	if (!slot->settled)
		return 0;
	int err = door_feed(c, now, bank, slot, event);

	return err < 0 ? err : queue_serve(c, now, bank);
}

int custody_unlock_accepted(struct custody *c, struct now now, int64_t intent)
{
	return unlock_news(c, now, intent, DOOR_ACCEPTED);
}

int custody_unlock_refused(struct custody *c, struct now now, int64_t intent)
{
	return unlock_news(c, now, intent, DOOR_REFUSED);
}

int custody_unlock_withdrawn(struct custody *c, struct now now, int64_t intent)
{
	return unlock_news(c, now, intent, DOOR_WITHDRAWN);
}
