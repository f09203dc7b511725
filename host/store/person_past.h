// SPDX-License-Identifier: GPL-3.0-or-later
// What a pupil's year and class were: the year on the day decides (policies.md), also when that day
// is looked at long after.
#ifndef STORE_PERSON_PAST_H
#define STORE_PERSON_PAST_H

#include "store/people.h"

// Writes the person's row, and keeps the year and class they had until date (which is not included)
// where either changes. Several changes of one day are one.
int person_change(struct store *store, const struct person_record *person, const char *date);

// The person as person_get, with the year and class they had on date.
int person_on(struct store *store, int64_t id, const char *date, struct person_record *out_person);

#endif
