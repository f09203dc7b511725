// SPDX-License-Identifier: GPL-3.0-or-later
// Custodies and devices as rows: one device's time in the school's care.
#ifndef STORE_CUSTODIES_H
#define STORE_CUSTODIES_H

#include "base/time.h"
#include "policy/words.h"
#include "store/store.h"

#define CUSTODY_SAFE	 40 // bytes with the ending zero
#define CUSTODY_ENVELOPE 24

// How a beginning or an end is known.
enum known { KNOWN_SEEN, KNOWN_ASSUMED, KNOWN_SAID };

// Attested at the locker by closing the door; or asked at the desk.
enum attested_how { ATTESTED_NOT, ATTESTED_AT_LOCKER, ATTESTED_YES, ATTESTED_NO };

// The school's own device in its own door: nobody's, so to the policy no custody at all.
#define CUSTODY_STOCK CUSTODY_NONE

struct custody_row {
	int64_t id;
	int64_t device;
	int64_t person;		// 0 for stock
	enum custody_kind kind; // deposit, held, evidence (a hold of that kind), loan or stock
	int64_t bank;		// 0: in a safe, or lent
	int door;
	char safe[CUSTODY_SAFE];
	char envelope[CUSTODY_ENVELOPE];
	struct wall_time began_at;
	enum known began_how;
	int64_t began_by;
	bool seen_late;
	enum attested_how off, internet;
};

struct custody_end {
	struct wall_time at;
	enum known how;
	int64_t by; // who said so; 0: nobody had to
	int64_t to; // who took it, where not its person; 0
	bool seen_late;
	bool taken_back; // before the hand-in's door closed: not a collection
};

// Returns the new id. -ERR_EXISTS: the door, or the device, is in an open custody already.
int64_t custody_add(struct store *store, const struct custody_row *custody);
// -ERR_NOT_FOUND: no such open custody.
int custody_end(struct store *store, int64_t id, const struct custody_end *end);
int custody_attest(
	struct store *store, int64_t id, enum attested_how off, enum attested_how internet);
// A hold placed on it, or turned back: deposit, held or evidence. -ERR_NOT_FOUND: no such open
// custody.
int custody_kind_put(struct store *store, int64_t id, enum custody_kind kind);
int custody_get(struct store *store, int64_t id, struct custody_row *out_custody);
// The device's open custody. -ERR_NOT_FOUND: it has none.
int custody_of_device(struct store *store, int64_t device, struct custody_row *out_custody);
// The person's open custodies, loans too, oldest first, at most max; returns how many.
int custody_of_person(
	struct store *store, int64_t person, struct custody_row *out_custodies, int max);
// Every open custody that lies in a door.
int custody_each_open(
	struct store *store, int (*each)(void *arg, const struct custody_row *custody), void *arg);
// When the person last collected: a custody of theirs ended that was no loan, and not by taking it
// back; 0: never.
int custody_last_end(struct store *store, int64_t person, struct wall_time *out_at);

// When a custody ended and who said so, 0 where nobody had to. -ERR_NOT_FOUND: it has not, or is
// none.
int custody_ended(struct store *store, int64_t id, struct wall_time *out_at, int64_t *out_by);
// An open custody in that envelope of that safe. -ERR_NOT_FOUND: it is free.
int custody_in_envelope(struct store *store, const char *safe, const char *envelope,
	struct custody_row *out_custody);
// Where the next envelope goes: the safe that was last used ("" where none ever was) and the lowest
// number that no envelope in it has now.
int custody_next_envelope(
	struct store *store, char out_safe[CUSTODY_SAFE], char out_envelope[CUSTODY_ENVELOPE]);

// The lowest number that no envelope of that safe has now.
int custody_free_envelope(
	struct store *store, const char *safe, char out_envelope[CUSTODY_ENVELOPE]);

// The person's own device of that kind that is not in custody, oldest first; made where there is
// none. Returns its id. So two phones of one person are two devices.
int64_t device_for(struct store *store, int64_t person, enum device_kind kind);
struct device_row {
	int64_t id, person;
	enum device_kind kind;
	enum owner owner;
};
int device_get(struct store *store, int64_t id, struct device_row *out_device);
// 1: in an open custody; 0: not.
int device_in_care(struct store *store, int64_t device);

#endif
