// SPDX-License-Identifier: GPL-3.0-or-later
// What a report is made of: one growing text, and places in it.
#include "reports/report.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "reports/printers.h"

#define NOTES  16
#define TABLES 32

struct report {
	const char *key;
	size_t title;
	size_t notes[NOTES];
	int note_count;
	struct report_table tables[TABLES];
	int table_count;
	char *text;
	size_t text_len, text_room;
	struct report_cell *cells;
	size_t cell_count, cell_room;
	bool failed;
};

struct report *report_open(const char *key)
{
	struct report *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	r->key = key;
	r->text = calloc(1, 4096);
	r->text_room = 4096;
	r->text_len = 1; // an empty text is at 0
	if (!r->text) {
		free(r);
		return NULL;
	}
	return r;
}

void report_close(struct report *r)
{
	if (!r)
		return;
	explicit_bzero(r->text, r->text_room);
	free(r->text);
	free(r->cells);
	free(r);
}

// realloc would leave names behind where it moves.
static bool grow(void **block, size_t *room, size_t used, size_t need, size_t size)
{
	size_t wider = *room ? *room * 2 : 256;
	void *moved;

	if (need <= *room)
		return true;
	while (wider < need)
		wider *= 2;
	moved = calloc(wider, size);
	if (!moved)
		return false;
	if (*block) {
		memcpy(moved, *block, used * size);
		explicit_bzero(*block, used * size);
	}
	free(*block);
	*block = moved;
	*room = wider;
	return true;
}

static size_t keep(struct report *r, const char *text)
{
	size_t len = strlen(text) + 1, at = r->text_len;
	void *block = r->text;

	if (len == 1)
		return 0;
	if (r->failed || !grow(&block, &r->text_room, r->text_len, r->text_len + len, 1)) {
		r->failed = true;
		return 0;
	}
	r->text = block;
	memcpy(r->text + at, text, len);
	r->text_len += len;
	return at;
}

static size_t keep_format(struct report *r, const char *format, va_list args)
{
	char text[512];

	vsnprintf(text, sizeof text, format, args);
	return keep(r, text);
}

void report_title(struct report *r, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	r->title = keep_format(r, format, args);
	va_end(args);
}

void report_note(struct report *r, const char *format, ...)
{
	va_list args;

	assert(r->note_count < NOTES);
	va_start(args, format);
	r->notes[r->note_count++] = keep_format(r, format, args);
	va_end(args);
}

void report_table(struct report *r, const char *key, const char *title, const char *empty,
	const struct report_column *columns, int column_count)
{
	assert(r->table_count < TABLES && column_count > 0 && column_count <= REPORT_COLUMNS);
	assert(report_end(r) == 0 || r->failed);
	r->tables[r->table_count++] = (struct report_table){.key = key,
		.title = title,
		.empty = empty,
		.columns = columns,
		.column_count = column_count,
		.first = r->cell_count};
}

void report_text(struct report *r, const char *text)
{
	void *block = r->cells;

	assert(r->table_count > 0);
	if (r->failed ||
		!grow(&block, &r->cell_room, r->cell_count, r->cell_count + 1, sizeof *r->cells)) {
		r->failed = true;
		return;
	}
	r->cells = block;
	r->cells[r->cell_count].text = keep(r, text ? text : "");
	r->cell_count++;
	r->tables[r->table_count - 1].cells++;
}

void report_cell(struct report *r, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	report_text(r, text);
}

void report_number(struct report *r, int64_t number)
{
	report_cell(r, "%lld", (long long)number);
}

int report_end(struct report *r)
{
	const struct report_table *last = r->table_count ? &r->tables[r->table_count - 1] : NULL;

	if (r->failed)
		return -ERR_NO_MEMORY;
	assert(!last || last->cells % (size_t)last->column_count == 0);
	(void)last;
	return 0;
}

const char *report_key(const struct report *r)
{
	return r->key;
}

const char *report_title_text(const struct report *r)
{
	return r->text + r->title;
}

int report_note_count(const struct report *r)
{
	return r->note_count;
}

const char *report_note_text(const struct report *r, int index)
{
	return r->text + r->notes[index];
}

int report_table_count(const struct report *r)
{
	return r->table_count;
}

const struct report_table *report_table_at(const struct report *r, int index)
{
	return &r->tables[index];
}

size_t report_rows(const struct report_table *table)
{
	return table->cells / (size_t)table->column_count;
}

const char *report_cell_text(
	const struct report *r, const struct report_table *table, size_t row, int column)
{
	return r->text +
	       r->cells[table->first + row * (size_t)table->column_count + (size_t)column].text;
}

int report_print(const struct report *report, enum report_form form, FILE *out)
{
	int err = 0;

	switch (form) {
	case REPORT_TERMINAL:
		print_terminal(report, out);
		break;
	case REPORT_CSV:
		print_csv(report, out);
		break;
	case REPORT_JSON:
		err = print_json(report, out);
		break;
	case REPORT_HTML:
		print_html(report, out);
		break;
	}
	if (err == 0 && (fflush(out) != 0 || ferror(out)))
		err = -ERR_IO;
	return err;
}
