// SPDX-License-Identifier: GPL-3.0-or-later
// Cards read and not yet fetched by the host. Dropped after 3 s: nobody stands there any more.
#ifndef CARDS_H
#define CARDS_H

#include "bank/limits.h"

#include <stdbool.h>
#include <stdint.h>

#define CARDS_MAX 4

struct card {
	uint32_t read_ms;
	uint8_t len; // 4, 7 or 10
	uint8_t uid[BANK_UID_MAX];
};

struct cards {
	uint8_t count;
	struct card card[CARDS_MAX]; // the oldest first
};

// Forgets all but the first `keep` (one that is on its way to the host stays until it arrived).
void cards_drop(struct cards *cards, uint8_t keep);

// A full queue leaves the newest card unread: its owner taps again.
void cards_push(struct cards *cards, const uint8_t *uid, uint8_t len, uint32_t now_ms);

// The oldest card that is not too old, or NULL. Drops those that are. Good until the next call.
const struct card *cards_first(struct cards *cards, uint32_t now_ms);

// Takes the oldest off.
void cards_pop(struct cards *cards);

#endif
