// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that happens because time went by, found by looking at all doors: there are few, and
// nothing else has to be kept right.
#include "custody/internal.h"

// When the door's next event is due, and which.
static bool door_due(const struct slot *slot, struct mono_time *out_at, enum door_event *out_event)
{
	switch (slot->state) {
	case IN_PULSED:
	case OUT_PULSED:
	case STAFF_PULSED:
		*out_at = mono_after_ms(slot->last_pulse, TEN_S);
		*out_event = slot->intent.pulses >= 2 ? DOOR_TEN_AGAIN : DOOR_TEN;
		return true;
	case DOOR_STANDING:
	case IN_OPEN:
	case IN_HELD:
	case OUT_OPEN:
	case OUT_EMPTY:
	case OUT_BLIND:
	case OUT_GONE:
	case STAFF_OPEN:
		*out_at = mono_after_ms(slot->opened, slot->open_stage == 0 ? TWENTY_S : SIXTY_S);
		*out_event = slot->open_stage == 0 ? DOOR_TWENTY : DOOR_SIXTY;
		return slot->open_stage < 2;
	case OUT_LEFT:
		*out_at = mono_after_ms(slot->left, SIXTY_S);
		*out_event = DOOR_MINUTE;
		return true;
	case DOOR_REST:
	case IN_ASKED:
	case IN_UNOPENED:
	case OUT_ASKED:
	case OUT_UNOPENED:
	case STAFF_ASKED:
	case STAFF_UNOPENED:
		break;
	}
	return false;
}

static void earlier(bool *found, struct mono_time *at, struct mono_time candidate)
{
	if (!*found || mono_before(candidate, *at))
		*at = candidate;
	*found = true;
}

static bool waits_to_be_settled(const struct bank *bank, const struct slot *slot)
{
	return bank->online && !slot->settled && slot->open != READING_UNKNOWN;
}

bool custody_next_due(const struct custody *c, struct mono_time *out_at)
{
	bool found = false;
	struct mono_time at;
	enum door_event event;

	for (int b = 0; b < c->bank_count; b++) {
		const struct bank *bank = &c->banks[b];

		for (int i = 0; i < bank->row.doors; i++) {
			if (waits_to_be_settled(bank, &bank->slots[i]))
				earlier(&found, out_at, c->settle_at);
			else if (bank->slots[i].settled && door_due(&bank->slots[i], &at, &event))
				earlier(&found, out_at, at);
		}
		if (release_due(bank, &at))
			earlier(&found, out_at, at);
		if (bank->queued > 0)
			earlier(&found, out_at, mono_after_ms(bank->queue[0].since, TEN_S));
		for (int i = 0; i < ERRANDS; i++) {
			if (bank->errands[i].staff)
				earlier(&found, out_at,
					mono_after_ms(bank->errands[i].since, TWO_MINUTES));
		}
	}
	return found;
}

static int tick_bank(struct custody *c, struct now now, struct bank *bank)
{
	int err = settle_bank(c, now, bank);
	struct mono_time at;
	enum door_event event;

	for (int i = 0; err == 0 && i < bank->row.doors; i++) {
		struct slot *slot = &bank->slots[i];

		while (err == 0 && slot->settled && door_due(slot, &at, &event) &&
			!mono_before(now.mono, at))
			err = door_feed(c, now, bank, slot, event);
	}
	for (int i = 0; i < ERRANDS; i++) {
		if (bank->errands[i].staff &&
			mono_ms_between(bank->errands[i].since, now.mono) >= TWO_MINUTES)
			bank->errands[i] = (struct errand){0};
	}
	if (err == 0)
		err = release_tick(c, now, bank);
	return err < 0 ? err : queue_serve(c, now, bank);
}

int custody_tick(struct custody *c, struct now now)
{
	int err = 0;

	for (int b = 0; err == 0 && b < c->bank_count; b++)
		err = tick_bank(c, now, &c->banks[b]);
	return err;
}
