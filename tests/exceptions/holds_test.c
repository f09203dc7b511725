// SPDX-License-Identifier: GPL-3.0-or-later
// Until when a hold lasts, shown before it is confirmed, and who may place, end and release one.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../register/made_school.h"
#include "base/err.h"
#include "exceptions/absences.h"
#include "exceptions/holds.h"
#include "exceptions/incidents.h"
#include "policy/load.h"
#include "store/days.h"
#include "store/sql.h"

#define NOW moment("2026-11-23T09:30")

static struct policy *roby_park, *flixton;

static int plan_at(struct school *s, const struct actor *by, const char *now, struct hold_wish wish,
	struct hold_row *out_hold, int *out_days, int *out_school_days)
{
	if (!wish.person)
		wish.person = "P6";
	if (!wish.reason)
		wish.reason = "used in class";
	return holds_plan(s->store, roby_park, by, moment(now), &wish, out_hold, out_days,
		out_school_days, s->why);
}

// A school day from 08:45 to 15:15 is six and a half school hours.
static int make(void **state)
{
	int err = school_open(state);
	struct school *s = *state;
	static const char *const rows[] = {"DELETE FROM term", "DELETE FROM special_day",
		"DELETE FROM hours",
		"INSERT INTO term (from_date, until_date, name) VALUES"
		" ('2026-09-02', '2026-12-18', 'Autumn'), ('2027-01-05', '2027-03-26', 'Spring')",
		"INSERT INTO special_day (date, kind, name) VALUES ('2026-11-27', 'inset', "
		"'Inset')",
		"INSERT INTO hours (class, date, start, home_time, sessions, hand_in) VALUES"
		" ('', '', '08:45', '15:15', '08:45-12:00,13:00-15:15', '08:30-09:00'),"
		" ('', '2026-12-18', '08:45', '13:00', '08:45-13:00', '08:30-09:00')"};

	for (size_t i = 0; err == 0 && i < sizeof rows / sizeof *rows; i++)
		err = sql_run(s->store, rows[i], "");
	return err;
}

static void school_hours_and_days_are_counted_over_the_calendar_and_shown_as_a_date(void **state)
{
	static const struct {
		const char *now;
		int hours, days;
		const char *until; // by the school's clock
		int calendar_days, school_days;
	} rows[] = {
		{"2026-11-23T09:30", 1, 0, "2026-11-23T10:30", 0, 1},
		{"2026-11-23T09:30", 6, 0, "2026-11-24T09:00", 1, 2},
		// To the minute of the bell, and not into the evening.
		{"2026-11-23T08:45", 13, 0, "2026-11-24T15:15", 1, 2},
		{"2026-11-23T18:00", 1, 0, "2026-11-24T09:45", 1, 2},
		// Over an INSET day and a weekend.
		{"2026-11-26T14:15", 2, 0, "2026-11-30T09:45", 4, 2},
		{"2026-11-26T14:15", 0, 1, "2026-11-30T00:00", 4, 2},
		// 48 school hours on the last day of term: over Christmas, and it says so.
		{"2026-12-18T12:00", 48, 0, "2027-01-14T10:15", 27, 9},
		{"2026-12-18T12:00", 0, 2, "2027-01-06T00:00", 19, 3},
	};
	struct school *s = *state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct hold_wish wish = {
			.school_hours = rows[i].hours, .school_days = rows[i].days};
		struct hold_row hold;
		int days, school_days;

		assert_int_equal(
			plan_at(s, &s->office, rows[i].now, wish, &hold, &days, &school_days), 0);
		assert_int_equal(hold.until.ms, moment(rows[i].until).ms);
		assert_int_equal(days, rows[i].calendar_days);
		assert_int_equal(school_days, rows[i].school_days);
		assert_int_equal(strncmp(hold.look_on, rows[i].until, 10), 0);
	}
	// Nothing was written.
	assert_int_equal(school_count(s, "hold"), 0);
	assert_int_equal(school_count(s, "event"), 0);
}

static void a_hold_that_ends_when_collected_shows_the_day_to_look_at_it_again(void **state)
{
	struct school *s = *state;
	struct hold_row hold;
	int days, school_days;

	assert_int_equal(plan_at(s, &s->office, "2026-11-23T09:30", (struct hold_wish){0}, &hold,
				 &days, &school_days),
		0);
	assert_int_equal(hold.until.ms, 0);
	assert_string_equal(hold.look_on, "2026-12-01"); // five school days on: the 27th is INSET
	assert_int_equal(
		plan_at(s, &s->office, "2026-11-23T09:30",
			(struct hold_wish){.look_on = "2026-11-25"}, &hold, &days, &school_days),
		0);
	assert_string_equal(hold.look_on, "2026-11-25");
}

static void a_hold_without_a_reason_a_date_that_exists_or_adults_who_do_is_not_planned(void **state)
{
	const struct {
		struct hold_wish wish;
		int result;
		const char *says;
	} rows[] = {
		{{.reason = " "}, -ERR_ARG, "reason"},
		{{.person = "nobody"}, -ERR_NOT_FOUND, "nobody"},
		{{.rule = "FX-3"}, -ERR_ARG, "no rule FX-3"},
		{{.named = {"P5"}, .named_count = 1}, -ERR_ARG, "adult"},
		{{.named = {"nobody"}, .named_count = 1}, -ERR_NOT_FOUND, "nobody"},
		{{.look_on = "2026-11-31"}, -ERR_ARG, "not a date"},
		{{.look_on = "2026-11-22"}, -ERR_ARG, "over already"},
		{{.look_on = "2027-11-22"}, -ERR_ARG, "100 days"},
		{{.school_hours = 1, .school_days = 1}, -ERR_ARG, "one of"},
		{{.school_days = 1, .look_on = "2026-11-25"}, -ERR_ARG, "one of"},
		{{.school_hours = 1000}, -ERR_ARG, "calendar"},
	};
	struct school *s = *state;
	struct hold_row hold;
	int days, school_days;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(plan_at(s, &s->office, "2026-11-23T09:30", rows[i].wish, &hold,
					 &days, &school_days),
			rows[i].result);
		assert_non_null(strstr(s->why, rows[i].says));
	}
}

static void the_office_and_leaders_hold_and_nobody_their_own(void **state)
{
	struct school *s = *state;
	struct hold_row hold;
	int days, school_days;

	for (int i = CATEGORY_STAFF; i <= CATEGORY_PARENT; i++) {
		struct actor by = {school_id(s, word_text(&category_words, i)), "root"};
		bool may = i == CATEGORY_OFFICE || i == CATEGORY_SLT || i == CATEGORY_HEADTEACHER;

		assert_int_equal(plan_at(s, &by, "2026-11-23T09:30", (struct hold_wish){0}, &hold,
					 &days, &school_days),
			may ? 0 : -ERR_DENIED);
	}
	assert_int_equal(
		plan_at(s, &s->office, "2026-11-23T09:30", (struct hold_wish){.person = "office"},
			&hold, &days, &school_days),
		-ERR_DENIED);
}

static int64_t placed(
	struct school *s, const struct actor *by, enum custody_kind kind, int64_t incident)
{
	struct hold_row hold = {.person = school_id(s, "P6"),
		.kind = kind,
		.rule = "school",
		.reason = "x",
		.by = by->person,
		.at = NOW,
		.look_on = "2026-11-30",
		.incident = incident};
	int64_t id = hold_add(s->store, &hold);

	assert_true(id > 0);
	return id;
}

static void leaders_end_any_hold_the_office_its_own_and_nobody_an_evidence_hold(void **state)
{
	struct school *s = *state;
	struct actor office2;
	struct hold_row hold;
	int64_t of_slt, of_office, evidence;
	struct incident_wish wish = {.kind = "indecent images", .what = "x"};
	int64_t incident = incidents_record(s->store, roby_park, &s->teacher, NOW, &wish, s->why);

	of_slt = placed(s, &s->slt, CUSTODY_HELD, 0);
	assert_int_equal(
		holds_may_end(s->store, &s->office, NOW, of_slt, &hold, s->why), -ERR_DENIED);
	assert_int_equal(
		holds_may_end(s->store, &s->teacher, NOW, of_slt, &hold, s->why), -ERR_DENIED);
	assert_int_equal(holds_may_end(s->store, &s->head, NOW, of_slt, &hold, s->why), 0);
	of_office = placed(s, &s->office, CUSTODY_HELD, 0);
	assert_int_equal(holds_may_end(s->store, &s->office, NOW, of_office, &hold, s->why), 0);
	assert_int_equal(
		holds_may_end(s->store, &s->office, NOW, of_slt, &hold, s->why), -ERR_NOT_FOUND);
	evidence = placed(s, &s->head, CUSTODY_EVIDENCE, incident);
	assert_int_equal(
		holds_may_end(s->store, &s->head, NOW, evidence, &hold, s->why), -ERR_DENIED);
	office2 = s->office;
	assert_int_equal(holds_may_give_police(
				 s->store, &office2, NOW, evidence, "a", "b", "c", &hold, s->why),
		-ERR_DENIED);
	assert_int_equal(holds_may_give_police(
				 s->store, &s->head, NOW, evidence, "a", "b", "c", &hold, s->why),
		-ERR_ARG); // it is not in
}

static int plan_evidence(struct school *s, const struct actor *by, struct policy *policy,
	int64_t incident, struct hold_row *out_hold)
{
	return holds_plan_evidence(
		s->store, policy, by, NOW, "P6", "found on it", incident, out_hold, s->why);
}

static void evidence_is_kept_by_the_headteacher_or_her_deputy_for_an_incident_they_may_read(
	void **state)
{
	struct school *s = *state;
	struct incident_wish images = {.kind = "indecent images", .what = "x"};
	struct incident_wish material = {.kind = "unsuitable material", .what = "x"};
	struct hold_row hold;
	int64_t incident = incidents_record(s->store, roby_park, &s->teacher, NOW, &images, s->why);
	int64_t other = incidents_record(s->store, roby_park, &s->teacher, NOW, &material, s->why);

	for (int i = CATEGORY_STAFF; i <= CATEGORY_PARENT; i++) {
		struct actor by = {school_id(s, word_text(&category_words, i)), "root"};

		assert_int_equal(plan_evidence(s, &by, roby_park, incident, &hold),
			i == CATEGORY_HEADTEACHER ? 0 : -ERR_DENIED);
	}
	assert_string_equal(hold.rule, "RP-20");
	assert_int_equal(plan_evidence(s, &s->head, flixton, incident, &hold), 0);
	assert_string_equal(hold.rule, "LAW-3");
	assert_int_equal(plan_evidence(s, &s->head, roby_park, 99, &hold), -ERR_DENIED);
	assert_true(absences_mark(s->store, &s->office, NOW, "slt", NOW, moment("2026-11-24T08:00"),
			    s->why) > 0);
	assert_int_equal(plan_evidence(s, &s->slt, roby_park, other, &hold), 0);
	assert_int_equal(plan_evidence(s, &s->slt, roby_park, incident, &hold), -ERR_DENIED);
	assert_int_equal(plan_evidence(s, &(struct actor){school_id(s, "slt2"), "root"}, roby_park,
				 other, &hold),
		-ERR_DENIED);
}

static void whoever_collects_is_identified_in_one_of_four_words(void **state)
{
	struct school *s = *state;
	int words = 0;

	for (; holds_identified_word(words); words++)
		assert_int_equal(holds_identified(holds_identified_word(words), s->why), 0);
	assert_int_equal(words, 4);
	assert_int_equal(holds_identified("looked nice", s->why), -ERR_ARG);
}

static int open_policies(void **state)
{
	char why[POLICY_WHY_MAX];

	(void)state;
	return policy_open("roby-park", &roby_park, why) | policy_open("flixton", &flixton, why);
}

static int close_policies(void **state)
{
	(void)state;
	policy_close(roby_park);
	policy_close(flixton);
	return 0;
}

int main(void)
{
#define IN_SCHOOL(name) cmocka_unit_test_setup_teardown(name, make, school_close)
	const struct CMUnitTest tests[] = {
		IN_SCHOOL(school_hours_and_days_are_counted_over_the_calendar_and_shown_as_a_date),
		IN_SCHOOL(a_hold_that_ends_when_collected_shows_the_day_to_look_at_it_again),
		IN_SCHOOL(
			a_hold_without_a_reason_a_date_that_exists_or_adults_who_do_is_not_planned),
		IN_SCHOOL(the_office_and_leaders_hold_and_nobody_their_own),
		IN_SCHOOL(leaders_end_any_hold_the_office_its_own_and_nobody_an_evidence_hold),
		IN_SCHOOL(
			evidence_is_kept_by_the_headteacher_or_her_deputy_for_an_incident_they_may_read),
		IN_SCHOOL(whoever_collects_is_identified_in_one_of_four_words),
	};

	return cmocka_run_group_tests(tests, open_policies, close_policies);
}
