// SPDX-License-Identifier: GPL-3.0-or-later
// The 74HC123 one-shot (Nexperia 74HC123 data sheet: a rising edge on B starts the pulse, another
// one within it starts it anew): 600 ms in which coil drivers may conduct at all, so a program that
// forgets a latch cannot burn its coil.
#include "inside.h"

#define PULSE_MS 600

void hc123_trigger(struct cabinet *c)
{
	c->armed = true;
	alarm_set(c, ALARM_ONE_SHOT, now_of(c) + MS(PULSE_MS));
	doors_gated(c);
}

void hc123_end(struct cabinet *c)
{
	c->armed = false;
	alarm_set(c, ALARM_ONE_SHOT, NEVER);
	doors_gated(c);
}
