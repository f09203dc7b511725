// SPDX-License-Identifier: GPL-3.0-or-later
// How one row of the people file differs from the register; for the file that makes the plan.
#ifndef REGISTER_PEOPLE_COMPARE_H
#define REGISTER_PEOPLE_COMPARE_H

#include "register/people_plan.h"

struct planning {
	struct store *store;
	struct people_plan *plan;
	char today[LOCAL_DATE_TEXT];
	void *refs, *uids; // seen in this file, with their lines: tsearch trees of struct seen
};

// The line on which text was seen before; 0 where it is new, and now seen. -ERR_NO_MEMORY.
int plan_seen_before(void **tree, const char *text, unsigned line);

// Appends a phrase to what a row would do.
void __attribute__((format(printf, 2, 3)))
plan_say(struct people_plan_row *row, const char *format, ...);
void plan_say_change(
	struct people_plan_row *row, const char *what, const char *from, const char *to);

// The columns of the person: fills what is to be written, returns the act.
enum people_act plan_compare_person(const struct people_row *read, const struct person_record *old,
	struct planned *planned, struct people_plan_row *row);
// What the row says of the classes a member of staff has. 0 or negative.
int plan_compare_classes(struct planning *p, const struct people_row *read, struct planned *planned,
	struct people_plan_row *row);
// What the row says of the walker permission. 0 or negative.
int plan_compare_walker(struct planning *p, const struct people_row *read, struct planned *planned,
	struct people_plan_row *row);
// What the row says of the card. 0, negative, or 1 with the row's refusal in row->what.
int plan_compare_card(struct planning *p, const struct people_row *read, struct planned *planned,
	struct people_plan_row *row);
// Rules that span a person's old and new row. True where the row is refused.
bool plan_impossible(const struct planning *p, const struct people_row *read,
	const struct person_record *old, const struct planned *planned,
	struct people_plan_row *row);

#endif
