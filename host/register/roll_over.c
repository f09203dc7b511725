// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of a roll-over and its writing.
#include "register/roll_over.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "register/class_table.h"
#include "register/leavers.h"
#include "store/leavers.h"
#include "store/people.h"
#include "store/person_past.h"

// The first day of the school year that was last begun.
#define SETTING "rolled over"

struct roll_over {
	struct store *store;
	char date[LOCAL_DATE_TEXT];
	struct local_date first;
	struct class_table classes;
	bool mapped;
	size_t rows, room, walkers;
	struct roll_over_row *row;    // shown
	struct person_record *person; // as it will be; same order
	size_t counts[ROLL_OVER_REFUSED + 1];
};

#define BAD(code, ...) (snprintf(why, CSV_WHY, __VA_ARGS__), -(code))

void roll_over_close(struct roll_over *plan)
{
	if (!plan)
		return;
	free(plan->row);
	free(plan->person);
	free(plan);
}

const struct roll_over_row *roll_over_rows(const struct roll_over *plan, size_t *out_count)
{
	*out_count = plan->rows;
	return plan->row;
}

size_t roll_over_count(const struct roll_over *plan, enum roll_over_act act)
{
	return plan->counts[act];
}

size_t roll_over_walkers(const struct roll_over *plan)
{
	return plan->walkers;
}

static int grow(struct roll_over *plan)
{
	size_t room = plan->room ? plan->room * 2 : 256;
	void *row, *person;

	if (plan->rows < plan->room)
		return 0;
	row = realloc(plan->row, room * sizeof(*plan->row));
	if (row)
		plan->row = row;
	person = row ? realloc(plan->person, room * sizeof(*plan->person)) : NULL;
	if (!person)
		return -ERR_NO_MEMORY;
	plan->person = person;
	plan->room = room;
	return 0;
}

// N, R, 1 .. 6 and then away.
static bool next_year(char year[2])
{
	static const char years[] = "NR123456";
	const char *at = strchr(years, year[0]);

	if (!at || !at[0] || !at[1])
		return false;
	year[0] = at[1];
	return true;
}

static void plan_class(struct roll_over *plan, struct person_record *to, struct roll_over_row *row)
{
	const char *class =
		plan->mapped && to->class[0] ? class_table_to(&plan->classes, to->class) : "";

	if (!class) {
		row->act = ROLL_OVER_REFUSED;
		snprintf(row->what, sizeof(row->what),
			"Class %s is not in the table of classes: add a row for it.", to->class);
		return;
	}
	strcpy(to->class, class);
}

static int plan_pupil(void *arg, const struct person_record *person)
{
	struct roll_over *plan = arg;
	struct walker_record walker;
	int result;

	if (strcmp(person->category, "pupil") != 0 ||
		(person->left_on[0] && strcmp(person->left_on, plan->date) <= 0))
		return 0;
	result = grow(plan);
	if (result < 0)
		return result;
	struct roll_over_row *row = &plan->row[plan->rows];
	struct person_record *to = &plan->person[plan->rows];

	*to = *person;
	*row = (struct roll_over_row){.act = ROLL_OVER_MOVES};
	strcpy(row->ref, person->ref);
	if (!next_year(to->year)) {
		row->act = ROLL_OVER_LEAVES;
		strcpy(to->left_on, plan->date);
		snprintf(row->what, sizeof(row->what), "year %s leaves", person->year);
	} else {
		plan_class(plan, to, row);
	}
	if (row->act == ROLL_OVER_MOVES)
		snprintf(row->what, sizeof(row->what), "year %s to %s; class %s to %s",
			person->year, to->year, person->class[0] ? person->class : "none",
			to->class[0] ? to->class : "none");
	if (walker_find(plan->store, person->id, plan->date, &walker) == 0 &&
		strcmp(walker.until, plan->date) >= 0 && strcmp(walker.from, plan->date) < 0)
		plan->walkers++;
	plan->counts[row->act]++;
	plan->rows++;
	return 0;
}

// The school year that a date is in begins in the September before it.
static int school_year(struct local_date date)
{
	struct local_fields f;

	local_time_fields(local_day_start(date), &f);
	return f.month >= 8 ? f.year : f.year - 1;
}

static int check_date(struct store *store, struct local_date date, char why[CSV_WHY])
{
	char last[LOCAL_DATE_TEXT];
	struct local_fields f;
	struct local_date before;

	local_time_fields(local_day_start(date), &f);
	if (f.month < 8 || f.month > 10)
		return BAD(
			ERR_ARG, "A school year begins in September: \"date\" is its first day.");
	if (store_setting(store, SETTING, last, sizeof(last)) == 0 &&
		local_date_parse(last, strlen(last), &before) == 0 &&
		school_year(before) >= school_year(date))
		return BAD(ERR_EXISTS,
			"The school year %d was begun already, on %s: nobody moves up twice.",
			school_year(date), last);
	return 0;
}

int roll_over_plan(struct store *store, const char *classes, struct local_date date,
	struct roll_over **out_plan, char why[CSV_WHY])
{
	struct roll_over *plan;
	int result = check_date(store, date, why);

	if (result < 0)
		return result;
	plan = calloc(1, sizeof(*plan));
	if (!plan)
		return -ERR_NO_MEMORY;
	plan->store = store;
	plan->first = date;
	plan->mapped = classes != NULL;
	local_date_print(date, plan->date);
	if (classes)
		result = class_table_read(classes, strlen(classes), &plan->classes, why);
	if (result == 0)
		result = person_each(store, plan_pupil, plan);
	if (result < 0) {
		roll_over_close(plan);
		return result;
	}
	*out_plan = plan;
	return 0;
}

static int write_pupil(struct store *store, const struct roll_over *plan, size_t i,
	const struct actor *by, struct wall_time now)
{
	const struct person_record *person = &plan->person[i];
	bool leaves = plan->row[i].act == ROLL_OVER_LEAVES;
	char facts[32] = "{}";
	int result = person_change(store, person, plan->date);

	if (!leaves)
		snprintf(facts, sizeof(facts), "{\"year\":\"%s\"}", person->year);
	if (result == 0)
		result = actor_record(store, by, now, leaves ? "person ended" : "year rolled over",
			person->id, facts);
	// A leaver's ends with everything else of theirs.
	if (result == 0 && !leaves) {
		result = walker_end_old(store, person->id, plan->date, now);
		for (int ended = result; ended > 0 && result >= 0; ended--)
			result = actor_record(store, by, now, "walker ended", person->id, NULL);
	}
	return result < 0 ? result : 0;
}

static int may_apply(struct store *store, const struct roll_over *plan, const struct actor *by,
	struct wall_time now, char why[CSV_WHY])
{
	enum role role;
	int result =
		actor_role(store, by->person, now, ROLES_OFFICE, "begin a school year", &role, why);

	if (result < 0)
		return result;
	if (local_date_of(local_from_wall(now)).day < plan->first.day)
		return BAD(ERR_ARG,
			"%s has not come: apply it on that day or after; until then this is a "
			"preview.",
			plan->date);
	if (plan->counts[ROLL_OVER_REFUSED])
		return BAD(ERR_ARG, "Nothing was written: %zu of %zu pupils are refused.",
			plan->counts[ROLL_OVER_REFUSED], plan->rows);
	return 0;
}

int roll_over_apply(struct store *store, const struct roll_over *plan, const struct actor *by,
	struct wall_time now, char why[CSV_WHY])
{
	char facts[64];
	int result = may_apply(store, plan, by, now, why);

	for (size_t i = 0; i < plan->rows && result == 0; i++)
		result = write_pupil(store, plan, i, by, now);
	if (result == 0)
		result = store_setting_put(store, SETTING, plan->date);
	while (result >= 0 && (result = leavers_settle(store, now)) > 0)
		;
	if (result < 0)
		return result;
	snprintf(facts, sizeof(facts), "{\"date\":\"%s\",\"pupils\":%zu}", plan->date, plan->rows);
	result = actor_record(store, by, now, "school year begun", 0, facts);
	return result < 0 ? result : (int)plan->rows;
}
