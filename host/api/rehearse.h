// SPDX-License-Identifier: GPL-3.0-or-later
// Rehearsal: requests decided again through another policy. It decides from the requests as they
// were kept, never from the answers, and changes nothing.
#ifndef API_REHEARSE_H
#define API_REHEARSE_H

#include "api/decide.h"
#include "reports/rehearsal.h"

struct rehearse_ask {
	const struct policy *through;
	int pupils, staff; // the school's settings to be tried (words.h), or -1: as they were
	int64_t person;	   // only theirs, or 0: everybody's
	// Called with each request's own line, as it is kept or made up, where not NULL; not 0
	// stops. `hometime decide` reads it.
	int (*request)(void *arg, const char *line);
	void *arg;
};

// The recorded requests of the days from to until, both included. Where the policy that is tried
// has the name of the one that answered, everything of the answer is compared; else its
// outcome and what follows from it (a breach, a ban, a hold, a return), since another policy has
// other rules and words. 0 and *out, to be released; a negative enum err, and nothing is to be
// released.
int rehearse_period(struct store *store, const struct rehearse_ask *ask, struct local_date from,
	struct local_date until, struct rehearsal *out);

// What everybody on the register of that day would likely ask: in_force against ask->through. The
// requests are listed in rehearse.def.
int rehearse_register(struct store *store, const struct rehearse_ask *ask,
	const struct policy *in_force, struct local_date date, struct rehearsal *out);

// Overwrites: it is about children.
void rehearsal_release(struct rehearsal *rehearsal);

#endif
