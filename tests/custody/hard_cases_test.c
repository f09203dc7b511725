// SPDX-License-Identifier: GPL-3.0-or-later
// The cases of policies.md that are easy to get wrong and that more than a decision decides: two
// phones, a borrowed card, a lost one, a year corrected while the phone is in.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "rig.h"

static int make(void **state)
{
	*state = rig_make(NULL);
	return 0;
}

static int drop(void **state)
{
	rig_free(*state);
	return 0;
}

static void change(struct rig *r, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(r->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static enum outcome desk_collect(struct rig *r, int64_t person, int64_t custody)
{
	struct actor by = rig_office();

	assert_int_equal(
		TURN(r, custody_desk_collect(r->c, r->now, &by, person, custody, 0, &r->answer)),
		0);
	return r->answer.outcome;
}

static void two_phones_of_one_pupil_are_two_custodies_under_one_rule_each(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();
	struct desk_hand_in second = {
		.person = 1, .device = 2, .place = {.safe = "safe 1", .envelope = "7"}};

	rig_hand_in(r, 1, 1);
	change(r, "INSERT INTO device (id, person, kind, owner, label) VALUES"
		  " (2, 1, 'phone', 'personal', 'the second')");
	assert_int_equal(TURN(r, custody_desk_hand_in(r->c, r->now, &by, &second, &r->answer)), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_ALLOW);
	int64_t in_safe = r->answer.custody;

	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM custody WHERE person = 1 AND ended_at IS NULL"),
		2);
	rig_clock(r, "14:00");
	assert_int_equal(desk_collect(r, 1, in_safe), OUTCOME_REFUSE);
	assert_string_equal(r->answer.rule, "RP-4");
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 1);
	rig_clock(r, "15:15");
	rig_collect(r, 1, 1);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM custody WHERE person = 1 AND ended_at IS NULL"),
		1);
	assert_int_equal(desk_collect(r, 1, in_safe), OUTCOME_ALLOW);
	assert_int_equal(rig_custody_of(r, 1), 0);
}

static void a_phone_on_somebody_elses_card_is_the_cards_until_the_office_says(void **state)
{
	struct rig *r = *state;
	// Pupil 2's phone, put in under the card of pupil 1.
	int door = rig_hand_in(r, 1, 1);

	rig_clock(r, "15:15");
	rig_tap(r, 1, 2);
	// The locker has nothing of pupil 2's, and gives them nothing.
	assert_int_equal(r->unlocks, 1);
	assert_int_equal(rig_view(r, 1, door).person, 1);
	assert_int_equal(rig_collect(r, 1, 1), door);
	rig_clock(r, "2026-11-24T08:41");
	rig_hand_in(r, 1, 1);
	rig_clock(r, "2026-11-24T15:15");
	// Only the office gives it to whose it is, and writes down to whom.
	struct actor by = rig_office();

	change(r, "UPDATE bank SET in_sight = 1");
	rig_kill(r);
	rig_start(r);
	assert_int_equal(TURN(r, custody_desk_collect(r->c, r->now, &by, 1, 0, 2, &r->answer)), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_ALLOW);
	rig_take(r, r->last_bank, r->last_door);
	rig_shut(r, r->last_bank, r->last_door);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM custody WHERE person = 1 AND ended_to = 2"), 1);
}

static void with_a_lost_card_the_desk_gives_by_the_same_rule(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();
	struct desk_hand_in what = {.person = 3, .place = {.safe = "safe 1", .envelope = "9"}};

	assert_int_equal(TURN(r, custody_desk_hand_in(r->c, r->now, &by, &what, &r->answer)), 0);
	change(r, "UPDATE card SET state = 'lost' WHERE person = 3");
	rig_clock(r, "15:14");
	rig_tap(r, 1, 3);
	assert_int_equal(r->unlocks, 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM notice WHERE kind = 'lost card'"), 1);
	// Held there until somebody is annoyed: one notice, and every time on record.
	for (int i = 0; i < 20; i++)
		rig_tap(r, 1, 3);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM notice WHERE kind = 'lost card'"), 1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM event WHERE kind = 'lost card'"), 21);
	change(r, "UPDATE notice SET done_at = at, done_by = 1");
	rig_tap(r, 1, 3);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM notice WHERE kind = 'lost card'"), 2);
	assert_int_equal(desk_collect(r, 3, 0), OUTCOME_REFUSE);
	assert_string_equal(r->answer.rule, "RP-4");
	rig_clock(r, "15:15");
	assert_int_equal(desk_collect(r, 3, 0), OUTCOME_ALLOW);
	assert_string_equal(r->answer.rule, "RP-4");
}

static void a_year_corrected_while_the_phone_is_in_keeps_no_phone_beyond_home_time(void **state)
{
	struct rig *r = *state;
	int door = rig_hand_in(r, 1, 1);

	change(r, "UPDATE person SET year = '5' WHERE id = 1");
	rig_clock(r, "15:14");
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 1);
	rig_clock(r, "15:15");
	assert_int_equal(rig_collect(r, 1, 1), door);
	// The year of the day decides: the walker's paper is for Year 6.
	rig_clock(r, "2026-11-24T08:40");
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 2);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM decision WHERE person = 1 AND rule = 'RP-1'"),
		1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(two_phones_of_one_pupil_are_two_custodies_under_one_rule_each),
		TEST(a_phone_on_somebody_elses_card_is_the_cards_until_the_office_says),
		TEST(with_a_lost_card_the_desk_gives_by_the_same_rule),
		TEST(a_year_corrected_while_the_phone_is_in_keeps_no_phone_beyond_home_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
