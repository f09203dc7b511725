// SPDX-License-Identifier: GPL-3.0-or-later
// What one row of the people file says, or the one sentence why it says nothing usable.
#include "register/people_row.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "register/upn.h"

static const char *const names[COLUMNS] = {
#define X(name, compulsory) #name,
	PEOPLE_COLUMNS(X)
#undef X
};

static const bool compulsory_column[COLUMNS] = {
#define X(name, compulsory) compulsory,
	PEOPLE_COLUMNS(X)
#undef X
};

#define BAD(...) (snprintf(why, CSV_WHY, __VA_ARGS__), -ERR_FORMAT)

int people_header_read(
	const struct csv_row *row, struct people_header *out_header, char why[CSV_WHY])
{
	struct people_header header = {.fields = row->fields};

	if (row->fields == 1 && strchr(row->field[0], ';'))
		return BAD("The columns are separated by semicolons: save the file with commas.");
	for (int c = 0; c < COLUMNS; c++) {
		header.at[c] = csv_column(row, names[c]);
		if (header.at[c] < 0 && compulsory_column[c])
			return BAD("There is no column called %s: the first row must name the "
				   "columns (docs/people.md).",
				names[c]);
		for (size_t i = (size_t)header.at[c] + 1; header.at[c] >= 0 && i < row->fields;
			i++) {
			if (strcasecmp(row->field[i], names[c]) == 0)
				return BAD("There are two columns called %s: keep one.", names[c]);
		}
	}
	*out_header = header;
	return 0;
}

static const char *cell(const struct people_header *h, const struct csv_row *row, int column)
{
	return h->at[column] < 0 ? "" : row->field[h->at[column]];
}

static enum said said(const char *text)
{
	return text[0] == 0 ? SAID_NOTHING : strcmp(text, "-") == 0 ? SAID_NONE : SAID_VALUE;
}

static int copy(char *out, size_t size, const char *text, int column, char why[CSV_WHY])
{
	size_t len = strlen(text);

	if (compulsory_column[column] && len == 0)
		return BAD("The %s is missing.", names[column]);
	if (len >= size)
		return BAD("The %s has %zu bytes; %zu is the most.", names[column], len, size - 1);
	if (strpbrk(text, "\t\n"))
		return BAD("The %s has a tab or a line break in it.", names[column]);
	memcpy(out, text, len + 1);
	return 0;
}

static int read_ref(const char *text, char out[PERSON_REF], char why[CSV_WHY])
{
	for (const char *p = text; *p; p++) {
		if (!isgraph((unsigned char)*p))
			return BAD("The ref %s has a space or an accent in it: letters, digits and "
				   "signs only.",
				text);
	}
	if (upn_looks_like(text) && upn_check_letter(text) != text[0])
		return BAD("The ref %s looks like a UPN, but its check letter should be %c: look "
			   "for a mistyped digit.",
			text, upn_check_letter(text) ? upn_check_letter(text) : '?');
	return copy(out, PERSON_REF, text, COLUMN_ref, why);
}

// Spellings that schools' systems use, beside the words of design.md section 5.
static int read_category(const char *text, char out[12], char why[CSV_WHY])
{
	static const char *const words[] = {"pupil", "staff", "headteacher", "slt", "office",
		"governor", "volunteer", "contractor", "trainee", "supply", "visitor", "parent"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcasecmp(text, words[i]) == 0) {
			strcpy(out, words[i]);
			return 0;
		}
	}
	if (text[0] == 0)
		return BAD("The category is missing.");
	return BAD("The category %.40s is not known: pupil, staff, headteacher, slt, office, "
		   "governor, volunteer, contractor, trainee, supply, visitor or parent.",
		text);
}

static int read_year(const char *text, struct person_record *person, char why[CSV_WHY])
{
	bool pupil = strcmp(person->category, "pupil") == 0;
	const char *year = text;

	if (!pupil && text[0] && strcmp(text, "-") != 0)
		return BAD("Only a pupil has a year; this row's category is %s.", person->category);
	if (!pupil)
		return 0;
	if (text[0] == 0)
		return BAD("A pupil needs a year: N, R or 1 to 6.");
	if (strncasecmp(year, "year ", 5) == 0)
		year += 5;
	if (strlen(year) != 1 || !strchr("NR123456", toupper((unsigned char)*year)))
		return BAD("The year %.20s is not known: N, R or 1 to 6.", text);
	person->year[0] = (char)toupper((unsigned char)*year);
	return 0;
}

// "2026-09-01", or "01/09/2026" as school systems export it.
static int read_date(const char *text, int column, char out[LOCAL_DATE_TEXT], char why[CSV_WHY])
{
	struct local_date date;
	char iso[LOCAL_DATE_TEXT];
	int result;

	if (strlen(text) == 10 && text[2] == '/' && text[5] == '/') {
		snprintf(iso, sizeof(iso), "%.4s-%.2s-%.2s", text + 6, text + 3, text);
		result = local_date_parse(iso, 10, &date);
	} else {
		result = local_date_parse(text, strlen(text), &date);
	}
	if (result == -ERR_ARG)
		return BAD("The %s %.20s is not a day of the calendar.", names[column], text);
	if (result < 0)
		return BAD("The %s %.20s is not a date: write it as 2026-09-01 or 01/09/2026.",
			names[column], text);
	local_date_print(date, out);
	return 0;
}

static int read_walker(const struct people_header *h, const struct csv_row *row,
	struct people_row *out, char why[CSV_WHY])
{
	const char *from = cell(h, row, COLUMN_walker_from);
	const char *until = cell(h, row, COLUMN_walker_until);
	const char *days = cell(h, row, COLUMN_walker_days);
	uint8_t mask;
	int result;

	out->walker_said = said(from);
	if (out->walker_said == SAID_NONE &&
		(said(until) == SAID_VALUE || said(days) == SAID_VALUE))
		return BAD("The walker_from takes the permission away, but until or days are "
			   "given.");
	if (out->walker_said == SAID_NOTHING && (until[0] || days[0]))
		return BAD("The walker_from is missing, though walker_until or walker_days is "
			   "given.");
	if (out->walker_said != SAID_VALUE)
		return 0;
	if (strcmp(out->person.category, "pupil") != 0)
		return BAD("Only a pupil can be a walker; this row's category is %s.",
			out->person.category);
	if (until[0] == 0)
		return BAD("The walker_until is missing: a permission needs its last day.");
	result = read_date(from, COLUMN_walker_from, out->walker.from, why);
	if (result == 0)
		result = read_date(until, COLUMN_walker_until, out->walker.until, why);
	if (result < 0)
		return result;
	if (strcmp(out->walker.from, out->walker.until) > 0)
		return BAD("The walker_until %s is before the walker_from %s.", out->walker.until,
			out->walker.from);
	if (weekdays_parse(days[0] ? days : "mon-fri", &mask) < 0)
		return BAD("The walker_days %.40s are not days: write mon-fri or mon,wed.", days);
	weekdays_print(mask, out->walker.days);
	return 0;
}

static int read_person(const struct people_header *h, const struct csv_row *row,
	struct person_record *person, char why[CSV_WHY])
{
	int result = read_ref(cell(h, row, COLUMN_ref), person->ref, why);

	if (result == 0)
		result = copy(person->given, sizeof(person->given), cell(h, row, COLUMN_given),
			COLUMN_given, why);
	if (result == 0)
		result = copy(person->family, sizeof(person->family), cell(h, row, COLUMN_family),
			COLUMN_family, why);
	if (result == 0)
		result = read_category(cell(h, row, COLUMN_category), person->category, why);
	if (result == 0)
		result = read_year(cell(h, row, COLUMN_year), person, why);
	return result;
}

int people_row_read(const struct people_header *h, const struct csv_row *row,
	struct people_row *out_row, char why[CSV_WHY])
{
	struct people_row read = {.line = row->line};
	int result;

	if (row->fields != h->fields)
		return BAD("The row has %zu columns and the first row %zu: is a comma missing, or "
			   "a quote?",
			row->fields, h->fields);
	result = read_person(h, row, &read.person, why);
	if (result < 0)
		return result;
	read.class_said = said(cell(h, row, COLUMN_class));
	if (read.class_said == SAID_VALUE)
		result = copy(read.person.class, sizeof(read.person.class),
			cell(h, row, COLUMN_class), COLUMN_class, why);
	read.left_said = said(cell(h, row, COLUMN_left));
	if (result == 0 && read.left_said == SAID_VALUE)
		result =
			read_date(cell(h, row, COLUMN_left), COLUMN_left, read.person.left_on, why);
	if (result == 0)
		result = read_walker(h, row, &read, why);
	read.card_said = said(cell(h, row, COLUMN_card));
	if (result == 0 && read.card_said == SAID_VALUE)
		result = uid_normalise(cell(h, row, COLUMN_card), read.uid, why);
	if (result < 0)
		return result;
	*out_row = read;
	return 0;
}
