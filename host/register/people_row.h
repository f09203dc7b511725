// SPDX-License-Identifier: GPL-3.0-or-later
// One row of the people file, read and checked by itself: what it says of one person. Pure.
// The columns are described for people in docs/people.md.
#ifndef REGISTER_PEOPLE_ROW_H
#define REGISTER_PEOPLE_ROW_H

#include <stdbool.h>

#include "register/class_teachers.h"
#include "register/people_map.h"
#include "register/uid.h"
#include "store/people.h"

// Where each column stands in this file; -1 where it is not there.
struct people_header {
	const struct people_map *map; // borrowed
	int at[COLUMNS];
	size_t fields;
};

// An empty cell says nothing, and a lone hyphen takes away what is there.
enum said { SAID_NOTHING, SAID_VALUE, SAID_NONE };

struct people_row {
	unsigned line;
	struct person_record person; // id 0; class (a pupil's), left_on as said below
	enum said class_said, left_said, walker_said, card_said;
	struct class_list classes;   // of a member of staff, where class_said is SAID_VALUE
	struct walker_record walker; // where walker_said is SAID_VALUE; days in the kept form
	char uid[UID_TEXT];	     // where card_said is SAID_VALUE
};

// The file's first row by map, which is borrowed as long as the header is used. 0, or -ERR_FORMAT
// with a sentence that names what is there: a column of the map or a compulsory one is missing, one
// is there twice, the file is not separated by commas. Columns of other names are left alone.
int people_header_read(const struct people_map *map, bool plain, const struct csv_row *row,
	struct people_header *out_header, char why[CSV_WHY]);

// Any other row. 0, or -ERR_FORMAT with a sentence that names what is wrong in it (not its line).
int people_row_read(const struct people_header *header, const struct csv_row *row,
	struct people_row *out_row, char why[CSV_WHY]);

#endif
