// SPDX-License-Identifier: GPL-3.0-or-later
// A bank and its host with keys, on one wire that loses, bends, cuts and adds bytes, and on which
// somebody else may speak. Simulated time; the host does what the `line` room would.
#ifndef TESTS_OSDP_SECURE_LINK_H
#define TESTS_OSDP_SECURE_LINK_H

#include "fake_bank.h"
#include "osdp/acu.h"
#include "osdp/pd.h"
#include "osdp/secure_acu.h"
#include "osdp/secure_pd.h"

enum fault { NO_FAULT, LOSE_BYTE, FLIP_BIT, CUT_AFTER, ADD_BYTE, DOUBLE_BYTE, FAULTS };

// What somebody on the line does to the transmission number `strike` (commands and replies counted
// apart from the start), `variant` saying which byte, recording or forgery.
enum attack {
	NO_ATTACK,
	BEND_COMMAND, // one bit of byte `variant`, check characters made good again
	BEND_REPLY,
	REPLAY,	      // the recorded command `variant` once more, after this one's reply
	OTHER_MASTER, // a clear command of his own before this one
	LIAR,	      // a clear reply of his own before this one
	LATE,	      // this reply comes before the next one instead
};
enum { MASTER_VARIANTS = 14, LIAR_VARIANTS = 10 };

struct link {
	struct fake_bank bank; // first, so that it is found by the bank's functions
	struct osdp_pd pd;
	struct osdp_secure_pd bank_channel;
	struct osdp_acu acu;
	struct osdp_secure_acu channel;
	struct osdp_frame_reader bank_hears, host_hears;
	uint8_t bank_buf[256], host_buf[1440], pd_tx[257], acu_tx[257];
	uint32_t ms, dice;
	enum fault fault;
	unsigned carried, fault_at;
	unsigned noise; // of 65536: the chance of a fault at each byte
	bool moody;	// the bank is BUSY every other time
	enum attack attack;
	unsigned strike, variant;
	unsigned commands, replies; // transmissions so far
	unsigned recorded;	    // commands kept in record
	uint8_t record[64][64];
	uint16_t record_len[64];
	uint8_t late[257];
	uint16_t late_len;
	uint8_t old_key[OSDP_KEY_SIZE], new_key[OSDP_KEY_SIZE];
	bool keyset_asked; // the host holds both keys
	unsigned handshakes, told;
};

void link_open(struct link *link);

// Handshakes until one succeeds; fails the test after 50.
void link_connect(struct link *link);

// One command until it is answered or given up. True: answered by *out.
bool link_ask(
	struct link *link, uint8_t code, const uint8_t *data, uint16_t len, struct osdp_frame *out);

// A little life: up, an unlock, events, a new key, up again, another unlock. Checks on the way and
// at its end that nothing was done twice, nothing believed that was not so, nothing said in the
// clear that must not be, and that the link is there.
void link_live(struct link *link);

#endif
