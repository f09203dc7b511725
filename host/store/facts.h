// SPDX-License-Identifier: GPL-3.0-or-later
// Everything policy needs to know of one person at one moment, in a handful of indexed look-ups:
// the middle of every tap.
#ifndef STORE_FACTS_H
#define STORE_FACTS_H

#include "base/walltime.h"
#include "policy/policy.h"
#include "store/people.h"
#include "store/store.h"

struct facts {
	// Filled: at, day, person, grants, pupils and staff settings. Left as request_init() made
	// them, for the caller: action, place, device, owner, custody, what was attested.
	struct request request;
	char id[24]; // request.person.id points here: the person's id in decimal. A copy of this
		     // struct must set it again: facts_settle().
	char named[REQUEST_RELEASE][24]; // for request.custody.release_to, by whoever judges a hold
	char class[PERSON_CLASS];
	bool left; // the person is no longer here on that day
};

// at is the school's clock. Year and class are those of that day, and a pupil's home-time is the
// end of their last club of it where that is later, unless the day was closed early. On a day that
// is not a school day home-time, sessions and hand-in window stay unknown, and a weekly timetable
// counts on a Saturday or Sunday only, since a row for a Monday speaks of school Mondays. A grant
// of the person's own giving carries the person's id, so that policy sees it; any other carries
// "other". More bans, spans or grants than a request holds: the first ones by beginning.
// -ERR_NOT_FOUND: no such person. out_facts is written on failure too.
int facts_of_person(
	struct store *store, int64_t person, struct local_time at, struct facts *out_facts);

// After facts was copied.
void facts_settle(struct facts *facts);

#endif
