// SPDX-License-Identifier: GPL-3.0-or-later
// The control panel's end of Secure Channel, for one peripheral. With a channel osdp_acu_command
// seals every command and osdp_acu_hear opens every reply; without a session it makes ID and CAP
// only, so nothing else ever goes, or is believed, in the clear. To come up: osdp_acu_challenge,
// its REPLY heard, osdp_acu_prove, its REPLY heard. A session ends by osdp_acu_restart, and so by
// withdrawing a command that may have been executed. Pure: keys and random numbers are arguments.
#ifndef OSDP_SECURE_ACU_H
#define OSDP_SECURE_ACU_H

#include "osdp/acu.h"
#include "osdp/secure.h"

#include <stdbool.h>
#include <stdint.h>

// Why the last handshake failed, or the last session ended without our doing.
enum osdp_secure_trouble {
	OSDP_SECURE_FINE,
	OSDP_SECURE_NO_KEY,    // it has not the key asked for (NAK to the challenge)
	OSDP_SECURE_WRONG_KEY, // it proved another key than ours, or took another than asked for
	OSDP_SECURE_UNPROVED,  // it did not believe our proof, or began another chain
	OSDP_SECURE_LOST,      // it said that it has no session
};

// Fields are private but for reading `cuid` (after the challenge), `trouble` and `refused`.
struct osdp_secure_acu {
	struct osdp_secure session;
	enum osdp_secure_step {
		OSDP_SECURE_CLEAR,
		OSDP_SECURE_CHALLENGED,
		OSDP_SECURE_ANSWERED, // its cryptogram was right
		OSDP_SECURE_PROVING,
		OSDP_SECURE_UP,
	} step;
	uint8_t selector; // OSDP_BY_*
	uint8_t rnd_a[OSDP_RND_SIZE];
	uint8_t proof[OSDP_MAC_SIZE]; // the server's cryptogram
	uint8_t cuid[OSDP_CUID_SIZE]; // what it says it is; not proved by anything
	enum osdp_secure_trouble trouble;
	uint16_t refused; // replies not believed: forged, bent, replayed, clear; wraps
};

// Every command of acu goes through `channel` (the caller's, outlives acu) from now on.
void osdp_acu_secure(struct osdp_acu *acu, struct osdp_secure_acu *channel);

// Makes CHLNG, with SQN 0, whatever was: bytes to send from acu->tx, or 0 for a key that is none.
// `key` is 16 bytes, or NULL for the default key: only where an operator opened the commissioning.
// rnd_a: 8 bytes of the operating system's randomness, never used before (osdp.md 7.9).
uint16_t osdp_acu_challenge(struct osdp_acu *acu, const uint8_t *key, const uint8_t *rnd_a);

// Makes SCRYPT, once the challenge was answered; 0 before.
uint16_t osdp_acu_prove(struct osdp_acu *acu);

// Whether commands are sealed now.
bool osdp_acu_up(const struct osdp_acu *acu);

#endif
