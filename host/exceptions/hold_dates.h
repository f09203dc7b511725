// SPDX-License-Identifier: GPL-3.0-or-later
// When a hold ends or must be looked at again, as a calendar date: counted over the school's own
// calendar, so that "48 school hours" asked on the last day of term shows January before anybody
// confirms it (field.md 5.3). Inside the room only.
#ifndef EXCEPTIONS_HOLD_DATES_H
#define EXCEPTIONS_HOLD_DATES_H

#include "base/time.h"
#include "base/walltime.h"
#include "store/store.h"

// The moment at which that many school hours (LAW-2: start of the first session to the end of the
// last) have passed since now, by the hours of that class. -ERR_NOT_FOUND: the calendar has not
// that many within a year and a month.
int hold_after_school_hours(struct store *store, const char *class, struct wall_time now, int hours,
	struct wall_time *out_at);
// The date of the school day that many school days after today. Errors as above.
int hold_after_school_days(
	struct store *store, struct local_date today, int days, struct local_date *out_date);
// How many school days lie from the first date to the last, both included; negative on error.
int hold_school_days_between(struct store *store, struct local_date first, struct local_date last);

#endif
