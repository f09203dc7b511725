// SPDX-License-Identifier: GPL-3.0-or-later
// The table of classes, each class once.
#include "register/class_table.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"

#define BAD(...) (snprintf(why, CSV_WHY, __VA_ARGS__), -ERR_FORMAT)

const char *class_table_to(const struct class_table *table, const char *from)
{
	for (int i = 0; i < table->count; i++) {
		if (strcmp(table->rows[i].from, from) == 0)
			return table->rows[i].to;
	}
	return NULL;
}

static int take_row(
	const struct csv_row *cells, int from, int to, struct class_table *table, char why[CSV_WHY])
{
	int most = from > to ? from : to;

	if ((int)cells->fields <= most)
		return BAD("Line %u has no cell for \"from\" or \"to\".", cells->line);
	if (table->count == CLASS_TABLE_ROWS)
		return BAD("The table has more than %d classes.", CLASS_TABLE_ROWS);
	if (!cells->field[from][0] || strlen(cells->field[from]) >= PERSON_CLASS ||
		strlen(cells->field[to]) >= PERSON_CLASS)
		return BAD("Line %u: a class has 1 to %d letters.", cells->line, PERSON_CLASS - 1);
	if (class_table_to(table, cells->field[from]))
		return BAD("Line %u: class %s stands in the table already.", cells->line,
			cells->field[from]);
	strcpy(table->rows[table->count].from, cells->field[from]);
	strcpy(table->rows[table->count].to,
		strcmp(cells->field[to], "-") == 0 ? "" : cells->field[to]);
	table->count++;
	return 0;
}

int class_table_read(const char *text, size_t len, struct class_table *out_table, char why[CSV_WHY])
{
	static struct csv_row cells; // large, and the house has one thread
	int from, to, got, result = text_file_check(text, len, why);
	struct csv csv;

	if (result < 0)
		return result;
	csv_init(&csv, text, len);
	got = csv_next(&csv, &cells, why);
	if (got <= 0)
		return -ERR_FORMAT;
	from = csv_column(&cells, "from");
	to = csv_column(&cells, "to");
	if (from < 0 || to < 0)
		return BAD("The table of classes needs the columns \"from\" and \"to\" in its "
			   "first row.");
	out_table->count = 0;
	while ((got = csv_next(&csv, &cells, why)) == 1) {
		result = take_row(&cells, from, to, out_table, why);
		if (result < 0)
			return result;
	}
	return got;
}
