// SPDX-License-Identifier: GPL-3.0-or-later
// A report for a program. A cell of a number column is a number where it is one: "under 5" stays
// text, an empty cell is null.
#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>

#include "base/err.h"
#include "reports/printers.h"

static json_t *cell_value(const char *text, enum column_kind kind)
{
	const char *at = text;

	if (kind == COLUMN_TEXT)
		return json_string(text);
	if (!*text)
		return json_null();
	while (isdigit((unsigned char)*at))
		at++;
	return *at ? json_string(text) : json_integer(strtoll(text, NULL, 10));
}

static json_t *table_value(const struct report *report, const struct report_table *table)
{
	json_t *rows = json_array();

	for (size_t row = 0; row < report_rows(table); row++) {
		json_t *object = json_object();

		for (int c = 0; c < table->column_count; c++)
			json_object_set_new(object, table->columns[c].key,
				cell_value(report_cell_text(report, table, row, c),
					table->columns[c].kind));
		json_array_append_new(rows, object);
	}
	return rows;
}

// What a screen writes over a table, so that it need not know the report.
static json_t *heads_value(const struct report_table *table)
{
	json_t *columns = json_array();

	for (int c = 0; c < table->column_count; c++)
		json_array_append_new(
			columns, json_pack("{s:s, s:s, s:b}", "key", table->columns[c].key, "title",
					 table->columns[c].title, "number",
					 table->columns[c].kind == COLUMN_NUMBER));
	return json_pack("{s:s, s:s, s:s, s:o}", "key", table->key, "title", table->title, "empty",
		table->empty, "columns", columns);
}

int print_json(const struct report *report, FILE *out)
{
	json_t *tables = json_object();
	json_t *notes = json_array();
	json_t *heads = json_array();
	json_t *whole;
	int err = 0;

	for (int i = 0; i < report_note_count(report); i++)
		json_array_append_new(notes, json_string(report_note_text(report, i)));
	for (int i = 0; i < report_table_count(report); i++) {
		const struct report_table *table = report_table_at(report, i);

		json_object_set_new(tables, table->key, table_value(report, table));
		json_array_append_new(heads, heads_value(table));
	}
	whole = json_pack("{s:s, s:s, s:o, s:o, s:o}", "report", report_key(report), "title",
		report_title_text(report), "notes", notes, "heads", heads, "tables", tables);
	if (!whole)
		err = -ERR_NO_MEMORY;
	else if (json_dumpf(whole, out, JSON_COMPACT) < 0)
		err = -ERR_IO;
	putc('\n', out);
	json_decref(whole);
	return err;
}
