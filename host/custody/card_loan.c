// SPDX-License-Identifier: GPL-3.0-or-later
// A card at a cabinet that brings a school device back, or borrows one (docs/loans.md).
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "custody/loan.h"

// One more row than a hand-in's tap where a loan begins: decision, loan, intent, event.
static int open_home(struct custody *c, struct now now, struct tap *tap, struct slot *slot,
	struct opening *opening, const char *say)
{
	opening->intent.person = tap->person;
	opening->intent.device = slot->home;
	int err = ask_door(c, now, tap->bank, slot, opening);

	show_text(c, tap->bank->row.id, say, 0);
	return err;
}

// Where its own door is out of order the device gets another for good: what comes back has a door.
static int move_home(struct custody *c, struct now now, struct tap *tap, struct slot **slot)
{
	struct slot *other = choose_door(tap->bank);
	struct school_device device;

	*slot = NULL;
	if (!other)
		return 0;
	int err = device_school(c->store, tap->loan->device, &device);

	device.home_door = other->row.number;
	if (err == 0)
		err = device_set_home(c->store, &device);
	if (err < 0)
		return err;
	tap->home->home = 0;
	other->home = device.id;
	*slot = other;
	struct event event = {.at = now.wall,
		.kind = "device moved",
		.bank = other->row.bank,
		.door = other->row.number};
	int64_t seq = event_append(c->store, &event);

	show_door(c, tap->home);
	return seq < 0 ? (int)seq : 0;
}

static bool can_take(const struct slot *slot)
{
	return slot->settled && slot->row.in_use && !slot->intent.id && !slot->custody;
}

int loan_tap_return(struct custody *c, struct now now, struct tap *tap)
{
	struct ask ask = {.action = ACTION_RETURN,
		.place = PLACE_LOCKER,
		.owner = OWNER_SCHOOL,
		.custody = CUSTODY_LOAN,
		.since = tap->loan->began_at};
	struct device_row device;
	struct loan_row loan;
	struct decision decision;
	struct slot *slot = tap->home;
	char say[SAY_MAX];
	int err = device_get(c->store, tap->loan->device, &device);

	if (err == 0)
		err = loan_of_custody(c->store, tap->loan->id, &loan);
	if (err < 0)
		return err;
	ask.device = device.kind;
	judge_request(c, &tap->facts, &ask, &decision);
	if (decision.outcome != OUTCOME_ALLOW)
		return tap_turn_away(c, now, tap, ACTION_RETURN, &decision, &tap->facts.request);
	if (bank_busy(tap->bank, slot, now.mono)) {
		queue_tap(c, tap->bank, now.mono, tap->person, tap->uid);
		return 0;
	}
	if (!can_take(slot) && !slot->intent.id)
		err = move_home(c, now, tap, &slot);
	if (err < 0)
		return err;
	if (!slot || slot->intent.id)
		return tap_refer(c, now, tap, ACTION_RETURN, slot ? "jam" : "full",
			"Please give it to the office.");
	struct opening opening = {.intent = {.kind = INTENT_RETURN, .loan = loan.id},
		.decision = decision_of(c, &decision, &tap->facts.request, now.wall, tap->person,
			tap->bank->row.id, ACTION_RETURN, PLACE_LOCKER)};

	snprintf(say, sizeof say, "Door %d: put it back, then close.", slot->row.number);
	return open_home(c, now, tap, slot, &opening, say);
}

// The one that has been in longest, where all that are in are of one kind: a cabinet has no buttons
// to ask with.
static int choose_stock(struct custody *c, const struct bank *bank, struct slot **out_slot,
	enum device_kind *out_kind)
{
	struct school_device device;
	bool mixed = false;

	*out_slot = NULL;
	for (int i = 0; i < bank->row.doors; i++) {
		struct slot *slot = find_slot(c, bank->row.id, i + 1);

		if (!slot_has_stock(slot) || slot->intent.id || !slot->settled ||
			!slot->row.in_use || slot->questions > 0)
			continue;
		int err = device_school(c->store, slot->home, &device);

		if (err < 0)
			return err;
		mixed = mixed || (*out_slot && device.kind != *out_kind);
		*out_kind = device.kind;
		if (!*out_slot || slot->custody_since.ms < (*out_slot)->custody_since.ms)
			*out_slot = slot;
	}
	return mixed;
}

// "Door 7. Bring it back by 15:15."
static void say_back_by(
	const struct slot *slot, struct local_time at, struct local_time by, char *out, size_t size)
{
	char clock[LOCAL_CLOCK_TEXT];

	local_clock_print(by, clock);
	if (local_date_of(at).day == local_date_of(by).day)
		snprintf(out, size, "Door %d. Bring it back by %s.", slot->row.number, clock);
	else
		snprintf(out, size, "Door %d. Bring it back in time.", slot->row.number);
}

static int lend(struct custody *c, struct now now, struct tap *tap, struct slot *slot,
	enum device_kind kind)
{
	struct ask ask = {.action = ACTION_BORROW,
		.place = PLACE_LOCKER,
		.device = kind,
		.owner = OWNER_SCHOOL};
	struct loan_row loan = {.device = slot->home,
		.person = tap->person,
		.asked_at = now.wall,
		.attests = loan_attests(c, kind)};
	struct decision decision;
	char say[SAY_MAX];

	judge_request(c, &tap->facts, &ask, &decision);
	if (decision.outcome != OUTCOME_ALLOW)
		return tap_turn_away(c, now, tap, ACTION_BORROW, &decision, &tap->facts.request);
	if (bank_busy(tap->bank, slot, now.mono)) {
		queue_tap(c, tap->bank, now.mono, tap->person, tap->uid);
		return 0;
	}
	loan.return_by = local_to_wall(decision.return_by);
	int64_t id = loan_add(c->store, &loan);

	if (id < 0)
		return (int)id;
	struct opening opening = {
		.intent = {.kind = INTENT_BORROW, .custody = slot->custody, .loan = id},
		.decision = decision_of(c, &decision, &tap->facts.request, now.wall, tap->person,
			tap->bank->row.id, ACTION_BORROW, PLACE_LOCKER)};

	say_back_by(slot, tap->at, decision.return_by, say, sizeof say);
	return open_home(c, now, tap, slot, &opening, say);
}

int loan_tap_borrow(struct custody *c, struct now now, struct tap *tap)
{
	struct slot *slot;
	enum device_kind kind = DEVICE_OTHER;

	if (tap->facts.left)
		return tap_refer(c, now, tap, ACTION_BORROW, "card", "Please see the office.");
	if (custody_time_doubtful(c, now.wall))
		return tap_refer(c, now, tap, ACTION_BORROW, "time",
			"The clock is in doubt. Please see the office.");
	if (store_disk(c->store) == STORE_DISK_OUT)
		return tap_refer(c, now, tap, ACTION_BORROW, "disk", "Please see the office.");
	int mixed = choose_stock(c, tap->bank, &slot, &kind);

	if (mixed < 0)
		return mixed;
	if (mixed)
		return tap_refer(c, now, tap, ACTION_BORROW, "loan",
			"Which device? Ask for it first, then tap.");
	if (!slot)
		return tap_refer(c, now, tap, ACTION_BORROW, "loan",
			"Nothing to borrow is in this cabinet.");
	return lend(c, now, tap, slot, kind);
}

// The door did not open, or shut on the device. What was allowed is allowed for two minutes, at the
// place where it was; after that it is asked for anew, and bringing back always.
int loan_tap_again(struct custody *c, struct now now, struct tap *tap)
{
	struct slot *slot = tap->slot;
	enum action action = slot->intent.kind == INTENT_RETURN ? ACTION_RETURN : ACTION_BORROW;
	struct ask ask = {.action = action,
		.place = slot->intent.by_person ? PLACE_DESK : PLACE_LOCKER,
		.owner = OWNER_SCHOOL};
	struct device_row device;
	struct loan_row loan = {0};
	struct decision decision;
	int err = device_get(c->store, slot->intent.device, &device);

	if (err == 0 && slot->intent.loan)
		err = loan_get(c->store, slot->intent.loan, &loan);
	if (err < 0)
		return err;
	ask.device = device.kind;
	ask.supervised = loan.supervised_by ? ATTEST_YES : ATTEST_UNASKED;
	judge_request(c, &tap->facts, &ask, &decision);
	if (decision.outcome != OUTCOME_ALLOW)
		return tap_turn_away(c, now, tap, action, &decision, &tap->facts.request);
	if (bank_busy(tap->bank, slot, now.mono)) {
		queue_tap(c, tap->bank, now.mono, tap->person, tap->uid);
		return 0;
	}
	struct opening opening = {.intent = slot->intent,
		.decision = decision_of(c, &decision, &tap->facts.request, now.wall, tap->person,
			tap->bank->row.id, action, ask.place)};

	err = ask_door(c, now, tap->bank, slot, &opening);
	show_text(c, tap->bank->row.id, decision.say, 0);
	return err;
}
