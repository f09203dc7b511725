// SPDX-License-Identifier: GPL-3.0-or-later
// Doors whose inputs have just become known, settled by the table of reconcile.h. Opens nothing.
#include "base/err.h"
#include "custody/internal.h"
#include "custody/reconcile.h"

static enum inputs_say inputs_of(const struct slot *slot)
{
	enum reading inside = believed(slot);

	if (slot->open == READING_UNKNOWN || slot->open == READING_NONE ||
		inside == READING_UNKNOWN)
		return SEEN_UNKNOWN;
	if (slot->open == READING_YES)
		return inside == READING_YES  ? SEEN_OPEN_FULL
		       : inside == READING_NO ? SEEN_OPEN_EMPTY
					      : SEEN_OPEN_BLIND;
	return inside == READING_YES  ? SEEN_CLOSED_FULL
	       : inside == READING_NO ? SEEN_CLOSED_EMPTY
				      : SEEN_CLOSED_BLIND;
}

static enum rows_say rows_of(const struct slot *slot)
{
	bool withdrawn = slot->withdrawn && slot->coil == READING_NO;

	if (!slot->intent.id)
		return slot->custody ? SAY_CUSTODY : SAY_NOTHING;
	switch (slot->intent.kind) {
	case INTENT_HAND_IN:
		if (slot->late)
			return slot->custody ? SAY_CUSTODY : SAY_LATE_HAND_IN;
		if (slot->custody)
			return SAY_HAND_IN_HELD;
		return withdrawn ? SAY_WITHDRAWN_HAND_IN : SAY_HAND_IN;
	case INTENT_COLLECT:
		if (slot->late)
			return slot->custody ? SAY_LATE_COLLECT : SAY_NOTHING;
		if (!slot->custody)
			return SAY_COLLECT_GONE;
		return withdrawn ? SAY_WITHDRAWN_COLLECT : SAY_COLLECT;
	case INTENT_BORROW:
		if (slot->late)
			return slot->custody ? SAY_LATE_BORROW : SAY_NOTHING;
		if (!slot->custody)
			return SAY_BORROW_GONE;
		return withdrawn ? SAY_WITHDRAWN_BORROW : SAY_BORROW;
	case INTENT_RETURN:
		if (slot->late)
			return slot->custody ? SAY_CUSTODY : SAY_LATE_RETURN;
		if (slot->custody)
			return SAY_RETURN_BACK;
		return withdrawn ? SAY_WITHDRAWN_RETURN : SAY_RETURN;
	case INTENT_STAFF:
		break;
	}
	return withdrawn ? SAY_WITHDRAWN_STAFF : SAY_STAFF;
}

static void open_again(struct slot *slot, struct now now, enum door_state state)
{
	slot->state = state;
	slot->opened = now.mono;
	slot->open_stage = 0;
}

static int note_open(struct custody *c, struct now now, struct slot *slot, enum door_state state)
{
	open_again(slot, now, state);
	if (slot->intent.opened_at.ms)
		return 0;
	slot->intent.opened_at = now.wall;
	slot->intent.pulses = 0;
	int err = put_intent(c, slot);

	return err < 0 ? err : record_of_door(c, now, slot, "opened", NULL);
}

static int end_late(struct custody *c, struct now now, struct slot *slot)
{
	struct custody_end end = {.at = now.wall,
		.how = KNOWN_SEEN,
		.by = slot->intent.by_person,
		.to = slot->intent.to_person,
		.seen_late = true,
		.taken_back = intent_goes_in(slot->intent.kind)};

	return end_custody(c, now, slot, &end);
}

static int ask_and_end(struct custody *c, struct now now, struct slot *slot, enum question kind)
{
	int err = raise_question(c, now, slot, kind);

	return err < 0 ? err : end_intent(c, now, slot, "unseen");
}

// The rows of an intent that ends here; the door is at rest afterwards.
static int conclude(struct custody *c, struct now now, struct bank *bank, struct slot *slot,
	enum verdict verdict)
{
	int err = 0;

	slot->state = DOOR_REST;
	if (verdict == SETTLE_ASIDE)
		return set_aside(c, now, slot);
	if (verdict == SETTLE_PASSED)
		return end_intent(c, now, slot, "empty");
	if (verdict == SETTLE_ASK_BLIND)
		return ask_and_end(c, now, slot,
			intent_goes_in(slot->intent.kind) ? QUESTION_BLIND_IN : QUESTION_BLIND_OUT);
	if (verdict == SETTLE_ASK_GONE)
		return ask_and_end(c, now, slot, QUESTION_GONE);
	if (verdict == SETTLE_NOT_OPENED) {
		err = end_intent(c, now, slot, "not opened");
		return err < 0 ? err : settle_door(c, now, bank, slot);
	}
	if (verdict == SETTLE_CUSTODY || verdict == SETTLE_AGAIN)
		err = begin_custody(c, now, slot, KNOWN_SEEN, true);
	if (verdict == SETTLE_ENDED)
		err = end_late(c, now, slot);
	if (err < 0)
		return err;
	return end_intent(c, now, slot,
		verdict == SETTLE_GOES_ON || verdict == SETTLE_AGAIN ? "left inside" : "settled");
}

// The rows of an intent that goes on, its door open.
static int go_on(struct custody *c, struct now now, struct slot *slot, enum verdict verdict)
{
	static const enum door_state states[] = {[SETTLE_CUSTODY_OPEN] = IN_HELD,
		[SETTLE_HAND_IN_OPEN] = IN_OPEN,
		[SETTLE_HELD_OPEN] = IN_HELD,
		[SETTLE_HELD_GONE] = IN_OPEN,
		[SETTLE_ENDED_OPEN] = OUT_GONE,
		[SETTLE_COLLECT_OPEN] = OUT_OPEN,
		[SETTLE_BLIND_OPEN] = OUT_BLIND,
		[SETTLE_WAITING_OPEN] = OUT_GONE,
		[SETTLE_AGAIN_OPEN] = OUT_OPEN,
		[SETTLE_STAFF_OPEN] = STAFF_OPEN};
	int err = note_open(c, now, slot, states[verdict]);

	if (err == 0 && (verdict == SETTLE_CUSTODY_OPEN || verdict == SETTLE_AGAIN_OPEN))
		err = begin_custody(c, now, slot, KNOWN_SEEN, true);
	if (err == 0 && (verdict == SETTLE_HELD_GONE || verdict == SETTLE_ENDED_OPEN))
		err = end_late(c, now, slot);
	return err;
}

// No intent, and something is not as it should be.
static int wonder(struct custody *c, struct now now, struct slot *slot, enum verdict verdict)
{
	bool open = slot->open == READING_YES;
	int err = 0;

	slot->state = DOOR_REST;
	if (open)
		open_again(slot, now, DOOR_STANDING);
	if (verdict == SETTLE_ASK_INSIDE || verdict == SETTLE_ASK_GONE)
		err = raise_question(c, now, slot,
			verdict == SETTLE_ASK_INSIDE ? QUESTION_INSIDE : QUESTION_GONE);
	if (verdict == SETTLE_FORCED_ASK)
		err = raise_question(c, now, slot, QUESTION_FORCED);
	if (err == 0 && open)
		err = raise_alarm(c, now, slot,
			verdict == SETTLE_LEFT_OPEN || verdict == SETTLE_ASK_INSIDE ? "left open"
										    : "forced");
	return err;
}

static int carry_out(struct custody *c, struct now now, struct bank *bank, struct slot *slot,
	enum verdict verdict)
{
	switch (verdict) {
	case SETTLE_WAITS:
	case SETTLE_NOTHING:
		slot->state = DOOR_REST;
		return 0;
	case SETTLE_ASK_GONE:
		if (!slot->intent.id)
			return wonder(c, now, slot, verdict);
		return conclude(c, now, bank, slot, verdict);
	case SETTLE_ASIDE:
	case SETTLE_PASSED:
	case SETTLE_CUSTODY:
	case SETTLE_DONE:
	case SETTLE_ENDED:
	case SETTLE_GOES_ON:
	case SETTLE_AGAIN:
	case SETTLE_NOT_OPENED:
	case SETTLE_ASK_BLIND:
		return conclude(c, now, bank, slot, verdict);
	case SETTLE_CUSTODY_OPEN:
	case SETTLE_HAND_IN_OPEN:
	case SETTLE_HELD_OPEN:
	case SETTLE_HELD_GONE:
	case SETTLE_ENDED_OPEN:
	case SETTLE_COLLECT_OPEN:
	case SETTLE_BLIND_OPEN:
	case SETTLE_WAITING_OPEN:
	case SETTLE_AGAIN_OPEN:
	case SETTLE_STAFF_OPEN:
		return go_on(c, now, slot, verdict);
	case SETTLE_ASK_INSIDE:
	case SETTLE_FORCED:
	case SETTLE_FORCED_ASK:
	case SETTLE_LEFT_OPEN:
		return wonder(c, now, slot, verdict);
	}
	return -ERR_ARG;
}

// The door and what is inside are as they were when it was asked to open.
static bool nothing_moved(const struct slot *slot)
{
	enum reading moved = intent_goes_in(slot->intent.kind) ? READING_YES : READING_NO;

	return slot->open == READING_NO && !slot->late && !slot->intent.opened_at.ms &&
	       !slot->intent.moved_at.ms &&
	       (slot->intent.kind == INTENT_STAFF || believed(slot) != moved);
}

// A late intent that shows nothing new goes back to where it was: in the door's row.
static void leave_late(struct slot *slot)
{
	slot->intent = (struct intent_row){0};
	slot->late = false;
}

int settle_door(struct custody *c, struct now now, struct bank *bank, struct slot *slot)
{
	enum inputs_say inputs = inputs_of(slot);

	if (inputs == SEEN_UNKNOWN)
		return 0;
	// Energised in this very moment: the unlock was taken, and the door has its ten seconds.
	if (slot->intent.id && slot->coil == READING_YES && nothing_moved(slot)) {
		slot->settled = true;
		slot->withdrawn = false;
		slot->state = asked_state(slot->intent.kind);
		return door_feed(c, now, bank, slot, DOOR_ACCEPTED);
	}
	int err = door_adopt_late(c, slot);

	if (err < 0)
		return err;
	if (slot->late) {
		enum rows_say rows = rows_of(slot);

		if (reconcile(rows, inputs) == SETTLE_NOTHING || !reconcile_is_late(rows))
			leave_late(slot);
	}
	enum verdict verdict = reconcile(rows_of(slot), inputs_of(slot));

	slot->settled = true;
	slot->withdrawn = slot->withdrawn && verdict == SETTLE_WAITS;
	err = carry_out(c, now, bank, slot, verdict);
	show_door(c, slot);
	return err;
}
