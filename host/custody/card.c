// SPDX-License-Identifier: GPL-3.0-or-later
// A card at a cabinet's reader: whose it is, what it means, what the policy says, and the rows.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "custody/internal.h"
#include "custody/loan.h"
#include "store/notices.h"

// The reader shows no red where the answer is kind: a medical device stays with its owner (LAW-1).
static bool kindly(const struct decision *decision)
{
	return strcmp(decision->rule, "LAW-1") == 0;
}

int tap_turn_away(struct custody *c, struct now now, const struct tap *tap, enum action action,
	const struct decision *decision, const struct request *request)
{
	struct decision_row row = decision_of(c, decision, request, now.wall, tap->person,
		tap->bank->row.id, action, PLACE_LOCKER);

	if (!kindly(decision)) {
		show_reader(c, tap->bank->row.id, LIGHT_RED, SAY_MS);
		show_buzzer(c, tap->bank->row.id, BUZZER_REFUSED);
	}
	show_said(c, now, tap->bank->row.id, decision->say);
	return refuse_card(
		c, &row, decision->outcome == OUTCOME_REFUSE ? "refused" : "referred", 0, NULL);
}

int tap_refer(struct custody *c, struct now now, const struct tap *tap, enum action action,
	const char *rule, const char *say)
{
	struct decision decision;

	answer_without_policy(&decision, OUTCOME_REFER, rule, say);
	return tap_turn_away(c, now, tap, action, &decision, NULL);
}

static void show_opening(
	struct custody *c, const struct tap *tap, const struct slot *slot, const char *say)
{
	char sentence[120];

	if (slot->intent.kind != INTENT_HAND_IN)
		snprintf(sentence, sizeof sentence, "%s", say);
	else if (believed(slot) == READING_NONE)
		snprintf(sentence, sizeof sentence,
			"Door %d. If something is inside, close it and tell the office.",
			slot->row.number);
	else
		snprintf(sentence, sizeof sentence, "Door %d: phone off, internet off, then close.",
			slot->row.number);
	show_text(c, tap->bank->row.id, sentence, 0);
}

// Allowed: the door opens, or the tap waits while somebody else is at a door of this cabinet.
static int open_for(struct custody *c, struct now now, struct tap *tap, struct slot *slot,
	enum intent_kind kind, enum action action, const struct decision *decision, int64_t custody)
{
	if (bank_busy(tap->bank, slot, now.mono)) {
		queue_tap(c, tap->bank, now.mono, tap->person, tap->uid);
		return 0;
	}
	struct opening opening = {.intent = {.kind = kind,
					  .person = tap->person,
					  .custody = custody,
					  .custody_kind = CUSTODY_DEPOSIT},
		.decision =
			decision_of(c, decision, kind == INTENT_STAFF ? NULL : &tap->facts.request,
				now.wall, tap->person, tap->bank->row.id, action, PLACE_LOCKER)};
	int err = ask_door(c, now, tap->bank, slot, &opening);

	show_opening(c, tap, slot, decision->say);
	return err;
}

static int hand_in(struct custody *c, struct now now, struct tap *tap)
{
	struct ask ask = {.action = ACTION_HAND_IN, .place = PLACE_LOCKER, .device = DEVICE_PHONE};
	struct decision decision;

	if (tap->facts.left)
		return tap_refer(c, now, tap, ACTION_HAND_IN, "card", "Please see the office.");
	judge_request(c, &tap->facts, &ask, &decision);
	if (decision.outcome != OUTCOME_ALLOW)
		return tap_turn_away(c, now, tap, ACTION_HAND_IN, &decision, &tap->facts.request);
	if (store_disk(c->store) == STORE_DISK_OUT)
		return tap_refer(
			c, now, tap, ACTION_HAND_IN, "disk", "Please hand it in at the office.");
	struct slot *slot = choose_door(tap->bank);

	if (!slot && bank_busy(tap->bank, NULL, now.mono)) {
		// The last door may come free when whoever is at it has gone.
		queue_tap(c, tap->bank, now.mono, tap->person, tap->uid);
		return 0;
	}
	if (!slot)
		return tap_refer(c, now, tap, ACTION_HAND_IN, "full",
			"No free door. Please see the office.");
	return open_for(c, now, tap, slot, INTENT_HAND_IN, ACTION_HAND_IN, &decision, 0);
}

static int collect(struct custody *c, struct now now, struct tap *tap, struct slot *slot,
	const struct custody_row *custody)
{
	struct ask ask = {
		.action = ACTION_COLLECT, .place = PLACE_LOCKER, .door = slot->row.number};
	struct decision decision;

	if (custody_time_doubtful(c, now.wall))
		return tap_refer(c, now, tap, ACTION_COLLECT, "time",
			"The clock is in doubt. Please see the office.");
	if (custody) {
		struct device_row device = {.kind = DEVICE_PHONE};
		int err = device_get(c->store, custody->device, &device);

		if (err < 0)
			return err;
		ask.device = device.kind;
		ask.owner = device.owner;
		ask.custody = custody->kind;
		ask.since = custody->began_at;
	} else {
		// What may be inside a door set aside is judged like what is.
		ask.custody = CUSTODY_DEPOSIT;
		ask.since = slot->row.aside_at.ms ? slot->row.aside_at : slot->intent.asked_at;
	}
	judge_request(c, &tap->facts, &ask, &decision);
	if (decision.outcome != OUTCOME_ALLOW)
		return tap_turn_away(c, now, tap, ACTION_COLLECT, &decision, &tap->facts.request);
	if (!slot->row.in_use && strcmp(slot->row.out_reason, "jammed") == 0)
		return tap_refer(c, now, tap, ACTION_COLLECT, "jam",
			"That door is stuck. Please see the office.");
	return open_for(c, now, tap, slot, INTENT_COLLECT, ACTION_COLLECT, &decision,
		custody ? custody->id : 0);
}

// A hand-in that goes on: decided as of its first tap, or the end of the hand-in window would shut
// a door in the face of a child who came in time. Beyond two minutes it is decided anew.
static int hand_in_again(struct custody *c, struct now now, struct tap *tap)
{
	struct wall_time first = tap->slot->intent.id	    ? tap->slot->intent.asked_at
				 : tap->slot->hand_in_at.ms ? tap->slot->hand_in_at
							    : tap->slot->row.aside_at;
	struct ask ask = {.action = ACTION_HAND_IN, .place = PLACE_LOCKER, .device = DEVICE_PHONE};
	struct decision decision;

	if (now.wall.ms >= first.ms && now.wall.ms - first.ms < TWO_MINUTES) {
		int err =
			facts_of_person(c->store, tap->person, local_from_wall(first), &tap->facts);

		if (err < 0)
			return err;
	}
	judge_request(c, &tap->facts, &ask, &decision);
	if (decision.outcome != OUTCOME_ALLOW)
		return tap_turn_away(c, now, tap, ACTION_HAND_IN, &decision, &tap->facts.request);
	return open_for(c, now, tap, tap->slot, INTENT_HAND_IN, ACTION_HAND_IN, &decision, 0);
}

static int pulse_again(struct custody *c, struct now now, struct tap *tap)
{
	struct slot *slot = tap->slot;
	struct custody_row custody;

	if (!slot->intent.id || slot->intent.kind == INTENT_HAND_IN)
		return hand_in_again(c, now, tap);
	if (intent_is_of_school(slot->intent.kind))
		return loan_tap_again(c, now, tap);
	if (slot->intent.kind == INTENT_STAFF) {
		struct decision decision;

		answer_without_policy(&decision, OUTCOME_ALLOW, "staff", "Try the door again.");
		return open_for(c, now, tap, slot, INTENT_STAFF, ACTION_COLLECT, &decision, 0);
	}
	if (!slot->custody)
		return collect(c, now, tap, slot, NULL);
	int err = custody_get(c->store, slot->custody, &custody);

	return err < 0 ? err : collect(c, now, tap, slot, &custody);
}

static int same_again(struct custody *c, struct tap *tap)
{
	char sentence[64];

	snprintf(sentence, sizeof sentence, "Your door is %d.", tap->slot->row.number);
	show_reader(c, tap->bank->row.id, LIGHT_GREEN, SAY_MS);
	show_text(c, tap->bank->row.id, sentence, SAY_MS);
	tap->slot->light = LIGHT_UNKNOWN;
	show_door(c, tap->slot);
	return 0;
}

static int elsewhere(struct custody *c, struct now now, struct tap *tap)
{
	const struct bank *bank = find_bank(c, tap->elsewhere->bank);
	char say[SAY_MAX];

	snprintf(say, sizeof say, "Your phone is in cabinet %.32s.", bank ? bank->row.name : "?");
	return tap_refer(c, now, tap, ACTION_COLLECT, "place", say);
}

static int done(struct custody *c, struct now now, struct tap *tap)
{
	char say[SAY_MAX], clock[LOCAL_CLOCK_TEXT];
	struct decision decision;

	if (!tap->collected.ms)
		return tap_refer(c, now, tap, ACTION_HAND_IN, "done",
			"School is over. Please see the office.");
	local_clock_print(local_from_wall(tap->collected), clock);
	snprintf(say, sizeof say, "You collected at %s.", clock);
	answer_without_policy(&decision, OUTCOME_REFUSE, "done", say);
	return tap_turn_away(c, now, tap, ACTION_HAND_IN, &decision, NULL);
}

static enum action action_of(enum tap_meaning means)
{
	if (means == TAP_HAND_IN)
		return ACTION_HAND_IN;
	if (means == TAP_BORROW)
		return ACTION_BORROW;
	return means == TAP_RETURN ? ACTION_RETURN : ACTION_COLLECT;
}

int serve_card(
	struct custody *c, struct now now, struct bank *bank, int64_t person, const char *uid)
{
	struct tap tap = {.bank = bank, .person = person, .uid = uid};
	unsigned facts;
	int err = tap_know(c, now, &tap, &facts);

	if (err < 0)
		return err;
	enum tap_meaning means = tap_mean(facts);

	bool brings_back = means == TAP_RETURN ||
			   (means == TAP_PULSE && tap.slot->intent.kind == INTENT_RETURN);

	// Who stands before an open door may still close it, and what the school lent comes back.
	if (bank->locked_down && means != TAP_SAME_AGAIN && !brings_back)
		return tap_refer(
			c, now, &tap, action_of(means), "lock-down", "Please see the office.");
	switch (means) {
	case TAP_SAME_AGAIN:
		return same_again(c, &tap);
	case TAP_PULSE:
		return pulse_again(c, now, &tap);
	case TAP_RETURN:
		return loan_tap_return(c, now, &tap);
	case TAP_BORROW:
		return loan_tap_borrow(c, now, &tap);
	case TAP_ASIDE_COLLECT:
		return collect(c, now, &tap, tap.slot, NULL);
	case TAP_OLD_FIRST:
		return tap_refer(
			c, now, &tap, ACTION_HAND_IN, "day", "Please see the office first.");
	case TAP_COLLECT:
		return collect(c, now, &tap, find_slot(c, bank->row.id, tap.here->door), tap.here);
	case TAP_ELSEWHERE:
		return elsewhere(c, now, &tap);
	case TAP_AT_OFFICE:
		return tap_refer(c, now, &tap, ACTION_COLLECT, "place",
			"The office has it. Please ask there.");
	case TAP_DONE:
		return done(c, now, &tap);
	case TAP_HAND_IN:
		break;
	}
	return hand_in(c, now, &tap);
}

#define LOST_AGAIN_MS ((int64_t)60 * 60 * 1000)

// A card that is nobody's, ended or lost: referred and recorded, without its UID.
static int strange_card(
	struct custody *c, struct now now, struct bank *bank, const struct card *card)
{
	bool lost = card && card->state == CARD_LOST;
	struct decision decision;

	answer_without_policy(
		&decision, OUTCOME_REFER, "card", "Card not known. Please see the office.");
	struct decision_row row = decision_of(c, &decision, NULL, now.wall, card ? card->person : 0,
		bank->row.id, ACTION_HAND_IN, PLACE_LOCKER);

	row.action = "card";
	show_reader(c, bank->row.id, LIGHT_RED, SAY_MS);
	show_buzzer(c, bank->row.id, BUZZER_REFUSED);
	show_said(c, now, bank->row.id, decision.say);
	// Somebody who holds it there again and again is one notice an hour: every tap is on
	// record.
	if (lost) {
		struct wall_time since = {now.wall.ms - LOST_AGAIN_MS};
		int told = notice_open_about(c->store, "office", "lost card", card->person, since);
		struct notice_row notice = {.role = "office",
			.kind = "lost card",
			.person = card->person,
			.at = now.wall,
			.text = "A card reported lost was held to a cabinet."};
		int64_t id = told == 0 ? notice_add(c->store, &notice) : told;

		if (id < 0)
			return (int)id;
	}
	return refuse_card(c, &row,
		lost   ? "lost card"
		: card ? "ended card"
		       : "unknown card",
		0, NULL);
}

int custody_card(struct custody *c, struct now now, int64_t bank_id, const char *uid)
{
	struct bank *bank = find_bank(c, bank_id);
	struct card card;

	if (!bank)
		return -ERR_NOT_FOUND;
	// A phone's own chip draws a new UID for each read, and a card that says nothing usable is
	// none.
	// And no door of a bank that is not known to be ours and whole is opened for anybody.
	if (card_uid_check(uid) != 0 || !bank->online)
		return 0;
	int err = settle_bank(c, now, bank);

	if (err < 0)
		return err;
	err = card_find(c->store, uid, &card);
	if (err == -ERR_NOT_FOUND)
		return strange_card(c, now, bank, NULL);
	if (err < 0)
		return err;
	if (card.state != CARD_ACTIVE)
		return strange_card(c, now, bank, &card);
	err = errand_run(c, now, bank, card.person);
	if (err == 0)
		err = release_card(c, now, bank, card.person);
	if (err != 0)
		return err < 0 ? err : 0;
	return serve_card(c, now, bank, card.person, uid);
}
