// SPDX-License-Identifier: GPL-3.0-or-later
// Clubs, as the office runs them: on their weekdays their members go home when the club ends.
// Inside the caller's transaction; each change is an event of the record.
//
// by: office, SLT or headteacher. All return 0, or with a sentence in why: -ERR_DENIED by may not,
// -ERR_NOT_FOUND no such club, person or membership, -ERR_EXISTS it is so already, -ERR_ARG the
// values make no sense.
#ifndef REGISTER_CLUBS_H
#define REGISTER_CLUBS_H

#include "store/actor.h"
#include "store/clubs.h"

// Both days included; ends is a minute of the day.
int clubs_add(struct store *store, const struct actor *by, struct wall_time now, const char *name,
	uint8_t weekdays, struct local_date from, struct local_date until, int ends,
	char why[ACTOR_WHY]);
// date is its last day.
int clubs_end(struct store *store, const struct actor *by, struct wall_time now, const char *name,
	struct local_date date, char why[ACTOR_WHY]);
// A pupil, from that day on.
int clubs_join(struct store *store, const struct actor *by, struct wall_time now, const char *name,
	const char *person_ref, struct local_date from, char why[ACTOR_WHY]);
// date is the first day on which they are not in it.
int clubs_leave(struct store *store, const struct actor *by, struct wall_time now, const char *name,
	const char *person_ref, struct local_date date, char why[ACTOR_WHY]);
// It does not take place on that day, which must be one of its weekdays; back true: it does after
// all.
int clubs_cancel(struct store *store, const struct actor *by, struct wall_time now,
	const char *name, struct local_date date, bool back, char why[ACTOR_WHY]);

#endif
