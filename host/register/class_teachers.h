// SPDX-License-Identifier: GPL-3.0-or-later
// Which class is whose, as the office says it: by it a member of staff sees who of their own class
// is still to collect, and asks for an early leave of a child of theirs. Inside the caller's
// transaction; each change is an event of the record, which names the row and not the class.
//
// by: office, SLT or headteacher. 0, or with a sentence in why: -ERR_DENIED by may not,
// -ERR_NOT_FOUND no such person, or they have it not, -ERR_EXISTS they have it, -ERR_ARG they are
// no staff, or nobody is in that class, -ERR_FULL they have CLASSES_MAX.
#ifndef REGISTER_CLASS_TEACHERS_H
#define REGISTER_CLASS_TEACHERS_H

#include "register/csv.h"
#include "store/actor.h"
#include "store/class_teachers.h"

int class_teachers_give(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, const char *class, char why[ACTOR_WHY]);
int class_teachers_take(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, const char *class, char why[ACTOR_WHY]);
// Makes theirs what classes says, no more and no less; the caller has asked whether by may. How
// many were given or taken, or negative.
int class_teachers_set(struct store *store, const struct actor *by, struct wall_time now,
	int64_t person, const struct class_list *classes);

// "6A", "6A; 6B" or "6A, 6B", in any order, one twice is once. -ERR_FORMAT with a sentence. Pure.
int class_list_read(const char *text, struct class_list *out_classes, char why[CSV_WHY]);

#endif
