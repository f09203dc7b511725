// SPDX-License-Identifier: GPL-3.0-or-later
// What was asked is decided again: identical under the policy that answered, and through another
// named person by person. Recorded requests are replayed, never recorded answers.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "rig.h"

static struct policy *flixton;

static int make(void **state)
{
	char why[POLICY_WHY_MAX];

	*state = rig_make(NULL);
	return policy_open("flixton", &flixton, why);
}

static int drop(void **state)
{
	rig_free(*state);
	policy_close(flixton);
	return 0;
}

static void change(struct rig *r, const char *sql)
{
	sqlite3 *db;
	char *why = NULL;

	assert_int_equal(sqlite3_open(r->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s", why);
	assert_true(sqlite3_changes(db) > 0);
	sqlite3_close(db);
}

// A walker in, refused, and out again; a child of year 4; a teacher in and refused; one at the
// desk.
static void a_day(struct rig *r)
{
	struct actor by = rig_office();
	struct desk_hand_in young = {
		.person = YOUNG, .place = {.safe = "safe 1", .envelope = "12"}};

	rig_hand_in(r, 1, 1);
	rig_tap(r, 1, YOUNG);
	rig_hand_in(r, 1, TEACHER);
	assert_int_equal(TURN(r, custody_desk_hand_in(r->c, r->now, &by, &young, &r->answer)), 0);
	rig_tap_uid(r, 1, "0499999999");
	rig_tap_uid(r, 1, "04999999");
	rig_clock(r, "10:00");
	rig_tap(r, 1, 1);
	rig_tap(r, 1, TEACHER);
	rig_clock(r, "15:15");
	rig_collect(r, 1, 1);
	rig_tap(r, 1, 1);
}

static void under_the_policy_in_force_every_answer_is_given_again(void **state)
{
	struct rig *r = *state;
	struct rehearsal rehearsal;

	a_day(r);
	rig_replay(r, r->policy, &rehearsal);
	assert_int_equal(rehearsal.decided, 7);
	assert_int_equal(rehearsal.same, 7);
	assert_int_equal(rehearsal.row_count, 0);
	// The unknown card, and "You collected at 15:15."
	assert_int_equal(rehearsal.passed_over, 2);
	assert_int_equal(rehearsal.unkept, 0);
	rehearsal_release(&rehearsal);
}

// The facts are those of then: nothing of what was decided on is asked of the rows again.
static void what_changed_on_the_register_since_changes_no_replay(void **state)
{
	struct rig *r = *state;
	struct rehearsal rehearsal;

	a_day(r);
	change(r, "DELETE FROM walker");
	change(r, "UPDATE person SET year = '5' WHERE id = 1");
	change(r, "UPDATE hours SET home_time = '12:00', sessions = '', hand_in = '08:00-08:10'");
	change(r, "UPDATE setting SET value = 'flixton' WHERE name = 'policy'");
	rig_replay(r, r->policy, &rehearsal);
	assert_int_equal(rehearsal.same, 7);
	assert_int_equal(rehearsal.row_count, 0);
	rehearsal_release(&rehearsal);
}

static void an_answer_edited_on_record_is_found(void **state)
{
	static const struct {
		const char *sql, *rule, *outcome;
	} edits[] = {
		{"UPDATE decision SET outcome = 'allow' WHERE rule = 'RP-5' AND outcome = 'refuse'",
			"RP-5", "refuse"},
		{"UPDATE decision SET rule = 'RP-3' WHERE rule = 'RP-1'", "RP-1", "refer"},
		{"UPDATE decision SET say = 'As you like.' WHERE rule = 'RP-2'", "RP-2", "allow"},
		{"UPDATE decision SET obligations = '[]' WHERE obligations = '[\"record-breach\"]'",
			"RP-4", "allow"},
	};
	struct rig *r = *state;

	a_day(r);
	r->unreplayed = true;
	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
		struct rehearsal rehearsal;

		change(r, edits[i].sql);
		rig_replay(r, r->policy, &rehearsal);
		assert_int_equal(rehearsal.row_count, i + 1);
		bool found = false;

		for (size_t row = 0; row < rehearsal.row_count; row++)
			found = found ||
				(strcmp(rehearsal.rows[row].now.rule, edits[i].rule) == 0 &&
					strcmp(rehearsal.rows[row].now.outcome, edits[i].outcome) ==
						0);
		assert_true(found);
		rehearsal_release(&rehearsal);
	}
}

static void another_policy_names_whose_answer_would_change_and_by_which_rule(void **state)
{
	struct rig *r = *state;
	struct rehearsal rehearsal;

	a_day(r);
	rig_replay(r, flixton, &rehearsal);
	assert_int_equal(rehearsal.decided, 7);
	// Flixton takes every year's phone at the locker: the child of year 4 would be let in.
	const struct rehearsal_row *row = &rehearsal.rows[0];

	assert_int_equal(row->person, YOUNG);
	assert_string_equal(row->name, "Yan Young");
	assert_string_equal(row->class, "4A");
	assert_string_equal(row->was.rule, "RP-1");
	assert_string_equal(row->was.outcome, "refer");
	assert_string_equal(row->now.rule, "FX-1");
	assert_string_equal(row->now.outcome, "allow");
	// Refused by RP-4 then and by FX-4 there: no change, by another rule.
	for (size_t i = 0; i < rehearsal.row_count; i++)
		assert_string_not_equal(rehearsal.rows[i].was.outcome, "refuse");
	assert_true(rehearsal.other_rule > 0);
	assert_int_equal(rehearsal.same + rehearsal.other_rule + (int64_t)rehearsal.row_count, 7);
	rehearsal_release(&rehearsal);
}

static void answers_of_before_are_counted_and_not_guessed(void **state)
{
	struct rig *r = *state;
	struct rehearsal rehearsal;

	a_day(r);
	r->unreplayed = true;
	change(r, "UPDATE decision SET request = NULL WHERE rule = 'RP-2'");
	change(r, "UPDATE decision SET request = '{\"policy\":\"eton\"}' WHERE rule = 'RP-1'");
	rig_replay(r, r->policy, &rehearsal);
	assert_int_equal(rehearsal.unkept, 1);
	assert_int_equal(rehearsal.unreadable, 1);
	assert_int_equal(rehearsal.decided, 5);
	assert_int_equal(rehearsal.row_count, 0);
	rehearsal_release(&rehearsal);
}

static void a_request_of_a_newer_version_is_replayed_without_what_is_not_known_here(void **state)
{
	struct rig *r = *state;
	struct rehearsal rehearsal;

	a_day(r);
	r->unreplayed = true;
	change(r,
		"UPDATE decision SET request = replace(request, '\"device\":{',"
		" '\"mood\":{\"of\":[1]},\"device\":{\"colour\":\"red\",') WHERE request NOT NULL");
	rig_replay(r, r->policy, &rehearsal);
	assert_int_equal(rehearsal.same, 7);
	rehearsal_release(&rehearsal);
}

static int count_line(void *arg, const char *line)
{
	char *all = arg;

	assert_non_null(strstr(line, "\"at\":\"2026-11-24T"));
	strncat(all, line, 60000 - strlen(all));
	return 0;
}

static const struct rehearsal_row *row_of(
	const struct rehearsal *rehearsal, int64_t person, const char *asked)
{
	for (size_t i = 0; i < rehearsal->row_count; i++) {
		if (rehearsal->rows[i].person == person &&
			strcmp(rehearsal->rows[i].asked, asked) == 0)
			return &rehearsal->rows[i];
	}
	return NULL;
}

static void tomorrows_register_says_who_would_be_served_otherwise(void **state)
{
	static char lines[60001];
	struct rig *r = *state;
	struct local_date tomorrow;
	struct rehearsal rehearsal;
	struct rehearse_ask ask = {
		.through = flixton, .pupils = -1, .staff = -1, .request = count_line, .arg = lines};

	assert_int_equal(local_date_parse("2026-11-24", 10, &tomorrow), 0);
	assert_int_equal(rehearse_register(r->store, &ask, r->policy, tomorrow, &rehearsal), 0);
	assert_non_null(row_of(&rehearsal, YOUNG, "hand in, in the window"));
	assert_string_equal(row_of(&rehearsal, YOUNG, "hand in, in the window")->now.rule, "FX-1");
	assert_string_equal(
		row_of(&rehearsal, 1, "hand in, after the window")->now.outcome, "refer");
	assert_null(row_of(&rehearsal, 1, "hand in, in the window"));
	// Visitors' phones: Flixton is silent, and the school has not chosen.
	assert_string_equal(
		row_of(&rehearsal, MOTHER, "keep it on the premises")->now.rule, "school");
	assert_non_null(strstr(lines, "\"at\":\"2026-11-24T08:59:00\""));
	rehearsal_release(&rehearsal);
	ask = (struct rehearse_ask){.through = r->policy, .pupils = -1, .staff = -1};
	assert_int_equal(rehearse_register(r->store, &ask, r->policy, tomorrow, &rehearsal), 0);
	assert_int_equal(rehearsal.row_count, 0);
	assert_int_equal(rehearsal.same, rehearsal.decided);
	assert_true(rehearsal.decided > 90);
	rehearsal_release(&rehearsal);
}

static void a_setting_is_tried_without_being_set(void **state)
{
	struct rig *r = *state;
	struct local_date tomorrow;
	struct rehearsal rehearsal;
	struct rehearse_ask ask = {
		.through = r->policy, .pupils = -1, .staff = STAFF_DAY, .person = TEACHER};

	assert_int_equal(local_date_parse("2026-11-24", 10, &tomorrow), 0);
	assert_int_equal(rehearse_register(r->store, &ask, r->policy, tomorrow, &rehearsal), 0);
	assert_int_equal(rehearsal.decided, 5);
	// RP-18 read as no use on site at all: the midday break is no longer theirs.
	assert_int_equal(rehearsal.row_count, 1);
	assert_string_equal(rehearsal.rows[0].asked, "collect in the midday break");
	assert_string_equal(rehearsal.rows[0].now.rule, "RP-18");
	assert_string_equal(rehearsal.rows[0].now.outcome, "refuse");
	rehearsal_release(&rehearsal);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(under_the_policy_in_force_every_answer_is_given_again),
		TEST(what_changed_on_the_register_since_changes_no_replay),
		TEST(an_answer_edited_on_record_is_found),
		TEST(another_policy_names_whose_answer_would_change_and_by_which_rule),
		TEST(answers_of_before_are_counted_and_not_guessed),
		TEST(a_request_of_a_newer_version_is_replayed_without_what_is_not_known_here),
		TEST(tomorrows_register_says_who_would_be_served_otherwise),
		TEST(a_setting_is_tried_without_being_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
