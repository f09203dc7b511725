// SPDX-License-Identifier: GPL-3.0-or-later
// Banks as a technician adopted them, and the proof of each door. The latest of each.
#ifndef STORE_ADOPTIONS_H
#define STORE_ADOPTIONS_H

#include <stdbool.h>

#include "base/time.h"
#include "store/store.h"

#define ADOPTION_WORD 24

struct adoption_row {
	int64_t bank, serial;
	int address, doors;
	bool inside;
	char firmware[ADOPTION_WORD];	 // "0.1.0"
	char fingerprint[ADOPTION_WORD]; // of its key
	struct wall_time at;
	int64_t by;
};

// Replaces what was there.
int adoption_put(struct store *store, const struct adoption_row *adoption);
// -ERR_NOT_FOUND: it was never adopted.
int adoption_get(struct store *store, int64_t bank, struct adoption_row *out_adoption);
// The bank's address as the technician left it. -ERR_EXISTS: another bank of the line has it.
int adoption_set_address(struct store *store, int64_t bank, int address);

struct proof_row {
	int64_t bank;
	int door;
	int64_t serial;
	int faults, other;
	struct wall_time at;
	int64_t by;
};

int proof_put(struct store *store, const struct proof_row *proof);
// Of this bank under this serial number, in order of doors; at most max. Returns how many.
int proof_list(
	struct store *store, int64_t bank, int64_t serial, struct proof_row *out_proofs, int max);

// A door goes out of use for a reason that a walk found, or comes back where that was why it was
// out. Other reasons stay. NULL: it is proved.
int proof_use_door(struct store *store, int64_t bank, int door, const char *reason);

#endif
