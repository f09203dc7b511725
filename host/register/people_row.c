// SPDX-License-Identifier: GPL-3.0-or-later
// What one row of the people file says, or the one sentence why it says nothing usable.
#include "register/people_row.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/plaintext.h"
#include "register/upn.h"

#define BAD(...) (snprintf(why, CSV_WHY, __VA_ARGS__), -ERR_FORMAT)

#define names people_column_names

// The columns there are, for a sentence: as many as fit.
static const char *columns_of(const struct csv_row *row)
{
	static char text[150];
	size_t used = 0;

	text[0] = 0;
	for (size_t i = 0; i < row->fields; i++) {
		size_t len = strlen(row->field[i]);

		if (used + len + 20 > sizeof(text)) {
			snprintf(
				text + used, sizeof(text) - used, " and %zu more", row->fields - i);
			break;
		}
		used += (size_t)snprintf(
			text + used, sizeof(text) - used, "%s%s", used ? ", " : "", row->field[i]);
	}
	return text;
}

static int missing(const struct people_map *map, bool plain, int column, const struct csv_row *row,
	char why[CSV_WHY])
{
	if (plain)
		return BAD("There is no column called %s; there are: %s. Rename the headings, "
			   "or import by a saved map or a guessed one.",
			names[column], columns_of(row));
	return BAD("The map takes %s from the column \"%s\", which this file has not; it has: %s.",
		names[column], map->column[column], columns_of(row));
}

static int find_column(const struct people_map *map, bool plain, int column,
	const struct csv_row *row, int *out_at, char why[CSV_WHY])
{
	const char *heading = map->column[column];

	*out_at = -1;
	for (size_t i = 0; heading[0] && i < row->fields; i++) {
		if (!heading_same(row->field[i], heading))
			continue;
		if (*out_at >= 0)
			return BAD("There are two columns called %s: keep one.", heading);
		*out_at = (int)i;
	}
	if (heading[0] && *out_at < 0 && (!plain || people_column_compulsory[column]))
		return missing(map, plain, column, row, why);
	return 0;
}

int people_header_read(const struct people_map *map, bool plain, const struct csv_row *row,
	struct people_header *out_header, char why[CSV_WHY])
{
	struct people_header header = {.map = map, .fields = row->fields};

	if (row->fields == 1 && strchr(row->field[0], ';'))
		return BAD("The columns are separated by semicolons: save the file with commas, as "
			   "\"CSV UTF-8\".");
	if (row->fields == 1 && strchr(row->field[0], '\t'))
		return BAD("The columns are separated by tabs: save the file with commas, as \"CSV "
			   "UTF-8\".");
	for (int c = 0; c < COLUMNS; c++) {
		int result = find_column(map, plain, c, row, &header.at[c], why);

		if (result < 0)
			return result;
	}
	*out_header = header;
	return 0;
}

// A constant of a walker permission's end or days is for those who have one.
static const char *constant(const struct people_header *h, const struct csv_row *row, int column);

static const char *cell(const struct people_header *h, const struct csv_row *row, int column)
{
	if (h->at[column] < 0)
		return constant(h, row, column);
	return people_map_value(h->map, column, row->field[h->at[column]]);
}

static const char *constant(const struct people_header *h, const struct csv_row *row, int column)
{
	if (column == COLUMN_walker_until || column == COLUMN_walker_days) {
		const char *from = cell(h, row, COLUMN_walker_from);

		if (!from[0] || strcmp(from, "-") == 0)
			return "";
	}
	return h->map->always[column];
}

static enum said said(const char *text)
{
	return text[0] == 0 ? SAID_NOTHING : strcmp(text, "-") == 0 ? SAID_NONE : SAID_VALUE;
}

static int copy(char *out, size_t size, const char *text, int column, char why[CSV_WHY])
{
	size_t len = strlen(text);

	if (people_column_compulsory[column] && len == 0)
		return BAD("The %s is missing.", names[column]);
	if (len >= size)
		return BAD("The %s has %zu bytes; %zu is the most.", names[column], len, size - 1);
	// In a file it was found before; a map's constant comes here.
	if (text_unseen(text, len))
		return BAD("The %s has an invisible character in it: type it anew.", names[column]);
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
	// As schools' systems write them.
	static const char *const spelled[][2] = {{"Reception", "R"}, {"Rec", "R"}, {"YR", "R"},
		{"Year R", "R"}, {"Nursery", "N"}, {"N1", "N"}, {"N2", "N"}};
	bool pupil = strcmp(person->category, "pupil") == 0;
	const char *year = text;

	if (!pupil && text[0] && strcmp(text, "-") != 0)
		return BAD("Only a pupil has a year; this row's category is %s.", person->category);
	if (!pupil)
		return 0;
	if (text[0] == 0)
		return BAD("A pupil needs a year: N, R or 1 to 6.");
	for (size_t i = 0; i < sizeof(spelled) / sizeof(spelled[0]); i++) {
		if (heading_same(text, spelled[i][0]))
			year = spelled[i][1];
	}
	if (strncasecmp(year, "year", 4) == 0)
		year += 4;
	else if (strncasecmp(year, "yr", 2) == 0)
		year += 2;
	else if (toupper((unsigned char)*year) == 'Y')
		year += 1;
	year += strspn(year, " ");
	if (strlen(year) != 1 || !strchr("NR123456", toupper((unsigned char)*year)))
		return BAD("The year %.20s is not known: N, R or 1 to 6.", text);
	person->year[0] = (char)toupper((unsigned char)*year);
	return 0;
}

static int month_of(const char *text, int *out_used)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	int number = 0, used = 0;

	if (sscanf(text, "%2d%n", &number, &used) == 1) {
		*out_used = used;
		return number;
	}
	for (int i = 0; i < 12 && strnlen(text, 3) == 3; i++) {
		if (strncasecmp(text, months + 3 * i, 3) != 0)
			continue;
		*out_used =
			(int)strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
		return i + 1;
	}
	return -1;
}

static bool separator(char c)
{
	return c == '/' || c == '-' || c == '.' || c == ' ';
}

// "01/09/2026", "1-Sep-2026", with a time of day behind it or without. -ERR_FORMAT, -ERR_ARG.
static int read_spoken_date(const char *text, enum date_order order, struct local_date *out_date)
{
	int day, month, year, used = 0;

	if (order == DATES_MONTH_FIRST) {
		month = month_of(text, &used);
		if (month < 0 || !separator(text[used]) ||
			sscanf(text + used + 1, "%2d", &day) != 1)
			return -ERR_FORMAT;
		text += used + 1;
		used = (int)strspn(text, "0123456789");
	} else {
		if (!isdigit((unsigned char)*text) || sscanf(text, "%2d%n", &day, &used) != 1 ||
			!separator(text[used]))
			return -ERR_FORMAT;
		text += used + 1;
		month = month_of(text, &used);
	}
	text += used;
	if (month < 0 || !separator(*text) || strspn(text + 1, "0123456789") != 4 ||
		sscanf(text + 1, "%4d", &year) != 1)
		return -ERR_FORMAT;
	text += 5;
	// "00:00:00" after a date is how a spreadsheet shows midnight.
	if (*text && (*text != ' ' || strspn(text, " 0:") != strlen(text)))
		return -ERR_FORMAT;
	return local_date_make(year, month, day, out_date);
}

// "2026-09-01", or the day or the month first as the map says.
static int read_date(const struct people_header *h, const char *text, int column,
	char out[LOCAL_DATE_TEXT], char why[CSV_WHY])
{
	struct local_date date;
	int result = local_date_parse(text, strlen(text), &date);

	if (result == -ERR_FORMAT)
		result = read_spoken_date(text, h->map->dates, &date);
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
	result = read_date(h, from, COLUMN_walker_from, out->walker.from, why);
	if (result == 0)
		result = read_date(h, until, COLUMN_walker_until, out->walker.until, why);
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

// A pupil is in one class; a member of staff may have several.
static int read_class(const char *text, struct people_row *out, char why[CSV_WHY])
{
	const char *category = out->person.category;

	out->class_said = said(text);
	if (out->class_said != SAID_VALUE)
		return 0;
	if (strcmp(category, "pupil") == 0)
		return copy(out->person.class, sizeof(out->person.class), text, COLUMN_class, why);
	if (!actor_is_staff(category))
		return BAD(
			"Only pupils and staff have a class; this row's category is %s.", category);
	return class_list_read(text, &out->classes, why);
}

int people_row_read(const struct people_header *h, const struct csv_row *row,
	struct people_row *out_row, char why[CSV_WHY])
{
	struct people_row read = {.line = row->line};
	int result;

	if (row->fields != h->fields)
		return BAD("The row has %zu columns and the first row %zu: %s.", row->fields,
			h->fields,
			row->fields > h->fields
				? "a name with a comma in it stands in quotes, \"Smith, jun.\""
				: "is a comma missing, or a quote?");
	result = read_person(h, row, &read.person, why);
	if (result < 0)
		return result;
	result = read_class(cell(h, row, COLUMN_class), &read, why);
	read.left_said = said(cell(h, row, COLUMN_left));
	if (result == 0 && read.left_said == SAID_VALUE)
		result = read_date(
			h, cell(h, row, COLUMN_left), COLUMN_left, read.person.left_on, why);
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
