// SPDX-License-Identifier: GPL-3.0-or-later
// A school day on which a camera is lent and brought back, with the real image: an ordinary one,
// and ones with the power gone or the host dead while its door stands open.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "world.h"

#define CAMERA_DOOR 7

static int out(struct world *world)
{
	return (int)row_number(world, "SELECT count(*) FROM custody JOIN loan ON loan.custody = "
				      "custody.id WHERE ended_at IS NULL AND kind = 'loan'");
}

static int in_its_door(struct world *world)
{
	return (int)row_number(world,
		"SELECT count(*) FROM custody WHERE ended_at IS NULL AND "
		"kind = 'stock' AND door = %d",
		CAMERA_DOOR);
}

// The camera is in its door, and teachers and a pupil have phones in theirs.
static struct world *morning(void)
{
	struct world *world = world_open((struct world_options){.doors = 8});

	world_staff(world, "T1", "staff");
	world_staff(world, "T2", "staff");
	world_walker(world, "P1");
	world_clock(world, "08:20");
	must(world, "{\"request\":\"device add\",\"by\":\"O1\",\"label\":\"Camera 1\",\"kind\":"
		    "\"camera\",\"bank\":\"A\",\"door\":7}");
	must(world, "{\"request\":\"device place\",\"by\":\"O1\",\"label\":\"Camera 1\"}");
	assert_int_equal(tap_opens(world, 0, "O1"), CAMERA_DOOR);
	put(world, 0, CAMERA_DOOR);
	shut(world, 0, CAMERA_DOOR);
	assert_int_equal(in_its_door(world), 1);
	world_clock(world, "08:40");
	hand_in(world, 0, "T1");
	hand_in(world, 0, "P1");
	return world;
}

static void borrow(struct world *world)
{
	world_clock(world, "10:00");
	must(world, "{\"request\":\"loan ask\",\"by\":\"T1\",\"label\":\"Camera 1\"}");
	tap_opens_nothing(world, 0, "P1"); // not theirs
	assert_int_equal(tap_opens(world, 0, "T1"), CAMERA_DOOR);
}

static void a_camera_is_lent_in_the_morning_and_back_before_home_time(void **state)
{
	struct world *world = morning();

	(void)state;
	borrow(world);
	assert_string_equal(last_decision(world, "T1"), "allow RP-9");
	take(world, 0, CAMERA_DOOR);
	shut(world, 0, CAMERA_DOOR);
	assert_int_equal(out(world), 1);
	assert_int_equal(in_its_door(world), 0);
	// At noon for the phone: the empty door first, and then what they came for.
	world_clock(world, "12:10");
	assert_int_equal(tap_opens(world, 0, "T1"), CAMERA_DOOR);
	shut(world, 0, CAMERA_DOOR);
	int phone = tap_opens(world, 0, "T1");

	assert_int_not_equal(phone, CAMERA_DOOR);
	take(world, 0, phone);
	shut(world, 0, phone);
	assert_int_equal(out(world), 1);
	// Others go on as ever, and no one is given the camera's door.
	for (const char *const *ref = (const char *const[]){"T2", NULL}; *ref; ref++)
		assert_int_not_equal(hand_in(world, 0, *ref), CAMERA_DOOR);
	world_clock(world, "14:00");
	world_run_ms(world, 120000);
	assert_int_equal(tap_opens(world, 0, "T1"), CAMERA_DOOR); // within a lesson
	put(world, 0, CAMERA_DOOR);
	shut(world, 0, CAMERA_DOOR);
	assert_int_equal(out(world), 0);
	assert_int_equal(in_its_door(world), 1);
	world_clock(world, "15:15");
	collect(world, 0, "P1");
	assert_int_equal(row_number(world, "SELECT count(*) FROM question"), 0);
	assert_int_equal(
		row_number(world, "SELECT count(*) FROM event WHERE kind = 'loan overdue'"), 0);
	world_close(world);
}

static void restored(struct world *world)
{
	world_run_ms(world, 3000);
	cabinet_power(world->cabinets[0], true);
	world_wait_online(world);
	world_run_ms(world, 2000);
}

static void taken_in_a_power_cut_it_is_lent_when_the_cabinet_can_be_seen_again(void **state)
{
	struct world *world = morning();
	unsigned pulsed;

	(void)state;
	borrow(world);
	pulsed = pulses(world, 0, CAMERA_DOOR);
	cabinet_power(world->cabinets[0], false);
	cabinet_take_out(world->cabinets[0], CAMERA_DOOR - 1);
	cabinet_close_door(world->cabinets[0], CAMERA_DOOR - 1);
	assert_int_equal(out(world), 0); // nobody has seen it
	restored(world);
	assert_int_equal(pulses(world, 0, CAMERA_DOOR), pulsed);
	assert_int_equal(out(world), 1);
	assert_int_equal(row_number(world, "SELECT seen_late FROM custody WHERE kind = 'loan'"), 1);

	// And brought back through another one.
	world_clock(world, "14:00");
	assert_int_equal(tap_opens(world, 0, "T1"), CAMERA_DOOR);
	cabinet_power(world->cabinets[0], false);
	cabinet_put(world->cabinets[0], CAMERA_DOOR - 1);
	cabinet_close_door(world->cabinets[0], CAMERA_DOOR - 1);
	restored(world);
	assert_int_equal(out(world), 0);
	assert_int_equal(in_its_door(world), 1);
	assert_int_equal(row_number(world, "SELECT count(*) FROM question"), 0);
	world_close(world);
}

static void left_open_in_a_power_cut_its_door_goes_on_with_the_loan(void **state)
{
	struct world *world = morning();

	(void)state;
	borrow(world);
	cabinet_power(world->cabinets[0], false);
	restored(world);
	assert_int_equal(out(world), 0);
	take(world, 0, CAMERA_DOOR);
	assert_int_equal(out(world), 1);
	shut(world, 0, CAMERA_DOOR);
	assert_int_equal(
		row_number(world, "SELECT count(*) FROM intent WHERE ended_at IS NULL"), 0);
	world_close(world);
}

static void with_the_host_dead_while_it_was_brought_back_it_is_back_when_the_host_is(void **state)
{
	struct world *world = morning();

	(void)state;
	borrow(world);
	take(world, 0, CAMERA_DOOR);
	shut(world, 0, CAMERA_DOOR);
	world_clock(world, "13:30");
	assert_int_equal(tap_opens(world, 0, "T1"), CAMERA_DOOR);
	world_kill_host(world);
	put(world, 0, CAMERA_DOOR);
	shut(world, 0, CAMERA_DOOR);
	world_start_host(world);
	world_wait_online(world);
	world_run_ms(world, 2000);
	assert_int_equal(out(world), 0);
	assert_int_equal(in_its_door(world), 1);
	assert_int_equal(row_number(world, "SELECT count(*) FROM question"), 0);
	world_close(world);
}

static void not_back_by_the_last_bell_it_is_overdue_on_record_and_on_the_screen(void **state)
{
	struct world *world = morning();

	(void)state;
	borrow(world);
	take(world, 0, CAMERA_DOOR);
	shut(world, 0, CAMERA_DOOR);
	world_clock(world, "15:16");
	world_run_ms(world, 1000); // the sweep of the minute
	assert_int_equal(
		row_number(world, "SELECT count(*) FROM event WHERE kind = 'loan overdue'"), 1);
	assert_non_null(strstr(world_ask(world, "{\"request\":\"status\"}"), "should be back"));
	world_close(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_camera_is_lent_in_the_morning_and_back_before_home_time),
		cmocka_unit_test(
			taken_in_a_power_cut_it_is_lent_when_the_cabinet_can_be_seen_again),
		cmocka_unit_test(left_open_in_a_power_cut_its_door_goes_on_with_the_loan),
		cmocka_unit_test(
			with_the_host_dead_while_it_was_brought_back_it_is_back_when_the_host_is),
		cmocka_unit_test(
			not_back_by_the_last_bell_it_is_overdue_on_record_and_on_the_screen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
