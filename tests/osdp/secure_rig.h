// SPDX-License-Identifier: GPL-3.0-or-later
// A bank with a channel and the keys that its host would have, for tests on either compiler: bytes
// in, and the reply taken apart and opened by a second chain kept by hand.
#ifndef TESTS_OSDP_SECURE_RIG_H
#define TESTS_OSDP_SECURE_RIG_H

#include "fake_bank.h"
#include "osdp/secure_pd.h"

struct secure_rig {
	struct fake_bank bank;
	struct osdp_secure_pd channel;
	struct osdp_pd pd;
	struct osdp_frame_reader reader;
	uint8_t tx[257], buffer[256];
	uint32_t ms;
	uint8_t key[OSDP_KEY_SIZE];
	// The host's side.
	struct osdp_secure host;
	uint8_t rnd_a[OSDP_RND_SIZE], rnd_b[OSDP_RND_SIZE];
	uint8_t sqn;	   // of the last command made here
	uint8_t sent[257]; // the last command
	uint16_t sent_len;
	uint8_t said[257]; // the last reply
	uint16_t said_len; // 0 for silence
	struct osdp_frame reply;
	bool sealed;		       // it was sealed, and opened
	uint8_t opened[257];	       // what reply.data leads into
	uint8_t kept[OSDP_KEY_SIZE];   // by KEYSET
	uint8_t keeps;		       // times
	uint8_t keep_answer;	       // if not 0: what KEYSET's keeper answers
	void (*stopwatch)(bool start); // at the last byte of a command, and when its reply is ready
};

// A bank at address 1; `key` NULL for none. RND.A 1122334455667788, RND.B c1c2c3c4c5c6c7c8, as in
// the recorded sessions.
void secure_rig_open(struct secure_rig *rig, const uint8_t *key);

// Sends rig->sent and takes what comes within 300 ms. False for silence.
bool secure_rig_send(struct secure_rig *rig);

// Sends a clear command, with a security block where `type` is not 0.
bool secure_rig_clear(struct secure_rig *rig, uint8_t sqn, uint8_t code, uint8_t type,
	uint8_t selector, const uint8_t *data, uint16_t len);

// Sends a command of the session with the next number.
bool secure_rig_sealed(struct secure_rig *rig, uint8_t code, const uint8_t *data, uint16_t len);

// The handshake by `key` (NULL: the default key), from SQN 0. True when the bank is up.
bool secure_rig_shake(struct secure_rig *rig, const uint8_t *key);

// The last reply is this one: sealed or in the clear, with that first byte of data (a NAK's
// reason) unless it is negative.
bool secure_rig_heard(
	const struct secure_rig *rig, bool sealed, uint8_t sqn, uint8_t code, int first);

#endif
