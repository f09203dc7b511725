// SPDX-License-Identifier: GPL-3.0-or-later
// Does what the door's table says: one event of one door becomes rows, lights and sentences.
#include <stdio.h>

#include "custody/internal.h"

int door_adopt_late(struct custody *c, struct slot *slot)
{
	if (slot->intent.id || !slot->row.late_intent)
		return 0;
	int err = intent_get(c->store, slot->row.late_intent, &slot->intent);

	if (err < 0)
		return err;
	slot->late = true;
	slot->state = intent_goes_in(slot->intent.kind) ? IN_UNOPENED : OUT_UNOPENED;
	return 0;
}

static void say_door(struct custody *c, const struct slot *slot, const char *format, uint32_t ms)
{
	char sentence[96];

	snprintf(sentence, sizeof sentence, format, slot->row.number);
	show_text(c, slot->row.bank, sentence, ms);
}

static int note_accepted(struct custody *c, struct now now, struct slot *slot)
{
	slot->pulsed = true;
	slot->last_pulse = now.mono;
	slot->intent.accepted_at = now.wall;
	// Pulses are counted until the door is seen open; this reply may come after that.
	if (slot->open != READING_YES)
		slot->intent.pulses++;
	int err = put_intent(c, slot);

	return err < 0 ? err : record_of_door(c, now, slot, "accepted", NULL);
}

static int note_opened(struct custody *c, struct now now, struct bank *bank, struct slot *slot)
{
	char facts[128], beside[INTENT_BESIDE];

	doors_beside(bank, slot, beside);
	snprintf(slot->intent.beside, sizeof slot->intent.beside, "%s", beside);
	slot->intent.opened_at = now.wall;
	slot->intent.pulses = 0;
	snprintf(facts, sizeof facts, "{\"intent\":%lld,\"beside\":\"%s\"%s}",
		(long long)slot->intent.id, beside, slot->late ? ",\"late\":true" : "");
	int err = put_intent(c, slot);

	if (err == 0)
		err = record_of_door(c, now, slot, "opened", facts);
	if (slot->intent.kind == INTENT_HAND_IN)
		show_text(c, slot->row.bank, "Phone off, internet off, then close", 0);
	if (slot->intent.kind == INTENT_RETURN)
		say_door(c, slot, "Put it back into door %d, then close", 0);
	return err;
}

// A hand-in at the locker: closing the door on the device is the attestation.
static int attest(struct custody *c, struct slot *slot)
{
	if (slot->intent.kind != INTENT_HAND_IN || slot->intent.by_person || !slot->custody)
		return 0;
	return custody_attest(c->store, slot->custody, ATTESTED_AT_LOCKER, ATTESTED_AT_LOCKER);
}

static int settle_intent(struct custody *c, struct now now, struct slot *slot)
{
	slot->intent.closed_at = now.wall;
	int err = attest(c, slot);

	show_passing(c, now, slot->row.bank,
		intent_goes_in(slot->intent.kind) ? "Thank you. It is locked away." : "Thank you.");
	show_buzzer(c, slot->row.bank, BUZZER_OK);
	show_reader(c, slot->row.bank, LIGHT_GREEN, 1000);
	return err < 0 ? err : end_intent(c, now, slot, "settled");
}

// Nothing was seen to go: what is or was inside goes on, and staff is asked. A set-aside door stays
// out of other people's hands by its question; their own next tap is theirs again.
static int end_unseen(struct custody *c, struct now now, struct slot *slot)
{
	int err = 0;

	if (slot->row.aside_person && slot->row.aside_person == slot->intent.person) {
		slot->row.aside_person = 0;
		slot->row.aside_at.ms = 0;
		err = put_door(c, slot);
	}
	if (err == 0 && slot->custody)
		err = raise_question(c, now, slot, QUESTION_GONE);
	slot->intent.closed_at = now.wall;
	show_text(c, slot->row.bank,
		slot->custody ? "Nothing was seen. Please see the office." : "Thank you.", SAY_MS);
	return err < 0 ? err : end_intent(c, now, slot, "unseen");
}

static int left_inside(struct custody *c, struct now now, struct slot *slot)
{
	slot->left = now.mono;
	slot->intent.closed_at = now.wall;
	show_buzzer(c, slot->row.bank, BUZZER_LEFT);
	show_reader(c, slot->row.bank, LIGHT_AMBER, SAY_MS);
	say_door(c, slot, "Still something in door %d: tap again", 10000);
	int err = put_intent(c, slot);

	return err < 0 ? err : record_of_door(c, now, slot, "left inside", NULL);
}

static int jam(struct custody *c, struct now now, struct slot *slot)
{
	int err = door_out_of_use(c, now, slot, "jammed", QUESTION_JAM);

	show_reader(c, slot->row.bank, LIGHT_RED, SAY_MS);
	show_buzzer(c, slot->row.bank, BUZZER_ERROR);
	show_text(c, slot->row.bank,
		intent_goes_in(slot->intent.kind) ? "This door is stuck: tap for another"
						  : "This door is stuck: see the office",
		SAY_MS);
	return err < 0 ? err : end_intent(c, now, slot, "jammed");
}

static int forced(struct custody *c, struct now now, struct slot *slot)
{
	slot->opened = now.mono;
	// A door that was ours a moment ago springs open again where it was not pushed home.
	if (slot->pulsed && mono_ms_between(slot->last_pulse, now.mono) < TEN_S)
		return record_of_door(c, now, slot, "opened again", NULL);
	int err = raise_alarm(c, now, slot, "forced");

	return err == 0 && slot->custody ? raise_question(c, now, slot, QUESTION_FORCED) : err;
}

static int closed_empty(struct custody *c, struct now now, struct slot *slot)
{
	slot->intent.closed_at = now.wall;
	show_buzzer(c, slot->row.bank, BUZZER_ERROR);
	show_reader(c, slot->row.bank, LIGHT_AMBER, SAY_MS);
	say_door(c, slot, "Nothing seen in door %d: tap again, or see the office", 10000);
	return set_aside(c, now, slot);
}

// Nothing of anybody's is in doubt: the loan goes on, and its door stays its door.
static int passed(struct custody *c, struct now now, struct slot *slot)
{
	slot->intent.closed_at = now.wall;
	slot->passed_person = slot->intent.person;
	slot->passed_at = now.mono;
	show_reader(c, slot->row.bank, LIGHT_AMBER, SAY_MS);
	int err = end_intent(c, now, slot, "empty");

	// Not longer: their next tap may be for something else, and its sentence waits behind this.
	say_door(c, slot, "Nothing seen in door %d. If it is in, tell the office", SAY_MS);
	return err;
}

// A door stood open and is shut: the alarm has done its work.
static void quiet(struct custody *c, struct bank *bank, struct slot *slot)
{
	bool sounded = slot->alarm || slot->open_stage > 0;
	bool another = false;

	slot->alarm = false;
	slot->open_stage = 0;
	for (int i = 0; i < bank->row.doors; i++)
		another = another || bank->slots[i].alarm;
	if (sounded)
		show_buzzer(c, bank->row.id, another ? BUZZER_ALARM : BUZZER_OFF);
}

static int too_long(struct custody *c, struct now now, struct slot *slot, unsigned does)
{
	if (does & DOES_BUZZ) {
		slot->open_stage = 1;
		show_buzzer(c, slot->row.bank, BUZZER_CLOSE_IT);
		say_door(c, slot, "Please close door %d", 0);
		return 0;
	}
	slot->open_stage = 2;
	return raise_alarm(c, now, slot, "open too long");
}

static int do_custody(struct custody *c, struct now now, struct slot *slot, unsigned does)
{
	bool back = intent_goes_in(slot->intent.kind);
	struct custody_end end = {.at = now.wall,
		.how = does & DOES_END ? KNOWN_SEEN : KNOWN_ASSUMED,
		.by = slot->intent.by_person,
		.to = slot->intent.to_person,
		.taken_back = back};
	int err = 0;

	if (does & (DOES_BEGIN | DOES_BEGIN_ASSUMED))
		err = begin_custody(
			c, now, slot, does & DOES_BEGIN ? KNOWN_SEEN : KNOWN_ASSUMED, false);
	if (err == 0 && does & (DOES_END | DOES_END_ASSUMED))
		err = end_custody(c, now, slot, &end);
	if (err == 0 && does & DOES_FAULT)
		err = door_out_of_use(c, now, slot, "contact fault", QUESTION_FAULT);
	if (err == 0 && does & DOES_ASK_INSIDE && !slot->custody)
		err = raise_question(c, now, slot, QUESTION_INSIDE);
	if (err == 0 && does & DOES_ASK_GONE && slot->custody)
		err = raise_question(c, now, slot, QUESTION_GONE);
	return err;
}

static int do_ending(struct custody *c, struct now now, struct slot *slot, unsigned does)
{
	if (does & DOES_SETTLE)
		return settle_intent(c, now, slot);
	if (does & DOES_END_UNSEEN)
		return end_unseen(c, now, slot);
	if (does & DOES_ASIDE)
		return slot->intent.kind == INTENT_RETURN ? passed(c, now, slot)
							  : closed_empty(c, now, slot);
	if (does & DOES_LEFT)
		return left_inside(c, now, slot);
	if (does & DOES_JAM)
		return jam(c, now, slot);
	if (does & DOES_ASK_LEFT) {
		int err = raise_question(c, now, slot, QUESTION_LEFT);

		return err < 0 ? err : end_intent(c, now, slot, "left inside");
	}
	if (does & DOES_END_REFUSED) {
		show_reader(c, slot->row.bank, LIGHT_RED, SAY_MS);
		show_text(c, slot->row.bank, "The door did not answer: tap again", SAY_MS);
		return end_intent(c, now, slot, "refused");
	}
	return 0;
}

int door_feed(struct custody *c, struct now now, struct bank *bank, struct slot *slot,
	enum door_event event)
{
	int err = slot->state == DOOR_REST && event >= DOOR_OPENED_FULL && event <= DOOR_EMPTIED
			  ? door_adopt_late(c, slot)
			  : 0;
	struct door_step step = door_next(slot->state, event);
	bool was_open = event == DOOR_CLOSED_FULL || event == DOOR_CLOSED_EMPTY ||
			event == DOOR_CLOSED_BLIND;

	if (err < 0)
		return err;
	slot->state = step.to;
	if (was_open)
		quiet(c, bank, slot);
	if (event == DOOR_OPENED_FULL || event == DOOR_OPENED_EMPTY || event == DOOR_OPENED_BLIND) {
		slot->opened = now.mono;
		slot->open_stage = 0;
	}
	if (step.does & DOES_MARK_WITHDRAWN)
		slot->withdrawn = true;
	if (step.does & DOES_NOTE_ACCEPTED)
		err = note_accepted(c, now, slot);
	if (err == 0 && step.does & DOES_NOTE_OPENED)
		err = note_opened(c, now, bank, slot);
	if (err == 0)
		err = do_custody(c, now, slot, step.does);
	if (err == 0)
		err = do_ending(c, now, slot, step.does);
	if (event == DOOR_TEN && slot->state != DOOR_REST) {
		show_idle(c, slot->row.bank);
		say_door(c, slot, "Door %d did not open: tap again", TEN_S);
	}
	if (err == 0 && step.does & DOES_FORCED)
		err = forced(c, now, slot);
	if (err == 0 && step.does & DOES_SHUT) {
		err = record_of_door(c, now, slot, "closed", NULL);
		slot->settled = false;
		if (err == 0)
			err = settle_door(c, now, bank, slot);
	}
	if (err == 0 && step.does & (DOES_BUZZ | DOES_ALARM))
		err = too_long(c, now, slot, step.does);
	show_door(c, slot);
	return err;
}
