// SPDX-License-Identifier: GPL-3.0-or-later
// The bank's key in the EEPROM: the bench's, or the one KEYSET left since (bank/bench.h,
// bank/eeprom.h). "No key" is a flag, never a key's value. What a key is used for is
// osdp/secure_pd.h.
#ifndef KEYS_H
#define KEYS_H

#include "bank/eeprom.h"
#include "osdp/secure_pd.h"

#include <stdbool.h>
#include <stdint.h>

struct keys {
	bool set;	  // there is a bench block: without, no key is kept
	uint32_t written; // generation of the newest slot
	uint16_t bench_check;
	uint8_t slot;	// of the key in force; 2: the bench's key, or none
	uint8_t target; // slot being written
	bool proved;	// the key in force is the only one
	uint8_t at;	// step of writing; 0 = nothing to write
	bool stored;	// image is written, and KEYSET not yet answered
	uint8_t image[KEY_SLOT_SIZE];
};

// Reads the EEPROM into the channel: its key, and the one before while that is still good.
// bench_check: BENCH_CHECK of a good bench block; `set` false where there is none, and so no key.
void keys_load(struct keys *keys, struct osdp_secure_pd *channel, bool set, uint16_t bench_check);

// Stores a new key, as osdp_keep_key: BUSY for about 100 ms. Never over the slot of the session's
// key, so whatever byte the power is cut at, the host has one that is good.
uint8_t keys_keep(struct keys *keys, const struct osdp_secure_pd *channel, const uint8_t *key);

// One turn: starts at most one byte's writing (3.4 ms in the background). Once a handshake with
// the newest key has been, that is written too.
void keys_step(struct keys *keys, const struct osdp_secure_pd *channel);

#endif
