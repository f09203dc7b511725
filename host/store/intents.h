// SPDX-License-Identifier: GPL-3.0-or-later
// Intents as rows: a door asked to open for somebody. Asked, accepted and observed are three
// columns.
#ifndef STORE_INTENTS_H
#define STORE_INTENTS_H

#include "base/time.h"
#include "policy/words.h"
#include "store/custodies.h"
#include "store/store.h"

// STAFF: a member of staff opens the door to look or to clear it. BORROW: a school device comes out
// of its door; RETURN: it goes in, lent or, by a member of staff, for the first time.
enum intent_kind { INTENT_HAND_IN, INTENT_COLLECT, INTENT_STAFF, INTENT_BORROW, INTENT_RETURN };

// Something is to go into the door; otherwise it is to come out, or (STAFF) neither.
static inline bool intent_goes_in(enum intent_kind kind)
{
	return kind == INTENT_HAND_IN || kind == INTENT_RETURN;
}
// The school's own device.
static inline bool intent_is_of_school(enum intent_kind kind)
{
	return kind == INTENT_BORROW || kind == INTENT_RETURN;
}

#define INTENT_BESIDE 80 // "3,7,12" and the ending zero: every other door of a bank

struct intent_row {
	int64_t id;
	enum intent_kind kind;
	int64_t person;
	int64_t bank;
	int door;
	int64_t custody;  // to be collected, or begun by this hand-in; 0
	int64_t decision; // of the last unlock; 0
	int64_t by_person;
	int64_t to_person;		 // who it is given to, where not its person; 0
	int64_t device;			 // named at the desk; 0: the person's phone
	int64_t loan;			 // BORROW: which begins; RETURN: which ends, 0: not lent
	enum custody_kind custody_kind;	 // what the custody is to be: deposit, held or evidence
	enum attested_how off, internet; // asked at the desk: not, yes or no
	struct wall_time asked_at;	 // of the last unlock
	int pulses;			 // accepted since the door was last seen open
	struct wall_time accepted_at, opened_at, moved_at, closed_at; // 0: not
	char beside[INTENT_BESIDE];
};

// Returns the new id. -ERR_EXISTS: the door, or the person in that bank, has an open intent.
int64_t intent_add(struct store *store, const struct intent_row *intent);
// Writes what can change while it is open.
int intent_put(struct store *store, const struct intent_row *intent);
// Writes those columns and ends it: "settled", "empty", "left inside", "not opened", "withdrawn",
// "refused", "jammed", "unseen", "looked". -ERR_NOT_FOUND: ended already.
int intent_end(
	struct store *store, const struct intent_row *intent, struct wall_time at, const char *as);
int intent_get(struct store *store, int64_t id, struct intent_row *out_intent);
int intent_each_open(
	struct store *store, int (*each)(void *arg, const struct intent_row *intent), void *arg);

#endif
