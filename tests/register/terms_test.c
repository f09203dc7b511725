// SPDX-License-Identifier: GPL-3.0-or-later
// The school's calendar file, read by the real libical: what becomes a term or a day, what is left
// out and why, and every broken file.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "made_school.h"
#include "register/calendar.h"
#include "register/terms_import.h"
#include "store/days.h"

#define NOW	     moment("2026-11-20T09:00")
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:x\r\n" lines "END:VEVENT\r\n"
#define ALL_DAY(from, until, title)                                                                \
	EVENT("DTSTART;VALUE=DATE:" from "\r\nDTEND;VALUE=DATE:" until "\r\nSUMMARY:" title "\r"   \
	      "\n")
#define FILE_OF(events)                                                                            \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Made up//EN\r\n" events "END:VCALENDAR\r\n"

static struct terms_plan *plan_of(struct school *s, const char *text)
{
	struct terms_plan *plan = NULL;

	if (terms_import_plan(s->store, text, strlen(text), &plan, s->why) < 0)
		fail_msg("%s", s->why);
	return plan;
}

static const struct terms_row *row_of(struct terms_plan *plan, size_t i)
{
	size_t count;
	const struct terms_row *rows = terms_plan_rows(plan, &count);

	assert_true(i < count);
	return &rows[i];
}

static int apply(struct school *s, const char *text)
{
	struct terms_plan *plan = plan_of(s, text);
	int result = terms_import_apply(s->store, plan, &s->office, NOW, s->why);

	terms_plan_close(plan);
	return result;
}

static enum day_kind kind_of(struct school *s, const char *day)
{
	enum day_kind kind;

	assert_int_equal(day_kind_of(s->store, date(day), &kind), 0);
	return kind;
}

static const char year[] = FILE_OF(ALL_DAY("20260902", "20261219", "Autumn Term 2026")
		ALL_DAY("20261026", "20261031", "October half-term holiday") ALL_DAY("20260902",
			"20260903", "INSET Day") ALL_DAY("20261210", "20261211", "Nativity"));

static void terms_half_terms_and_inset_days_become_days_of_their_kind(void **state)
{
	struct school *s = *state;

	assert_int_equal(apply(s, year), 3);
	assert_int_equal(kind_of(s, "2026-09-01"), DAY_HOLIDAY);
	assert_int_equal(kind_of(s, "2026-09-02"), DAY_INSET);
	assert_int_equal(kind_of(s, "2026-09-03"), DAY_SCHOOL);
	assert_int_equal(kind_of(s, "2026-10-23"), DAY_SCHOOL);
	assert_int_equal(kind_of(s, "2026-10-26"), DAY_HOLIDAY);
	assert_int_equal(kind_of(s, "2026-10-30"), DAY_HOLIDAY);
	assert_int_equal(kind_of(s, "2026-10-31"), DAY_WEEKEND);
	assert_int_equal(kind_of(s, "2026-11-02"), DAY_SCHOOL);
	// The end of an all-day event is not in it: the last day is the 18th.
	assert_int_equal(kind_of(s, "2026-12-18"), DAY_SCHOOL);
	assert_int_equal(kind_of(s, "2026-12-21"), DAY_HOLIDAY);
	assert_int_equal(apply(s, year), 0);
	assert_int_equal(school_count(s, "event WHERE kind = 'day set'"), 6);
}

static void a_preview_changes_nothing_and_says_why_an_event_is_left_out(void **state)
{
	struct school *s = *state;
	struct terms_plan *plan = plan_of(s, year);

	assert_string_equal(row_of(plan, 0)->what, "term 2026-09-02 to 2026-12-18");
	assert_string_equal(row_of(plan, 1)->what, "holiday on 5 days");
	assert_string_equal(row_of(plan, 2)->what, "inset on 1 day");
	assert_int_equal(row_of(plan, 3)->act, TERMS_LEFT_OUT);
	assert_non_null(strstr(row_of(plan, 3)->what, "No word of its title"));
	terms_plan_close(plan);
	assert_int_equal(school_count(s, "event"), 0);
	assert_int_equal(school_count(s, "special_day"), 0);
}

// One event each: what it becomes.
static void each_way_of_writing_a_day_is_understood(void **state)
{
	static const struct {
		const char *lines, *from, *until;
		enum terms_act act;
	} cases[] = {
		// No end: one day. An end on the start, which some programs write: one day.
		{"DTSTART;VALUE=DATE:20261116\r\n", "2026-11-16", "2026-11-16", TERMS_ADD},
		{"DTSTART;VALUE=DATE:20261116\r\nDTEND;VALUE=DATE:20261116\r\n", "2026-11-16",
			"2026-11-16", TERMS_ADD},
		{"DTSTART;VALUE=DATE:20261116\r\nDURATION:P2D\r\n", "2026-11-16", "2026-11-17",
			TERMS_ADD},
		// Midnights of UTC in summer time are one o'clock here; as Google writes a whole
		// day.
		{"DTSTART:20260914T230000Z\r\nDTEND:20260915T230000Z\r\n", "2026-09-15",
			"2026-09-15", TERMS_ADD},
		{"DTSTART;TZID=Europe/London:20260915T000000\r\n"
		 "DTEND;TZID=Europe/London:20260917T000000\r\n",
			"2026-09-15", "2026-09-16", TERMS_ADD},
		// 20:00 in New York is the next day here.
		{"DTSTART;TZID=America/New_York:20261115T200000\r\n"
		 "DTEND;TZID=America/New_York:20261116T180000\r\n",
			"2026-11-16", "2026-11-16", TERMS_ADD},
		// A staff day at working hours is a day; an hour of it is not.
		{"DTSTART:20261116T090000\r\nDTEND:20261116T153000\r\n", "2026-11-16", "2026-11-16",
			TERMS_ADD},
		{"DTSTART:20261116T160000\r\nDTEND:20261116T170000\r\n", "2026-11-16", "2026-11-16",
			TERMS_LEFT_OUT},
		{"DTSTART;VALUE=DATE:20261116\r\nSTATUS:CANCELLED\r\n", "", "", TERMS_REFUSED},
		{"DTSTART;VALUE=DATE:20261116\r\nRECURRENCE-ID;VALUE=DATE:20261116\r\n", "", "",
			TERMS_REFUSED},
		{"DTSTART;VALUE=DATE:20261116\r\nRDATE;VALUE=DATE:20261117\r\n", "", "",
			TERMS_REFUSED},
		{"DTSTART;VALUE=DATE:20261116\r\nRRULE:FREQ=DAILY\r\n", "2026-11-16", "2026-11-16",
			TERMS_REFUSED},
		{"DTSTART;VALUE=DATE:20261116\r\nDTEND;VALUE=DATE:20281116\r\n", "2026-11-16",
			"2028-11-15", TERMS_REFUSED},
		{"DTSTART;VALUE=DATE:19891116\r\n", "", "", TERMS_REFUSED},
		{"", "", "", TERMS_REFUSED},
	};
	struct school *s = *state;
	char text[600];

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		snprintf(text, sizeof text,
			FILE_OF("BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Staff "
				"training\r\n%sEND:VEVENT\r\n"),
			cases[i].lines);
		struct terms_plan *plan = plan_of(s, text);

		if (row_of(plan, 0)->act != cases[i].act ||
			strcmp(row_of(plan, 0)->from, cases[i].from) != 0)
			print_message("%s: %s %s\n", cases[i].lines, row_of(plan, 0)->from,
				row_of(plan, 0)->what);
		assert_int_equal(row_of(plan, 0)->act, cases[i].act);
		assert_string_equal(row_of(plan, 0)->from, cases[i].from);
		assert_string_equal(row_of(plan, 0)->until, cases[i].until);
		terms_plan_close(plan);
	}
}

static void a_day_that_repeats_is_each_of_its_days_but_those_taken_out(void **state)
{
	static const char text[] = FILE_OF(EVENT("DTSTART;VALUE=DATE:20261106\r\n"
						 "RRULE:FREQ=WEEKLY;COUNT=3\r\n"
						 "EXDATE;VALUE=DATE:20261113\r\n"
						 "SUMMARY:INSET\r\n"));
	struct school *s = *state;

	assert_int_equal(apply(s, text), 2);
	assert_int_equal(kind_of(s, "2026-11-06"), DAY_INSET);
	assert_int_equal(kind_of(s, "2026-11-13"), DAY_SCHOOL);
	assert_int_equal(kind_of(s, "2026-11-20"), DAY_INSET);
}

static void a_first_day_and_the_next_last_day_are_a_term(void **state)
{
	static const char text[] = FILE_OF(
		EVENT("DTSTART;VALUE=DATE:20270325\r\nSUMMARY:Last day of term\r\n")
			EVENT("DTSTART;VALUE=DATE:20270104\r\nSUMMARY:Spring term begins\r\n")
				EVENT("DTSTART;VALUE=DATE:20270412\r\nSUMMARY:Summer term "
				      "begins\r\n"));
	struct school *s = *state;
	struct terms_plan *plan = plan_of(s, text);

	assert_int_equal(row_of(plan, 0)->act, TERMS_LEFT_OUT);
	assert_string_equal(row_of(plan, 1)->what, "term 2027-01-04 to 2027-03-25");
	assert_int_equal(row_of(plan, 2)->act, TERMS_REFUSED);
	assert_non_null(strstr(row_of(plan, 2)->what, "no last day"));
	assert_int_equal(terms_import_apply(s->store, plan, &s->office, NOW, s->why), -ERR_ARG);
	assert_int_equal(school_count(s, "event"), 0);
	terms_plan_close(plan);
}

static void what_contradicts_is_refused_by_name(void **state)
{
	struct school *s = *state;
	struct terms_plan *plan =
		plan_of(s, FILE_OF(ALL_DAY("20260902", "20261219", "Autumn term") ALL_DAY(
				   "20261102", "20261219", "Term 2") ALL_DAY("20261116", "20261117",
				   "INSET") ALL_DAY("20261116", "20261117", "Bank holiday")));

	assert_int_equal(row_of(plan, 1)->act, TERMS_REFUSED);
	assert_non_null(strstr(row_of(plan, 1)->what, "Autumn term"));
	assert_int_equal(row_of(plan, 3)->act, TERMS_REFUSED);
	assert_non_null(strstr(row_of(plan, 3)->what, "\"INSET\""));
	terms_plan_close(plan);
	assert_int_equal(apply(s, FILE_OF(ALL_DAY("20260902", "20261219", "Autumn term"))), 1);
	plan = plan_of(s, FILE_OF(ALL_DAY("20260902", "20261218", "Autumn term")));
	assert_int_equal(row_of(plan, 0)->act, TERMS_CHANGE);
	assert_string_equal(row_of(plan, 0)->what,
		"term from 2026-09-02: its last day 2026-12-18 to 2026-12-17");
	terms_plan_close(plan);
	assert_int_equal(apply(s, FILE_OF(ALL_DAY("20260902", "20261218", "Autumn term"))), 1);
	assert_int_equal(kind_of(s, "2026-12-18"), DAY_HOLIDAY);
	plan = plan_of(s, FILE_OF(ALL_DAY("20260901", "20261219", "Autumn term")));
	assert_int_equal(row_of(plan, 0)->act, TERMS_REFUSED);
	assert_non_null(strstr(row_of(plan, 0)->what, "the term from 2026-09-02"));
	terms_plan_close(plan);
}

static void the_words_are_the_schools_own_and_the_longest_counts(void **state)
{
	static const char text[] = FILE_OF(ALL_DAY("20261116", "20261117", "Founders' day"));
	struct school *s = *state;
	struct calendar_word words[CALENDAR_WORDS];
	int count = calendar_word_list(s->store, words, CALENDAR_WORDS);
	struct terms_plan *plan = plan_of(s, text);

	assert_int_equal(row_of(plan, 0)->act, TERMS_LEFT_OUT);
	terms_plan_close(plan);
	assert_int_equal(terms_meaning(words, count, "Autumn half term"), MEANS_HOLIDAY);
	assert_int_equal(terms_meaning(words, count, "AUTUMN TERM 1"), MEANS_TERM);
	assert_int_equal(terms_meaning(words, count, "Spring term ends"), MEANS_TERM_ENDS);
	assert_int_equal(terms_meaning(words, count, "Summer term begins"), MEANS_TERM_BEGINS);
	assert_int_equal(terms_meaning(words, count, "Insets"), -ERR_NOT_FOUND);
	assert_int_equal(
		terms_word_put(s->store, &s->office, NOW, "FOUNDERS' DAY", "holiday", s->why), 0);
	assert_int_equal(apply(s, text), 1);
	assert_int_equal(kind_of(s, "2026-11-16"), DAY_HOLIDAY);
	assert_int_equal(terms_word_put(s->store, &s->office, NOW, "x", "party", s->why), -ERR_ARG);
	assert_int_equal(
		terms_word_put(s->store, &s->office, NOW, "x", "", s->why), -ERR_NOT_FOUND);
	assert_int_equal(
		terms_word_put(s->store, &s->teacher, NOW, "x", "inset", s->why), -ERR_DENIED);
}

static void a_broken_file_is_explained(void **state)
{
	static const char *const cases[][2] = {
		{"", "empty"},
		{"PK\3\4xxxxxxxx", "Excel"},
		{"date,what\n2026-09-02,term\n", "no iCalendar"},
		{"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Term\r\n", "cut off"},
		{"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no events"},
		{"BEGIN:VCALENDAR\r\nSUMMARY:\xE9\r\nEND:VCALENDAR\r\n", "Line 2 is not UTF-8"},
	};
	struct school *s = *state;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct terms_plan *plan = NULL;

		assert_int_equal(terms_import_plan(
					 s->store, cases[i][0], strlen(cases[i][0]), &plan, s->why),
			-ERR_FORMAT);
		if (!strstr(s->why, cases[i][1]))
			fail_msg("wanted %s, said %s", cases[i][1], s->why);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(terms_half_terms_and_inset_days_become_days_of_their_kind),
		CASE(a_preview_changes_nothing_and_says_why_an_event_is_left_out),
		CASE(each_way_of_writing_a_day_is_understood),
		CASE(a_day_that_repeats_is_each_of_its_days_but_those_taken_out),
		CASE(a_first_day_and_the_next_last_day_are_a_term),
		CASE(what_contradicts_is_refused_by_name),
		CASE(the_words_are_the_schools_own_and_the_longest_counts),
		CASE(a_broken_file_is_explained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
