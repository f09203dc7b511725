// SPDX-License-Identifier: GPL-3.0-or-later
// What the analogue inputs see, put before simavr's ADC as each conversion starts: the battery over
// three, the coils' current, noise of a few millivolts on both and plain noise on open inputs, all
// from the seed. Conversion time and registers are simavr's.
#include "inside.h"
#include "wires.h"

#include <avr_adc.h>

// 0.6 A through the 0.5 ohm of the coils' common return, times 5 (wiring.md).
#define COIL_MILLIVOLTS 1500

static void conversion_starts(struct avr_irq_t *irq, uint32_t value, void *param)
{
	struct cabinet *c = param;
	unsigned coils = 0;
	(void)irq;
	(void)value;
	for (unsigned i = 0; i < c->doors; i++)
		coils += c->door[i].coil;
	for (unsigned i = 0; i < 8; i++) {
		uint32_t millivolts = (uint32_t)random_byte(c) * 4;
		if (i == WIRE_BATTERY_BIT)
			millivolts = (uint32_t)(c->battery * 1000 / 3) + millivolts / 64;
		else if (i == WIRE_COIL_CURRENT_BIT)
			millivolts = coils * COIL_MILLIVOLTS + millivolts / 64;
		avr_raise_irq(avr_io_getirq(c->avr, AVR_IOCTL_ADC_GETIRQ, (int)(ADC_IRQ_ADC0 + i)),
			millivolts > 4990 ? 4990 : millivolts);
	}
}

void adc_attach(struct cabinet *c)
{
	c->avr->vcc = c->avr->avcc = c->avr->aref = 5000;
	avr_irq_register_notify(avr_io_getirq(c->avr, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_OUT_TRIGGER),
		conversion_starts, c);
}
