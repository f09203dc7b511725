// SPDX-License-Identifier: GPL-3.0-or-later
// What the bank measures: the battery, and the current of the coil that is on, which tells a broken
// coil or cable (nothing flows) from a jammed latch (what flows in any). And an input that nothing
// is connected to, for its noise.
#ifndef ANALOGUE_H
#define ANALOGUE_H

#include "dice.h"

#include <stdint.h>

struct analogue {
	uint8_t input; // enum adc, being measured
	uint8_t coil;  // that was on at the last step, or LATCH_NONE
	uint16_t battery_mv;
	uint16_t coil_ma; // the most of the last pulse; 0 while there was none
};

void analogue_init(struct analogue *analogue);

// Once a millisecond or less often: takes one measurement and starts the next. `coil` is the one
// that is on, or LATCH_NONE. What every measurement has below its last digit goes into the dice.
void analogue_step(struct analogue *analogue, uint8_t coil, struct dice *dice);

#endif
