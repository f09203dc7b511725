// SPDX-License-Identifier: GPL-3.0-or-later
// A report on the terminal: columns as wide as their widest cell, counted in characters and not in
// bytes. A control character could move the cursor or change what was printed: it becomes '?'.
#include <string.h>

#include "reports/printers.h"

static size_t width_of(const char *text)
{
	size_t width = 0;

	for (; *text; text++)
		width += ((unsigned char)*text & 0xc0) != 0x80;
	return width;
}

static void put(const char *text, FILE *out)
{
	for (; *text; text++)
		putc((unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text, out);
}

// The last column of a row is not padded: no line ends in spaces.
static void put_cell(const char *text, size_t width, enum column_kind kind, bool last, FILE *out)
{
	int pad = (int)(width - width_of(text));

	if (kind == COLUMN_NUMBER)
		fprintf(out, "%*s", pad, "");
	put(text, out);
	if (kind == COLUMN_TEXT && !last)
		fprintf(out, "%*s", pad, "");
	if (!last)
		fputs("  ", out);
}

// The last cell of a row that says anything.
static int last_cell(const struct report *report, const struct report_table *table, size_t row)
{
	int last = table->column_count - 1;

	while (last > 0 && !*report_cell_text(report, table, row, last))
		last--;
	return last;
}

static void put_table(const struct report *report, const struct report_table *table, FILE *out)
{
	size_t widths[REPORT_COLUMNS];

	fputc('\n', out);
	put(table->title, out);
	fputc('\n', out);
	if (report_rows(table) == 0) {
		fprintf(out, "  %s\n", table->empty);
		return;
	}
	for (int c = 0; c < table->column_count; c++) {
		widths[c] = width_of(table->columns[c].title);
		for (size_t row = 0; row < report_rows(table); row++) {
			size_t width = width_of(report_cell_text(report, table, row, c));

			widths[c] = width > widths[c] ? width : widths[c];
		}
	}
	fputs("  ", out);
	for (int c = 0; c < table->column_count; c++)
		put_cell(table->columns[c].title, widths[c], table->columns[c].kind,
			c == table->column_count - 1, out);
	fputc('\n', out);
	for (size_t row = 0; row < report_rows(table); row++) {
		int last = last_cell(report, table, row);

		fputs("  ", out);
		for (int c = 0; c <= last; c++)
			put_cell(report_cell_text(report, table, row, c), widths[c],
				table->columns[c].kind, c == last, out);
		fputc('\n', out);
	}
}

void print_terminal(const struct report *report, FILE *out)
{
	put(report_title_text(report), out);
	fputc('\n', out);
	for (int i = 0; i < report_note_count(report); i++) {
		put(report_note_text(report, i), out);
		fputc('\n', out);
	}
	for (int i = 0; i < report_table_count(report); i++)
		put_table(report, report_table_at(report, i), out);
}
