// SPDX-License-Identifier: GPL-3.0-or-later
// The analogue inputs, one conversion at a time in the background (104 us).
#ifndef BOARD_ADC_H
#define BOARD_ADC_H

#include <stdbool.h>
#include <stdint.h>

enum adc { ADC_BATTERY, ADC_COIL, ADC_NOISE, ADC_COUNT };

void adc_init(void);

// Starts one where none is under way. ADC_NOISE is an input nothing is connected to.
void adc_start(enum adc input);

// What the last one gave, once: 0..1023 for 0..5 V; false while it is under way.
bool adc_take(uint16_t *out_value);

#endif
