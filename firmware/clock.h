// SPDX-License-Identifier: GPL-3.0-or-later
// The bank's own clock, a DS3231 with a cell of its own (data sheet 19-5170): looked at now and
// then, set by the host. Where it stopped since it was last set, it says so, and its time is none.
#ifndef CLOCK_H
#define CLOCK_H

#include "bank/clock.h"

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_LOOK_MS 500 // by turns at its time and at whether it ever stopped

struct clock {
	bool answers;	  // the chip did at the last look
	bool stopped;	  // the oscillator has, since it was set
	bool status_next; // what the next look is at
	uint32_t seconds; // since 1970, as last looked at; 0 = not yet, or no time at all
	uint32_t look_ms; // when the next look is
};

void clock_init(struct clock *clock, uint32_t now_ms);

// True where it was time for a look: 1 ms of I2C at most.
bool clock_step(struct clock *clock, uint32_t now_ms);

// False, and nothing changed, for a time the chip has no number for (before 2000, after 2099).
// Takes 1.1 ms of I2C; what came of it is what clock_now says.
bool clock_set(struct clock *clock, uint32_t seconds);

// As told to the host; up to a second old.
struct bank_clock clock_now(const struct clock *clock);

#endif
