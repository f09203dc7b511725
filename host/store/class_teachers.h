// SPDX-License-Identifier: GPL-3.0-or-later
// Which member of staff has which class. A class is the text in its pupils' rows; who may change
// this is decided in register/class_teachers.h.
#ifndef STORE_CLASS_TEACHERS_H
#define STORE_CLASS_TEACHERS_H

#include "store/people.h"

#define CLASSES_MAX  12					// of one member of staff
#define CLASSES_TEXT (CLASSES_MAX * (PERSON_CLASS + 1)) // "6A; 6B"

struct class_list {
	int count;
	char class[CLASSES_MAX][PERSON_CLASS];
};

// The new row's id; -ERR_EXISTS: they have it already; -ERR_FULL: they have CLASSES_MAX.
int64_t class_teacher_add(
	struct store *store, int64_t person, const char *class, int64_t by, struct wall_time at);
// The id of the row that it ends; -ERR_NOT_FOUND: they have it not.
int64_t class_teacher_end(
	struct store *store, int64_t person, const char *class, struct wall_time at);
// Theirs now, in order of name. 0 or negative.
int class_teacher_classes(struct store *store, int64_t person, struct class_list *out_classes);
// Whether they have that class now: 1, 0, or negative.
int class_teacher_has(struct store *store, int64_t person, const char *class);
// Whether the school has said of anybody which class is theirs: 1, 0, or negative.
int class_teachers_known(struct store *store);
// Who has that class now, by family name. How many, or what each returned where that was not 0.
int class_teacher_each(struct store *store, const char *class,
	int (*each)(void *arg, const struct person_record *person), void *arg);

// "6A; 6B"; "" for none.
void class_list_print(const struct class_list *classes, char out_text[CLASSES_TEXT]);

#endif
