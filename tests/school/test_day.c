// SPDX-License-Identifier: GPL-3.0-or-later
// An ordinary day at both schools, from the first hand-in to the last collection.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "world.h"

static void a_day_at_roby_park_goes_from_the_first_hand_in_to_the_last_collection(void **state)
{
	struct world *world = world_open((struct world_options){.cabinets = 2, .doors = 8});

	(void)state;
	world_walker(world, "P1");
	world_walker(world, "P2");
	world_pupil(world, "P4", "4");
	world_staff(world, "T1", "staff");
	world_clock(world, "08:40");
	hand_in(world, 0, "P1");
	assert_string_equal(last_decision(world, "P1"), "allow RP-2");
	hand_in(world, 1, "P2");
	tap_opens_nothing(world, 0, "P4");
	assert_string_equal(last_decision(world, "P4"), "refer RP-1");
	hand_in(world, 0, "T1");
	assert_string_equal(last_decision(world, "T1"), "allow RP-5");

	world_clock(world, "10:00");
	tap_opens_nothing(world, 0, "T1");
	assert_string_equal(last_decision(world, "T1"), "refuse RP-5");
	must(world, "{\"request\":\"grant exceptional\",\"by\":\"L1\",\"person\":\"T1\","
		    "\"reason\":\"hospital\",\"rooms\":\"staff room\","
		    "\"from\":\"2026-11-23T10:00\",\"until\":\"2026-11-23T10:30\"}");
	collect(world, 0, "T1");
	assert_string_equal(last_decision(world, "T1"), "allow RP-6");

	world_clock(world, "14:50");
	tap_opens_nothing(world, 0, "P1");
	assert_string_equal(last_decision(world, "P1"), "refuse RP-4");
	must(world, "{\"request\":\"grant early-leave\",\"by\":\"O1\",\"person\":\"P2\","
		    "\"reason\":\"dentist\",\"from\":\"2026-11-23T14:45\","
		    "\"until\":\"2026-11-23T15:15\"}");
	collect(world, 1, "P2");

	world_clock(world, "15:15");
	collect(world, 0, "P1");
	assert_string_equal(last_decision(world, "P1"), "allow RP-4");
	assert_int_equal(
		row_number(world, "SELECT count(*) FROM custody WHERE ended_at IS NULL"), 0);
	assert_int_equal(row_number(world, "SELECT count(*) FROM question"), 0);
	world_close(world);
}

static void a_day_at_flixton_takes_every_year_before_nine_and_gives_back_at_home_time(void **state)
{
	struct world *world = world_open((struct world_options){.policy = "flixton", .doors = 16});

	(void)state;
	world_pupil(world, "P2", "2");
	world_pupil(world, "P6", "6");
	world_pupil(world, "P3", "3");
	world_staff(world, "T1", "staff");
	world_clock(world, "08:45");
	hand_in(world, 0, "P2");
	assert_string_equal(last_decision(world, "P2"), "allow FX-1");
	hand_in(world, 0, "P6");
	hand_in(world, 0, "T1");
	world_clock(world, "09:20");
	tap_opens_nothing(world, 0, "P3");
	assert_string_equal(last_decision(world, "P3"), "refer FX-1");
	world_clock(world, "11:00");
	tap_opens_nothing(world, 0, "T1");
	assert_string_equal(last_decision(world, "T1"), "refuse FX-5");
	world_clock(world, "12:30");
	collect(world, 0, "T1");
	assert_string_equal(last_decision(world, "T1"), "allow FX-6");
	world_clock(world, "15:14");
	tap_opens_nothing(world, 0, "P2");
	world_clock(world, "15:15");
	collect(world, 0, "P2");
	collect(world, 0, "P6");
	world_close(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_day_at_roby_park_goes_from_the_first_hand_in_to_the_last_collection),
		cmocka_unit_test(
			a_day_at_flixton_takes_every_year_before_nine_and_gives_back_at_home_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
