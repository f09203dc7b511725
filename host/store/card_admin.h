// SPDX-License-Identifier: GPL-3.0-or-later
// Cards as the office handles them, beside the one look-up of a tap (cards.h).
#ifndef STORE_CARD_ADMIN_H
#define STORE_CARD_ADMIN_H

#include "store/cards.h"

// Makes a card that is on record (ended or lost) the person's, in use. -ERR_NOT_FOUND.
int card_give_again(struct store *store, const char *uid, int64_t person, struct wall_time at);
// All cards the person has in use come into that state. Returns how many.
int card_set_state_all(
	struct store *store, int64_t person, enum card_state state, struct wall_time at);
// The person's cards in use, at most max. How many.
int card_list(struct store *store, int64_t person, char (*out_uids)[CARD_UID], int max);

#endif
