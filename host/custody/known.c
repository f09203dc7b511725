// SPDX-License-Identifier: GPL-3.0-or-later
// The facts of one tap: the doors of this bank from the mirror, the rest by a few indexed look-ups.
#include "custody/known.h"

#include "base/err.h"
#include "store/devices.h"

static bool open_or_under_way(const struct slot *slot)
{
	switch (slot->state) {
	case IN_UNOPENED:
	case OUT_UNOPENED:
	case OUT_LEFT:
	case STAFF_UNOPENED:
	case DOOR_REST:
	case DOOR_STANDING:
		return false;
	case IN_ASKED:
	case IN_PULSED:
	case IN_OPEN:
	case IN_HELD:
	case OUT_ASKED:
	case OUT_PULSED:
	case OUT_OPEN:
	case OUT_EMPTY:
	case OUT_BLIND:
	case OUT_GONE:
	case STAFF_ASKED:
	case STAFF_PULSED:
	case STAFF_OPEN:
		break;
	}
	return true;
}

static unsigned facts_of_doors(struct tap *tap, struct wall_time wall)
{
	unsigned facts = 0;

	for (int i = 0; i < tap->bank->row.doors; i++) {
		struct slot *slot = &tap->bank->slots[i];

		if (slot->intent.id && slot->intent.person == tap->person) {
			// A late one beside the person's own is only somebody's old door.
			if (slot->late && tap->slot)
				continue;
			tap->slot = slot;
			facts |= open_or_under_way(slot) ? TAP_HAS_OPENING : TAP_HAS_UNOPENED;
			if (!slot->late)
				return facts;
		} else if (slot->row.aside_person == tap->person && !tap->slot &&
			   !slot->intent.id) {
			tap->slot = slot;
			facts |= wall.ms - slot->row.aside_at.ms < TWO_MINUTES &&
						 wall.ms >= slot->row.aside_at.ms
					 ? TAP_HAS_ASIDE
					 : TAP_HAS_ASIDE_LONG;
		}
	}
	return facts;
}

// The loans of this cabinet, but for one whose door they have just shut empty: they came for
// something else.
static int facts_of_loans(struct custody *c, struct now now, struct tap *tap, unsigned *facts)
{
	struct school_device device;

	for (int i = tap->custody_count - 1; i >= 0; i--) { // the oldest is left
		struct custody_row *row = &tap->custodies[i];
		int err = row->kind == CUSTODY_LOAN ? device_school(c->store, row->device, &device)
						    : -ERR_NOT_FOUND;

		if (err < 0 && err != -ERR_NOT_FOUND)
			return err;
		if (err < 0 || device.home_bank != tap->bank->row.id)
			continue;
		struct slot *home = find_slot(c, device.home_bank, device.home_door);

		if (!home || (home->passed_person == tap->person &&
				     mono_ms_between(home->passed_at, now.mono) < TWO_MINUTES))
			continue;
		tap->loan = row;
		tap->home = home;
		*facts |= TAP_HAS_LOAN_HERE;
	}
	return 0;
}

static int count_own(const struct tap *tap)
{
	int count = 0;

	for (int i = 0; i < tap->custody_count; i++)
		count += tap->custodies[i].kind != CUSTODY_LOAN;
	return count;
}

static unsigned facts_of_custodies(struct tap *tap)
{
	unsigned facts = tap->bank->row.loans ? TAP_AT_LOAN_CABINET : 0;

	for (int i = tap->custody_count - 1; i >= 0; i--) { // the oldest is left in each
		struct custody_row *row = &tap->custodies[i];

		if (row->kind == CUSTODY_LOAN)
			continue;
		if (row->bank == tap->bank->row.id) {
			tap->here = row;
			facts |= TAP_HAS_HERE;
		} else if (row->bank) {
			tap->elsewhere = row;
			facts |= TAP_HAS_ELSEWHERE;
		} else {
			tap->in_safe = row;
			facts |= TAP_HAS_IN_SAFE;
		}
		if (local_date_of(local_from_wall(row->began_at)).day < local_date_of(tap->at).day)
			facts |= TAP_HAS_EARLIER_DAY;
	}
	return facts;
}

static unsigned facts_of_day(struct tap *tap)
{
	const struct request *request = &tap->facts.request;
	int32_t clock = local_second_of_day(tap->at);
	int32_t home = request->day.home_time, arrived = request->person.arrived;
	unsigned facts = 0;

	// Where the school names no window the day's hand-in ends with the day.
	int32_t until =
		request->day.hand_in_until != TIME_UNKNOWN ? request->day.hand_in_until : home;

	if (request->day.kind == DAY_SCHOOL && until != TIME_UNKNOWN && clock < until)
		facts |= TAP_DURING_HAND_IN;
	if (request->person.category != CATEGORY_PUPIL)
		return facts;
	bool after_home = home != TIME_UNKNOWN && clock >= home;
	int32_t since =
		tap->collected.ms ? local_second_of_day(local_from_wall(tap->collected)) : home;

	if ((tap->collected.ms || after_home) && !(arrived != TIME_UNKNOWN && arrived > since))
		facts |= TAP_IS_PUPIL_DONE;
	return facts;
}

int tap_know(struct custody *c, struct now now, struct tap *tap, unsigned *out_facts)
{
	tap->at = local_from_wall(now.wall);
	int err = facts_of_person(c->store, tap->person, tap->at, &tap->facts);

	if (err < 0)
		return err;
	tap->custody_count =
		custody_of_person(c->store, tap->person, tap->custodies, PERSON_CUSTODIES);
	if (tap->custody_count < 0)
		return tap->custody_count;
	unsigned facts = facts_of_doors(tap, now.wall) | facts_of_custodies(tap);

	err = facts_of_loans(c, now, tap, &facts);
	if (err < 0)
		return err;

	// Only who has nothing in can be somebody who has collected; the others need no look-up.
	if (tap->facts.request.person.category == CATEGORY_PUPIL && count_own(tap) == 0) {
		err = custody_last_end(c->store, tap->person, &tap->collected);
		if (err < 0)
			return err;
		if (local_date_of(local_from_wall(tap->collected)).day !=
			local_date_of(tap->at).day)
			tap->collected.ms = 0;
	}
	*out_facts = facts | facts_of_day(tap);
	return 0;
}
