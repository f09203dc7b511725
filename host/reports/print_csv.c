// SPDX-License-Identifier: GPL-3.0-or-later
// A report for a spreadsheet: RFC 4180, each table under a line with its title, an empty line
// after.
//
// A spreadsheet takes a cell that begins with = + - @ (or with a tab or a carriage return) for a
// formula, and a name comes from a file that somebody else wrote. Such a cell gets an apostrophe
// before it, which a spreadsheet takes as "this is text".
#include <string.h>

#include "reports/printers.h"

static void put_cell(const char *text, FILE *out)
{
	bool formula = *text && strchr("=+-@\t\r\n", *text);

	if (!formula && !strpbrk(text, ",\"\r\n")) {
		fputs(text, out);
		return;
	}
	fputs(formula ? "\"'" : "\"", out);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', out);
		putc(*text, out);
	}
	putc('"', out);
}

static void put_line(const char *text, FILE *out)
{
	put_cell(text, out);
	fputs("\r\n", out);
}

static void put_table(const struct report *report, const struct report_table *table, FILE *out)
{
	fputs("\r\n", out);
	put_line(table->title, out);
	for (int c = 0; c < table->column_count; c++) {
		fputs(c ? "," : "", out);
		put_cell(table->columns[c].title, out);
	}
	fputs("\r\n", out);
	for (size_t row = 0; row < report_rows(table); row++) {
		for (int c = 0; c < table->column_count; c++) {
			fputs(c ? "," : "", out);
			put_cell(report_cell_text(report, table, row, c), out);
		}
		fputs("\r\n", out);
	}
}

void print_csv(const struct report *report, FILE *out)
{
	put_line(report_title_text(report), out);
	for (int i = 0; i < report_note_count(report); i++)
		put_line(report_note_text(report, i), out);
	for (int i = 0; i < report_table_count(report); i++)
		put_table(report, report_table_at(report, i), out);
}
