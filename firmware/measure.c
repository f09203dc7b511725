// SPDX-License-Identifier: GPL-3.0-or-later
// See measure.h.
#include "measure.h"

volatile uint16_t measure_turn_worst_us;

void measure_turn(uint16_t us)
{
	if (us > measure_turn_worst_us)
		measure_turn_worst_us = us;
}
