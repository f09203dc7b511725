// SPDX-License-Identifier: GPL-3.0-or-later
// Releases as rows: what a member of staff opens one door after another, and what became of each.
#ifndef STORE_RELEASES_H
#define STORE_RELEASES_H

#include "base/time.h"
#include "policy/words.h"
#include "store/people.h"
#include "store/store.h"

#define RELEASE_REASON 257 // bytes with the ending zero

enum release_kind { RELEASE_PERSON, RELEASE_CLASS, RELEASE_BANK };
extern const struct words release_kind_words;

// WAITING to ASKED to OPENED to COLLECTED is the good way. LEFT: closed with the device still
// inside. SHUT: it did not open. KEPT: the policy lets it not go (its decision is on record).
// EVIDENCE: held for the police, and goes to nobody else.
enum release_door_state {
	RELEASE_WAITING,
	RELEASE_ASKED,
	RELEASE_OPENED,
	RELEASE_COLLECTED,
	RELEASE_LEFT,
	RELEASE_SHUT,
	RELEASE_KEPT,
	RELEASE_EVIDENCE,
};
extern const struct words release_door_words;

struct release_row {
	int64_t id; // 0: none
	enum release_kind kind;
	bool emergency;
	int64_t bank;
	int64_t person;		  // of a person's
	char class[PERSON_CLASS]; // of a class's
	int64_t by;
	enum role by_role; // of an emergency: slt or headteacher
	char reason[RELEASE_REASON];
	int at_once;
	struct wall_time asked_at, until, began_at; // began_at 0: waits for its card
};

// -ERR_EXISTS: one is open at that bank.
int64_t release_add(struct store *store, const struct release_row *release);
int release_began(struct store *store, int64_t id, struct wall_time at);
int release_ended(struct store *store, int64_t id, struct wall_time at, const char *as);
int release_door_put(struct store *store, int64_t release, int door, int64_t custody,
	enum release_door_state state);
// Those that have not ended; their doors.
int release_each_open(
	struct store *store, int (*each)(void *arg, const struct release_row *release), void *arg);
int release_doors(struct store *store, int64_t release,
	void (*each)(void *arg, int door, int64_t custody, enum release_door_state state),
	void *arg);

#endif
