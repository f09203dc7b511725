// SPDX-License-Identifier: GPL-3.0-or-later
// A release that is told to stop, or is stopped by what breaks, at every point of its sequence.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "release_rig.h"

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

static void it_stops_when_told_at_every_point(void **state)
{
	(void)state;
	for (int after = 0; after < 4; after++) {
		for (int how = 0; how < 2; how++) {
			struct rig *r = rig_make(NULL);
			struct release_wish what = wish(r, RELEASE_BANK);
			struct release_view view;

			fill(r, 4);
			assert_int_equal(ask(r, HEAD, &what), 0);
			rig_tap(r, 1, HEAD);
			for (int door = 1; door <= after; door++)
				empty(r, door);
			if (how)
				rig_tap(r, 1, HEAD);
			else
				assert_int_equal(stop(r, OFFICE), 0);
			int unlocks = r->unlocks;

			empty(r, after + 1); // the one that stands open is taken and closed
			rig_pass(r, 20000);
			assert_int_equal(r->unlocks, unlocks);
			assert_int_equal(open_release(r, &view), how);
			if (how) {
				assert_false(view.running);
				assert_int_equal(view.counts.collected, after + 1);
				rig_tap(r, 1, HEAD); // and goes on
				for (int door = after + 2; door <= 4; door++)
					empty(r, door);
				assert_int_equal(ended(r, "done"), 1);
			} else {
				assert_int_equal(ended(r, "stopped"), 1);
				assert_int_equal(
					rig_count(r, "SELECT count(*) FROM custody WHERE ended_at "
						     "IS NULL"),
					4 - after - 1);
			}
			rig_free(r);
		}
	}
}

static void it_stands_still_when_the_bank_or_the_program_goes_in_the_middle(void **state)
{
	(void)state;
	for (int after = 0; after < 3; after++) {
		for (int how = 0; how < 4; how++) {
			bool killed = how & 1, taken_meanwhile = how & 2;
			struct rig *r = rig_make(NULL);
			struct release_wish what = wish(r, RELEASE_BANK);
			struct release_view view;

			fill(r, 3);
			assert_int_equal(ask(r, HEAD, &what), 0);
			rig_tap(r, 1, HEAD);
			for (int door = 1; door <= after; door++)
				empty(r, door);
			int unlocks = r->unlocks;

			if (killed)
				rig_kill(r);
			else
				rig_offline(r, 1);
			if (taken_meanwhile) {
				r->doors[0][after].device_of = 0;
				r->doors[0][after].open = false;
			}
			if (killed)
				rig_start(r);
			else
				rig_online(r, 1);
			rig_pass(r, 10000);
			assert_int_equal(r->unlocks, unlocks);
			assert_true(open_release(r, &view));
			assert_false(view.running);
			assert_int_equal(view.counts.of, 3);
			assert_int_equal(view.counts.collected, after + taken_meanwhile);
			if (!taken_meanwhile)
				empty(r, after + 1);
			rig_tap(r, 1, HEAD);
			for (int door = after + 2; door <= 3; door++)
				empty(r, door);
			assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE ended_at "
						      "IS NULL"),
				0);
			assert_int_equal(ended(r, "done"), 1);
			assert_int_equal(rig_count(r, "SELECT count(*) FROM event WHERE kind = "
						      "'release ended' AND facts LIKE "
						      "'%\"collected\":3,\"inside\":0}'"),
				1);
			rig_free(r);
		}
	}
}

static void without_the_card_it_is_over_in_two_minutes_begun_or_not(void **state)
{
	struct rig *r = *state;
	struct release_wish what = wish(r, RELEASE_BANK);
	struct release_view view;

	fill(r, 2);
	assert_int_equal(ask(r, HEAD, &what), 0);
	rig_pass(r, 119000);
	assert_true(open_release(r, &view));
	rig_pass(r, 2000);
	assert_int_equal(ended(r, "not begun"), 1);
	rig_tap(r, 1, HEAD);
	assert_int_equal(r->last_door, 3); // her own hand-in
	rig_shut(r, 1, 3);
	assert_int_equal(ask(r, HEAD, &what), 0);
	rig_tap(r, 1, HEAD);
	rig_offline(r, 1);
	rig_pass(r, 150000);
	rig_tap(r, 2, 5); // time is looked at for what goes on elsewhere, too
	rig_pass(r, 150000);
	assert_true(open_release(r, &view)); // nobody can hold a card to it
	rig_online(r, 1);
	rig_pass(r, 119000);
	assert_true(open_release(r, &view));
	rig_pass(r, 2000);
	assert_int_equal(ended(r, "not gone on"), 1);
}

static void its_time_over_opens_no_more(void **state)
{
	struct rig *r = *state;
	struct release_wish what = wish(r, RELEASE_BANK);

	fill(r, 3);
	what.until.ms = r->now.wall.ms + 30000;
	assert_int_equal(ask(r, HEAD, &what), 0);
	rig_tap(r, 1, HEAD);
	empty(r, 1);
	rig_pass(r, 31000);
	assert_int_equal(ended(r, "time over"), 1);
	empty(r, 2);
	assert_int_equal(r->unlocks, 3 + 2);
	// Across a restart too.
	what.until.ms = r->now.wall.ms + 30000;
	assert_int_equal(ask(r, HEAD, &what), 0);
	rig_kill(r);
	rig_start(r);
	rig_pass(r, 31000);
	assert_int_equal(ended(r, "time over"), 2);
}

static void a_door_that_jams_is_passed_over_and_tried_once_more_by_the_card(void **state)
{
	struct rig *r = *state;
	struct release_wish what = wish(r, RELEASE_BANK);
	struct release_view view;

	fill(r, 3);
	r->doors[0][1].jammed = true;
	assert_int_equal(ask(r, HEAD, &what), 0);
	rig_tap(r, 1, HEAD);
	empty(r, 1);
	rig_pass(r, 11000); // door 2 does not open
	empty(r, 3);
	assert_true(open_release(r, &view));
	assert_false(view.running);
	assert_string_equal(view.halt, "not opened or left inside");
	assert_int_equal(view.counts.shut, 1);
	assert_int_equal(view.counts.inside, 1);
	int unlocks = r->unlocks;

	rig_tap(r, 1, HEAD);
	assert_int_equal(r->unlocks, unlocks + 1);
	assert_int_equal(r->last_door, 2);
	rig_pass(r, 11000);
	assert_int_equal(rig_count(r, "SELECT in_use FROM door WHERE bank = 1 AND number = 2"), 0);
	assert_int_not_equal(rig_question(r, "jammed", 2), 0);
	// A third try pulses nothing: its key opens it.
	rig_tap(r, 1, HEAD);
	assert_int_equal(r->unlocks, unlocks + 1);
	rig_pass(r, 121000);
	assert_int_equal(ended(r, "done"), 1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM event WHERE kind = 'release ended' AND "
				      "facts LIKE '%\"opened\":2,\"collected\":2,\"inside\":1}'"),
		1);
}

static void one_closed_with_the_phone_inside_is_counted_and_opens_again_by_the_card(void **state)
{
	struct rig *r = *state;
	struct release_wish what = wish(r, RELEASE_BANK);
	struct release_view view;

	fill(r, 2);
	assert_int_equal(ask(r, HEAD, &what), 0);
	rig_tap(r, 1, HEAD);
	rig_shut(r, 1, 1); // nobody came for it
	assert_int_equal(r->last_door, 2);
	empty(r, 2);
	assert_true(open_release(r, &view));
	assert_int_equal(view.counts.left, 1);
	assert_int_equal(view.counts.opened, 2);
	// A minute for whose it is, then it stays in custody; the screens say which of the two.
	assert_in_range(view.left_ms[0], 59000, 60000);
	assert_int_equal(view.left_ms[1], 0);
	rig_pass(r, 30000);
	assert_true(open_release(r, &view));
	assert_in_range(view.left_ms[0], 29000, 30000);
	rig_pass(r, 31000); // the question is asked as ever
	assert_true(open_release(r, &view));
	assert_int_equal(view.left_ms[0], 0);
	assert_int_equal(view.doors[0], RELEASE_LEFT);
	assert_int_not_equal(rig_question(r, "left inside", 1), 0);
	rig_tap(r, 1, HEAD);
	empty(r, 1);
	assert_int_equal(ended(r, "done"), 1);
	assert_int_equal(rig_custody_of(r, 1), 0);
}

static void taken_out_and_put_back_is_still_inside(void **state)
{
	struct rig *r = *state;
	struct release_wish what = wish(r, RELEASE_BANK);
	struct release_view view;

	fill(r, 1);
	assert_int_equal(ask(r, HEAD, &what), 0);
	rig_tap(r, 1, HEAD);
	rig_take(r, 1, 1);
	rig_put(r, 1, 1, 1);
	rig_shut(r, 1, 1);
	assert_true(open_release(r, &view));
	assert_int_equal(view.counts.collected, 0);
	assert_int_equal(view.counts.left, 1);
	assert_int_equal(view.counts.inside, 1);
}

static void a_door_left_open_a_minute_stops_nobody(void **state)
{
	struct rig *r = *state;
	struct release_wish what = wish(r, RELEASE_BANK);

	fill(r, 3);
	assert_int_equal(ask(r, HEAD, &what), 0);
	rig_tap(r, 1, HEAD);
	rig_take(r, 1, 1); // and walks away from the open door
	assert_int_equal(r->last_door, 1);
	rig_pass(r, 59000);
	assert_int_equal(r->last_door, 1);
	rig_pass(r, 2000);
	assert_int_equal(r->last_door, 3); // not the one beside it, where there is another
	empty(r, 3);
	assert_int_equal(r->last_door, 2);
	empty(r, 2);
	rig_shut(r, 1, 1);
	assert_int_equal(ended(r, "done"), 1);
}

static void a_second_waits_while_one_runs_and_ends_one_that_stands_still(void **state)
{
	struct rig *r = *state;
	struct release_wish what = wish(r, RELEASE_BANK);

	fill(r, 3);
	assert_int_equal(ask(r, HEAD, &what), 0);
	rig_tap(r, 1, HEAD);
	assert_int_equal(ask(r, HEAD, &what), -ERR_BUSY);
	rig_tap(r, 1, HEAD);
	empty(r, 1);
	assert_int_equal(ask(r, HEAD, &what), 0);
	assert_int_equal(ended(r, "stopped"), 1);
	rig_tap(r, 1, HEAD);
	assert_int_equal(r->last_door, 2);
	rig_offline(r, 1);
	assert_int_equal(ask(r, HEAD, &what), -ERR_BUSY + ERR_BUSY); // refer: its keys
	assert_int_equal(r->answer.outcome, OUTCOME_REFER);
}

static void a_commit_that_fails_opens_nothing_and_it_goes_on_after(void **state)
{
	struct rig *r = *state;
	struct release_wish what = wish(r, RELEASE_BANK);

	fill(r, 2);
	assert_int_equal(ask(r, HEAD, &what), 0);
	r->commit_fails = true;
	rig_tap(r, 1, HEAD);
	assert_int_equal(r->unlocks, 2);
	rig_pass(r, 2000);
	rig_tap(r, 1, HEAD);
	assert_int_equal(r->unlocks, 3);
	r->commit_fails = true;
	rig_take(r, 1, 1); // not written down; seen again with the next
	rig_pass(r, 2000);
	rig_look(r, 1);
	rig_shut(r, 1, 1);
	rig_pass(r, 2000);
	assert_int_equal(r->last_door, 2);
	empty(r, 2);
	assert_int_equal(ended(r, "done"), 1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE ended_at IS NULL"), 0);
}

static void a_clock_in_doubt_stops_a_class_going_home_and_no_emergency(void **state)
{
	(void)state;
	for (int emergency = 0; emergency < 2; emergency++) {
		struct rig *r = rig_make(NULL);
		struct release_wish what;
		struct release_view view;

		fill(r, 2);
		rig_clock(r, "15:20");
		what = wish(r, RELEASE_CLASS);
		what.emergency = emergency;
		assert_int_equal(ask(r, HEAD, &what), 0);
		rig_tap(r, 1, HEAD);
		rig_clock(r, "15:15"); // earlier than the record
		empty(r, 1);
		assert_int_equal(r->unlocks, 3 + emergency);
		assert_true(open_release(r, &view));
		assert_int_equal(view.running, emergency);
		if (!emergency)
			assert_string_equal(view.halt, "the clock is in doubt");
		rig_free(r);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_in_doubt_stops_a_class_going_home_and_no_emergency),
		cmocka_unit_test(it_stops_when_told_at_every_point),
		cmocka_unit_test(it_stands_still_when_the_bank_or_the_program_goes_in_the_middle),
		TEST(without_the_card_it_is_over_in_two_minutes_begun_or_not),
		TEST(its_time_over_opens_no_more),
		TEST(a_door_that_jams_is_passed_over_and_tried_once_more_by_the_card),
		TEST(one_closed_with_the_phone_inside_is_counted_and_opens_again_by_the_card),
		TEST(taken_out_and_put_back_is_still_inside),
		TEST(a_door_left_open_a_minute_stops_nobody),
		TEST(a_second_waits_while_one_runs_and_ends_one_that_stands_still),
		TEST(a_commit_that_fails_opens_nothing_and_it_goes_on_after),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
