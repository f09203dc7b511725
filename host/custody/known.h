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
	struct custody_row *loan;   // the oldest whose home is here
	struct slot *home;	    // ... that home
};

// Fills in the tap (bank, person and uid are the caller's) and the set of enum tap_fact that hold.
int tap_know(struct custody *c, struct now now, struct tap *tap, unsigned *out_facts);

// card.c: a tap that opens nothing, said at the cabinet and written down. request is what the
// policy was asked; NULL where the locker itself answers.
int tap_turn_away(struct custody *c, struct now now, const struct tap *tap, enum action action,
	const struct decision *decision, const struct request *request);
// ... answered by the locker itself with one of decisions.h's words.
int tap_refer(struct custody *c, struct now now, const struct tap *tap, enum action action,
	const char *rule, const char *say);

#endif
