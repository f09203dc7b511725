// SPDX-License-Identifier: GPL-3.0-or-later
// The latch rules of docs/safety.md: see latch.h.
#include "latch.h"

void latch_init(struct latch *latch)
{
	latch->door = LATCH_NONE;
	latch->drop = 0;
	latch->left = LATCH_GAP_MS;
	latch->state = LATCH_GAP;
}

enum latch_answer latch_pulse(struct latch *latch, uint8_t door, uint16_t ms)
{
	if (latch->state != LATCH_IDLE)
		return LATCH_BUSY;
	latch->door = door;
	latch->drop = 0;
	latch->left = ms == 0 || ms > LATCH_CAP_MS ? LATCH_CAP_MS : ms;
	latch->state = LATCH_ON; // last: from here on the tick owns the rest
	return LATCH_TAKEN;
}

void latch_off(struct latch *latch, uint8_t door)
{
	if (latch->state == LATCH_ON && latch->door == door)
		latch->drop = 1;
}

uint8_t latch_on(const struct latch *latch)
{
	return latch->state == LATCH_ON && !latch->drop ? latch->door : LATCH_NONE;
}

static void rest(struct latch *latch)
{
	latch->door = LATCH_NONE;
	latch->left = LATCH_GAP_MS;
	latch->state = LATCH_GAP;
}

uint8_t latch_tick(struct latch *latch)
{
	switch ((enum latch_state)latch->state) {
	case LATCH_IDLE:
		return LATCH_NONE;
	case LATCH_ON:
		// The cap is asked again here: a damaged count must not become a long pulse.
		if (latch->drop || latch->left == 0 || latch->left > LATCH_CAP_MS) {
			rest(latch);
			return LATCH_NONE;
		}
		latch->left--;
		return latch->door;
	case LATCH_GAP:
		if (latch->left == 0 || --latch->left == 0)
			latch->state = LATCH_IDLE;
		return LATCH_NONE;
	}
	rest(latch); // no such state: something wrote where it should not
	return LATCH_NONE;
}
