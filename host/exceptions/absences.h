// SPDX-License-Identifier: GPL-3.0-or-later
// The Headteacher marked absent, and which member of the SLT deputises (RP-15). Only RP-15's notice
// goes to the deputy; other notices wait, and RP-3's consent is not delegated. Errors and sentences
// as in grants.h; inside the caller's transaction, each an event of the record.
#ifndef EXCEPTIONS_ABSENCES_H
#define EXCEPTIONS_ABSENCES_H

#include "store/absences.h"
#include "store/actor.h"

#define ABSENCE_MAX_DAYS 100 // never open-ended (ours)

// By the Headteacher, the office or another leader: nobody makes themselves the deputy, and a
// deputy is of the SLT. Its id; -ERR_EXISTS: an absence of that time is entered already.
int64_t absences_mark(struct store *store, const struct actor *by, struct wall_time now,
	const char *deputy, struct wall_time from, struct wall_time until, char why[ACTOR_WHY]);
// The Headteacher is back before the time: ended by her, the office or a leader.
int absences_end(
	struct store *store, const struct actor *by, struct wall_time now, char why[ACTOR_WHY]);

#endif
