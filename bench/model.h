// SPDX-License-Identifier: GPL-3.0-or-later
// A bank for benchmarks: the real peripheral session of osdp/ over a socket, with doors that obey
// at once. Used where the emulated cabinet would measure itself: 32 of those in real time run late
// on two cores (bench.md). Everything a claim about the cabinet rests on uses the emulator instead.
#ifndef BENCH_MODEL_H
#define BENCH_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "bank/limits.h"
#include "osdp/frame.h"
#include "osdp/secure_pd.h"

struct model {
	int listener, fd; // the line's far end; -1 while nobody is connected. The first bank's only
	struct model *next; // on the same line
	uint32_t serial;
	unsigned doors;
	struct osdp_pd pd;
	struct osdp_secure_pd channel;
	struct osdp_frame_reader reader;
	uint8_t rx[BANK_RECEIVE_MAX];
	uint8_t tx[BANK_SEND_MAX + 1];

	uint32_t contacts, insides, coils; // bit n: door n open, something inside, latch on
	bool inputs_changed;
	char card[2 * BANK_UID_MAX + 1]; // hex; empty: none waits
	char told[2 * BANK_UID_MAX + 1]; // the one in the reply that is out
	enum { MODEL_QUIET, MODEL_STARTED, MODEL_CARD, MODEL_INPUTS } carried;

	int64_t card_sent_ns; // when the reply with the card had left
	int64_t unlock_ns;    // when the first byte of the last OUT command was here
	unsigned unlocks;     // OUT commands executed
	int unlocked_door;    // of the last one
	unsigned polls;
	unsigned cards_sent;
	// Called before the reply with the card goes out: the host is at rest. May be NULL.
	void (*on_card)(void *arg, struct model *model);
	// Called before the unlock is answered: what the disk holds now is what it held when the
	// unlock left. May be NULL.
	void (*on_unlock)(void *arg, struct model *model);
	void *on_arg;
};

// The key of the bank with that serial number.
void model_key(uint32_t serial, uint8_t out[OSDP_KEY_SIZE]);

// The first bank of a line, address 1, listens on a Unix socket at `path`. 0, or -1 with errno.
int model_open(struct model *model, const char *path, uint32_t serial, unsigned doors);
// Another bank on the line of `first`, at `address`.
void model_join(
	struct model *model, struct model *first, uint8_t address, uint32_t serial, unsigned doors);
// Of a first bank: the whole line.
void model_close(struct model *model);

// Takes what came on listener or fd of a first bank; each of its line's banks hears it. Call when
// poll(2) says either is readable. False: the host has gone, and was heard to its last byte.
bool model_turn(struct model *model, int64_t now_ns);
// As when the power comes back: doors closed, nothing inside, no card.
void model_reset(struct model *model);

// The card lies on the reader until the next POLL fetches it.
void model_card(struct model *model, const char *uid);
// What hands do at a door, each told to the host at its next POLL.
void model_put(struct model *model, unsigned door, bool something_inside);
void model_shut(struct model *model, unsigned door);
// False while a card or an input change waits to be fetched.
bool model_is_quiet(const struct model *model);

#endif
