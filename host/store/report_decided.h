// SPDX-License-Identifier: GPL-3.0-or-later
// The answers of a period with what each was decided on, for whoever decides them again.
#ifndef STORE_REPORT_DECIDED_H
#define STORE_REPORT_DECIDED_H

#include "base/walltime.h"
#include "store/decisions.h"

// As it stands on record; every text is borrowed until the callback returns.
struct decided {
	int64_t id, person; // person 0: a card nobody has
	struct wall_time at;
	const char *ref, *name, *class; // "" where there is no person
	const char *action, *place, *outcome, *rule, *say;
	unsigned obligations; // 1 << enum obligation
	const char *request;  // policy/request_print.h; NULL where no policy was asked
};

// Every answer of the days from to until, both included, in the order given; of one person where
// person is not 0. Returns 0, what each returned where that was not 0, or a negative enum err.
int report_decided_each(struct store *store, struct local_date from, struct local_date until,
	int64_t person, int (*each)(void *arg, const struct decided *decided), void *arg);

#endif
