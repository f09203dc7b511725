// SPDX-License-Identifier: GPL-3.0-or-later
// The facts of one person at one moment, for every category, kind of day and clock.
#include "store/facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../register/made_school.h"
#include "base/err.h"
#include "register/calendar.h"
#include "store/permissions.h"

#define NOW moment("2026-11-23T09:00")

static struct facts facts; // static: a request is large

static const struct request *facts_of(struct school *s, const char *ref, const char *at)
{
	assert_int_equal(facts_of_person(s->store, school_id(s, ref), local_moment(at), &facts), 0);
	return &facts.request;
}

static void everybody_has_their_category_and_a_pupil_a_year(void **state)
{
	struct school *s = *state;

	for (int c = CATEGORY_STAFF; c <= CATEGORY_PARENT; c++) {
		const struct request *r =
			facts_of(s, word_text(&category_words, c), "2026-11-23T14:50");

		assert_int_equal(r->person.category, c);
		assert_int_equal(r->day.kind, DAY_SCHOOL);
		assert_int_equal(r->day.home_time, 15 * 3600 + 15 * 60);
		assert_int_equal(r->day.session_count, 2);
		assert_int_equal(r->person.contact, CONTACT_UNENTERED);
		assert_int_equal(r->grant_count + r->person.ban_count, 0);
	}
	assert_int_equal(facts_of(s, "P6", "2026-11-23T14:50")->person.year, YEAR_6);
	assert_int_equal(facts_of(s, "PR", "2026-11-23T14:50")->person.year, YEAR_R);
	assert_string_equal(facts.class, "RA");
	assert_int_equal(facts.request.at.s, local_moment("2026-11-23T14:50").s);
	assert_int_equal(facts_of_person(s->store, 9999, local_moment("2026-11-23T14:50"), &facts),
		-ERR_NOT_FOUND);
}

static void the_hours_are_those_of_the_persons_class_on_that_date(void **state)
{
	struct school *s = *state;
	struct school_hours h;
	struct local_date snow = date("2026-11-23");

	assert_int_equal(school_hours_read("09:00-11:30", "11:30", "08:30-08:50", &h, s->why), 0);
	assert_int_equal(hours_put(s->store, "RA", NULL, &h), 0);
	assert_int_equal(facts_of(s, "PR", "2026-11-23T09:00")->day.home_time, 41400);
	assert_int_equal(facts.request.day.start, 32400);
	assert_int_equal(facts.request.day.hand_in_until, 8 * 3600 + 50 * 60);
	assert_int_equal(facts.request.day.session_count, 1);
	assert_int_equal(facts_of(s, "P6", "2026-11-23T09:00")->day.home_time, 54900);
	assert_int_equal(calendar_close_early(
				 s->store, &s->head, NOW, "", snow, 13 * 60 + 30, "Snow", s->why),
		0);
	assert_int_equal(facts_of(s, "P6", "2026-11-23T09:00")->day.home_time, 48600);
	assert_int_equal(facts.request.day.sessions[1].until, 48600);
	assert_int_equal(facts_of(s, "staff", "2026-11-23T09:00")->day.sessions[1].until, 48600);
	assert_int_equal(facts_of(s, "PR", "2026-11-23T09:00")->day.home_time, 41400);
	assert_int_equal(facts_of(s, "P6", "2026-11-24T09:00")->day.home_time, 54900);
}

static void a_day_without_school_has_no_hours(void **state)
{
	struct school *s = *state;
	static const enum day_kind specials[] = {DAY_INSET, DAY_HOLIDAY};

	for (int i = 0; i < 2; i++) {
		assert_int_equal(
			special_day_put(s->store, date("2026-11-23"), specials[i], "x"), 0);
		assert_int_equal(facts_of(s, "P6", "2026-11-23T09:00")->day.kind, specials[i]);
		assert_int_equal(facts.request.day.home_time, TIME_UNKNOWN);
		assert_int_equal(facts.request.day.hand_in_until, TIME_UNKNOWN);
		assert_int_equal(facts.request.day.session_count, 0);
	}
	assert_int_equal(facts_of(s, "P6", "2026-11-21T09:00")->day.kind, DAY_WEEKEND);
	assert_int_equal(facts_of(s, "P6", "2027-09-06T09:00")->day.kind, DAY_HOLIDAY);
}

static void walk(struct school *s, const char *from, const char *until, const char *days)
{
	struct walker_record w = {.person = school_id(s, "P6")};

	snprintf(w.from, sizeof(w.from), "%s", from);
	snprintf(w.until, sizeof(w.until), "%s", until);
	snprintf(w.days, sizeof(w.days), "%s", days);
	assert_true(walker_add(s->store, &w, s->office.person, NOW) > 0);
}

static void of_several_permissions_the_one_that_covers_the_day_is_told(void **state)
{
	struct school *s = *state;

	assert_int_equal(
		facts_of(s, "P6", "2026-11-23T09:00")->person.walker.from.day, DATE_UNBOUNDED);
	walk(s, "2026-09-01", "2026-10-23", "mon-fri");
	walk(s, "2026-11-02", "2026-12-18", "mon,wed");
	walk(s, "2027-01-04", "2027-07-21", "fri");
	assert_int_equal(facts_of(s, "P6", "2026-09-01T09:00")->person.walker.weekdays, 0x1F);
	assert_int_equal(facts_of(s, "P6", "2026-10-23T09:00")->person.walker.weekdays, 0x1F);
	assert_int_equal(facts_of(s, "P6", "2026-11-02T09:00")->person.walker.weekdays, 0x05);
	assert_int_equal(facts.request.person.walker.until.day, date("2026-12-18").day);
	assert_int_equal(facts_of(s, "P6", "2026-10-26T09:00")->person.walker.weekdays, 0x05);
	assert_int_equal(facts_of(s, "P6", "2027-07-22T09:00")->person.walker.weekdays, 0x10);
	assert_int_equal(
		facts_of(s, "P5", "2026-11-23T09:00")->person.walker.from.day, DATE_UNBOUNDED);
}

static int64_t ban(struct school *s, enum ban_kind kind, const char *from, const char *until)
{
	struct ban_record b = {.person = school_id(s, "P4"), .kind = kind, .at = NOW};

	snprintf(b.rule, sizeof(b.rule), "school");
	snprintf(b.from, sizeof(b.from), "%s", from);
	snprintf(b.until, sizeof(b.until), "%s", until);
	int64_t id = ban_add(s->store, &b);

	assert_true(id > 0);
	return id;
}

static void bans_are_told_until_they_end_or_are_lifted(void **state)
{
	struct school *s = *state;
	int64_t endless;

	ban(s, BAN_PHONE, "2026-11-01", "2026-11-23");
	endless = ban(s, BAN_SCHOOL_IT, "2026-11-20", "");
	assert_int_equal(facts_of(s, "P4", "2026-11-23T15:15")->person.ban_count, 2);
	assert_true(facts.request.person.bans[0].kinds[BAN_PHONE]);
	assert_false(facts.request.person.bans[0].kinds[BAN_SCHOOL_IT]);
	assert_int_equal(facts.request.person.bans[0].until.day, date("2026-11-23").day);
	assert_true(facts.request.person.bans[1].kinds[BAN_SCHOOL_IT]);
	assert_int_equal(facts.request.person.bans[1].until.day, DATE_UNBOUNDED);
	assert_int_equal(facts_of(s, "P4", "2026-11-24T09:00")->person.ban_count, 1);
	assert_int_equal(ban_lift(s->store, endless, NOW, s->head.person, "x"), 0);
	assert_int_equal(facts_of(s, "P4", "2026-11-24T09:00")->person.ban_count, 0);
	assert_int_equal(facts_of(s, "P5", "2026-11-23T09:00")->person.ban_count, 0);
}

static void a_timetable_is_entered_for_a_weekday_none_or_not_at_all(void **state)
{
	struct school *s = *state;

	assert_int_equal(calendar_set_contact(s->store, &s->office, NOW, "staff", 0x03,
				 "08:45-10:30,13:00-15:15", s->why),
		0);
	assert_int_equal(
		calendar_set_contact(s->store, &s->office, NOW, "staff", 0x04, "none", s->why), 0);
	assert_int_equal(facts_of(s, "staff", "2026-11-23T09:00")->person.contact, CONTACT_ENTERED);
	assert_int_equal(facts.request.person.contact_count, 2);
	assert_int_equal(facts.request.person.contacts[0].from, 8 * 3600 + 45 * 60);
	assert_int_equal(facts.request.person.contacts[1].until, 15 * 3600 + 15 * 60);
	assert_int_equal(facts_of(s, "staff", "2026-11-24T09:00")->person.contact, CONTACT_ENTERED);
	assert_int_equal(facts_of(s, "staff", "2026-11-25T09:00")->person.contact, CONTACT_NONE);
	assert_int_equal(
		facts_of(s, "staff", "2026-11-26T09:00")->person.contact, CONTACT_UNENTERED);
	// Entered anew, taken away, and never a pupil's.
	assert_int_equal(
		calendar_set_contact(s->store, &s->office, NOW, "staff", 0x01, "", s->why), 0);
	assert_int_equal(
		facts_of(s, "staff", "2026-11-23T09:00")->person.contact, CONTACT_UNENTERED);
	assert_int_equal(
		calendar_set_contact(s->store, &s->office, NOW, "P6", 0x01, "none", s->why),
		-ERR_ARG);
	assert_int_equal(
		calendar_set_contact(s->store, &s->office, NOW, "staff", 0, "none", s->why),
		-ERR_ARG);
	assert_int_equal(
		calendar_set_contact(s->store, &s->office, NOW, "staff", 1, "9-10", s->why),
		-ERR_ARG);
}

static void a_weekly_timetable_is_of_school_days_and_of_weekends_it_names(void **state)
{
	struct school *s = *state;

	assert_int_equal(calendar_set_contact(
				 s->store, &s->office, NOW, "staff", 0x7F, "08:45-10:30", s->why),
		0);
	assert_int_equal(facts_of(s, "staff", "2026-11-21T09:00")->person.contact, CONTACT_ENTERED);
	assert_int_equal(special_day_put(s->store, date("2026-11-23"), DAY_INSET, "INSET"), 0);
	assert_int_equal(
		facts_of(s, "staff", "2026-11-23T09:00")->person.contact, CONTACT_UNENTERED);
}

static int64_t grant(struct school *s, const char *by, const char *from, const char *until)
{
	struct permission_record p = {.person = school_id(s, "staff"),
		.kind = GRANT_EXCEPTIONAL,
		.by = school_id(s, by),
		.by_role = ROLE_SLT,
		.reason = "a reason",
		.from = moment(from),
		.until = moment(until),
		.at = NOW};
	int64_t id = permission_add(s->store, &p);

	assert_true(id > 0);
	return id;
}

static void grants_are_told_until_they_end_with_who_gave_them(void **state)
{
	struct school *s = *state;
	int64_t id = grant(s, "slt", "2026-11-23T10:00", "2026-11-23T11:00");
	const struct request *r;

	grant(s, "staff", "2026-11-24T10:00", "2026-11-24T11:00");
	r = facts_of(s, "staff", "2026-11-23T09:00");
	assert_int_equal(r->grant_count, 2);
	assert_int_equal(r->grants[0].kind, GRANT_EXCEPTIONAL);
	assert_int_equal(r->grants[0].by, ROLE_SLT);
	assert_int_equal(r->grants[0].from.s, local_moment("2026-11-23T10:00").s);
	assert_int_equal(r->grants[0].until.s, local_moment("2026-11-23T11:00").s);
	assert_false(r->grants[0].names_room);
	assert_string_not_equal(r->grants[0].by_id, r->person.id);
	// One's own carries one's own id, so that policy does not count it.
	assert_string_equal(r->grants[1].by_id, r->person.id);
	struct facts copy = facts;

	facts_settle(&copy);
	assert_ptr_equal(copy.request.person.id, copy.id);
	assert_ptr_equal(copy.request.grants[1].by_id, copy.id);
	// At its end it is over; before, it can be ended.
	assert_int_equal(facts_of(s, "staff", "2026-11-23T11:00")->grant_count, 1);
	assert_int_equal(permission_end(s->store, id, NOW), 0);
	assert_int_equal(facts_of(s, "staff", "2026-11-23T10:30")->grant_count, 1);
	assert_int_equal(facts_of(s, "staff2", "2026-11-23T10:30")->grant_count, 0);
}

static void an_arrival_is_of_its_day_and_by_the_schools_clock(void **state)
{
	struct school *s = *state;

	assert_int_equal(
		calendar_sign_in(s->store, &s->office, moment("2026-11-23T10:05"), "P6", s->why),
		0);
	assert_int_equal(facts_of(s, "P6", "2026-11-23T10:10")->person.arrived, 36300);
	assert_int_equal(facts_of(s, "P6", "2026-11-24T10:10")->person.arrived, TIME_UNKNOWN);
	assert_int_equal(
		calendar_sign_in(s->store, &s->office, moment("2026-06-22T10:05"), "P6", s->why),
		0);
	assert_int_equal(facts_of(s, "P6", "2026-06-22T10:10")->person.arrived, 36300);
}

static void the_schools_own_settings_are_told(void **state)
{
	struct school *s = *state;

	assert_int_equal(facts_of(s, "P6", "2026-11-23T10:10")->pupils, PUPILS_UNSET);
	assert_int_equal(store_setting_put(s->store, "pupils", "home-time"), 0);
	assert_int_equal(store_setting_put(s->store, "staff", "sessions"), 0);
	assert_int_equal(facts_of(s, "P6", "2026-11-23T10:10")->pupils, PUPILS_HOME_TIME);
	assert_int_equal(facts.request.staff, STAFF_SESSIONS);
}

static void who_left_has_left_from_that_day_on(void **state)
{
	struct school *s = *state;
	struct person_record person;

	assert_int_equal(person_find(s->store, "P6", &person), 0);
	strcpy(person.left_on, "2026-11-23");
	assert_int_equal(person_update(s->store, &person), 0);
	facts_of(s, "P6", "2026-11-22T10:00");
	assert_false(facts.left);
	facts_of(s, "P6", "2026-11-23T00:00");
	assert_true(facts.left);
}

// Home-time is a time on the wall: the Friday before and the Monday after either clock change have
// the same, though the moments are 71 and 73 hours apart; a grant keeps its times too.
static void a_clock_change_moves_no_home_time_and_no_grant(void **state)
{
	static const char *const days[][3] = {
		{"2026-10-23", "2026-10-26", "73"}, {"2027-03-26", "2027-03-29", "71"}};
	struct school *s = *state;

	for (int i = 0; i < 2; i++) {
		char friday[32], monday[32], until[32];
		int64_t apart;

		snprintf(friday, sizeof(friday), "%sT15:15", days[i][0]);
		snprintf(monday, sizeof(monday), "%sT15:15", days[i][1]);
		snprintf(until, sizeof(until), "%sT16:00", days[i][1]);
		apart = moment(monday).ms - moment(friday).ms;
		assert_int_equal(apart / 3600000, days[i][2][1] - '0' + 70);
		assert_int_equal(facts_of(s, "P6", friday)->day.home_time, 54900);
		assert_int_equal(facts_of(s, "P6", monday)->day.home_time, 54900);
		assert_int_equal(local_second_of_day(facts.request.at), 54900);
		grant(s, "slt", friday, until);
		const struct request *r = facts_of(s, "staff", monday);

		assert_int_equal(r->grants[r->grant_count - 1].from.s, local_moment(friday).s);
		assert_int_equal(r->grants[r->grant_count - 1].until.s, local_moment(until).s);
	}
	// The day of the change is one day: its arrival at 01:30, first or second, is 01:30.
	for (int hour = 0; hour < 2; hour++) {
		struct wall_time twice = {moment("2026-10-25T01:30").ms + hour * 3600000};

		assert_int_equal(calendar_sign_in(s->store, &s->office, twice, "P6", s->why), 0);
		assert_int_equal(facts_of(s, "P6", "2026-10-25T01:45")->person.arrived, 5400);
	}
}

static void more_grants_than_a_request_holds_are_cut_and_not_overrun(void **state)
{
	struct school *s = *state;

	for (int i = 0; i < REQUEST_GRANTS + 5; i++)
		grant(s, "slt", "2026-11-23T10:00", "2026-11-23T11:00");
	for (int i = 0; i < REQUEST_BANS + 5; i++)
		ban(s, BAN_PHONE, "2026-11-23", "");
	assert_int_equal(facts_of(s, "staff", "2026-11-23T10:30")->grant_count, REQUEST_GRANTS);
	assert_int_equal(facts_of(s, "P4", "2026-11-23T10:30")->person.ban_count, REQUEST_BANS);
}

int main(void)
{
#define IN_SCHOOL(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
	const struct CMUnitTest tests[] = {
		IN_SCHOOL(everybody_has_their_category_and_a_pupil_a_year),
		IN_SCHOOL(the_hours_are_those_of_the_persons_class_on_that_date),
		IN_SCHOOL(a_day_without_school_has_no_hours),
		IN_SCHOOL(of_several_permissions_the_one_that_covers_the_day_is_told),
		IN_SCHOOL(bans_are_told_until_they_end_or_are_lifted),
		IN_SCHOOL(a_timetable_is_entered_for_a_weekday_none_or_not_at_all),
		IN_SCHOOL(a_weekly_timetable_is_of_school_days_and_of_weekends_it_names),
		IN_SCHOOL(grants_are_told_until_they_end_with_who_gave_them),
		IN_SCHOOL(an_arrival_is_of_its_day_and_by_the_schools_clock),
		IN_SCHOOL(the_schools_own_settings_are_told),
		IN_SCHOOL(who_left_has_left_from_that_day_on),
		IN_SCHOOL(a_clock_change_moves_no_home_time_and_no_grant),
		IN_SCHOOL(more_grants_than_a_request_holds_are_cut_and_not_overrun),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
