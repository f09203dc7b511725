// SPDX-License-Identifier: GPL-3.0-or-later
// See analogue.h. 1024 counts are 5 V (hardware/pins.def says what that is of what).
#include "analogue.h"

#include "board/adc.h"
#include "latch.h"

// The battery over three; 0.5 ohm in the coils' return, times five. Both without a division.
static uint16_t battery_mv(uint16_t counts)
{
	return (uint16_t)(counts * 1875UL / 128);
}

static uint16_t coil_ma(uint16_t counts)
{
	return (uint16_t)(counts * 125UL / 64);
}

void analogue_init(struct analogue *analogue)
{
	*analogue = (struct analogue){.input = ADC_BATTERY, .coil = LATCH_NONE};
	adc_init();
	adc_start(ADC_BATTERY);
}

void analogue_step(struct analogue *analogue, uint8_t coil, struct dice *dice)
{
	uint16_t counts;

	if (coil != LATCH_NONE && coil != analogue->coil)
		analogue->coil_ma = 0;
	analogue->coil = coil;
	if (!adc_take(&counts))
		return;
	dice_stir(dice, counts);
	if (analogue->input == ADC_BATTERY)
		analogue->battery_mv = battery_mv(counts);
	else if (analogue->input == ADC_COIL && coil != LATCH_NONE &&
		 coil_ma(counts) > analogue->coil_ma)
		analogue->coil_ma = coil_ma(counts);
	analogue->input = (uint8_t)((analogue->input + 1) % ADC_COUNT);
	adc_start((enum adc)analogue->input);
}
