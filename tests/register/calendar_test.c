// SPDX-License-Identifier: GPL-3.0-or-later
// The calendar: every day of a school year, hours, days closed early, both clock changes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "made_school.h"
#include "register/calendar.h"

#define NOW moment("2026-11-20T09:00")

static enum day_kind kind_of(struct school *s, const char *day)
{
	enum day_kind kind;

	assert_int_equal(day_kind_of(s->store, date(day), &kind), 0);
	return kind;
}

static void add_term(struct school *s, const char *from, const char *until, const char *name)
{
	assert_int_equal(
		calendar_add_term(s->store, &s->office, NOW, date(from), date(until), name, s->why),
		0);
}

// Total: in a term or not, special or not and of each kind, each weekday.
static void a_special_day_wins_then_the_weekend_then_the_term(void **state)
{
	static const enum day_kind specials[] = {DAY_SCHOOL, DAY_INSET, DAY_HOLIDAY};

	(void)state;
	for (int day = 0; day < 7; day++) {
		struct local_date d = {date("2026-11-23").day + day};

		for (int in_term = 0; in_term < 2; in_term++) {
			enum day_kind plain = day >= 5	? DAY_WEEKEND
					      : in_term ? DAY_SCHOOL
							: DAY_HOLIDAY;

			assert_int_equal(day_kind_from(d, in_term, false, DAY_INSET), plain);
			for (int i = 0; i < 3; i++)
				assert_int_equal(
					day_kind_from(d, in_term, true, specials[i]), specials[i]);
		}
	}
}

static void until_terms_are_entered_every_weekday_of_the_year_is_school(void **state)
{
	struct school *s = *state;

	assert_int_equal(kind_of(s, "2026-08-31"), DAY_HOLIDAY);
	assert_int_equal(kind_of(s, "2026-09-01"), DAY_SCHOOL);
	assert_int_equal(kind_of(s, "2026-12-25"), DAY_SCHOOL);
	assert_int_equal(kind_of(s, "2026-11-21"), DAY_WEEKEND);
	assert_int_equal(kind_of(s, "2027-08-31"), DAY_SCHOOL);
	assert_int_equal(kind_of(s, "2027-09-01"), DAY_HOLIDAY);
	assert_int_equal(calendar_unchecked(s->store, s->why), 0);
	assert_non_null(strstr(s->why, "the hours of the day and the term dates"));
	add_term(s, "2026-09-02", "2026-10-23", "Autumn 1");
	assert_int_equal(kind_of(s, "2026-12-25"), DAY_HOLIDAY);
	assert_int_equal(calendar_unchecked(s->store, s->why), 0);
	assert_null(strstr(s->why, "term dates"));
	assert_int_equal(calendar_init(s->store, date("2026-11-23")), 0);
	assert_int_equal(kind_of(s, "2026-12-25"), DAY_HOLIDAY);
}

// A made-up year: 196 weekdays in six half terms, five of them INSET, so one day more than the 190
// of field.md 5.7 (a day to lose to snow).
static void a_whole_school_year_has_the_days_it_should(void **state)
{
	struct school *s = *state;
	int count[4] = {0};

	add_term(s, "2026-09-01", "2026-10-23", "Autumn 1");
	add_term(s, "2026-11-02", "2026-12-18", "Autumn 2");
	add_term(s, "2027-01-04", "2027-02-12", "Spring 1");
	add_term(s, "2027-02-22", "2027-03-25", "Spring 2");
	add_term(s, "2027-04-12", "2027-05-28", "Summer 1");
	add_term(s, "2027-06-07", "2027-07-22", "Summer 2");
	assert_int_equal(calendar_set_day(s->store, &s->office, NOW, date("2027-05-03"),
				 DAY_HOLIDAY, "May bank holiday", s->why),
		0);
	static const char *const insets[] = {
		"2026-09-01", "2026-09-02", "2027-01-04", "2027-06-07", "2027-07-22"};

	for (int i = 0; i < 5; i++)
		assert_int_equal(calendar_set_day(s->store, &s->office, NOW, date(insets[i]),
					 DAY_INSET, "INSET", s->why),
			0);
	for (struct local_date d = date("2026-09-01"); d.day <= date("2027-08-31").day; d.day++) {
		enum day_kind kind;

		assert_int_equal(day_kind_of(s->store, d, &kind), 0);
		if (local_weekday(d) >= SATURDAY)
			assert_int_equal(kind, DAY_WEEKEND);
		count[kind]++;
	}
	assert_int_equal(
		count[DAY_SCHOOL] + count[DAY_INSET] + count[DAY_HOLIDAY] + count[DAY_WEEKEND],
		365);
	assert_int_equal(count[DAY_INSET], 5);
	assert_int_equal(count[DAY_WEEKEND], 104);
	// 39 + 35 + 30 + 24 + 34 + 34 weekdays in the terms, and the INSET days are among them.
	assert_int_equal(count[DAY_SCHOOL], 39 + 35 + 30 + 24 + 34 + 34 - 5);
}

static void terms_that_make_no_sense_are_refused(void **state)
{
	struct school *s = *state;

	add_term(s, "2026-09-01", "2026-10-23", "Autumn 1");
	assert_int_equal(calendar_add_term(s->store, &s->office, NOW, date("2026-10-23"),
				 date("2026-12-18"), "x", s->why),
		-ERR_EXISTS);
	assert_int_equal(calendar_add_term(s->store, &s->office, NOW, date("2026-12-18"),
				 date("2026-11-02"), "x", s->why),
		-ERR_ARG);
	assert_int_equal(calendar_add_term(s->store, &s->office, NOW, date("2026-11-02"),
				 date("2062-12-18"), "x", s->why),
		-ERR_ARG);
	assert_int_equal(
		calendar_remove_term(s->store, &s->office, NOW, date("2026-09-02"), s->why),
		-ERR_NOT_FOUND);
	assert_int_equal(
		calendar_remove_term(s->store, &s->office, NOW, date("2026-09-01"), s->why), 0);
	assert_int_equal(kind_of(s, "2026-09-01"), DAY_HOLIDAY);
}

static void a_day_set_is_cleared_again(void **state)
{
	struct school *s = *state;
	char name[DAY_NAME];

	assert_int_equal(calendar_set_day(s->store, &s->office, NOW, date("2026-11-21"), DAY_SCHOOL,
				 "Open day", s->why),
		0);
	assert_int_equal(kind_of(s, "2026-11-21"), DAY_SCHOOL);
	assert_int_equal(day_name_of(s->store, date("2026-11-21"), name), 0);
	assert_string_equal(name, "Open day");
	assert_int_equal(
		calendar_clear_day(s->store, &s->office, NOW, date("2026-11-21"), s->why), 0);
	assert_int_equal(kind_of(s, "2026-11-21"), DAY_WEEKEND);
	assert_int_equal(calendar_clear_day(s->store, &s->office, NOW, date("2026-11-21"), s->why),
		-ERR_NOT_FOUND);
	assert_int_equal(calendar_set_day(s->store, &s->office, NOW, date("2026-11-21"),
				 DAY_WEEKEND, "x", s->why),
		-ERR_ARG);
}

static struct school_hours hours(const char *sessions, const char *home, const char *reason)
{
	struct school_hours h;
	char why[ACTOR_WHY];

	assert_int_equal(school_hours_read(sessions, home, "08:30-09:00", &h, why), 0);
	snprintf(h.reason, sizeof(h.reason), "%s", reason);
	return h;
}

static int home_time(struct school *s, const char *class, const char *day)
{
	struct school_hours h;

	assert_int_equal(hours_find(s->store, class, date(day), &h), 0);
	return h.home_time;
}

static void a_date_wins_over_every_day_and_a_class_over_everybody(void **state)
{
	struct school *s = *state;
	struct school_hours h = hours("08:45-12:00,13:00-15:10", "15:10", "");
	struct local_date last = date("2026-12-18");

	assert_int_equal(home_time(s, "6A", "2026-11-23"), 15 * 60 + 15);
	assert_int_equal(calendar_set_hours(s->store, &s->office, NOW, "6A", NULL, &h, s->why), 0);
	assert_int_equal(home_time(s, "6A", "2026-11-23"), 15 * 60 + 10);
	assert_int_equal(home_time(s, "5A", "2026-11-23"), 15 * 60 + 15);
	h = hours("08:45-12:00,13:00-14:00", "14:00", "Last day of term");
	assert_int_equal(calendar_set_hours(s->store, &s->office, NOW, "", &last, &h, s->why), 0);
	assert_int_equal(home_time(s, "6A", "2026-12-18"), 14 * 60);
	h = hours("08:45-12:00,13:00-15:30", "16:30", "Club");
	assert_int_equal(calendar_set_hours(s->store, &s->office, NOW, "6A", &last, &h, s->why), 0);
	assert_int_equal(home_time(s, "6A", "2026-12-18"), 16 * 60 + 30);
	assert_int_equal(home_time(s, "5A", "2026-12-18"), 14 * 60);
	assert_int_equal(home_time(s, "5A", "2026-12-17"), 15 * 60 + 15);
}

static void hours_that_make_no_sense_are_refused(void **state)
{
	static const char *const cases[][3] = {
		{"", "15:15", "08:30-09:00"},
		{"08:45", "15:15", "08:30-09:00"},
		{"12:00-08:45", "15:15", "08:30-09:00"},
		{"08:45-12:00,11:00-15:15", "15:15", "08:30-09:00"},
		{"08:45-12:00", "24:00", "08:30-09:00"},
		{"08:45-12:00", "3.15", "08:30-09:00"},
		{"08:45-12:00,13:00-15:15", "12:30", "08:30-09:00"},
		{"08:45-12:00", "15:15", ""},
		{"08:45-12:00", "15:15", "09:00-08:30"},
		{"08:45-12:00", "15:15", "08:30-09:00,10:00-11:00"},
	};
	struct school *s = *state;
	struct school_hours h;
	struct local_date last = date("2026-12-18");

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		s->why[0] = 0;
		assert_int_equal(
			school_hours_read(cases[i][0], cases[i][1], cases[i][2], &h, s->why),
			-ERR_FORMAT);
		assert_true(s->why[0] != 0);
	}
	h = hours("08:45-12:00", "12:00", "");
	assert_int_equal(
		calendar_set_hours(s->store, &s->office, NOW, "", &last, &h, s->why), -ERR_ARG);
	assert_int_equal(
		calendar_set_hours(s->store, &s->office, NOW, "9Z", NULL, &h, s->why), -ERR_ARG);
	assert_int_equal(
		calendar_set_hours(s->store, &s->teacher, NOW, "", NULL, &h, s->why), -ERR_DENIED);
}

// Every minute of a day: nothing of the day is later than the cut, nothing before it is lost.
static void cutting_a_day_short_moves_every_time_at_once(void **state)
{
	(void)state;
	for (int minute = 0; minute < 24 * 60; minute++) {
		struct school_hours h = hours("08:45-12:00,13:00-15:15", "15:15", ""), old = h;
		int taught = 0, kept = 0;

		school_hours_cut(&h, minute);
		assert_int_equal(h.home_time, minute < old.home_time ? minute : old.home_time);
		for (int i = 0; i < h.session_count; i++) {
			assert_true(h.sessions[i].until <= minute);
			assert_true(h.sessions[i].from < h.sessions[i].until);
			kept += h.sessions[i].until - h.sessions[i].from;
		}
		for (int m = 0; m < minute; m++)
			taught += (m >= 525 && m < 720) || (m >= 780 && m < 915);
		assert_int_equal(kept, taught);
	}
}

static void the_headteacher_closes_early_for_every_class_and_nobody_else_does(void **state)
{
	struct school *s = *state;
	struct school_hours early = hours("08:45-11:30", "11:30", ""),
			    late = hours("08:45-12:00,13:00-15:30", "15:30", "");
	struct school_hours found;
	struct local_date snow = date("2026-11-23");

	assert_int_equal(
		calendar_set_hours(s->store, &s->office, NOW, "RA", NULL, &early, s->why), 0);
	assert_int_equal(
		calendar_set_hours(s->store, &s->office, NOW, "6A", NULL, &late, s->why), 0);
	assert_int_equal(calendar_close_early(
				 s->store, &s->slt, NOW, "", snow, 13 * 60 + 30, "Snow", s->why),
		-ERR_DENIED);
	assert_int_equal(calendar_close_early(
				 s->store, &s->head, NOW, "", snow, 13 * 60 + 30, "Snow", s->why),
		0);
	assert_int_equal(home_time(s, "6A", "2026-11-23"), 13 * 60 + 30);
	assert_int_equal(home_time(s, "5A", "2026-11-23"), 13 * 60 + 30);
	assert_int_equal(home_time(s, "RA", "2026-11-23"), 11 * 60 + 30);
	assert_int_equal(hours_find(s->store, "5A", snow, &found), 0);
	assert_int_equal(found.session_count, 2);
	assert_int_equal(found.sessions[1].until, 13 * 60 + 30);
	assert_string_equal(found.reason, "Snow");
	assert_int_equal(home_time(s, "6A", "2026-11-24"), 15 * 60 + 30);
	// Earlier still is possible, later is no closing early.
	assert_int_equal(
		calendar_close_early(s->store, &s->head, NOW, "", snow, 12 * 60, "Snow", s->why),
		0);
	assert_int_equal(home_time(s, "6A", "2026-11-23"), 12 * 60);
	assert_int_equal(
		calendar_close_early(s->store, &s->head, NOW, "", snow, 13 * 60, "Snow", s->why),
		-ERR_ARG);
	assert_int_equal(
		calendar_close_early(s->store, &s->head, NOW, "", snow, 8 * 60, "Snow", s->why),
		-ERR_ARG);
	assert_int_equal(
		calendar_close_early(s->store, &s->head, NOW, "", snow, 11 * 60, "", s->why),
		-ERR_ARG);
	assert_int_equal(calendar_close_early(s->store, &s->head, NOW, "", date("2026-11-21"),
				 11 * 60, "Snow", s->why),
		-ERR_ARG);
}

static void a_class_alone_is_sent_home_early_by_the_headteacher(void **state)
{
	struct school *s = *state;
	struct local_date day = date("2026-11-23");

	assert_int_equal(
		calendar_close_early(s->store, &s->slt, NOW, "6A", day, 14 * 60, "a coach", s->why),
		-ERR_DENIED);
	assert_int_equal(calendar_close_early(
				 s->store, &s->head, NOW, "6Z", day, 14 * 60, "a coach", s->why),
		-ERR_NOT_FOUND);
	assert_int_equal(calendar_close_early(
				 s->store, &s->head, NOW, "6A", day, 14 * 60, "a coach", s->why),
		0);
	assert_int_equal(home_time(s, "6A", "2026-11-23"), 14 * 60);
	assert_int_equal(home_time(s, "5A", "2026-11-23"), 15 * 60 + 15);
	assert_int_equal(home_time(s, "6A", "2026-11-24"), 15 * 60 + 15);
	assert_int_equal(school_count(s, "event WHERE kind = 'class closed early'"), 1);
}

static void only_a_pupil_is_signed_in_late(void **state)
{
	struct school *s = *state;

	assert_int_equal(calendar_sign_in(s->store, &s->office, NOW, "P6", s->why), 0);
	assert_int_equal(calendar_sign_in(s->store, &s->office, NOW, "staff", s->why), -ERR_ARG);
	assert_int_equal(
		calendar_sign_in(s->store, &s->office, NOW, "nobody", s->why), -ERR_NOT_FOUND);
	assert_int_equal(calendar_sign_in(s->store, &s->teacher, NOW, "P6", s->why), -ERR_DENIED);
	assert_int_equal(school_count(s, "arrival WHERE date = '2026-11-20'"), 1);
}

int main(void)
{
#define IN_SCHOOL(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_special_day_wins_then_the_weekend_then_the_term),
		IN_SCHOOL(until_terms_are_entered_every_weekday_of_the_year_is_school),
		IN_SCHOOL(a_whole_school_year_has_the_days_it_should),
		IN_SCHOOL(terms_that_make_no_sense_are_refused),
		IN_SCHOOL(a_day_set_is_cleared_again),
		IN_SCHOOL(a_date_wins_over_every_day_and_a_class_over_everybody),
		IN_SCHOOL(hours_that_make_no_sense_are_refused),
		cmocka_unit_test(cutting_a_day_short_moves_every_time_at_once),
		IN_SCHOOL(the_headteacher_closes_early_for_every_class_and_nobody_else_does),
		IN_SCHOOL(a_class_alone_is_sent_home_early_by_the_headteacher),
		IN_SCHOOL(only_a_pupil_is_signed_in_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
