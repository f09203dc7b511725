// SPDX-License-Identifier: GPL-3.0-or-later
// No self-service until lifted: what every tap is told, what still works, and that a restart
// changes nothing.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "rig.h"

static int setup(void **state)
{
	*state = rig_make(NULL);
	return 0;
}

static int teardown(void **state)
{
	rig_free(*state);
	return 0;
}

static int64_t start(struct rig *r, int by, int64_t bank, const char *reason)
{
	struct actor actor = {by, "test"};
	int64_t id = 0;

	// TURN takes an int; the id is small here.
	int result = TURN(r,
		(int)(id = custody_lockdown_start(r->c, r->now, &actor, bank, reason, r->why)) < 0
			? (int)id
			: 0);

	return result < 0 ? result : id;
}

static int lift(struct rig *r, int by, int64_t bank)
{
	struct actor actor = {by, "test"};

	return TURN(r, custody_lockdown_end(r->c, r->now, &actor, bank, r->why));
}

static int64_t referred(struct rig *r)
{
	return rig_count(r, "SELECT count(*) FROM decision WHERE rule = 'lock-down' AND outcome = "
			    "'refer' AND say = 'Please see the office.'");
}

// Hand-in and collection, pupil and staff, at either bank, with either or all closed.
static void every_tap_is_sent_to_the_office_where_it_is_closed_and_only_there(void **state)
{
	(void)state;
	for (int closed = 0; closed <= 2; closed++) {
		struct rig *r = rig_make(NULL);
		int64_t expected = 0;

		for (int bank = 1; bank <= 2; bank++) {
			rig_hand_in(r, bank, bank);	// a pupil each
			rig_hand_in(r, bank, 4 + bank); // and another
		}
		assert_true(start(r, HEAD, closed, "somebody is in the corridor") > 0);
		rig_clock(r, "15:20");
		for (int bank = 1; bank <= 2; bank++) {
			bool shut = !closed || closed == bank;
			int before = r->unlocks;

			assert_int_equal(custody_locked_down(r->c, bank), shut);
			rig_tap(r, bank, bank);
			assert_int_equal(r->unlocks, before + !shut);
			if (!shut) {
				rig_take(r, bank, r->last_door);
				rig_shut(r, bank, r->last_door);
			} else {
				assert_non_null(strstr(r->text, "Please see the"));
			}
			before = r->unlocks;
			rig_tap(r, bank, TEACHER);
			assert_int_equal(r->unlocks, before + !shut);
			expected += 2 * shut;
			if (!shut)
				rig_shut(r, bank, r->last_door);
		}
		assert_int_equal(referred(r), expected);
		rig_free(r);
	}
}

static void it_holds_after_a_restart_until_it_is_lifted(void **state)
{
	struct rig *r = *state;

	assert_true(start(r, HEAD, 0, "a drill") > 0);
	rig_kill(r);
	rig_start(r);
	assert_true(custody_locked_down(r->c, 1));
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 0);
	assert_int_equal(lift(r, OFFICE, 0), -ERR_DENIED);
	assert_int_equal(lift(r, HEAD, 1), -ERR_NOT_FOUND);
	assert_int_equal(lift(r, HEAD, 0), 0);
	assert_int_equal(lift(r, HEAD, 0), -ERR_NOT_FOUND);
	rig_hand_in(r, 1, 1);
	assert_int_equal(
		rig_count(r,
			"SELECT count(*) FROM event WHERE kind = 'lockdown began' AND by_person"
			" = 15"),
		1);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM event WHERE kind = 'lockdown ended'"), 1);
}

static void a_leader_closes_it_for_a_reason_and_once(void **state)
{
	struct rig *r = *state;

	assert_int_equal(start(r, TEACHER, 0, "a reason"), -ERR_DENIED);
	assert_int_equal(start(r, OFFICE, 0, "a reason"), -ERR_DENIED);
	assert_int_equal(start(r, HEAD, 0, "  "), -ERR_ARG);
	assert_int_equal(start(r, HEAD, 7, "a reason"), -ERR_NOT_FOUND);
	assert_true(start(r, HEAD, 1, "a reason") > 0);
	assert_int_equal(start(r, HEAD, 1, "a reason"), -ERR_EXISTS);
	assert_true(start(r, HEAD, 0, "a reason") > 0); // all of them, too
	assert_int_equal(lift(r, HEAD, 1), 0);
	assert_true(custody_locked_down(r->c, 1));
	assert_int_equal(lift(r, HEAD, 0), 0);
	assert_false(custody_locked_down(r->c, 1));
}

static void who_stands_before_an_open_door_may_finish(void **state)
{
	struct rig *r = *state;

	rig_tap(r, 1, 1);
	int door = r->last_door;

	assert_true(start(r, HEAD, 0, "a drill") > 0);
	rig_tap(r, 1, 1); // "your door is 1", and no pulse
	assert_int_equal(r->unlocks, 1);
	assert_int_equal(referred(r), 0);
	rig_put(r, 1, door, 1);
	rig_shut(r, 1, door);
	assert_int_not_equal(rig_custody_of(r, 1), 0);
	rig_tap(r, 1, 1);
	assert_int_equal(referred(r), 1);
}

static void who_waited_in_the_queue_is_sent_to_the_office_too(void **state)
{
	struct rig *r = *state;

	rig_tap(r, 1, 1);
	int door = r->last_door;

	rig_tap(r, 1, 2); // amber
	assert_true(start(r, HEAD, 1, "a drill") > 0);
	rig_put(r, 1, door, 1);
	rig_shut(r, 1, door);
	assert_int_equal(r->unlocks, 1);
	assert_int_equal(referred(r), 1);
}

static void the_desk_and_a_release_still_work(void **state)
{
	struct rig *r = *state;
	struct actor office = rig_office(), head = {HEAD, "test"};
	struct release_wish what = {.kind = RELEASE_BANK,
		.emergency = true,
		.bank = 1,
		.reason = "out by the back door",
		.at_once = 1};

	rig_hand_in(r, 1, 1);
	rig_hand_in(r, 1, 2);
	rig_clock(r, "15:20");
	assert_true(start(r, HEAD, 0, "a drill") > 0);
	assert_int_equal(
		TURN(r, custody_desk_collect(r->c, r->now, &office, 1, 0, 0, &r->answer)), 0);
	rig_tap(r, 1, OFFICE);
	assert_int_equal(r->unlocks, 3);
	rig_take(r, 1, 1);
	rig_shut(r, 1, 1);
	what.until.ms = r->now.wall.ms + RELEASE_MAX_MS;
	assert_int_equal(
		TURN(r, custody_release(r->c, r->now, &head, &what, &r->answer, r->why)), 0);
	rig_tap(r, 1, HEAD);
	assert_int_equal(r->unlocks, 4);
	rig_take(r, 1, 2);
	rig_shut(r, 1, 2);
	assert_int_equal(rig_custody_of(r, 2), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_tap_is_sent_to_the_office_where_it_is_closed_and_only_there),
		TEST(it_holds_after_a_restart_until_it_is_lifted),
		TEST(a_leader_closes_it_for_a_reason_and_once),
		TEST(who_stands_before_an_open_door_may_finish),
		TEST(who_waited_in_the_queue_is_sent_to_the_office_too),
		TEST(the_desk_and_a_release_still_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
