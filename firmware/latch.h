// SPDX-License-Identifier: GPL-3.0-or-later
// The latches: one coil at a time, never longer than the cap, never sooner than the gap
// (docs/safety.md, design.md section 4). Knows no pin: the tick says which coil is to be on.
#ifndef LATCH_H
#define LATCH_H

#include <stdint.h>

#define LATCH_CAP_MS 500 // no pulse is longer, whatever was asked
#define LATCH_GAP_MS 300 // rest between two pulses, and after a reset
#define LATCH_NONE   0xFF

enum latch_state { LATCH_IDLE, LATCH_ON, LATCH_GAP };

// Shared by the loop and the 1 ms interrupt without a lock: only the loop moves `state` from IDLE
// to ON, as its last store; only the tick moves it on from there.
struct latch {
	volatile uint8_t state; // enum latch_state
	volatile uint8_t door;	// the coil that is on while state is LATCH_ON
	volatile uint8_t drop;	// the loop asks the tick to end the pulse now
	volatile uint16_t left; // ms left of the pulse or of the gap
};

enum latch_answer { LATCH_TAKEN, LATCH_BUSY };

// Coils off, gap running: a reset in the middle of a pulse must not allow a second one at once.
void latch_init(struct latch *latch);

// Loop. Asks for a pulse of ms (0 and everything above the cap: the cap). The coil is on from the
// next tick. LATCH_BUSY while another pulse or its gap lasts: nothing changed.
enum latch_answer latch_pulse(struct latch *latch, uint8_t door, uint16_t ms);

// Loop. Ends the pulse of this door, if it is on, at the next tick. The gap follows.
void latch_off(struct latch *latch, uint8_t door);

// Loop. The coil that is on, or LATCH_NONE.
uint8_t latch_on(const struct latch *latch);

// Interrupt, every millisecond: the coil to have on for the next millisecond, or LATCH_NONE.
uint8_t latch_tick(struct latch *latch);

#endif
