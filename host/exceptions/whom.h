// SPDX-License-Identifier: GPL-3.0-or-later
// What grants and bans both look up and write down; for the files of this room.
#ifndef EXCEPTIONS_WHOM_H
#define EXCEPTIONS_WHOM_H

#include "store/actor.h"
#include "store/people.h"
#include "store/store.h"

#define REFUSE(code, ...) (snprintf(why, ACTOR_WHY, __VA_ARGS__), -(code))

// The person with that reference, who has not left; a sentence where there is none.
int exception_whom(struct store *store, struct wall_time now, const char *ref,
	struct person_record *out_person, char why[ACTOR_WHY]);

// One event about a person; facts as in store/events.h, NULL for none. 0 or negative.
int exception_record(struct store *store, const struct actor *by, struct wall_time now,
	const char *kind, int64_t person, const char *facts);

#endif
