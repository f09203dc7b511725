// SPDX-License-Identifier: GPL-3.0-or-later
// ADC registers (data sheet 26): see adc.h. Reference AVcc, clock 125 kHz.
#include "adc.h"

#include "pins.h"

#define BIT(n) ((uint8_t)(1u << (n)))

static bool taken = true;

void adc_init(void)
{
	ADCSRA = BIT(ADEN) | BIT(ADPS2) | BIT(ADPS1) | BIT(ADPS0);
}

void adc_start(enum adc input)
{
	static const uint8_t bits[ADC_COUNT] = {BATTERY_BIT, COIL_CURRENT_BIT, NOISE_BIT};

	if (!taken)
		return;
	ADMUX = (uint8_t)(BIT(REFS0) | bits[input]);
	ADCSRA |= BIT(ADSC);
	taken = false;
}

bool adc_take(uint16_t *out_value)
{
	if (taken || (ADCSRA & BIT(ADSC)))
		return false;
	*out_value = ADC;
	taken = true;
	return true;
}
