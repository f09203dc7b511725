// SPDX-License-Identifier: GPL-3.0-or-later
// Compares the people file with the register, row by row, and writes nothing.
#include "register/people_plan.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "register/people_compare.h"
#include "register/plan_notes.h"

struct seen {
	char text[PERSON_REF];
	unsigned line;
};

const char *people_act_word(enum people_act act)
{
	static const char *const words[] = {"add", "change", "end", "same", "refused"};

	return words[act];
}

const struct people_plan_row *people_plan_rows(const struct people_plan *plan, size_t *out_count)
{
	*out_count = plan->rows;
	return plan->row;
}

size_t people_plan_count(const struct people_plan *plan, enum people_act act)
{
	return plan->counts[act];
}

const char *people_plan_note(const struct people_plan *plan, size_t i)
{
	return i < plan->notes ? plan->note[i] : NULL;
}

void people_plan_close(struct people_plan *plan)
{
	if (!plan)
		return;
	for (size_t i = 0; i < plan->notes; i++)
		free(plan->note[i]);
	free(plan->note);
	free(plan->row);
	free(plan->planned);
	free(plan);
}

static int compare_seen(const void *a, const void *b)
{
	return strcasecmp(((const struct seen *)a)->text, ((const struct seen *)b)->text);
}

int plan_seen_before(void **tree, const char *text, unsigned line)
{
	struct seen *seen = malloc(sizeof(*seen));
	struct seen **found;

	if (!seen)
		return -ERR_NO_MEMORY;
	snprintf(seen->text, sizeof(seen->text), "%s", text);
	seen->line = line;
	found = tsearch(seen, tree, compare_seen);
	if (!found || *found != seen) {
		free(seen);
		return found ? (int)(*found)->line : -ERR_NO_MEMORY;
	}
	return 0;
}

static int plan_row(struct planning *p, const struct people_row *read, struct planned *planned,
	struct people_plan_row *row)
{
	struct person_record old = {0};
	int result = plan_seen_before(&p->refs, read->person.ref, read->line);

	snprintf(row->ref, sizeof(row->ref), "%s", read->person.ref);
	if (result < 0)
		return result;
	row->act = PEOPLE_REFUSED;
	if (result > 0) {
		snprintf(row->what, PEOPLE_WHAT,
			"Line %u: %s is on line %d already: one row for one person.", read->line,
			read->person.ref, result);
		return 0;
	}
	result = person_find(p->store, read->person.ref, &old);
	if (result < 0 && result != -ERR_NOT_FOUND)
		return result;
	enum people_act act;

	if (result == -ERR_NOT_FOUND) {
		planned->person = read->person;
		planned->write_person = true;
		act = PEOPLE_ADD;
		plan_say(row, "%s %s, %s", read->person.given, read->person.family,
			read->person.category);
		plan_say_change(row, "year", "", read->person.year);
		plan_say_change(row, "class", "", read->person.class);
		plan_say_change(row, "leaving date", "", read->person.left_on);
	} else {
		act = plan_compare_person(read, &old, planned, row);
	}
	result = plan_compare_classes(p, read, planned, row);
	if (result == 0)
		result = plan_compare_walker(p, read, planned, row);
	if (result == 0)
		result = plan_compare_card(p, read, planned, row);
	if (result != 0)
		return result < 0 ? result : 0;
	if (plan_impossible(p, read, &old, planned, row))
		return 0;
	row->act = act == PEOPLE_SAME && row->what[0] ? PEOPLE_CHANGE : act;
	return 0;
}

// Room for one more row, zeroed.
static int grow(struct people_plan *plan)
{
	size_t room = plan->room ? plan->room * 2 : 64;
	void *row, *planned;

	if (plan->rows < plan->room)
		return 0;
	row = realloc(plan->row, room * sizeof(*plan->row));
	if (row)
		plan->row = row;
	planned = row ? realloc(plan->planned, room * sizeof(*plan->planned)) : NULL;
	if (!planned)
		return -ERR_NO_MEMORY;
	plan->planned = planned;
	plan->room = room;
	return 0;
}

static int plan_file(struct planning *p, struct csv *csv, const struct people_header *header)
{
	struct people_plan *plan = p->plan;
	struct people_row read;
	struct csv_row cells;
	char why[CSV_WHY];
	int got;

	for (;;) {
		int result = grow(plan);

		if (result < 0)
			return result;
		struct people_plan_row *row = &plan->row[plan->rows];
		struct planned *planned = &plan->planned[plan->rows];

		*row = (struct people_plan_row){.act = PEOPLE_REFUSED, .line = csv->line};
		*planned = (struct planned){0};
		got = csv_next(csv, &cells, why);
		if (got == 0)
			return 0;
		if (plan->rows == PEOPLE_ROWS_MAX)
			return -ERR_FULL;
		if (got == 1)
			row->line = cells.line;
		plan->broken = got < 0;
		if (got < 0)
			snprintf(row->what, PEOPLE_WHAT, "%s Nothing after it was read.", why);
		else if (people_row_read(header, &cells, &read, why) < 0)
			snprintf(row->what, PEOPLE_WHAT, "Line %u: %s", cells.line, why);
		else
			result = plan_row(p, &read, planned, row);
		if (result < 0)
			return result;
		plan->counts[row->act]++;
		plan->rows++;
	}
}

static int count_person(void *arg, const struct person_record *person)
{
	(void)arg;
	(void)person;
	return 1;
}

// Opens the file as far as its first row. 0 or negative.
static int begin_file(struct csv *csv, const struct people_map *map, const char *text, size_t len,
	struct people_header *out_header, char why[CSV_WHY])
{
	static struct people_map plain; // large, and the house has one thread
	struct csv_row cells;
	int result;

	if (len > PEOPLE_FILE_MAX) {
		snprintf(why, CSV_WHY, "The file is larger than %u MiB: is it a people file?",
			PEOPLE_FILE_MAX >> 20);
		return -ERR_FULL;
	}
	result = text_file_check(text, len, why);
	if (result < 0)
		return result;
	people_map_plain(&plain);
	csv_init(csv, text, len);
	result = csv_next(csv, &cells, why);
	if (result == 0)
		snprintf(why, CSV_WHY, "The file is empty.");
	if (result <= 0)
		return -ERR_FORMAT;
	return people_header_read(map ? map : &plain, !map, &cells, out_header, why);
}

int people_import_plan(struct store *store, const struct people_map *map, const char *text,
	size_t len, struct local_date today, struct people_plan **out_plan, char why[CSV_WHY])
{
	struct planning p = {.store = store};
	struct people_header header;
	struct csv csv;
	int result = begin_file(&csv, map, text, len, &header, why);

	if (result < 0)
		return result;
	p.plan = calloc(1, sizeof(*p.plan));
	if (!p.plan)
		return -ERR_NO_MEMORY;
	local_date_print(today, p.today);
	result = person_each(store, count_person, NULL);
	p.plan->first_import = result == 0;
	if (result >= 0)
		result = plan_file(&p, &csv, &header);
	if (result == -ERR_FULL)
		snprintf(why, CSV_WHY, "The file has more than %d people.", PEOPLE_ROWS_MAX);
	if (result >= 0)
		result = plan_notes_make(store, p.plan, p.today);
	tdestroy(p.refs, free);
	tdestroy(p.uids, free);
	if (result < 0) {
		people_plan_close(p.plan);
		return result;
	}
	*out_plan = p.plan;
	return 0;
}
