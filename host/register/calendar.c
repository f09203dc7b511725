// SPDX-License-Identifier: GPL-3.0-or-later
// Terms, special days and late arrivals, as people at the desk enter them.
#include "register/calendar.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "store/events.h"
#include "store/people.h"

#define TERM_DAYS 400
#define GUESS	  "to be checked"

static bool guessed(struct store *store, const char *name)
{
	char value[32];

	return store_setting(store, name, value, sizeof(value)) == 0 && strcmp(value, GUESS) == 0;
}

static int guess_hours(struct store *store)
{
	static const struct school_hours primary = {.start = 8 * 60 + 45,
		.home_time = 15 * 60 + 15,
		.hand_in = {8 * 60 + 30, 9 * 60},
		.sessions = {{8 * 60 + 45, 12 * 60}, {13 * 60, 15 * 60 + 15}},
		.session_count = 2};
	int result = hours_put(store, "", NULL, &primary);

	return result < 0 ? result : store_setting_put(store, "hours", GUESS);
}

static int guess_terms(struct store *store, struct local_date today)
{
	struct local_fields f;
	struct local_date from, until;
	int year, result;

	local_time_fields(local_day_start(today), &f);
	year = f.month >= 9 ? f.year : f.year - 1;
	result = local_date_make(year, 9, 1, &from);
	if (result == 0)
		result = local_date_make(year + 1, 8, 31, &until);
	if (result == 0)
		result = term_add(store, from, until, "School year (to be checked)");
	return result < 0 ? result : store_setting_put(store, "terms", GUESS);
}

int calendar_init(struct store *store, struct local_date today)
{
	struct school_hours hours;
	struct term_record term;
	int result = hours_find(store, "", today, &hours);

	if (result == -ERR_NOT_FOUND)
		result = guess_hours(store);
	if (result < 0)
		return result;
	result = term_list(store, &term, 1);
	return result == 0 ? guess_terms(store, today) : result < 0 ? result : 0;
}

int calendar_unchecked(struct store *store, char out_sentence[ACTOR_WHY])
{
	bool hours = guessed(store, "hours"), terms = guessed(store, "terms");

	snprintf(out_sentence, ACTOR_WHY, "%s%s%s%s",
		hours || terms ? "Not this school's own yet, please check and enter: " : "",
		hours ? "the hours of the day" : "", hours && terms ? " and " : "",
		terms	? "the term dates."
		: hours ? "."
			: "");
	return 0;
}

static int may(
	struct store *store, const struct actor *by, struct wall_time now, char why[ACTOR_WHY])
{
	enum role role;

	return actor_role(store, by->person, now, ROLES_OFFICE, "change the calendar", &role, why);
}

static int drop_guessed_terms(struct store *store)
{
	struct term_record term;
	int result = 0;

	if (!guessed(store, "terms"))
		return 0;
	while (result >= 0 && (result = term_list(store, &term, 1)) == 1)
		result = term_remove(store, term.from);
	return result < 0 ? result : store_setting_put(store, "terms", "entered");
}

int calendar_add_term(struct store *store, const struct actor *by, struct wall_time now,
	struct local_date from, struct local_date until, const char *name, char why[ACTOR_WHY])
{
	char facts[80], first[LOCAL_DATE_TEXT], last[LOCAL_DATE_TEXT];
	int result = may(store, by, now, why);

	if (result < 0)
		return result;
	local_date_print(from, first);
	local_date_print(until, last);
	if (until.day < from.day)
		return REFUSE(ERR_ARG, "The term ends on %s, before it begins on %s.", last, first);
	if (until.day - from.day >= TERM_DAYS)
		return REFUSE(
			ERR_ARG, "A term of more than %d days: is the year right?", TERM_DAYS);
	if (strlen(name) >= DAY_NAME)
		return REFUSE(ERR_ARG, "The name has more than %d letters.", DAY_NAME - 1);
	result = drop_guessed_terms(store);
	if (result == 0)
		result = term_add(store, from, until, name);
	if (result == -ERR_EXISTS)
		return REFUSE(ERR_EXISTS,
			"%s to %s overlaps a term that is there: remove it first.", first, last);
	if (result < 0)
		return result;
	snprintf(facts, sizeof(facts), "{\"from\":\"%s\",\"until\":\"%s\"}", first, last);
	return actor_record(store, by, now, "term entered", 0, facts);
}

int calendar_remove_term(struct store *store, const struct actor *by, struct wall_time now,
	struct local_date from, char why[ACTOR_WHY])
{
	char facts[40], first[LOCAL_DATE_TEXT];
	int result = may(store, by, now, why);

	if (result < 0)
		return result;
	local_date_print(from, first);
	result = term_remove(store, from);
	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "No term begins on %s.", first);
	if (result < 0)
		return result;
	snprintf(facts, sizeof(facts), "{\"from\":\"%s\"}", first);
	return actor_record(store, by, now, "term removed", 0, facts);
}

int calendar_set_day(struct store *store, const struct actor *by, struct wall_time now,
	struct local_date date, enum day_kind kind, const char *name, char why[ACTOR_WHY])
{
	char facts[64], text[LOCAL_DATE_TEXT];
	int result = may(store, by, now, why);

	if (result < 0)
		return result;
	if (kind == DAY_WEEKEND)
		return REFUSE(ERR_ARG, "A day can be made school, inset or holiday.");
	if (strlen(name) >= DAY_NAME)
		return REFUSE(ERR_ARG, "The name has more than %d letters.", DAY_NAME - 1);
	result = special_day_put(store, date, kind, name);
	if (result < 0)
		return result;
	local_date_print(date, text);
	snprintf(facts, sizeof(facts), "{\"date\":\"%s\",\"kind\":\"%s\"}", text,
		word_text(&day_kind_words, (int)kind));
	return actor_record(store, by, now, "day set", 0, facts);
}

int calendar_clear_day(struct store *store, const struct actor *by, struct wall_time now,
	struct local_date date, char why[ACTOR_WHY])
{
	char facts[40], text[LOCAL_DATE_TEXT];
	int result = may(store, by, now, why);

	if (result < 0)
		return result;
	local_date_print(date, text);
	result = special_day_remove(store, date);
	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "Nothing special is entered for %s.", text);
	if (result < 0)
		return result;
	snprintf(facts, sizeof(facts), "{\"date\":\"%s\"}", text);
	return actor_record(store, by, now, "day cleared", 0, facts);
}
