// SPDX-License-Identifier: GPL-3.0-or-later
// The peripheral's session: which frame is executed, which is answered from the cache, which is
// refused and how, and which gets silence. No registers, no clock, no heap: the firmware hands in
// frames and the time, fills in struct osdp_pd_app, and sends what it is given. What it does in
// every odd case is the last column of osdp.md 9.1 (docs/wire.md has it message by message).
#ifndef OSDP_PD_H
#define OSDP_PD_H

#include "osdp/frame.h"
#include "osdp/message.h"

#include <stdbool.h>
#include <stdint.h>

// What an app function answers: done, not now (nothing was done; the same command comes again),
// or an enum osdp_nak (nothing was done).
#define OSDP_PD_DONE 0
#define OSDP_PD_BUSY 0x79

// The bank behind the session. `bank` is config.bank. Each is called at most once for a command,
// however often it is repeated. All are given; each finishes within the firmware's loop turn.
struct osdp_pd_app {
	void (*id)(void *bank, struct osdp_pdid *out);
	// Fills whole PDCAP records; returns bytes, at most `room`.
	uint16_t (*capabilities)(void *bank, uint8_t *out, uint16_t room);
	void (*local_status)(void *bank, struct osdp_lstatr *out);
	// One byte each; return how many, at most `room`. 0: there are none, NAK 3.
	uint16_t (*inputs)(void *bank, uint8_t *out, uint16_t room);
	uint16_t (*outputs)(void *bank, uint8_t *out, uint16_t room);
	// `count` whole records of OUT, for osdp_read_out. All or nothing. Done is answered by
	// OSTATR.
	uint8_t (*out)(void *bank, const uint8_t *records, uint8_t count);
	// `count` whole records of LED, for osdp_read_led. All or nothing.
	uint8_t (*led)(void *bank, const uint8_t *records, uint8_t count);
	uint8_t (*buz)(void *bank, const struct osdp_buz *buz);
	uint8_t (*text)(void *bank, const struct osdp_text *text);
	// COMSET: *com is what was asked; leave in it what will be in force (and store that). It is
	// switched to in `comset_now`, when the reply has left.
	uint8_t (*comset)(void *bank, struct osdp_com *com);
	void (*comset_now)(void *bank, const struct osdp_com *com);
	// A manufacturer message: its data, vendor code first. Done with *out_len 0 is answered by
	// ACK, else by MFGREP with what was written to `out`. Writes nothing where it answers BUSY.
	uint8_t (*mfg)(void *bank, const uint8_t *data, uint16_t len, uint8_t *out, uint16_t room,
		uint16_t *out_len);
	// The oldest event waiting, for a POLL: its reply code and data; returns false for none (or
	// none that fits `room`). It stays the oldest until event_taken.
	bool (*event)(
		void *bank, uint8_t *out_code, uint8_t *out, uint16_t room, uint16_t *out_len);
	// The reply that carried the oldest event has arrived: take it off the queue.
	void (*event_taken)(void *bank);
	// No valid exchange for 8 s: forget cards not fetched. Events that must survive stay.
	void (*offline)(void *bank);
};

// Secure Channel, plugged in from outside so that an image without it carries nothing of it:
// &osdp_secure_shield and a struct osdp_secure_pd (secure_pd.h).
struct osdp_pd_shield;

struct osdp_pd_config {
	uint8_t address;	       // 00..7E
	bool plain_outputs;	       // without a shield: obey OUT from anybody. No bank does
	const struct osdp_pd_app *app; // outlives the session
	void *bank;		       // given back to every function of app
	uint8_t *tx;		       // the reply, and its cache; outlives the session
	uint16_t tx_cap; // OSDP_FRAME_LEN_SAFE + 1 or more; with BANK_SEND_MAX + 1 nothing is cut
	const struct osdp_pd_shield *shield; // NULL: the clear wire only
	struct osdp_secure_pd *channel;	     // with shield; outlives the session
};

// Fields are private.
struct osdp_pd {
	struct osdp_pd_config config;
	bool started;	    // a frame with SQN 0 came since power-up or offline
	bool online;	    // valid exchange in the last 8 s
	uint8_t sqn;	    // of the last accepted command
	bool event_out;	    // the cached reply carries an event
	bool com_pending;   // the cached reply is a COM not yet acted on
	uint16_t acu_takes; // largest frame the host takes
	uint16_t cached;    // bytes of tx that are the last reply
	uint32_t heard_ms;  // last valid exchange
	struct osdp_com com;
	// What the last accepted command looked like; equal means a repeat.
	struct osdp_pd_print {
		uint8_t address, sqn, code;
		uint16_t size, check, sum;
	} last;
	uint8_t brief[OSDP_FRAME_OVERHEAD + 1]; // replies that must not disturb the cache
	// The command being opened, or its reply being sealed.
	enum pd_stage { PD_IDLE, PD_OPENING, PD_SEALING } stage;
	struct osdp_frame command;
	struct osdp_pd_print print;
	uint32_t taken_ms;
};

void osdp_pd_init(struct osdp_pd *pd, const struct osdp_pd_config *config);

// Takes what the reader answered (OSDP_READY or OSDP_BAD) at now_ms. Enciphered data is deciphered
// where it stands, in the reader's buffer. Returns how many bytes to
// send from *out_bytes, mark byte first, or 0 for silence. *out_bytes stays good until the next
// call.
uint16_t osdp_pd_take(struct osdp_pd *pd, enum osdp_read what, const struct osdp_frame *frame,
	uint32_t now_ms, const uint8_t **out_bytes);

// osdp_pd_take in steps, for a machine on which a frame of a session takes too long at once. Where
// osdp_pd_working is true afterwards it was only begun: leave its reader alone, and the session,
// and call osdp_pd_step once a turn until it is false; one of them answers what osdp_pd_take would
// have. A step is one AES block.
uint16_t osdp_pd_begin(struct osdp_pd *pd, enum osdp_read what, const struct osdp_frame *frame,
	uint32_t now_ms, const uint8_t **out_bytes);
bool osdp_pd_working(const struct osdp_pd *pd);
uint16_t osdp_pd_step(struct osdp_pd *pd, const uint8_t **out_bytes);

// Drains the reader, and returns what osdp_pd_take said. At most one frame is answered: one with
// others behind it is found too late, and is neither executed nor answered. Call it after each
// feed, and every millisecond or so.
uint16_t osdp_pd_turn(struct osdp_pd *pd, struct osdp_frame_reader *reader, uint32_t now_ms,
	const uint8_t **out_bytes);

// The last byte of a reply has left the shift register. Acts on a COMSET.
void osdp_pd_sent(struct osdp_pd *pd);

// Lets time pass: after 8 s without a valid exchange session, cache and cards are dropped.
void osdp_pd_tick(struct osdp_pd *pd, uint32_t now_ms);

// A valid command for this bank came within the last 8 s.
bool osdp_pd_online(const struct osdp_pd *pd);

// Whether a frame is a command to this bank, by its own address or OSDP_ADDRESS_ANY. For choosing
// the port in use.
bool osdp_pd_addressed(const struct osdp_pd *pd, const struct osdp_frame *frame);

#endif
