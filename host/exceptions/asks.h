// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptions asked for and answered: staff ask, the Headteacher consents (RP-3, and nobody in her
// place), the leadership team or the office agrees. The grants come into being with the agreement.
//
// All inside the caller's transaction, each an event of the record; errors and sentences as in
// grants.h.
#ifndef EXCEPTIONS_ASKS_H
#define EXCEPTIONS_ASKS_H

#include "exceptions/grants.h"
#include "store/asks.h"

// by: anybody who works at the school, for themselves or for others; for a pupil, once the school
// has said which class is whose, whose class it is, or the office or the leadership team. A parent
// asks through the office (wish->parent_request). wish->person and approver are not read; several
// people only for a visit. What it lacks (grants_lack) may be said later; a reason and times may
// not. An emergency release is not asked for. The new ask's id.
int64_t asks_enter(struct store *store, const struct actor *by, struct wall_time now,
	const struct grant_wish *wish, const char *const *people, int count, char why[ACTOR_WHY]);

// What the answer adds to what was asked; NULL and false leave it as it was.
struct ask_agreement {
	const char *approver; // reference of who agreed, where not who enters it
	const char *rooms;
	const char *review;
	bool parent_request;
};
// Agreed: one grant for each person, as grants_give demands it. out_grants in order of ask_people.
// How many; -ERR_ARG where something is still lacking.
int asks_agree(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const struct ask_agreement *agreement, int64_t out_grants[ASK_PEOPLE], char why[ACTOR_WHY]);
// By whoever might have agreed, with a reason.
int asks_decline(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const char *reason, char why[ACTOR_WHY]);
// By who asked, or the office for them.
int asks_withdraw(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	char why[ACTOR_WHY]);

// Who is asked, and what the answer needs: "the Headteacher's consent", "a review date", ... one
// after another; NULL: no more. i from 0.
const char *asks_missing(const struct ask_record *ask, int i);

#endif
