// SPDX-License-Identifier: GPL-3.0-or-later
// Who makes a change: recorded with every one of them.
#ifndef STORE_ACTOR_H
#define STORE_ACTOR_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/time.h"
#include "policy/words.h"
#include "store/people.h"
#include "store/store.h"

struct actor {
	int64_t person;	  // of --by, or of the account; a row of person
	const char *user; // the operating-system user of the command, or NULL; borrowed
};

// Room for the sentence of a refusal that is the user's to put right.
#define ACTOR_WHY 200

#define ROLES_OFFICE	 (1u << ROLE_OFFICE | 1u << ROLE_SLT | 1u << ROLE_HEADTEACHER)
#define ROLES_LEADERSHIP (1u << ROLE_SLT | 1u << ROLE_HEADTEACHER)
#define ROLES_HEAD	 (1u << ROLE_HEADTEACHER)

// The role in which a person can decide anything today: office, slt or headteacher, by category.
// -ERR_DENIED with a sentence where they have none of roles, left already, or are not on record;
// what fills "Only ... may <what>."
int actor_role(struct store *store, int64_t person, struct wall_time now, unsigned roles,
	const char *what, enum role *out_role, char why[ACTOR_WHY]);

// Categories of those who work at the school: all but pupils, parents, visitors and contractors.
bool actor_is_staff(const char *category);
// Somebody of those, today. -ERR_DENIED with a sentence.
int actor_staff(struct store *store, int64_t person, struct wall_time now, char why[ACTOR_WHY]);

// One event of the record: what was done, about whom (0: nobody), by whom. facts as in events.h,
// NULL for none. 0 or negative.
int actor_record(struct store *store, const struct actor *by, struct wall_time now,
	const char *kind, int64_t person, const char *facts);

// The person a change is about: on record and not gone today. -ERR_NOT_FOUND or -ERR_ARG with a
// sentence.
int actor_whom(struct store *store, struct wall_time now, const char *ref,
	struct person_record *out_person, char why[ACTOR_WHY]);

// A refusal as a value of its function: the sentence goes to why, which is in scope.
#define REFUSE(code, ...) (snprintf(why, ACTOR_WHY, __VA_ARGS__), -(code))

#endif
