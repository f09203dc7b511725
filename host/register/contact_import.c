// SPDX-License-Identifier: GPL-3.0-or-later
// A row for a person, a column for a weekday.
#include "register/contact_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "register/people_map.h"
#include "store/contacts.h"

struct planned_contact {
	int64_t person;
	bool write[7];
	struct contact_day day[7]; // as it will be, where written
};

struct contact_plan {
	size_t rows;
	struct contact_row row[CONTACT_ROWS_MAX];
	struct planned_contact planned[CONTACT_ROWS_MAX];
	size_t counts[CONTACT_REFUSED + 1];
};

struct columns {
	int ref, day[7]; // -1: not there
	size_t fields;
};

#define BAD(...) (snprintf(why, CSV_WHY, __VA_ARGS__), -ERR_FORMAT)

static const char *const days[7][2] = {{"mon", "monday"}, {"tue", "tuesday"}, {"wed", "wednesday"},
	{"thu", "thursday"}, {"fri", "friday"}, {"sat", "saturday"}, {"sun", "sunday"}};

void contact_plan_close(struct contact_plan *plan)
{
	free(plan);
}

const struct contact_row *contact_plan_rows(const struct contact_plan *plan, size_t *out_count)
{
	*out_count = plan->rows;
	return plan->row;
}

size_t contact_plan_count(const struct contact_plan *plan, enum contact_act act)
{
	return plan->counts[act];
}

static int find(const struct csv_row *header, const char *a, const char *b)
{
	for (size_t i = 0; i < header->fields; i++) {
		if (heading_same(header->field[i], a) || heading_same(header->field[i], b))
			return (int)i;
	}
	return -1;
}

static int read_header(const struct csv_row *header, struct columns *out, char why[CSV_WHY])
{
	bool any = false;

	out->fields = header->fields;
	out->ref = find(header, "ref", "staff code");
	for (int d = 0; d < 7; d++) {
		out->day[d] = find(header, days[d][0], days[d][1]);
		any |= out->day[d] >= 0;
	}
	if (out->ref < 0 || !any)
		return BAD(
			"The first row must name the columns: ref, and a column for each weekday "
			"(mon, tue, ...).");
	return 0;
}

// "08:45-12:00; 13:00-15:15", "none", "-" (the sessions again); false: what else.
static bool read_cell(const char *cell, struct contact_day *out)
{
	char text[128];
	int count;

	*out = (struct contact_day){0};
	if (strlen(cell) >= sizeof(text))
		return false;
	strcpy(text, cell);
	for (char *p = text; *p; p++) {
		if (*p == ';' || *p == '\n')
			*p = ',';
	}
	if (heading_same(text, "none"))
		out->none = true;
	if (out->none || strcmp(text, "-") == 0)
		return true;
	count = dayspans_parse(text, out->spans, CONTACT_SPANS);
	out->count = count > 0 ? (size_t)count : 0;
	return count > 0;
}

static void print_day(const struct contact_day *day, char out[12 * CONTACT_SPANS + 1])
{
	if (day->none)
		strcpy(out, "none");
	else if (day->count == 0)
		strcpy(out, "the sessions");
	else
		dayspans_print(day->spans, day->count, out);
}

static int plan_day(struct store *store, const char *cell, int d, struct planned_contact *planned,
	struct contact_row *row)
{
	char before[12 * CONTACT_SPANS + 1], after[12 * CONTACT_SPANS + 1];
	struct contact_day old;
	size_t used = strlen(row->what);
	int result;

	if (!cell[0])
		return 0;
	if (!read_cell(cell, &planned->day[d])) {
		row->act = CONTACT_REFUSED;
		snprintf(row->what, sizeof(row->what),
			"Line %u: the %s %.40s cannot be read: write 08:45-12:00;13:00-15:15 (at "
			"most "
			"%d), none, or - for the sessions.",
			row->line, days[d][0], cell, CONTACT_SPANS);
		return 1;
	}
	result = contact_get(store, planned->person, d + 1, &old);
	if (result < 0)
		return result;
	print_day(&old, before);
	print_day(&planned->day[d], after);
	if (strcmp(before, after) == 0)
		return 0;
	planned->write[d] = true;
	snprintf(row->what + used, sizeof(row->what) - used, "%s%s %s to %s", used ? "; " : "",
		days[d][0], before, after);
	return 0;
}

// Who the row is about; false: refused.
static bool plan_whom(struct store *store, const struct contact_plan *plan, const char *ref,
	struct wall_time now, struct planned_contact *planned, struct contact_row *row)
{
	struct person_record person;
	char why[ACTOR_WHY];

	snprintf(row->ref, sizeof(row->ref), "%s", ref);
	for (size_t i = 0; i < plan->rows; i++) {
		if (strcmp(plan->row[i].ref, ref) == 0) {
			snprintf(row->what, sizeof(row->what),
				"Line %u: %s is on line %u already: one row for one person.",
				row->line, ref, plan->row[i].line);
			return false;
		}
	}
	if (actor_whom(store, now, ref, &person, why) < 0) {
		snprintf(row->what, sizeof(row->what), "Line %u: %s", row->line, why);
		return false;
	}
	if (strcmp(person.category, "pupil") == 0) {
		snprintf(row->what, sizeof(row->what),
			"Line %u: contact times are staff's; %s is a pupil.", row->line, ref);
		return false;
	}
	planned->person = person.id;
	return true;
}

static int plan_row(struct store *store, const struct contact_plan *plan,
	const struct columns *columns, const struct csv_row *cells, struct wall_time now,
	struct planned_contact *planned, struct contact_row *row)
{
	int result = 0;

	row->act = CONTACT_REFUSED;
	if (cells->fields != columns->fields) {
		snprintf(row->what, sizeof(row->what),
			"Line %u: the row has %zu columns and the first row %zu: times with commas "
			"stand in quotes.",
			cells->line, cells->fields, columns->fields);
		return 0;
	}
	if (!plan_whom(store, plan, cells->field[columns->ref], now, planned, row))
		return 0;
	row->act = CONTACT_SAME;
	for (int d = 0; d < 7 && result == 0; d++) {
		if (columns->day[d] >= 0)
			result = plan_day(store, cells->field[columns->day[d]], d, planned, row);
	}
	if (result == 0 && row->what[0])
		row->act = CONTACT_CHANGE;
	return result < 0 ? result : 0;
}

static int plan_rows(struct store *store, struct csv *csv, const struct columns *columns,
	struct wall_time now, struct contact_plan *plan, char why[CSV_WHY])
{
	static struct csv_row cells; // large, and the house has one thread
	int got;

	while ((got = csv_next(csv, &cells, why)) == 1) {
		struct contact_row *row = &plan->row[plan->rows];

		if (plan->rows == CONTACT_ROWS_MAX) {
			snprintf(why, CSV_WHY, "The file has more than %d people.",
				CONTACT_ROWS_MAX);
			return -ERR_FULL;
		}
		row->line = cells.line;
		int result = plan_row(
			store, plan, columns, &cells, now, &plan->planned[plan->rows], row);

		if (result < 0)
			return result;
		plan->counts[row->act]++;
		plan->rows++;
	}
	return got;
}

int contact_import_plan(struct store *store, const char *text, size_t len, struct wall_time now,
	struct contact_plan **out_plan, char why[CSV_WHY])
{
	static struct csv_row header;
	struct contact_plan *plan;
	struct columns columns = {0};
	struct csv csv;
	int result = text_file_check(text, len, why);

	if (result < 0)
		return result;
	csv_init(&csv, text, len);
	result = csv_next(&csv, &header, why);
	if (result == 1)
		result = read_header(&header, &columns, why);
	if (result < 0)
		return result;
	plan = calloc(1, sizeof(*plan));
	if (!plan)
		return -ERR_NO_MEMORY;
	result = plan_rows(store, &csv, &columns, now, plan, why);
	if (result < 0) {
		free(plan);
		return result;
	}
	*out_plan = plan;
	return 0;
}

int contact_import_apply(struct store *store, const struct contact_plan *plan,
	const struct actor *by, struct wall_time now, char why[CSV_WHY])
{
	enum role role;
	int changed = 0, result = actor_role(store, by->person, now, ROLES_OFFICE,
				 "change contact times", &role, why);

	if (result == 0 && plan->counts[CONTACT_REFUSED]) {
		snprintf(why, CSV_WHY, "Nothing was written: %zu of %zu rows are refused.",
			plan->counts[CONTACT_REFUSED], plan->rows);
		return -ERR_ARG;
	}
	for (size_t i = 0; i < plan->rows && result == 0; i++) {
		const struct planned_contact *planned = &plan->planned[i];

		if (plan->row[i].act != CONTACT_CHANGE)
			continue;
		for (int d = 0; d < 7 && result == 0; d++) {
			if (planned->write[d])
				result = contact_put(store, planned->person, d + 1,
					planned->day[d].spans, planned->day[d].count,
					planned->day[d].none);
		}
		if (result == 0)
			result = actor_record(
				store, by, now, "contact times set", planned->person, NULL);
		changed++;
	}
	return result < 0 ? result : changed;
}
