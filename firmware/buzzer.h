// SPDX-License-Identifier: GPL-3.0-or-later
// The buzzer's rhythm, as OSDP's BUZ command sets it (osdp.md 4.3).
#ifndef BUZZER_H
#define BUZZER_H

#include "osdp/message.h"

#include <stdbool.h>
#include <stdint.h>

#define BUZZER_STEP_MS 100 // OSDP's unit of time

struct buzzer {
	uint8_t on, off; // of one beep, 100 ms
	uint8_t left;	 // beeps still to finish, this one included
	uint8_t phase;	 // steps left of this phase
	bool for_ever;
	bool sounding;
};

void buzzer_init(struct buzzer *buzzer);

// False, and nothing changed, for another reader than 0, an unknown tone, or a tone without an on
// time. Beeps replace those under way.
bool buzzer_set(struct buzzer *buzzer, const struct osdp_buz *buz);

// Once every BUZZER_STEP_MS. Whether it sounds is buzzer->sounding.
void buzzer_step(struct buzzer *buzzer);

#endif
