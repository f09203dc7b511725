// SPDX-License-Identifier: GPL-3.0-or-later
// Who this bank is and what it must not forget: the bench's settings, the boot count, and the
// address and rate that COMSET left (bank/bench.h, bank/eeprom.h).
#ifndef IDENTITY_H
#define IDENTITY_H

#include "bank/bench.h"
#include "bank/eeprom.h"

#include <stdbool.h>
#include <stdint.h>

struct identity {
	bool set;	  // the bench's block is good; else serial and address are 0
	uint8_t address;  // in force
	uint32_t rate;	  // of the RS-485 port, in force
	uint32_t serial;  // 0 = not set
	uint8_t flags;	  // BENCH_FLAG_*
	uint8_t doors;	  // built with, as the bench says; 0 = not set
	uint32_t boots;	  // this start included
	uint32_t written; // generation of the newest good slot
	uint16_t bench_check;
	uint8_t slot; // being written
	uint8_t at;   // step of writing
	bool again;   // changed while it was being written
	uint8_t image[SLOT_SIZE];
};

// Reads the EEPROM and begins to write the boot count that includes this start.
void identity_load(struct identity *identity);

// As COMSET asked; the caller has checked both. Stored within about 80 ms.
void identity_set_line(struct identity *identity, uint8_t address, uint32_t rate);

// One turn: starts at most one byte's writing (3.4 ms in the background).
void identity_step(struct identity *identity);

// Everything is stored. Until it first is, after a start, the bank stays mute: a boot that was not
// counted must not have spoken.
bool identity_stored(const struct identity *identity);

#endif
