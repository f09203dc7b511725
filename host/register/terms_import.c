// SPDX-License-Identifier: GPL-3.0-or-later
// Terms first, since what a day is depends on them; then the days.
#include "register/terms_import.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/plaintext.h"
#include "register/calendar.h"

#define TERMS 64

struct planned_event {
	struct calendar_event event;
	int means;		       // negative: nothing known
	bool is_term, changes_term;    // the term that begins on the same day is taken out first
	struct local_date from, until; // of a term, marks paired
	int days;		       // special days it writes
};

struct terms_plan {
	size_t rows;
	struct terms_row row[CALENDAR_EVENTS];
	struct planned_event planned[CALENDAR_EVENTS];
	size_t counts[TERMS_REFUSED + 1];
	struct term_record there[TERMS]; // on record
	int there_count;
	bool guessed; // a guess (calendar_init): gives way to the first term of the file
	struct calendar_word words[CALENDAR_WORDS];
	int word_count;
};

const char *terms_act_word(enum terms_act act)
{
	static const char *const words[] = {"add", "change", "same", "left out", "refused"};

	return words[act];
}

void terms_plan_close(struct terms_plan *plan)
{
	free(plan);
}

const struct terms_row *terms_plan_rows(const struct terms_plan *plan, size_t *out_count)
{
	*out_count = plan->rows;
	return plan->row;
}

size_t terms_plan_count(const struct terms_plan *plan, enum terms_act act)
{
	return plan->counts[act];
}

static void __attribute__((format(printf, 3, 4)))
say(struct terms_row *row, enum terms_act act, const char *format, ...)
{
	va_list args;

	row->act = act;
	va_start(args, format);
	vsnprintf(row->what, sizeof(row->what), format, args);
	va_end(args);
}

static int take_event(void *arg, const struct calendar_event *event)
{
	struct terms_plan *plan = arg;
	struct planned_event *planned = &plan->planned[plan->rows];
	struct terms_row *row = &plan->row[plan->rows++];

	*planned = (struct planned_event){.event = *event, .means = -1};
	*row = (struct terms_row){.act = TERMS_SAME};
	strcpy(row->summary, event->summary);
	if (event->from.day) {
		local_date_print(event->from, row->from);
		local_date_print(event->until, row->until);
	}
	planned->means = terms_meaning(plan->words, plan->word_count, event->summary);
	if (planned->means < 0)
		planned->means = terms_meaning(plan->words, plan->word_count, event->categories);
	planned->from = event->from;
	planned->until = event->until;
	if (planned->means < 0)
		say(row, TERMS_LEFT_OUT,
			"No word of its title is a term or a day of the school's, as the "
			"calendar's words stand.");
	else if (planned->means == MEANS_NOTHING)
		say(row, TERMS_LEFT_OUT, "Its words mean nothing for the lockers.");
	else if (text_unseen(event->summary, strlen(event->summary)))
		say(row, TERMS_REFUSED,
			"Its title has an invisible character in it: type it anew in the "
			"calendar.");
	else if (event->why[0])
		say(row, TERMS_REFUSED, "%s", event->why);
	else if (event->part_of_day && planned->means != MEANS_TERM_BEGINS &&
		 planned->means != MEANS_TERM_ENDS)
		say(row, TERMS_LEFT_OUT, "It is at a time of day, not a day.");
	if (row->act != TERMS_SAME)
		planned->means = -1;
	return 0;
}

// The first day of a term goes with the next last day, where no other first day is between.
static void pair_marks(struct terms_plan *plan)
{
	for (size_t i = 0; i < plan->rows; i++) {
		struct planned_event *begins = &plan->planned[i];
		size_t end = SIZE_MAX;

		if (begins->means != MEANS_TERM_BEGINS)
			continue;
		for (size_t j = 0; j < plan->rows; j++) {
			const struct planned_event *other = &plan->planned[j];

			if (j != i && other->from.day >= begins->from.day &&
				(other->means == MEANS_TERM_BEGINS ||
					other->means == MEANS_TERM_ENDS) &&
				(end == SIZE_MAX || other->from.day < plan->planned[end].from.day))
				end = j;
		}
		if (end == SIZE_MAX || plan->planned[end].means != MEANS_TERM_ENDS) {
			say(&plan->row[i], TERMS_REFUSED,
				"A term begins here, and the file has no last day of it.");
			begins->means = -1;
			continue;
		}
		begins->means = MEANS_TERM;
		begins->until = plan->planned[end].from;
		plan->planned[end].means = -1;
		say(&plan->row[end], TERMS_LEFT_OUT, "It ends the term that begins on %s.",
			plan->row[i].from);
	}
	for (size_t i = 0; i < plan->rows; i++) {
		if (plan->planned[i].means == MEANS_TERM_ENDS) {
			say(&plan->row[i], TERMS_REFUSED,
				"A term ends here, and the file has no first day of it.");
			plan->planned[i].means = -1;
		}
	}
}

static bool overlap(
	struct local_date a, struct local_date b, struct local_date c, struct local_date d)
{
	return a.day <= d.day && c.day <= b.day;
}

// Against the terms of the file before it; true: refused.
static bool overlaps_file(struct terms_plan *plan, size_t i)
{
	const struct planned_event *term = &plan->planned[i];

	for (size_t j = 0; j < i; j++) {
		const struct planned_event *other = &plan->planned[j];

		if (other->means != MEANS_TERM ||
			!overlap(term->from, term->until, other->from, other->until))
			continue;
		if (term->from.day == other->from.day && term->until.day == other->until.day)
			say(&plan->row[i], TERMS_LEFT_OUT, "The file has that term twice.");
		else
			say(&plan->row[i], TERMS_REFUSED,
				"It overlaps \"%s\" from %s, which is in the file too: keep one of "
				"them.",
				other->event.summary, plan->row[j].from);
		return true;
	}
	return false;
}

static void compare_term(struct terms_plan *plan, size_t i)
{
	struct planned_event *term = &plan->planned[i];
	struct terms_row *row = &plan->row[i];
	char first[LOCAL_DATE_TEXT], last[LOCAL_DATE_TEXT];

	local_date_print(term->until, last);
	say(row, TERMS_ADD, "term %s to %s", row->from, last);
	for (int t = 0; t < plan->there_count && !plan->guessed; t++) {
		const struct term_record *there = &plan->there[t];

		if (!overlap(term->from, term->until, there->from, there->until))
			continue;
		if (there->from.day != term->from.day) {
			local_date_print(there->from, first);
			say(row, TERMS_REFUSED,
				"It overlaps the term from %s that is on record: take that out "
				"first.",
				first);
			return;
		}
		if (there->until.day == term->until.day) {
			say(row, TERMS_SAME, "that term is on record");
		} else {
			local_date_print(there->until, first);
			term->changes_term = true;
			say(row, TERMS_CHANGE, "term from %s: its last day %s to %s", row->from,
				first, last);
		}
	}
}

static void plan_terms(struct terms_plan *plan)
{
	for (size_t i = 0; i < plan->rows; i++) {
		if (plan->planned[i].means != MEANS_TERM)
			continue;
		if (!overlaps_file(plan, i)) {
			plan->planned[i].is_term = true;
			compare_term(plan, i);
		}
		if (plan->row[i].act == TERMS_REFUSED || plan->row[i].act == TERMS_LEFT_OUT) {
			plan->planned[i].means = -1;
			plan->planned[i].is_term = false;
		}
		if (plan->planned[i].is_term && plan->guessed)
			plan->there_count = 0;
	}
}

static bool in_a_term(const struct terms_plan *plan, struct local_date date)
{
	for (int t = 0; t < plan->there_count; t++) {
		if (overlap(date, date, plan->there[t].from, plan->there[t].until))
			return true;
	}
	for (size_t i = 0; i < plan->rows; i++) {
		if (plan->planned[i].is_term &&
			overlap(date, date, plan->planned[i].from, plan->planned[i].until))
			return true;
	}
	return false;
}

static enum day_kind kind_of(int means)
{
	return means == MEANS_INSET ? DAY_INSET : means == MEANS_SCHOOL ? DAY_SCHOOL : DAY_HOLIDAY;
}

static bool is_day(int means)
{
	return means == MEANS_INSET || means == MEANS_HOLIDAY || means == MEANS_SCHOOL;
}

// Whether the day has to be written for the event to be true: a holiday outside the terms and a
// weekend are none already.
static bool wanted(const struct terms_plan *plan, int means, struct local_date date)
{
	if (means != MEANS_HOLIDAY)
		return true;
	return local_weekday(date) < SATURDAY && in_a_term(plan, date);
}

// Another event of the file that says something else of the date; NULL: none.
static const struct planned_event *says_else(
	const struct terms_plan *plan, size_t i, struct local_date date)
{
	for (size_t j = 0; j < i; j++) {
		const struct planned_event *other = &plan->planned[j];

		if (is_day(other->means) && other->means != plan->planned[i].means &&
			overlap(date, date, other->from, other->until) &&
			wanted(plan, other->means, date))
			return other;
	}
	return NULL;
}

static int compare_day(struct store *store, struct terms_plan *plan, size_t i,
	struct local_date date, int *out_new, int *out_changed)
{
	enum day_kind want = kind_of(plan->planned[i].means), there;
	int result = special_day_find(store, date, &there);

	if (result < 0 && result != -ERR_NOT_FOUND)
		return result;
	if (result == -ERR_NOT_FOUND)
		(*out_new)++;
	else if (there != want)
		(*out_changed)++;
	return 0;
}

static int plan_days(struct store *store, struct terms_plan *plan, size_t i)
{
	struct planned_event *planned = &plan->planned[i];
	struct terms_row *row = &plan->row[i];
	int added = 0, changed = 0, days = 0;

	for (struct local_date d = planned->from; d.day <= planned->until.day; d.day++) {
		const struct planned_event *other;
		int result;

		if (!wanted(plan, planned->means, d))
			continue;
		other = says_else(plan, i, d);
		if (other) {
			char text[LOCAL_DATE_TEXT];

			local_date_print(d, text);
			say(row, TERMS_REFUSED, "%s is \"%s\" in this file too: one of them.", text,
				other->event.summary);
			planned->means = -1;
			return 0;
		}
		days++;
		result = compare_day(store, plan, i, d, &added, &changed);
		if (result < 0)
			return result;
	}
	planned->days = days;
	if (days == 0)
		say(row, TERMS_LEFT_OUT, "Its days are no school days anyway.");
	else
		say(row,
			changed ? TERMS_CHANGE
			: added ? TERMS_ADD
				: TERMS_SAME,
			"%s%s%s on %d day%s", changed ? "becomes " : "",
			word_text(&day_kind_words, (int)kind_of(planned->means)),
			added || changed ? "" : ", as it is,", days, days == 1 ? "" : "s");
	return 0;
}

static int read_there(struct store *store, struct terms_plan *plan)
{
	char guess[32];
	int result = calendar_word_list(store, plan->words, CALENDAR_WORDS);

	if (result < 0)
		return result;
	plan->word_count = result;
	plan->guessed = store_setting(store, "terms", guess, sizeof(guess)) == 0 &&
			strcmp(guess, "to be checked") == 0;
	plan->there_count = result = term_list(store, plan->there, TERMS);
	return result < 0 ? result : 0;
}

int terms_import_plan(struct store *store, const char *text, size_t len,
	struct terms_plan **out_plan, char why[FILE_WHY])
{
	struct terms_plan *plan = calloc(1, sizeof(*plan));
	int result = plan ? read_there(store, plan) : -ERR_NO_MEMORY;

	if (result == 0)
		result = calendar_file_each(text, len, take_event, plan, why);
	if (result >= 0) {
		pair_marks(plan);
		plan_terms(plan);
	}
	for (size_t i = 0; result >= 0 && i < plan->rows; i++) {
		if (is_day(plan->planned[i].means))
			result = plan_days(store, plan, i);
	}
	if (result < 0) {
		free(plan);
		return result;
	}
	for (size_t i = 0; i < plan->rows; i++)
		plan->counts[plan->row[i].act]++;
	*out_plan = plan;
	return 0;
}

static int write_days(struct store *store, const struct terms_plan *plan, size_t i,
	const struct actor *by, struct wall_time now, char why[ACTOR_WHY])
{
	const struct planned_event *planned = &plan->planned[i];
	enum day_kind want = kind_of(planned->means), there;
	int result = 0;

	for (struct local_date d = planned->from; d.day <= planned->until.day && result == 0;
		d.day++) {
		if (!wanted(plan, planned->means, d))
			continue;
		result = special_day_find(store, d, &there);
		if (result == 0 && there == want)
			continue;
		if (result == 0 || result == -ERR_NOT_FOUND)
			result = calendar_set_day(
				store, by, now, d, want, planned->event.summary, why);
	}
	return result;
}

static int write_event(struct store *store, const struct terms_plan *plan, size_t i,
	const struct actor *by, struct wall_time now, char why[ACTOR_WHY])
{
	const struct planned_event *planned = &plan->planned[i];
	int result = 0;

	if (!planned->is_term)
		return write_days(store, plan, i, by, now, why);
	if (planned->changes_term)
		result = calendar_remove_term(store, by, now, planned->from, why);
	return result < 0 ? result
			  : calendar_add_term(store, by, now, planned->from, planned->until,
				    planned->event.summary, why);
}

int terms_import_apply(struct store *store, const struct terms_plan *plan, const struct actor *by,
	struct wall_time now, char why[FILE_WHY])
{
	enum role role;
	int written = 0, result = actor_role(store, by->person, now, ROLES_OFFICE,
				 "change the calendar", &role, why);

	if (result == 0 && plan->counts[TERMS_REFUSED]) {
		snprintf(why, FILE_WHY, "Nothing was written: %zu of %zu events are refused.",
			plan->counts[TERMS_REFUSED], plan->rows);
		return -ERR_ARG;
	}
	for (size_t i = 0; i < plan->rows && result == 0; i++) {
		if (plan->row[i].act != TERMS_ADD && plan->row[i].act != TERMS_CHANGE)
			continue;
		result = write_event(store, plan, i, by, now, why);
		written++;
	}
	return result < 0 ? result : written;
}
