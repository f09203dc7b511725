// SPDX-License-Identifier: GPL-3.0-or-later
// Bans and breaches: what begins one, who ends one.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../register/made_school.h"
#include "base/err.h"
#include "exceptions/bans.h"

#define NOW moment("2026-11-23T09:30")

static void a_late_or_connected_phone_starts_a_ban_at_once(void **state)
{
	static const char *const rules[] = {"FX-1", "FX-2"};
	struct school *s = *state;
	struct ban_record ban;
	int64_t id = 0;

	for (int i = 0; i < 2; i++) {
		const char *pupil = i ? "P5" : "P4";

		assert_true(breaches_record(
				    s->store, &s->office, NOW, pupil, rules[i], &id, s->why) > 0);
		assert_true(id > 0);
		assert_int_equal(ban_get(s->store, id, &ban), 0);
		assert_int_equal(ban.kind, BAN_PHONE);
		assert_string_equal(ban.rule, "FX-3");
		assert_string_equal(ban.from, "2026-11-23");
		assert_string_equal(ban.until, "");
		// The second breach finds the ban and adds none.
		assert_true(breaches_record(
				    s->store, &s->office, NOW, pupil, rules[i], &id, s->why) > 0);
		assert_int_equal(id, 0);
	}
	assert_int_equal(school_count(s, "breach WHERE state = 'reported'"), 4);
	assert_int_equal(school_count(s, "ban"), 2);
	assert_int_equal(school_count(s, "event WHERE kind = 'breach recorded'"), 4);
	assert_int_equal(school_count(s, "event WHERE kind = 'ban began'"), 2);
}

static void another_rules_breach_and_a_member_of_staffs_start_no_ban(void **state)
{
	struct school *s = *state;
	int64_t ban = 7;

	assert_true(breaches_record(s->store, &s->office, NOW, "P4", "RP-4", &ban, s->why) > 0);
	assert_int_equal(ban, 0);
	assert_true(breaches_record(s->store, &s->office, NOW, "staff", "RP-8", &ban, s->why) > 0);
	assert_int_equal(school_count(s, "ban"), 0);
	assert_int_equal(
		breaches_record(s->store, &s->office, NOW, "P4", "", &ban, s->why), -ERR_ARG);
	assert_int_equal(
		breaches_record(s->store, &s->office, NOW, "P4", "\"x\"", &ban, s->why), -ERR_ARG);
	assert_int_equal(breaches_record(s->store, &s->teacher, NOW, "P4", "RP-4", &ban, s->why),
		-ERR_DENIED);
}

static void only_the_headteacher_lifts_a_ban_and_says_why(void **state)
{
	struct school *s = *state;
	int64_t breach, id = 0;

	breach = breaches_record(s->store, &s->office, NOW, "P4", "FX-1", &id, s->why);
	assert_true(breach > 0);
	assert_int_equal(bans_lift(s->store, &s->slt, NOW, id, "talked", s->why), -ERR_DENIED);
	assert_non_null(strstr(s->why, "Only the Headteacher may lift a ban"));
	assert_int_equal(bans_lift(s->store, &s->office, NOW, id, "talked", s->why), -ERR_DENIED);
	assert_int_equal(bans_lift(s->store, &s->head, NOW, id, " ", s->why), -ERR_ARG);
	assert_int_equal(bans_lift(s->store, &s->head, NOW, id + 1, "x", s->why), -ERR_NOT_FOUND);
	assert_int_equal(bans_lift(s->store, &s->head, NOW, id, "talked", s->why), 0);
	assert_int_equal(bans_lift(s->store, &s->head, NOW, id, "talked", s->why), -ERR_ARG);
	assert_int_equal(school_count(s, "ban WHERE lift_reason = 'talked'"), 1);
	assert_int_equal(school_count(s, "event WHERE kind = 'ban lifted'"), 1);
	// A new breach after it begins a new one.
	assert_true(breaches_record(s->store, &s->office, NOW, "P4", "FX-1", &id, s->why) > 0);
	assert_true(id > 0);
}

static int64_t start(struct school *s, const struct actor *by, const char *ref, const char *from,
	const char *until)
{
	return bans_start(s->store, by, NOW, ref, BAN_PHONE, "school", from, until, s->why);
}

static void a_school_starts_its_own_ban_by_a_leader_with_dates_that_exist(void **state)
{
	struct school *s = *state;

	assert_int_equal(start(s, &s->office, "P6", "2026-11-23", NULL), -ERR_DENIED);
	assert_int_equal(start(s, &s->slt, "staff", "2026-11-23", NULL), -ERR_ARG);
	assert_int_equal(start(s, &s->slt, "P6", "2026-11-31", NULL), -ERR_ARG);
	assert_int_equal(start(s, &s->slt, "P6", "2026-11-23", "2026-11-22"), -ERR_ARG);
	assert_true(start(s, &s->slt, "P6", "2026-11-23", "2026-11-27") > 0);
	assert_int_equal(start(s, &s->slt, "P6", "2026-11-27", NULL), -ERR_EXISTS);
	assert_true(start(s, &s->slt, "P6", "2026-11-28", NULL) > 0);
	assert_true(bans_start(s->store, &s->head, NOW, "P6", BAN_SCHOOL_IT, "FX-9", "2026-11-23",
			    NULL, s->why) > 0);
}

static void a_breach_goes_forward_only_and_closes_with_an_outcome(void **state)
{
	static const enum breach_state states[] = {
		BREACH_REPORTED, BREACH_INVESTIGATED, BREACH_CLOSED};
	struct school *s = *state;

	for (int from = 0; from < 3; from++) {
		for (int to = 0; to < 3; to++) {
			int64_t ban;
			int64_t id = breaches_record(
				s->store, &s->office, NOW, "P4", "RP-4", &ban, s->why);

			assert_true(id > 0);
			if (from > 0)
				assert_int_equal(breaches_move(s->store, &s->head, NOW, id,
							 states[from], "done", s->why),
					0);
			assert_int_equal(breaches_move(s->store, &s->head, NOW, id, states[to],
						 "done", s->why),
				to > from ? 0 : -ERR_ARG);
			if (from < 2)
				assert_int_equal(breaches_move(s->store, &s->head, NOW, id,
							 BREACH_CLOSED, "", s->why),
					-ERR_ARG);
		}
	}
}

static void nobody_follows_up_their_own_breach(void **state)
{
	struct school *s = *state;
	int64_t ban, id = breaches_record(s->store, &s->office, NOW, "slt", "RP-18", &ban, s->why);

	assert_true(id > 0);
	assert_int_equal(breaches_move(s->store, &s->slt, NOW, id, BREACH_CLOSED, "fine", s->why),
		-ERR_DENIED);
	assert_int_equal(breaches_move(s->store, &s->office, NOW, id, BREACH_CLOSED, "x", s->why),
		-ERR_DENIED);
	assert_int_equal(
		breaches_move(s->store, &s->head, NOW, id, BREACH_CLOSED, "talked", s->why), 0);
}

int main(void)
{
#define IN_SCHOOL(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
	const struct CMUnitTest tests[] = {
		IN_SCHOOL(a_late_or_connected_phone_starts_a_ban_at_once),
		IN_SCHOOL(another_rules_breach_and_a_member_of_staffs_start_no_ban),
		IN_SCHOOL(only_the_headteacher_lifts_a_ban_and_says_why),
		IN_SCHOOL(a_school_starts_its_own_ban_by_a_leader_with_dates_that_exist),
		IN_SCHOOL(a_breach_goes_forward_only_and_closes_with_an_outcome),
		IN_SCHOOL(nobody_follows_up_their_own_breach),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
