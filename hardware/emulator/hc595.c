// SPDX-License-Identifier: GPL-3.0-or-later
// The 74HC595 light chain (Nexperia 74HC595 data sheet: shifts with the clock, shows on the latch
// clock's rising edge, /OE high is dark). Shares SCK and MOSI with the reader, so whatever goes to
// the reader runs through it too and is not shown.
#include "inside.h"

void hc595_shift(struct cabinet *c, uint8_t value)
{
	c->lights_shift = c->lights_shift << 8 | value;
}

void hc595_latch(struct cabinet *c)
{
	c->lights = c->lights_shift;
}
