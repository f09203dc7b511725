// SPDX-License-Identifier: GPL-3.0-or-later
// Where the time goes between a card laid down and the current in its latch. The cabinet's and the
// wire's part is simulated time; the host's is this machine's, decision and commit apart.
#ifndef BENCH_TAP_PARTS_H
#define BENCH_TAP_PARTS_H

#include <stdint.h>

#include "emulator/cabinet.h"

// Of one tap. Moments in simulated ns.
struct tap_parts {
	int64_t laid;
	int64_t read;	 // the bank has the card's number
	int64_t asked;	 // the first byte of the POLL that brings it
	int64_t heard;	 // the last byte of its answer
	int64_t unlock;	 // the unlock's first byte
	int64_t carried; // its last bit
	int64_t latch;	 // current
	// Real ns.
	int64_t decided, committed;
};

void tap_parts_forget(void);
void tap_parts_add(const struct tap_parts *parts);
// p50, p99 and worst of the whole and of each part.
void tap_parts_print(unsigned banks, unsigned rate);

// Real time this process spent in fdatasync() so far.
int64_t tap_parts_synced_ns(void);

// Whether that card waits in the bank's queue, looked up in its memory: count, four bytes of time,
// length, number (firmware/cards.h). 1 where it does, 0 where not.
int tap_parts_card_waits(struct cabinet *cabinet, const uint8_t *uid, uint8_t len);

#endif
