// SPDX-License-Identifier: GPL-3.0-or-later
// Clubs, and days closed early: when one pupil goes home on one day.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "made_school.h"
#include "register/calendar.h"
#include "register/clubs.h"
#include "store/facts.h"

#define NOW moment("2026-11-20T09:00")

// In minutes of the day; -1: not known.
static int home_time(struct school *s, const char *ref, const char *day)
{
	struct facts facts;

	assert_int_equal(
		facts_of_person(s->store, school_id(s, ref),
			(struct local_time){local_day_start(date(day)).s + 9 * 3600}, &facts),
		0);
	return facts.request.day.home_time < 0 ? -1 : facts.request.day.home_time / 60;
}

#define HOME (15 * 60 + 15)
#define CLUB (16 * 60 + 15)

// Mondays and Wednesdays of the term until 16:15, with P6 in it.
static void chess(struct school *s)
{
	assert_int_equal(clubs_add(s->store, &s->office, NOW, "Chess", 1 | 4, date("2026-11-23"),
				 date("2026-12-16"), CLUB, s->why),
		0);
	assert_int_equal(
		clubs_join(s->store, &s->office, NOW, "Chess", "P6", date("2026-11-23"), s->why),
		0);
}

static void a_member_goes_home_when_the_club_ends_on_its_days_and_nobody_else(void **state)
{
	struct school *s = *state;

	chess(s);
	assert_int_equal(home_time(s, "P6", "2026-11-18"), HOME); // before it begins
	assert_int_equal(home_time(s, "P6", "2026-11-23"), CLUB);
	assert_int_equal(home_time(s, "P6", "2026-11-24"), HOME);
	assert_int_equal(home_time(s, "P6", "2026-12-16"), CLUB);
	assert_int_equal(home_time(s, "P6", "2026-12-21"), HOME); // over
	assert_int_equal(home_time(s, "P6", "2026-11-28"), -1);	  // a Saturday
	assert_int_equal(home_time(s, "P5", "2026-11-23"), HOME);
	assert_int_equal(home_time(s, "staff", "2026-11-23"), HOME);
}

static void the_later_of_two_clubs_counts_and_one_that_ends_before_school_does_not(void **state)
{
	struct school *s = *state;

	chess(s);
	assert_int_equal(clubs_add(s->store, &s->office, NOW, "Choir", 1, date("2026-11-23"),
				 date("2026-12-16"), 17 * 60, s->why),
		0);
	assert_int_equal(clubs_add(s->store, &s->office, NOW, "Breakfast", 1, date("2026-11-23"),
				 date("2026-12-16"), 8 * 60 + 30, s->why),
		0);
	clubs_join(s->store, &s->office, NOW, "Choir", "P6", date("2026-11-23"), s->why);
	clubs_join(s->store, &s->office, NOW, "Breakfast", "P5", date("2026-11-23"), s->why);
	assert_int_equal(home_time(s, "P6", "2026-11-23"), 17 * 60);
	assert_int_equal(home_time(s, "P6", "2026-11-25"), CLUB);
	assert_int_equal(home_time(s, "P5", "2026-11-23"), HOME);
}

static void a_club_cancelled_today_keeps_nobody(void **state)
{
	struct school *s = *state;

	chess(s);
	assert_int_equal(
		clubs_cancel(s->store, &s->office, NOW, "Chess", date("2026-11-23"), false, s->why),
		0);
	assert_int_equal(home_time(s, "P6", "2026-11-23"), HOME);
	assert_int_equal(home_time(s, "P6", "2026-11-25"), CLUB);
	assert_int_equal(
		clubs_cancel(s->store, &s->office, NOW, "Chess", date("2026-11-23"), true, s->why),
		0);
	assert_int_equal(home_time(s, "P6", "2026-11-23"), CLUB);
	assert_int_equal(
		clubs_cancel(s->store, &s->office, NOW, "Chess", date("2026-11-24"), false, s->why),
		-ERR_ARG);
}

static void who_leaves_the_club_has_their_own_home_time_from_that_day(void **state)
{
	struct school *s = *state;

	chess(s);
	assert_int_equal(
		clubs_join(s->store, &s->office, NOW, "Chess", "P6", date("2026-11-24"), s->why),
		-ERR_EXISTS);
	assert_int_equal(
		clubs_leave(s->store, &s->office, NOW, "Chess", "P6", date("2026-11-25"), s->why),
		0);
	assert_int_equal(home_time(s, "P6", "2026-11-23"), CLUB);
	assert_int_equal(home_time(s, "P6", "2026-11-25"), HOME);
	assert_int_equal(
		clubs_leave(s->store, &s->office, NOW, "Chess", "P6", date("2026-11-25"), s->why),
		-ERR_NOT_FOUND);
	assert_int_equal(
		clubs_join(s->store, &s->office, NOW, "Chess", "P6", date("2026-11-30"), s->why),
		0);
	assert_int_equal(home_time(s, "P6", "2026-11-30"), CLUB);
	assert_int_equal(
		clubs_end(s->store, &s->office, NOW, "Chess", date("2026-11-30"), s->why), 0);
	assert_int_equal(home_time(s, "P6", "2026-11-30"), CLUB);
	assert_int_equal(home_time(s, "P6", "2026-12-02"), HOME);
}

static void a_day_closed_early_has_no_club_and_a_short_last_day_still_has(void **state)
{
	struct school *s = *state;
	struct local_date snow = date("2026-11-23"), last = date("2026-12-16");
	struct school_hours hours = {0};

	chess(s);
	assert_int_equal(calendar_close_early(
				 s->store, &s->head, NOW, "", snow, 13 * 60 + 30, "Snow", s->why),
		0);
	assert_int_equal(home_time(s, "P6", "2026-11-23"), 13 * 60 + 30);
	assert_int_equal(
		school_hours_read("08:45-14:00", "14:00", "08:30-09:00", &hours, s->why), 0);
	strcpy(hours.reason, "Last day");
	assert_int_equal(
		calendar_set_hours(s->store, &s->office, NOW, "", &last, &hours, s->why), 0);
	assert_int_equal(home_time(s, "P5", "2026-12-16"), 14 * 60);
	assert_int_equal(home_time(s, "P6", "2026-12-16"), CLUB);
}

static void one_class_sent_home_early_leaves_the_others(void **state)
{
	struct school *s = *state;
	struct local_date boiler = date("2026-11-23");

	chess(s);
	assert_int_equal(calendar_close_early(
				 s->store, &s->head, NOW, "6A", boiler, 11 * 60, "Boiler", s->why),
		0);
	assert_int_equal(home_time(s, "P6", "2026-11-23"), 11 * 60);
	assert_int_equal(home_time(s, "P5", "2026-11-23"), HOME);
	assert_int_equal(home_time(s, "P6", "2026-11-25"), CLUB);
	// Then the whole school: that class keeps its earlier time.
	assert_int_equal(calendar_close_early(
				 s->store, &s->head, NOW, "", boiler, 13 * 60, "Boiler", s->why),
		0);
	assert_int_equal(home_time(s, "P6", "2026-11-23"), 11 * 60);
	assert_int_equal(home_time(s, "P5", "2026-11-23"), 13 * 60);
	assert_int_equal(calendar_close_early(
				 s->store, &s->head, NOW, "6B", boiler, 11 * 60, "Boiler", s->why),
		-ERR_NOT_FOUND);
	assert_int_equal(calendar_close_early(
				 s->store, &s->slt, NOW, "5A", boiler, 11 * 60, "Boiler", s->why),
		-ERR_DENIED);
}

static void what_a_club_cannot_be_is_refused(void **state)
{
	struct school *s = *state;

	chess(s);
	assert_int_equal(clubs_add(s->store, &s->office, NOW, "Chess", 1, date("2026-11-23"),
				 date("2026-12-16"), CLUB, s->why),
		-ERR_EXISTS);
	assert_int_equal(clubs_add(s->store, &s->office, NOW, "Late", 1, date("2026-11-23"),
				 date("2026-11-22"), CLUB, s->why),
		-ERR_ARG);
	assert_int_equal(clubs_add(s->store, &s->office, NOW, "Never", 0, date("2026-11-23"),
				 date("2026-11-23"), CLUB, s->why),
		-ERR_ARG);
	assert_int_equal(clubs_add(s->store, &s->teacher, NOW, "Mine", 1, date("2026-11-23"),
				 date("2026-11-23"), CLUB, s->why),
		-ERR_DENIED);
	assert_int_equal(
		clubs_join(s->store, &s->office, NOW, "Chess", "staff", date("2026-11-23"), s->why),
		-ERR_ARG);
	assert_int_equal(
		clubs_join(s->store, &s->office, NOW, "Ludo", "P6", date("2026-11-23"), s->why),
		-ERR_NOT_FOUND);
	assert_int_equal(school_count(s, "event"), 2);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_member_goes_home_when_the_club_ends_on_its_days_and_nobody_else),
		CASE(the_later_of_two_clubs_counts_and_one_that_ends_before_school_does_not),
		CASE(a_club_cancelled_today_keeps_nobody),
		CASE(who_leaves_the_club_has_their_own_home_time_from_that_day),
		CASE(a_day_closed_early_has_no_club_and_a_short_last_day_still_has),
		CASE(one_class_sent_home_early_leaves_the_others),
		CASE(what_a_club_cannot_be_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
