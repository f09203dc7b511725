// SPDX-License-Identifier: GPL-3.0-or-later
// Cards: whose a UID is. A UID is upper-case hex in ISO 14443-3 order (design.md section 1).
#ifndef STORE_CARDS_H
#define STORE_CARDS_H

#include "base/time.h"
#include "store/store.h"

#define CARD_UID 21 // 10 bytes in hex and the ending zero

enum card_state { CARD_ACTIVE, CARD_ENDED, CARD_LOST };

struct card {
	int64_t person;
	enum card_state state;
	struct wall_time state_at;
};

// -ERR_NOT_FOUND: nobody's card.
int card_find(struct store *store, const char *uid, struct card *out_card);

// Gives the card to the person. -ERR_EXISTS: it is somebody's already (also an ended or lost one:
// give it back first). -ERR_NOT_FOUND: no such person.
int card_add(struct store *store, const char *uid, int64_t person, struct wall_time at);
// -ERR_NOT_FOUND.
int card_set_state(
	struct store *store, const char *uid, enum card_state state, struct wall_time at);

// 1 where the 8 letters of uid begin or end a longer UID of the register, either way round: a
// reader that cuts numbers may have made them of it. 0 otherwise. Reads all cards: for the desk
// only.
int card_is_part(struct store *store, const char *uid);

// 4, 7 or 10 bytes as upper-case hex, and not a random one (4 bytes beginning 08): 0; -ERR_FORMAT,
// or -ERR_ARG for a random UID.
int card_uid_check(const char *uid);

#endif
