// SPDX-License-Identifier: GPL-3.0-or-later
// The door contacts and inside sensors, from the bytes of the 74HC165 chain (hardware/wiring.md):
// how many doors there are, whether the chain is whole, and what each sensor says, debounced.
#ifndef INPUTS_H
#define INPUTS_H

#include <stdbool.h>
#include <stdint.h>

#define INPUTS_BOARDS	   3 // door boards at most, 8 doors each
#define INPUTS_CHAIN_BYTES (2 * INPUTS_BOARDS + 1)
#define INPUTS_GUARD	   0xA5 // the chip at the far end is wired so
#define INPUTS_EQUAL	   5	// samples that must agree, 4 ms apart

// The values ISTATR carries.
enum input { INPUT_INACTIVE = 0, INPUT_ACTIVE = 1, INPUT_UNKNOWN = 5 };

// Written by the timer interrupt (inputs_sample), read by the loop byte by byte.
struct inputs {
	volatile uint8_t boards; // found once after start, then fixed; 0 = not yet
	volatile uint8_t known[2 * INPUTS_BOARDS];
	volatile uint8_t steady[2 * INPUTS_BOARDS];
	uint8_t last[2 * INPUTS_BOARDS];
	uint8_t count[3][2 * INPUTS_BOARDS]; // bit-sliced counters of equal samples
	uint8_t candidate;		     // boards the last sample showed
	uint8_t streak;			     // samples in a row that said so
	bool fresh;			     // no sample to compare the next one with
};

void inputs_init(struct inputs *inputs);

// Boards that this picture of the chain shows: 1, 2 or 3; 0 when there is no guard where one can
// be, or anything but zeros behind it. A whole chain can be read in one way only.
uint8_t inputs_boards_in(const uint8_t chain[INPUTS_CHAIN_BYTES]);

// Interrupt, every 4 ms: the chain's bytes, first shifted first. After INPUTS_EQUAL whole samples
// the number of boards is fixed until reset; a chain that then shows another number is broken.
void inputs_sample(struct inputs *inputs, const uint8_t chain[INPUTS_CHAIN_BYTES]);

// True while the last samples showed the whole chain.
bool inputs_whole(const struct inputs *inputs);

// What there is to tell, to be compared with what was told: which are known, and of those which are
// active.
#define INPUTS_VIEW (4 * INPUTS_BOARDS)
void inputs_view(const struct inputs *inputs, uint8_t out[INPUTS_VIEW]);

// INPUT_UNKNOWN until a sensor said the same INPUTS_EQUAL times through a whole chain.
enum input inputs_contact(const struct inputs *inputs, uint8_t door);
enum input inputs_inside(const struct inputs *inputs, uint8_t door);

#endif
