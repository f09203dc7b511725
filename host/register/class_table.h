// SPDX-License-Identifier: GPL-3.0-or-later
// Which class becomes which in September, read from the school's own table. Pure.
#ifndef REGISTER_CLASS_TABLE_H
#define REGISTER_CLASS_TABLE_H

#include "register/csv.h"
#include "store/people.h"

#define CLASS_TABLE_ROWS 128

struct class_table {
	int count;
	struct {
		char from[PERSON_CLASS], to[PERSON_CLASS]; // to "": no class until given one
	} rows[CLASS_TABLE_ROWS];
};

// CSV text with the columns from and to. -ERR_FORMAT with a sentence.
int class_table_read(
	const char *text, size_t len, struct class_table *out_table, char why[CSV_WHY]);
// What from becomes; NULL: the table does not say. Borrowed.
const char *class_table_to(const struct class_table *table, const char *from);

#endif
