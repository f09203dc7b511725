// SPDX-License-Identifier: GPL-3.0-or-later
// A report: a title, a few notes and tables of text. Made once by day.h, person.h or governors.h,
// and printed in any of four forms from the same tables.
//
// No clock, no database, no file: what a report says is in its rows. Building cannot fail halfway:
// where memory runs out, report_end() says so.
#ifndef REPORTS_REPORT_H
#define REPORTS_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum column_kind { COLUMN_TEXT, COLUMN_NUMBER };

struct report_column {
	const char *key;   // in JSON; never changes once shipped
	const char *title; // for people
	enum column_kind kind;
};

#define REPORT_COLUMNS 12 // at most, of one table

struct report_cell {
	size_t text; // where it begins in the report's text
};

struct report_table {
	const char *key, *title;
	const char *empty; // the sentence that stands where there are no rows
	const struct report_column *columns;
	int column_count;
	size_t first, cells; // of the report's cells, row after row
};

// Read its fields through the functions below; the printers are its only other readers.
struct report;

// key ("day") and the tables' strings are borrowed and live as long as the program. NULL: no
// memory.
struct report *report_open(const char *key);
// NULL is fine. Overwrites what it held: it may be about children.
void report_close(struct report *report);

void report_title(struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
// One more sentence under the title.
void report_note(struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
// Begins the next table; columns is borrowed.
void report_table(struct report *report, const char *key, const char *title, const char *empty,
	const struct report_column *columns, int column_count);
// The next cell of the table's next row: text is copied, NULL is an empty cell.
void report_text(struct report *report, const char *text);
void report_cell(struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void report_number(struct report *report, int64_t number);
// 0, or -ERR_NO_MEMORY where anything above found none. The last table's last row must be whole.
int report_end(struct report *report);

const char *report_key(const struct report *report);
const char *report_title_text(const struct report *report);
int report_note_count(const struct report *report);
const char *report_note_text(const struct report *report, int index);
int report_table_count(const struct report *report);
const struct report_table *report_table_at(const struct report *report, int index);
size_t report_rows(const struct report_table *table);
const char *report_cell_text(
	const struct report *report, const struct report_table *table, size_t row, int column);

enum report_form {
	REPORT_TERMINAL, // aligned columns; control characters become '?'
	REPORT_CSV,  // RFC 4180, UTF-8; every table under its title; see print_csv.c on formulas
	REPORT_JSON, // one object: the tables by key, each a list of objects by column key
	REPORT_HTML, // one page for paper, A4: no script, nothing fetched, every value escaped
};

// 0; -ERR_IO where out does not take it, -ERR_NO_MEMORY.
int report_print(const struct report *report, enum report_form form, FILE *out);

#endif
