// SPDX-License-Identifier: GPL-3.0-or-later
// Tamper, mains, commissioning: see switches.h.
#include "switches.h"

void switches_init(struct switches *switches, uint8_t sample)
{
	// A button that is held from the start on is a stuck button.
	*switches = (struct switches){.steady = sample, .last = sample};
}

void switches_step(struct switches *switches, uint8_t sample, uint32_t now_ms)
{
	uint8_t before = switches->steady;

	if (switches->pressed && now_ms - switches->pressed_ms >= SWITCHES_COMMISSION_MS)
		switches->pressed = false;
	if (sample != switches->last) {
		switches->last = sample;
		switches->equal = 0;
	}
	if (switches->equal < SWITCHES_EQUAL)
		switches->equal++;
	if (switches->equal < SWITCHES_EQUAL)
		return;
	switches->steady = sample;
	if (sample & ~before & SWITCH_BUTTON) {
		switches->pressed = true;
		switches->pressed_ms = now_ms;
	}
}

bool switches_tamper(const struct switches *switches)
{
	return switches->steady & SWITCH_TAMPER;
}

bool switches_on_battery(const struct switches *switches)
{
	return switches->steady & SWITCH_BATTERY;
}

bool switches_commissioning(const struct switches *switches)
{
	return switches->pressed;
}

void switches_forget_button(struct switches *switches)
{
	switches->pressed = false;
}
