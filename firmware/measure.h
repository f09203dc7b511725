// SPDX-License-Identifier: GPL-3.0-or-later
// How long a turn of the loop took at worst: read by tests from the running image (budget: 5 ms).
// The test image bank-faulty.elf puts another measure_turn here, which can hang on demand.
#ifndef MEASURE_H
#define MEASURE_H

#include <stdint.h>

extern volatile uint16_t measure_turn_worst_us;

void measure_turn(uint16_t us);

#endif
