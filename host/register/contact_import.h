// SPDX-License-Identifier: GPL-3.0-or-later
// Staff's own contact times by weekday, from a table: docs/calendar.md describes the file.
#ifndef REGISTER_CONTACT_IMPORT_H
#define REGISTER_CONTACT_IMPORT_H

#include "base/time.h"
#include "register/csv.h"
#include "store/actor.h"

#define CONTACT_ROWS_MAX 1000

enum contact_act { CONTACT_CHANGE, CONTACT_SAME, CONTACT_REFUSED };

struct contact_row {
	unsigned line;
	char ref[PERSON_REF];
	enum contact_act act;
	char what[320];
};

struct contact_plan;

// Reads the table against the store and changes nothing. -ERR_FORMAT, -ERR_FULL with a sentence.
int contact_import_plan(struct store *store, const char *text, size_t len, struct wall_time now,
	struct contact_plan **out_plan, char why[CSV_WHY]);
void contact_plan_close(struct contact_plan *plan);
const struct contact_row *contact_plan_rows(const struct contact_plan *plan, size_t *out_count);
size_t contact_plan_count(const struct contact_plan *plan, enum contact_act act);

// Writes the plan, made in this same transaction: all of it, or -ERR_ARG where a row is refused,
// -ERR_DENIED where by is not office or leadership. Returns how many people changed.
int contact_import_apply(struct store *store, const struct contact_plan *plan,
	const struct actor *by, struct wall_time now, char why[CSV_WHY]);

#endif
