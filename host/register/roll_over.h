// SPDX-License-Identifier: GPL-3.0-or-later
// September: every pupil a year on, Year 6 leave, classes by a table of the school's or none until
// given, walker permissions do not carry over. What they were stays answerable
// (store/person_past.h).
#ifndef REGISTER_ROLL_OVER_H
#define REGISTER_ROLL_OVER_H

#include "base/walltime.h"
#include "register/csv.h"
#include "store/actor.h"

enum roll_over_act { ROLL_OVER_MOVES, ROLL_OVER_LEAVES, ROLL_OVER_REFUSED };

struct roll_over_row {
	char ref[PERSON_REF];
	enum roll_over_act act;
	char what[160]; // one sentence: from and to, or why not
};

struct roll_over;

// Looks at every pupil who is here on date, the first day of the new school year, and changes
// nothing. classes: CSV text with the columns from and to (to empty: none), or NULL: every class is
// cleared. -ERR_FORMAT: the table cannot be read; -ERR_EXISTS: that school year was begun already;
// -ERR_ARG: date is none to begin a school year on; with a sentence.
int roll_over_plan(struct store *store, const char *classes, struct local_date date,
	struct roll_over **out_plan, char why[CSV_WHY]);
// NULL is fine.
void roll_over_close(struct roll_over *plan);
// In order of reference; borrowed.
const struct roll_over_row *roll_over_rows(const struct roll_over *plan, size_t *out_count);
size_t roll_over_count(const struct roll_over *plan, enum roll_over_act act);
// How many walker permissions would end.
size_t roll_over_walkers(const struct roll_over *plan);

// Writes the plan, made in this same transaction. by: office, SLT or headteacher. Not before its
// date has come. Returns how many pupils; -ERR_ARG, -ERR_DENIED with a sentence. After any failure
// the caller rolls back.
int roll_over_apply(struct store *store, const struct roll_over *plan, const struct actor *by,
	struct wall_time now, char why[CSV_WHY]);

#endif
