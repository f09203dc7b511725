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
#include "exceptions/breaches.h"
#include "policy/load.h"

#define NOW moment("2026-11-23T09:30")

static struct policy *flixton, *roby_park;

// Recorded under the policy that has the rule.
static int64_t record(struct school *s, const struct actor *by, const char *person,
	const char *rule, int64_t *out_ban)
{
	return breaches_record(s->store, rule[0] == 'R' ? roby_park : flixton, by, NOW, person,
		rule, (struct wall_time){0}, out_ban, s->why);
}

static void a_late_or_connected_phone_starts_a_ban_at_once(void **state)
{
	static const char *const rules[] = {"FX-1", "FX-2"};
	struct school *s = *state;
	struct ban_record ban;
	int64_t id = 0;

	for (int i = 0; i < 2; i++) {
		const char *pupil = i ? "P5" : "P4";

		assert_true(record(s, &s->office, pupil, rules[i], &id) > 0);
		assert_true(id > 0);
		assert_int_equal(ban_get(s->store, id, &ban), 0);
		assert_int_equal(ban.kind, BAN_PHONE);
		assert_string_equal(ban.rule, "FX-3");
		assert_string_equal(ban.from, "2026-11-23");
		assert_string_equal(ban.until, "");
		// The second breach finds the ban and adds none.
		assert_true(record(s, &s->office, pupil, rules[i], &id) > 0);
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

	assert_true(record(s, &s->office, "P4", "RP-4", &ban) > 0);
	assert_int_equal(ban, 0);
	assert_true(record(s, &s->office, "staff", "RP-8", &ban) > 0);
	assert_int_equal(school_count(s, "ban"), 0);
	assert_int_equal(record(s, &s->office, "P4", "", &ban), -ERR_ARG);
	assert_int_equal(record(s, &s->office, "P4", "\"x\"", &ban), -ERR_ARG);
	assert_int_equal(record(s, &s->teacher, "P4", "RP-4", &ban), -ERR_DENIED);
}

static void only_the_headteacher_lifts_a_ban_and_says_why(void **state)
{
	struct school *s = *state;
	int64_t breach, id = 0;

	breach = record(s, &s->office, "P4", "FX-1", &id);
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
	assert_true(record(s, &s->office, "P4", "FX-1", &id) > 0);
	assert_true(id > 0);
}

static int64_t start(struct school *s, const struct actor *by, const char *ref, const char *from,
	const char *until)
{
	return bans_start(
		s->store, roby_park, by, NOW, ref, BAN_PHONE, "school", from, until, s->why);
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
	assert_true(bans_start(s->store, flixton, &s->head, NOW, "P6", BAN_SCHOOL_IT, "FX-9",
			    "2026-11-23", NULL, s->why) > 0);
}

static void a_breach_goes_forward_only_and_closes_with_an_outcome(void **state)
{
	static const enum breach_state states[] = {
		BREACH_REPORTED, BREACH_INVESTIGATED, BREACH_CLOSED};
	struct school *s = *state;

	for (int from = 0; from < 3; from++) {
		for (int to = 0; to < 3; to++) {
			int64_t ban;
			int64_t id = record(s, &s->office, "P4", "RP-4", &ban);

			assert_true(id > 0);
			if (from > 0)
				assert_int_equal(breaches_move(s->store, &s->head, NOW, id,
							 states[from], "done", false, s->why),
					0);
			assert_int_equal(breaches_move(s->store, &s->head, NOW, id, states[to],
						 "done", false, s->why),
				to > from ? 0 : -ERR_ARG);
			if (from < 2)
				assert_int_equal(breaches_move(s->store, &s->head, NOW, id,
							 BREACH_CLOSED, "", false, s->why),
					-ERR_ARG);
		}
	}
}

static void nobody_follows_up_their_own_breach(void **state)
{
	struct school *s = *state;
	int64_t ban, id = record(s, &s->office, "slt", "RP-18", &ban);

	assert_true(id > 0);
	assert_int_equal(
		breaches_move(s->store, &s->slt, NOW, id, BREACH_CLOSED, "fine", false, s->why),
		-ERR_DENIED);
	assert_int_equal(
		breaches_move(s->store, &s->office, NOW, id, BREACH_CLOSED, "x", false, s->why),
		-ERR_DENIED);
	assert_int_equal(
		breaches_move(s->store, &s->head, NOW, id, BREACH_CLOSED, "talked", false, s->why),
		0);
}

static void a_contractors_breach_is_told_the_headteacher_at_once_and_keeps_both_times(void **state)
{
	struct school *s = *state;
	struct breach_record breach;
	char why[POLICY_WHY_MAX];
	struct policy *balfour;
	int64_t ban, id;

	assert_int_equal(policy_open("balfour", &balfour, why), 0);
	id = breaches_record(s->store, balfour, &s->office, NOW, "contractor", "BF-3",
		moment("2026-11-23T08:10"), &ban, s->why);
	assert_true(id > 0);
	assert_int_equal(breach_get(s->store, id, &breach), 0);
	assert_int_equal(breach.happened_at.ms, moment("2026-11-23T08:10").ms);
	assert_int_equal(breach.at.ms, NOW.ms);
	// Due within the hour, so overdue the same day.
	assert_int_equal(
		school_count(s, "notice WHERE role = 'headteacher' AND due_at = at + 3600000"), 1);
	assert_int_equal(breaches_record(s->store, balfour, &s->office, NOW, "contractor", "BF-3",
				 moment("2026-11-23T09:31"), &ban, s->why),
		-ERR_ARG);
	assert_true(breaches_record(s->store, balfour, &s->office, NOW, "staff", "BF-6",
			    (struct wall_time){0}, &ban, s->why) > 0);
	assert_int_equal(school_count(s, "notice"), 1);
	policy_close(balfour);
}

static void a_rule_that_the_policy_in_force_does_not_have_is_no_breach(void **state)
{
	struct school *s = *state;
	int64_t ban;

	assert_int_equal(breaches_record(s->store, flixton, &s->office, NOW, "P4", "RP-4",
				 (struct wall_time){0}, &ban, s->why),
		-ERR_ARG);
	assert_non_null(strstr(s->why, "flixton has no rule RP-4"));
	assert_int_equal(bans_start(s->store, roby_park, &s->slt, NOW, "P6", BAN_PHONE, "FX-3",
				 "2026-11-23", NULL, s->why),
		-ERR_ARG);
	assert_int_equal(school_count(s, "breach"), 0);
}

static void a_pupils_breach_has_no_disciplinary_outcome(void **state)
{
	struct school *s = *state;
	int64_t ban, pupils = record(s, &s->office, "P4", "RP-4", &ban);
	int64_t staffs = record(s, &s->office, "staff", "RP-8", &ban);

	assert_int_equal(breaches_move(s->store, &s->head, NOW, pupils, BREACH_CLOSED, "talked",
				 true, s->why),
		-ERR_ARG);
	assert_non_null(strstr(s->why, "RP-11"));
	assert_int_equal(breaches_move(s->store, &s->head, NOW, pupils, BREACH_CLOSED, "talked",
				 false, s->why),
		0);
	assert_int_equal(breaches_move(s->store, &s->head, NOW, staffs, BREACH_CLOSED, "a warning",
				 true, s->why),
		0);
	assert_int_equal(school_count(s, "breach WHERE disciplinary = 1"), 1);
}

static int count_one(void *arg, const struct breach_record *breach)
{
	(void)breach;
	++*(int *)arg;
	return 0;
}

static int count_ban(void *arg, const struct ban_record *ban)
{
	(void)ban;
	++*(int *)arg;
	return 0;
}

// Every category there is, at a list with a pupil's, a teacher's and an SLT member's breach.
static void the_office_sees_pupils_breaches_leaders_all_but_their_own_and_nobody_else_any(
	void **state)
{
	struct school *s = *state;
	int64_t ban;

	assert_true(record(s, &s->office, "P4", "RP-4", &ban) > 0);
	assert_true(record(s, &s->office, "staff", "RP-8", &ban) > 0);
	assert_true(record(s, &s->office, "slt", "RP-8", &ban) > 0);
	for (int i = CATEGORY_STAFF; i <= CATEGORY_PARENT; i++) {
		struct actor by = {school_id(s, word_text(&category_words, i)), "root"};
		int expected = i == CATEGORY_OFFICE	   ? 1
			       : i == CATEGORY_SLT	   ? 2
			       : i == CATEGORY_HEADTEACHER ? 3
							   : -ERR_DENIED;
		int seen = 0;

		assert_int_equal(breaches_list(s->store, &by, NOW, false, count_one, &seen, s->why),
			expected);
		assert_int_equal(seen, expected < 0 ? 0 : expected);
		assert_int_equal(bans_list(s->store, &by, NOW, true, count_ban, &seen, s->why),
			expected < 0 ? -ERR_DENIED : 0);
	}
}

static int open_policies(void **state)
{
	char why[POLICY_WHY_MAX];

	(void)state;
	return policy_open("flixton", &flixton, why) < 0 ||
			       policy_open("roby-park", &roby_park, why) < 0
		       ? -1
		       : 0;
}

static int close_policies(void **state)
{
	(void)state;
	policy_close(flixton);
	policy_close(roby_park);
	return 0;
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
		IN_SCHOOL(
			a_contractors_breach_is_told_the_headteacher_at_once_and_keeps_both_times),
		IN_SCHOOL(a_rule_that_the_policy_in_force_does_not_have_is_no_breach),
		IN_SCHOOL(a_pupils_breach_has_no_disciplinary_outcome),
		IN_SCHOOL(
			the_office_sees_pupils_breaches_leaders_all_but_their_own_and_nobody_else_any),
	};

	return cmocka_run_group_tests(tests, open_policies, close_policies);
}
