// SPDX-License-Identifier: GPL-3.0-or-later
// Reception with a cabinet in sight of its desk: a visitor's phone behind one of its doors, with
// the real image.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "world.h"

static void a_visitors_phone_goes_behind_a_door_at_any_time_and_comes_out_when_they_leave(
	void **state)
{
	struct world *world = world_open((struct world_options){.doors = 8, .in_sight = true});

	(void)state;
	world_clock(world, "10:40"); // within a lesson
	must(world, "{\"request\":\"visitor sign-in\",\"by\":\"O1\",\"given\":\"Vera\",\"family\":"
		    "\"Visitor\",\"device\":\"phone\",\"bank\":\"A\",\"switched_off\":true}");
	world_run_ms(world, 1500);
	int door = (int)row_number(world, "SELECT door FROM intent ORDER BY id DESC LIMIT 1");

	assert_true(door_is_open(world, 0, door));
	put(world, 0, door);
	shut(world, 0, door);
	assert_int_equal(in_custody(world, "V1"), 1);
	assert_string_equal(last_decision(world, "V1"), "allow RP-10");
	// Leaving: asked first, and still here until it is answered.
	assert_non_null(strstr(world_ask(world, "{\"request\":\"visitor sign-out\",\"by\":\"O1\","
						"\"person\":\"V1\"}"),
		"still in"));
	assert_int_equal(row_number(world, "SELECT count(*) FROM sign_in WHERE out_at IS NULL"), 1);
	must(world, "{\"request\":\"visitor sign-out\",\"by\":\"O1\",\"person\":\"V1\","
		    "\"given_back\":true}");
	world_run_ms(world, 1500);
	assert_true(door_is_open(world, 0, door));
	take(world, 0, door);
	shut(world, 0, door);
	assert_int_equal(in_custody(world, "V1"), 0);
	assert_int_equal(row_number(world, "SELECT count(*) FROM sign_in WHERE out_at IS NULL"), 0);
	world_close(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_visitors_phone_goes_behind_a_door_at_any_time_and_comes_out_when_they_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
