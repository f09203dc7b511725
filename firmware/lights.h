// SPDX-License-Identifier: GPL-3.0-or-later
// What the lights show: the reader's (light 0) and the doors' (1..24), each with a permanent and a
// temporary pattern, as OSDP's LED command sets them (osdp.md 4.2).
#ifndef LIGHTS_H
#define LIGHTS_H

#include "osdp/message.h"

#include <stdbool.h>
#include <stdint.h>

#define LIGHTS_DOORS	   24
#define LIGHTS_COUNT	   (1 + LIGHTS_DOORS)
#define LIGHTS_CHAIN_BYTES 6
#define LIGHTS_STEP_MS	   100 // OSDP's unit of time

struct light_pattern {
	uint8_t on, off; // 100 ms; both 0: steadily on_colour
	uint8_t on_colour, off_colour;
};

struct light {
	struct light_pattern permanent, temporary;
	uint16_t temporary_left; // 100 ms
	bool has_temporary;
	bool for_ever; // the temporary pattern ends only by command
	bool dark;     // in the pattern's off phase
	uint8_t phase; // steps left of this phase
};

struct lights {
	struct light light[LIGHTS_COUNT];
};

void lights_init(struct lights *lights);

// False, and nothing changed, where a colour or a control byte is none of OSDP's or there is no
// such light among `doors` doors.
bool lights_valid(const struct osdp_led *record, uint8_t doors);
void lights_set(struct lights *lights, const struct osdp_led *record);

// Once every LIGHTS_STEP_MS.
void lights_step(struct lights *lights);

// The colour light number `index` shows now.
enum osdp_colour lights_colour(const struct lights *lights, uint8_t index);

// The bytes for the 74HC595 chain of so many boards, in the order in which they are shifted
// (hardware/wiring.md): returns how many, 2 a board. Red, green and amber show; a colour with blue
// in it shows its red and green part.
uint8_t lights_chain(const struct lights *lights, uint8_t boards, uint8_t out[LIGHTS_CHAIN_BYTES]);

#endif
