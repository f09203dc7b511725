// SPDX-License-Identifier: GPL-3.0-or-later
// The people file against the register: what it would change, row by row, and then all of it or
// nothing. docs/people.md describes the file.
#ifndef REGISTER_PEOPLE_IMPORT_H
#define REGISTER_PEOPLE_IMPORT_H

#include <stddef.h>

#include "base/walltime.h"
#include "register/people_map.h"
#include "store/actor.h"
#include "store/people.h"
#include "store/store.h"

#define PEOPLE_FILE_MAX (4u << 20) // bytes
#define PEOPLE_ROWS_MAX 5000
#define PEOPLE_WHAT	400

enum people_act { PEOPLE_ADD, PEOPLE_CHANGE, PEOPLE_END, PEOPLE_SAME, PEOPLE_REFUSED };

struct people_plan_row {
	unsigned line;	      // of the file, from 1
	char ref[PERSON_REF]; // "" where it could not be read
	enum people_act act;
	char what[PEOPLE_WHAT]; // one sentence: what changes, or why the row is refused
};

struct people_plan;

// Reads text by map (NULL: the columns have the fields' own names) against the store and changes
// nothing. today: who has left already, which walker
// permission is the one in force. A row that cannot be is PEOPLE_REFUSED in the plan; only where
// the file is no readable text or its first row lacks a column, or it is too large, is this
// -ERR_FORMAT or -ERR_FULL with a sentence in why. -ERR_NO_MEMORY. text is not needed afterwards.
int people_import_plan(struct store *store, const struct people_map *map, const char *text,
	size_t len, struct local_date today, struct people_plan **out_plan, char why[CSV_WHY]);
// NULL is fine.
void people_plan_close(struct people_plan *plan);

// In order of the file; borrowed from the plan.
const struct people_plan_row *people_plan_rows(const struct people_plan *plan, size_t *out_count);
size_t people_plan_count(const struct people_plan *plan, enum people_act act);
// Sentences about the file as a whole: classes that nobody is in yet, and who is here but not in
// the file (who stays as they are). Line i from 0; NULL past the last. Borrowed.
const char *people_plan_note(const struct people_plan *plan, size_t i);

// "add", "change", "end", "same", "refused".
const char *people_act_word(enum people_act act);

// Writes the plan inside the caller's transaction, which has been open since before the plan was
// made (nobody else may change people in between). by is the reference of who does it: office, SLT
// or headteacher, on record already or, while nobody is, in this very file. Returns how many people
// were added, changed or ended. -ERR_ARG with a sentence, and nothing written, where a row is
// refused; -ERR_DENIED where by may not, or would make themselves SLT or Headteacher. Whoever
// else becomes one (but in the first import) is told to the Headteacher. After any failure the
// caller rolls back.
int people_import_apply(struct store *store, const struct people_plan *plan, const char *by,
	const char *user, struct wall_time now, char why[ACTOR_WHY]);

#endif
