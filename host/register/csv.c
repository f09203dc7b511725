// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 4180, strictly: a spreadsheet's export that breaks it is named by line, not guessed at.
#include "register/csv.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/plaintext.h"

void csv_init(struct csv *csv, const char *text, size_t len)
{
	static const char mark[] = "\xEF\xBB\xBF";

	*csv = (struct csv){.next = text, .end = text + len, .line = 1};
	if (len >= 3 && memcmp(text, mark, 3) == 0)
		csv->next += 3;
}

static int __attribute__((format(printf, 3, 4)))
bad(struct csv *csv, char why[CSV_WHY], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why, CSV_WHY, format, args);
	va_end(args);
	csv->next = csv->end;
	return -ERR_FORMAT;
}

static bool at_line_end(const struct csv *csv)
{
	return csv->next == csv->end || *csv->next == '\n' ||
	       (*csv->next == '\r' && csv->end - csv->next > 1 && csv->next[1] == '\n');
}

static void pass_line_end(struct csv *csv)
{
	if (csv->next == csv->end)
		return;
	csv->next += *csv->next == '\r' ? 2 : 1;
	csv->line++;
}

// Copies one character into the row at *used; 0 or -ERR_FORMAT.
static int take(struct csv *csv, struct csv_row *row, size_t *used, char why[CSV_WHY])
{
	size_t n = text_character(csv->next, csv->end);

	if (n == 0)
		return bad(csv, why,
			"Line %u is not UTF-8 text: save the file again as \"CSV UTF-8\".",
			csv->line);
	if (n == 1 && ((uint8_t)*csv->next < ' ' || *csv->next == 0x7F) && *csv->next != '\t')
		return bad(csv, why, "Line %u has a control character (%02X): take it out.",
			csv->line, (uint8_t)*csv->next);
	if (text_unseen(csv->next, n))
		return bad(csv, why,
			"Line %u has an invisible character, which may turn the direction of the "
			"text: type that name anew.",
			csv->line);
	if (*used + n + 1 > CSV_ROW)
		return bad(csv, why,
			"The row at line %u is longer than %d bytes: is a quote missing?",
			row->line, CSV_ROW);
	memcpy(row->text + *used, csv->next, n);
	*used += n;
	csv->next += n;
	return 0;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

// Ends the field that began at *start, without the spaces around it.
static void end_field(struct csv_row *row, size_t start, size_t *used)
{
	size_t end = *used;

	while (end > start && blank(row->text[end - 1]))
		end--;
	while (start < end && blank(row->text[start]))
		start++;
	row->text[end] = 0;
	row->field[row->fields++] = row->text + start;
	*used = end + 1;
}

static int quoted(struct csv *csv, struct csv_row *row, size_t *used, char why[CSV_WHY])
{
	unsigned opened = csv->line;

	csv->next++;
	for (;;) {
		if (csv->next == csv->end)
			return bad(
				csv, why, "The quote opened on line %u is never closed.", opened);
		if (at_line_end(csv)) {
			if (*used + 2 > CSV_ROW)
				return bad(csv, why, "The quote opened on line %u is never closed.",
					opened);
			row->text[(*used)++] = '\n';
			pass_line_end(csv);
			continue;
		}
		if (*csv->next != '"') {
			int result = take(csv, row, used, why);

			if (result < 0)
				return result;
			continue;
		}
		csv->next++;
		if (csv->next == csv->end || *csv->next != '"')
			break;
		int result = take(csv, row, used, why);

		if (result < 0)
			return result;
	}
	if (!at_line_end(csv) && *csv->next != ',')
		return bad(csv, why,
			"Line %u has something between a closing quote and the comma: a quote "
			"inside quotes is written twice.",
			csv->line);
	return 0;
}

static int plain(struct csv *csv, struct csv_row *row, size_t *used, char why[CSV_WHY])
{
	while (!at_line_end(csv) && *csv->next != ',') {
		if (*csv->next == '"')
			return bad(csv, why,
				"Line %u has a quote in the middle of a field: put the whole field "
				"in quotes and write that quote twice.",
				csv->line);
		int result = take(csv, row, used, why);

		if (result < 0)
			return result;
	}
	return 0;
}

int csv_next(struct csv *csv, struct csv_row *out_row, char why[CSV_WHY])
{
	size_t used = 0;

	while (csv->next < csv->end && at_line_end(csv))
		pass_line_end(csv);
	if (csv->next == csv->end)
		return 0;
	out_row->line = csv->line;
	out_row->fields = 0;
	for (;;) {
		size_t start = used;
		int result;

		if (out_row->fields == CSV_FIELDS)
			return bad(csv, why, "Line %u has more than %d columns.", csv->line,
				CSV_FIELDS);
		if (csv->next < csv->end && *csv->next == '"')
			result = quoted(csv, out_row, &used, why);
		else
			result = plain(csv, out_row, &used, why);
		if (result < 0)
			return result;
		if (used + 1 > CSV_ROW)
			return bad(csv, why, "The row at line %u is longer than %d bytes.",
				out_row->line, CSV_ROW);
		end_field(out_row, start, &used);
		if (at_line_end(csv))
			break;
		csv->next++;
	}
	pass_line_end(csv);
	return 1;
}

int csv_column(const struct csv_row *header, const char *name)
{
	for (size_t i = 0; i < header->fields; i++) {
		if (strcasecmp(header->field[i], name) == 0)
			return (int)i;
	}
	return -1;
}
