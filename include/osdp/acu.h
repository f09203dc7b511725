// SPDX-License-Identifier: GPL-3.0-or-later
// The control panel's side of one peripheral: which sequence number comes next, the identical
// repeat, and what a frame that arrived means to the command that is out. Pure: when to send, how
// long to wait, whom to believe is the `line` room's.
#ifndef OSDP_ACU_H
#define OSDP_ACU_H

#include "osdp/frame.h"
#include "osdp/message.h"

#include <stdbool.h>
#include <stdint.h>

struct osdp_secure_acu;

// Fields are private but for reading `waiting`.
struct osdp_acu {
	uint8_t address;
	uint8_t sqn;	 // of the last command made
	bool started;	 // false: the next command has SQN 0
	bool waiting;	 // a command is out and not answered
	bool busy;	 // its last answer was BUSY
	bool reuse;	 // the next command takes the same number again
	uint8_t command; // its code
	uint8_t *tx;
	uint16_t tx_cap;
	uint16_t tx_len;
	struct osdp_secure_acu *channel; // Secure Channel (secure_acu.h), or NULL
};

// What a frame from the reader is to this peripheral.
enum osdp_acu_heard {
	OSDP_ACU_FOREIGN,    // not from this address, or a command: nothing to us
	OSDP_ACU_UNEXPECTED, // from this address, and nothing is out, or it does not answer what
			     // is: late, or two peripherals at one address
	OSDP_ACU_REPLY,	     // the answer; the next command may be made
	OSDP_ACU_NAK,	  // refused for a reason that repeating will not cure (2, 3, 5, 6, 9, ...);
			  // the next command may be made
	OSDP_ACU_BUSY,	  // nothing was done: repeat the same bytes later, or withdraw
	OSDP_ACU_AGAIN,	  // NAK 1, it came damaged: repeat the same bytes now
	OSDP_ACU_RESTART, // it lost the count (NAK 4, or a reply with SQN 0): whether the command
			  // was done is not known. The next command has SQN 0
};

// tx (tx_cap bytes, OSDP_FRAME_LEN_SAFE + 1 or more) is the caller's: it holds the command that is
// out, for repeats.
void osdp_acu_init(struct osdp_acu *acu, uint8_t address, uint8_t *tx, uint16_t tx_cap);

// Makes the next command: returns how many bytes to send from acu->tx, or 0 where the data does
// not fit or, with a channel and no session, where it must not go in the clear. Nothing may be
// waiting. `data` may be NULL where len is 0.
uint16_t osdp_acu_command(struct osdp_acu *acu, uint8_t code, const uint8_t *data, uint16_t len);

// The same bytes once more (also from acu->tx); 0 where nothing is waiting.
uint16_t osdp_acu_repeat(struct osdp_acu *acu);

// Judges a frame the reader found READY. In a session *frame becomes the clear frame it holds.
enum osdp_acu_heard osdp_acu_hear(struct osdp_acu *acu, struct osdp_frame *frame);

// Gives up the command that is out. After BUSY nothing was done and the number is used again; else
// it may have been executed, so the next command has SQN 0 (osdp.md section 3).
void osdp_acu_withdraw(struct osdp_acu *acu);

// The next command has SQN 0, whatever was; a session ends.
void osdp_acu_restart(struct osdp_acu *acu);

#endif
