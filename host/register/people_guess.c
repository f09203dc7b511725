// SPDX-License-Identifier: GPL-3.0-or-later
// What the usual systems call the columns. No export format of theirs is published (field.md 5.6),
// so these are headings seen in schools' files and in the suppliers' report builders: a guess, and
// offered as one.
#include <string.h>

#include "register/people_map.h"

// Of one field the likelier first: a preferred name is what the child answers to.
static const struct {
	enum people_column column;
	const char *heading;
} headings[] = {
	{COLUMN_ref, "ref"},
	{COLUMN_ref, "UPN"},
	{COLUMN_ref, "Unique Pupil Number"},
	{COLUMN_ref, "Staff Code"},
	{COLUMN_ref, "Admission Number"},
	{COLUMN_ref, "Adno"},
	{COLUMN_ref, "MIS ID"},
	{COLUMN_ref, "Arbor Student ID"},
	{COLUMN_given, "given"},
	{COLUMN_given, "Preferred Forename"},
	{COLUMN_given, "Preferred First Name"},
	{COLUMN_given, "Chosen Forename"},
	{COLUMN_given, "Chosen Name"},
	{COLUMN_given, "Forename"},
	{COLUMN_given, "First Name"},
	{COLUMN_given, "Firstname"},
	{COLUMN_given, "Given Name"},
	{COLUMN_given, "Legal Forename"},
	{COLUMN_given, "Legal First Name"},
	{COLUMN_family, "family"},
	{COLUMN_family, "Preferred Surname"},
	{COLUMN_family, "Preferred Last Name"},
	{COLUMN_family, "Chosen Surname"},
	{COLUMN_family, "Surname"},
	{COLUMN_family, "Last Name"},
	{COLUMN_family, "Family Name"},
	{COLUMN_family, "Legal Surname"},
	{COLUMN_family, "Legal Last Name"},
	{COLUMN_category, "category"},
	{COLUMN_category, "Role"},
	{COLUMN_year, "year"},
	{COLUMN_year, "Year Group"},
	{COLUMN_year, "Year (Group)"},
	{COLUMN_year, "NC Year"},
	{COLUMN_year, "NCY"},
	{COLUMN_year, "Curriculum Year"},
	{COLUMN_year, "Year taught in"},
	{COLUMN_year, "Yr"},
	{COLUMN_class, "class"},
	{COLUMN_class, "Class Name"},
	{COLUMN_class, "Reg"},
	{COLUMN_class, "Reg Group"},
	{COLUMN_class, "Registration Group"},
	{COLUMN_class, "Registration Form"},
	{COLUMN_class, "Registration"},
	{COLUMN_class, "Form"},
	{COLUMN_class, "Tutor Group"},
	{COLUMN_left, "left"},
	{COLUMN_left, "Leaving Date"},
	{COLUMN_left, "Date of Leaving"},
	{COLUMN_left, "DOL"},
	{COLUMN_walker_from, "walker from"},
	{COLUMN_walker_until, "walker until"},
	{COLUMN_walker_days, "walker days"},
	{COLUMN_card, "card"},
	{COLUMN_card, "Card UID"},
	{COLUMN_card, "RFID"},
};

static const char *in_file(const struct csv_row *header, const char *heading)
{
	for (size_t i = 0; i < header->fields; i++) {
		if (heading_same(header->field[i], heading) &&
			strlen(header->field[i]) < MAP_HEADING)
			return header->field[i];
	}
	return NULL;
}

int people_map_guess(const struct csv_row *header, struct people_map *out_map)
{
	int found = 0;

	*out_map = (struct people_map){0};
	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
		char *column = out_map->column[headings[i].column];
		const char *heading = column[0] ? NULL : in_file(header, headings[i].heading);

		if (heading) {
			strcpy(column, heading);
			found++;
		}
	}
	if (!out_map->column[COLUMN_category][0] && out_map->column[COLUMN_year][0])
		strcpy(out_map->always[COLUMN_category], "pupil");
	return found;
}
