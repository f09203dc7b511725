// SPDX-License-Identifier: GPL-3.0-or-later
// The host begins again while its doors stand in every state there is: nothing opens, every row is
// what it was, and everybody goes on with what they were doing.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "world.h"

// Each person's door, by what they are doing there.
struct doors {
	int kept, collecting, collected, aside, empty, held, forced;
};

static unsigned all_pulses(struct world *world)
{
	unsigned count = 0;

	for (int door = 1; door <= (int)world->options.doors; door++)
		count += pulses(world, 0, door);
	return count;
}

// Until the bank goes on without the door that stands open.
static void leave_it_open(struct world *world)
{
	world_run_ms(world, 61000);
}

static void bring_about(struct world *world, struct doors *doors)
{
	world_clock(world, "08:40");
	doors->kept = hand_in(world, 0, "P1");
	doors->collecting = hand_in(world, 0, "P2");
	doors->collected = hand_in(world, 0, "P3");
	doors->aside = tap_opens(world, 0, "P4");
	shut(world, 0, doors->aside);
	world_clock(world, "12:10");
	doors->empty = tap_opens(world, 0, "T1");
	leave_it_open(world);
	doors->held = tap_opens(world, 0, "T2");
	put(world, 0, doors->held);
	leave_it_open(world);
	world_clock(world, "15:15");
	assert_int_equal(tap_opens(world, 0, "P2"), doors->collecting);
	leave_it_open(world);
	assert_int_equal(tap_opens(world, 0, "P3"), doors->collected);
	take(world, 0, doors->collected);
	leave_it_open(world);
	for (int door = 1; door <= 8 && !doors->forced; door++) {
		if (door_shows(world, 0, door, "free", "true"))
			doors->forced = door;
	}
	assert_null(cabinet_force(world->cabinets[0], (unsigned)doors->forced - 1));
	world_run_ms(world, 500);
	assert_int_equal(doors_open(world, 0), 5);
}

static void what_stands(struct world *world, char *out, size_t size)
{
	snprintf(out, size, "%s",
		row_text(world,
			"SELECT (SELECT group_concat(person || ' in ' || door) FROM (SELECT * FROM "
			"custody WHERE ended_at IS NULL ORDER BY door)) || '; ' || (SELECT "
			"group_concat(person || ' ' || kind || ' ' || door) FROM (SELECT * FROM "
			"intent WHERE ended_at IS NULL ORDER BY door)) || '; ' || (SELECT "
			"group_concat(number || ' for ' || aside_person) FROM door WHERE "
			"aside_person IS NOT NULL) || '; ' || (SELECT count(*) FROM question)"));
}

static void a_host_that_begins_again_with_doors_in_every_state_opens_nothing_and_goes_on(
	void **state)
{
	struct world *world = world_open((struct world_options){.doors = 8});
	struct doors doors = {0};
	char before[512], after[512];
	unsigned pulsed;

	(void)state;
	for (const char *const *ref = (const char *const[]){"P1", "P2", "P3", "P4", NULL}; *ref;
		ref++)
		world_walker(world, *ref);
	world_staff(world, "T1", "staff");
	world_staff(world, "T2", "staff");
	bring_about(world, &doors);
	what_stands(world, before, sizeof before);
	print_message("%s questions\n", before);
	assert_true(strlen(before) > 40);
	pulsed = all_pulses(world);
	for (int times = 0; times < 2; times++) {
		world_kill_host(world);
		world_run_ms(world, times ? 9000 : 300);
		world_start_host(world);
		world_wait_online(world);
		world_run_ms(world, 2000);
		what_stands(world, after, sizeof after);
		assert_string_equal(after, before);
		assert_int_equal(all_pulses(world), pulsed);
		assert_int_equal(doors_open(world, 0), 5);
	}
	take(world, 0, doors.collecting);
	shut(world, 0, doors.collecting);
	shut(world, 0, doors.collected);
	shut(world, 0, doors.held);
	put(world, 0, doors.empty);
	shut(world, 0, doors.empty);
	shut(world, 0, doors.forced);
	assert_int_equal(in_custody(world, "P2") + in_custody(world, "P3"), 0);
	assert_int_equal(custody_door_of(world, "T1"), doors.empty);
	assert_int_equal(custody_door_of(world, "T2"), doors.held);
	assert_int_equal(
		row_number(world, "SELECT count(*) FROM intent WHERE ended_at IS NULL"), 0);
	collect(world, 0, "P1");
	world_close(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_host_that_begins_again_with_doors_in_every_state_opens_nothing_and_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
