// SPDX-License-Identifier: GPL-3.0-or-later
// The cabinet's own three switches, debounced: tamper, mains, and the commissioning button.
#ifndef SWITCHES_H
#define SWITCHES_H

#include <stdbool.h>
#include <stdint.h>

#define SWITCHES_SAMPLE_MS 10
#define SWITCHES_EQUAL	   5
#ifndef SWITCHES_COMMISSION_MS			  // bank-faulty.elf has a shorter one, for tests
#define SWITCHES_COMMISSION_MS (10UL * 60 * 1000) // the button counts for so long
#endif

// Bits of a sample.
enum { SWITCH_TAMPER = 1, SWITCH_BATTERY = 2, SWITCH_BUTTON = 4 };

struct switches {
	uint8_t steady, last, equal;
	bool pressed; // the button, within SWITCHES_COMMISSION_MS
	uint32_t pressed_ms;
};

// Takes the first sample as it is.
void switches_init(struct switches *switches, uint8_t sample);

// Every SWITCHES_SAMPLE_MS.
void switches_step(struct switches *switches, uint8_t sample, uint32_t now_ms);

// The cabinet is open; it runs on its battery; a technician pressed the button within 10 minutes.
bool switches_tamper(const struct switches *switches);
bool switches_on_battery(const struct switches *switches);
bool switches_commissioning(const struct switches *switches);

// What the button was pressed for is done; it counts again when it is pressed again.
void switches_forget_button(struct switches *switches);

#endif
