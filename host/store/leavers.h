// SPDX-License-Identifier: GPL-3.0-or-later
// Who has left and whose leaving is not done yet.
#ifndef STORE_LEAVERS_H
#define STORE_LEAVERS_H

#include "store/people.h"

// At most max people who left on date or before and are not settled; by an index of them alone.
// Returns how many.
int leaver_list(struct store *store, const char *date, int64_t *out_people, int max);
int leaver_settled(struct store *store, int64_t person);
// Their walker permissions that are not over on date: withdrawn at that time. How many.
int leaver_end_walkers(struct store *store, int64_t person, const char *date, struct wall_time at);
// Those of them that began before date: of the school year that is over. How many.
int walker_end_old(struct store *store, int64_t person, const char *date, struct wall_time at);
// Their clubs end on date.
int leaver_end_clubs(struct store *store, int64_t person, const char *date);

#endif
