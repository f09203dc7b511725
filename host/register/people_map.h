// SPDX-License-Identifier: GPL-3.0-or-later
// A column map: which column of the school's own export feeds which field of the people file.
// Pure; docs/people.md describes it for people. As JSON:
//
//	{"columns": {"ref": "UPN", "given": "Forename", "year": "Year Group", ...},
//	 "values": {"year": {"Rec": "R"}, "category": {"Teaching staff": "staff"}},
//	 "always": {"category": "pupil"},
//	 "dates": "day/month/year"}
//
// Headings and values are matched without regard to capitals, spaces and underscores.
#ifndef REGISTER_PEOPLE_MAP_H
#define REGISTER_PEOPLE_MAP_H

#include <stdbool.h>

#include "register/csv.h"

// X(name, compulsory): the fields of the people file.
#define PEOPLE_COLUMNS(X)                                                                          \
	X(ref, true)                                                                               \
	X(given, true)                                                                             \
	X(family, true)                                                                            \
	X(category, true)                                                                          \
	X(year, false)                                                                             \
	X(class, false)                                                                            \
	X(left, false)                                                                             \
	X(walker_from, false)                                                                      \
	X(walker_until, false)                                                                     \
	X(walker_days, false)                                                                      \
	X(card, false)

enum people_column {
#define X(name, compulsory) COLUMN_##name,
	PEOPLE_COLUMNS(X)
#undef X
		COLUMNS
};

extern const char *const people_column_names[COLUMNS];
extern const bool people_column_compulsory[COLUMNS];

#define MAP_HEADING 81	       // bytes of a heading or a value, with the ending zero
#define MAP_VALUES  96	       // translations at the most
#define MAP_TEXT    (16 << 10) // bytes of the JSON

enum date_order { DATES_DAY_FIRST, DATES_MONTH_FIRST };

struct people_map {
	char column[COLUMNS][MAP_HEADING]; // the heading; "": not in the file
	char always[COLUMNS][MAP_HEADING]; // what a field without a column always is; "": nothing
	struct map_value {
		int column;
		char from[MAP_HEADING], to[MAP_HEADING];
	} values[MAP_VALUES];
	int value_count;
	enum date_order dates; // of 01/09/2026; 2026-09-01 is always read
};

// The map without a map: every field's column has the field's own name, where it is there.
void people_map_plain(struct people_map *out_map);
// Reads JSON. -ERR_FORMAT with a sentence: no JSON (with the line), a field that is none, a heading
// given to two fields, a field given twice over, a compulsory one without a column or a constant.
int people_map_read(const char *json, size_t len, struct people_map *out_map, char why[CSV_WHY]);
// As JSON, to be freed; NULL: no memory.
char *people_map_print(const struct people_map *map);

// A map guessed from an export's first row by the headings that the usual systems use; a file with
// a year and without a category is one of pupils. How many fields were found a column.
int people_map_guess(const struct csv_row *header, struct people_map *out_map);

// Capitals, spaces and underscores apart the same.
bool heading_same(const char *a, const char *b);
// What the cell of that field means: translated where the map says so. Borrowed from either.
const char *people_map_value(const struct people_map *map, int column, const char *cell);

#endif
