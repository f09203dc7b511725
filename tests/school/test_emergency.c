// SPDX-License-Identifier: GPL-3.0-or-later
// What the leadership team does out of the ordinary, with the real firmware: everything let go in
// the middle of the morning, nobody served until it is lifted, and an exception that runs out.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "port/memory.h"
#include "world.h"

static int64_t events(struct world *world, const char *kind)
{
	return row_number(world, "SELECT count(*) FROM event WHERE kind = '%s'", kind);
}

// The first open door, none of them beside another; 0: none.
static int an_open_door(struct world *world)
{
	int found = 0;

	for (int door = 1; door <= (int)world->options.doors; door++) {
		if (!door_is_open(world, 0, door))
			continue;
		if (door > 1)
			assert_false(door_is_open(world, 0, door - 1));
		found = found ? found : door;
	}
	return found;
}

static bool opened(struct world *world, void *arg)
{
	(void)arg;
	return an_open_door(world) != 0;
}

static bool two_open(struct world *world, void *arg)
{
	(void)arg;
	return doors_open(world, 0) == 2;
}

// Takes out what the open door has and shuts it.
static void one_goes(struct world *world)
{
	assert_true(world_until(world, 3000, opened, NULL));
	int door = an_open_door(world);

	world_run_ms(world, 300);
	assert_true(doors_open(world, 0) <= 2);
	take(world, 0, door);
	shut(world, 0, door);
}

static void pull_the_cable(struct world *world, bool out)
{
	bus_unplug(world->bus, out);
	world->memory->refuse = out ? ERR_GONE : 0;
	if (out)
		port_memory_hang_up(world->memory, ERR_GONE);
	else
		world_wait_online(world);
}

static void a_cabinet_is_emptied_two_doors_at_a_time_and_a_pulled_cable_stops_it(void **state)
{
	static const char *const walkers[] = {"P1", "P2", "P3", "P4", "P5", "P6"};
	struct world *world = world_open((struct world_options){.doors = 8});

	(void)state;
	for (int i = 0; i < 6; i++)
		world_walker(world, walkers[i]);
	world_staff(world, "T1", "staff");
	world_clock(world, "08:40");
	for (int i = 0; i < 6; i++)
		hand_in(world, 0, walkers[i]);
	world_clock(world, "11:00");
	tap_opens_nothing(world, 0, "P1");
	must(world, "{\"request\":\"release bank\",\"by\":\"L1\",\"bank\":\"A\",\"at_once\":2,"
		    "\"reason\":\"out by the back gate\"}");
	tap_opens_nothing(world, 0, "P1"); // it is not their card that starts it
	assert_int_equal(doors_open(world, 0), 0);
	tap(world, 0, "L1");
	assert_true(world_until(world, 3000, two_open, NULL));
	one_goes(world);
	one_goes(world);
	tap(world, 0, "P6"); // waits
	assert_true(doors_open(world, 0) <= 2);

	assert_true(world_until(world, 3000, two_open, NULL));
	pull_the_cable(world, true);
	world_run_ms(world, 3000);
	int first = an_open_door(world);

	assert_null(cabinet_take_out(world->cabinets[0], (unsigned)first - 1));
	assert_null(cabinet_close_door(world->cabinets[0], (unsigned)first - 1));
	pull_the_cable(world, false);
	world_run_ms(world, 3000);
	assert_int_equal(doors_open(world, 0), 1); // nothing opened by itself
	assert_non_null(
		strstr(world_ask(world, "{\"request\":\"release status\"}"), "\"stands still\""));
	assert_int_equal(in_custody(world, "P1") + in_custody(world, "P2") +
				 in_custody(world, "P3") + in_custody(world, "P4") +
				 in_custody(world, "P5") + in_custody(world, "P6"),
		3);
	tap(world, 0, "L1");
	for (int i = 0; i < 3; i++)
		one_goes(world);
	world_run_ms(world, 500);
	assert_int_equal(doors_open(world, 0), 0);
	assert_int_equal(
		row_number(world, "SELECT count(*) FROM custody WHERE ended_at IS NULL"), 0);
	assert_string_equal(row_text(world, "SELECT ended_as FROM release"), "done");
	assert_non_null(
		strstr(row_text(world, "SELECT facts FROM event WHERE kind = 'release ended'"),
			"\"of\":6,\"opened\":6,\"collected\":6,\"inside\":0"));
	assert_int_equal(row_number(world, "SELECT count(*) FROM event JOIN person ON person.id = "
					   "by_person WHERE kind = 'opened' AND ref = 'L1'"),
		6);
	for (int door = 1; door <= 8; door++)
		assert_int_equal(pulses(world, 0, door), door <= 6 ? 2 : 0);
	assert_int_equal(row_number(world, "SELECT count(*) FROM notice"), 1);
	assert_int_equal(row_number(world, "SELECT count(*) FROM question"), 0);
	world_close(world);
}

static void nobody_is_served_until_it_is_lifted_though_the_host_began_again(void **state)
{
	struct world *world =
		world_open((struct world_options){.doors = 8, .cabinets = 2, .in_sight = true});

	(void)state;
	world_walker(world, "P1");
	world_walker(world, "P2");
	world_staff(world, "T1", "staff");
	world_clock(world, "08:40");
	hand_in(world, 0, "P1");
	must(world, "{\"request\":\"lockdown start\",\"by\":\"L1\",\"reason\":\"a stranger\"}");
	tap_opens_nothing(world, 0, "P2");
	assert_true(display_says(world, 0, "Please see the office."));
	assert_string_equal(last_decision(world, "P2"), "refer lock-down");
	tap_opens_nothing(world, 1, "T1");
	world_kill_host(world);
	world_start_host(world);
	world_wait_online(world);
	world_clock(world, "15:20");
	tap_opens_nothing(world, 0, "P1");
	assert_string_equal(last_decision(world, "P1"), "refer lock-down");
	// The desk goes on.
	int door = custody_door_of(world, "P1");

	must(world, "{\"request\":\"desk collect\",\"by\":\"O1\",\"person\":\"P1\"}");
	assert_true(world_until(world, 3000, opened, NULL));
	take(world, 0, door);
	shut(world, 0, door);
	assert_int_equal(in_custody(world, "P1"), 0);
	must(world, "{\"request\":\"lockdown end\",\"by\":\"L1\"}");
	world_date(world, "2026-11-24", "08:40");
	hand_in(world, 1, "P2");
	assert_int_equal(events(world, "lockdown began"), 1);
	assert_int_equal(events(world, "lockdown ended"), 1);
	world_close(world);
}

static void an_exception_runs_out_at_its_minute_and_the_phone_is_overdue_until_it_is_back(
	void **state)
{
	struct world *world = world_open((struct world_options){.doors = 8});

	(void)state;
	world_staff(world, "T1", "staff");
	world_clock(world, "08:40");
	hand_in(world, 0, "T1");
	world_clock(world, "10:00");
	must(world, "{\"request\":\"grant ask\",\"kind\":\"exceptional\",\"by\":\"T1\","
		    "\"person\":\"T1\",\"reason\":\"hospital\",\"until\":\"10:30\"}");
	tap_opens_nothing(world, 0, "T1");
	must(world, "{\"request\":\"grant agree\",\"by\":\"L1\",\"id\":1,"
		    "\"rooms\":\"staff room\"}");
	collect(world, 0, "T1");
	assert_string_equal(last_decision(world, "T1"), "allow RP-6");
	world_clock(world, "10:29");
	world_run_ms(world, 500);
	assert_int_equal(events(world, "grant over"), 0);
	world_clock(world, "10:30");
	world_run_ms(world, 500);
	assert_int_equal(events(world, "grant over"), 1);
	assert_int_equal(events(world, "overdue"), 1);
	assert_non_null(strstr(world_ask(world, "{\"request\":\"status\"}"), "overdue."));
	world_clock(world, "10:35");
	hand_in(world, 0, "T1");
	assert_null(strstr(world_ask(world, "{\"request\":\"status\"}"), "overdue."));
	world_clock(world, "10:36");
	world_run_ms(world, 500);
	assert_int_equal(events(world, "no longer overdue"), 1);
	world_close(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_cabinet_is_emptied_two_doors_at_a_time_and_a_pulled_cable_stops_it),
		cmocka_unit_test(nobody_is_served_until_it_is_lifted_though_the_host_began_again),
		cmocka_unit_test(
			an_exception_runs_out_at_its_minute_and_the_phone_is_overdue_until_it_is_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
