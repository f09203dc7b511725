// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a person in the moment of their tap, as the tap table wants it.
#ifndef CUSTODY_KNOWN_H
#define CUSTODY_KNOWN_H

#include "custody/judge.h"

// Everything known of one tap while it is served.
struct tap {
	struct bank *bank;
	int64_t person;
	const char *uid;
	struct facts facts;
	struct local_time at;
	struct slot *slot; // of their intent, or set aside for them
	struct custody_row custodies[PERSON_CUSTODIES];
	int custody_count;
	struct custody_row *here, *elsewhere, *in_safe;
	struct wall_time collected; // 0: not today
};

// Fills in the tap (bank, person and uid are the caller's) and the set of enum tap_fact that hold.
int tap_know(struct custody *c, struct now now, struct tap *tap, unsigned *out_facts);

#endif
