// SPDX-License-Identifier: GPL-3.0-or-later
// The school's clock when it misbehaves and when the law changes it: an hour back by mistake, and
// both changes of summer time.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "world.h"

static void a_clock_an_hour_back(const char *policy)
{
	struct world *world = world_open((struct world_options){.policy = policy, .doors = 8});
	const char *status;

	world_walker(world, "P1");
	world_walker(world, "P2");
	world_walker(world, "P3");
	world_clock(world, "08:35");
	hand_in(world, 0, "P1");
	world_clock(world, "08:55");
	hand_in(world, 0, "P2");
	// At home-time somebody sets the clock an hour back, and it is 15:20 all the same.
	world_clock(world, "15:20");
	collect(world, 0, "P2");
	world_clock(world, "14:20");
	tap_opens_nothing(world, 0, "P1");
	assert_string_equal(last_decision(world, "P1"), "refer time");
	assert_true(display_says(world, 0, "clock is in doubt"));
	assert_int_equal(in_custody(world, "P1"), 1);
	status = world_ask(world, "{\"request\":\"status\"}");
	assert_non_null(strstr(status, "The clock is earlier than the last event: collections go "
				       "to the desk; set the clock."));
	// That refusal is on record at 14:20, and the clock is no better for it.
	tap_opens_nothing(world, 0, "P1");
	assert_string_equal(last_decision(world, "P1"), "refer time");
	// Right again: served.
	world_clock(world, "15:25");
	collect(world, 0, "P1");
	// And hand-ins go on while it is wrong: the next morning, an hour back.
	world_date(world, "2026-11-24", "08:50");
	hand_in(world, 0, "P1");
	world_clock(world, "07:55");
	assert_int_equal(tap_opens(world, 0, "P3") > 0, 1);
	world_close(world);
}

static void a_clock_an_hour_back_refers_collections_and_says_so_and_hand_ins_go_on(void **state)
{
	(void)state;
	a_clock_an_hour_back("roby-park");
	a_clock_an_hour_back("flixton");
}

struct school_day {
	const char *morning, *before_home, *home; // by UTC
};

// A pupil's phone goes in, stays in a minute before home-time, and goes out at home-time.
static void a_day(struct world *world, const struct school_day *day)
{
	world_utc(world, day->morning);
	hand_in(world, 0, "P1");
	world_utc(world, day->before_home);
	tap_opens_nothing(world, 0, "P1");
	world_utc(world, day->home);
	collect(world, 0, "P1");
}

static void days_around(const char *policy, const char *first, const struct school_day *before,
	const struct school_day *after)
{
	struct world *world =
		world_open((struct world_options){.policy = policy, .doors = 8, .date = first});

	world_walker(world, "P1");
	assert_int_equal(
		row_number(world, "SELECT count(*) FROM hours WHERE home_time='15:15'"), 1);
	// The walker's permission of the world is this school year's; the spring is in the one
	// before.
	world_utc(world, "2026-01-05 00:00");
	must(world, "{\"request\":\"grant walker\",\"by\":\"O1\",\"person\":\"P1\","
		    "\"from\":\"2026-01-05\",\"until\":\"2026-12-18\",\"days\":\"mon-fri\"}");
	a_day(world, before);
	a_day(world, after);
	assert_int_equal(row_number(world, "SELECT count(*) FROM question"), 0);
	world_close(world);
}

static void home_time_is_right_on_the_days_around_the_change_to_summer_time(void **state)
{
	// Sunday 29 March 2026, 01:00 GMT is 02:00 BST.
	const struct school_day friday = {
		"2026-03-27 08:40", "2026-03-27 15:14", "2026-03-27 15:15"};
	const struct school_day monday = {
		"2026-03-30 07:40", "2026-03-30 14:14", "2026-03-30 14:15"};

	(void)state;
	days_around("roby-park", "2026-01-05", &friday, &monday);
	days_around("flixton", "2026-01-05", &friday, &monday);
}

static void home_time_is_right_on_the_days_around_the_change_back(void **state)
{
	// Sunday 25 October 2026, 02:00 BST is 01:00 GMT.
	const struct school_day friday = {
		"2026-10-23 07:40", "2026-10-23 14:14", "2026-10-23 14:15"};
	const struct school_day monday = {
		"2026-10-26 08:40", "2026-10-26 15:14", "2026-10-26 15:15"};

	(void)state;
	days_around("roby-park", "2026-09-07", &friday, &monday);
	days_around("flixton", "2026-09-07", &friday, &monday);
}

static void the_doubled_hour_puts_no_clock_in_doubt_and_every_row_in_its_order(void **state)
{
	struct world *world = world_open((struct world_options){.doors = 8, .date = "2026-10-23"});

	(void)state;
	world_staff(world, "T1", "staff");
	// 01:40 BST, and half an hour later it is 01:10 GMT.
	world_utc(world, "2026-10-25 00:40");
	hand_in(world, 0, "T1");
	world_utc(world, "2026-10-25 01:10");
	collect(world, 0, "T1");
	assert_int_equal(row_number(world, "SELECT count(*) FROM event a JOIN event b ON "
					   "b.seq=a.seq+1 WHERE b.at<a.at"),
		0);
	world_close(world);
}

static void a_door_set_aside_over_the_change_is_set_aside_for_two_minutes_and_no_hour(void **state)
{
	struct world *world = world_open((struct world_options){.doors = 8, .date = "2026-10-23"});
	int door;

	(void)state;
	world_staff(world, "T1", "staff");
	world_utc(world, "2026-10-25 00:59");
	door = tap_opens(world, 0, "T1");
	shut(world, 0, door);
	world_utc(world, "2026-10-25 01:00");
	assert_int_equal(tap_opens(world, 0, "T1"), door);
	assert_string_equal(row_text(world, "SELECT kind FROM intent ORDER BY id DESC"), "hand-in");
	put(world, 0, door);
	shut(world, 0, door);
	assert_int_equal(custody_door_of(world, "T1"), door);
	world_close(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_clock_an_hour_back_refers_collections_and_says_so_and_hand_ins_go_on),
		cmocka_unit_test(home_time_is_right_on_the_days_around_the_change_to_summer_time),
		cmocka_unit_test(home_time_is_right_on_the_days_around_the_change_back),
		cmocka_unit_test(
			the_doubled_hour_puts_no_clock_in_doubt_and_every_row_in_its_order),
		cmocka_unit_test(
			a_door_set_aside_over_the_change_is_set_aside_for_two_minutes_and_no_hour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
