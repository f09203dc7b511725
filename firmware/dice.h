// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers for Secure Channel (RND.B, osdp.md 7.9): the chip has no generator, so each is the
// encryption, by a secret of this bank alone, of what never comes twice (which start this is, which
// number of it) and what nobody measures from outside (the noise of the ADC, and when things
// happened to the microsecond). Each of the three would do: the count alone makes them never the
// same, the secret alone makes them unforeseeable.
#ifndef DICE_H
#define DICE_H

#include "osdp/secure_pd.h"

#include <stdint.h>

struct dice {
	uint32_t boots, rolls;
	uint8_t noise[8];
	uint8_t at; // the noise byte that is stirred next
};

// boots: EEPROM's count, this start included and stored before anything is said.
void dice_init(struct dice *dice, uint32_t boots);

// Something nobody foresees, as often as there is any.
void dice_stir(struct dice *dice, uint16_t noise);

// A fresh number into the channel where it wants one: one AES block and its key, 0.5 ms.
void dice_step(struct dice *dice, struct osdp_secure_pd *channel);

#endif
