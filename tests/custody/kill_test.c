// SPDX-License-Identifier: GPL-3.0-or-later
// A hand-in and a collection with the program killed before and after every commit and after every
// send, once restarted at once and once when the child has gone: nothing is lost, nothing opens by
// itself, and the child has the phone in the end.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "rig.h"
#include "store/events.h"

enum restart { AT_ONCE, AFTERWARDS };

static int phone_in(const struct rig *r)
{
	for (int d = 1; d <= RIG_DOORS; d++) {
		if (r->doors[0][d - 1].device_of)
			return d;
	}
	return 0;
}

static void revive(struct rig *r)
{
	int unlocks = r->unlocks;

	rig_kill(r);
	sql_run(r->store, "PRAGMA synchronous = OFF", "");
	rig_start(r);
	rig_pass(r, 1500);
	assert_int_equal(r->unlocks, unlocks); // never opens a door on start-up
}

static int open_door(const struct rig *r)
{
	for (int d = 1; d <= RIG_DOORS; d++) {
		if (r->doors[0][d - 1].open)
			return d;
	}
	return 0;
}

static void come_alive(struct rig *r, enum restart when)
{
	if (r->dead && when == AT_ONCE)
		revive(r);
}

// What a child does: taps; where a door springs open puts the phone in or takes it out, and shuts.
static void try_it(struct rig *r, enum restart when, bool hand_in)
{
	int person = 1;

	rig_tap(r, 1, person);
	come_alive(r, when);
	int door = open_door(r);

	if (!door)
		return;
	if (hand_in)
		rig_put(r, 1, door, person);
	else
		rig_take(r, 1, door);
	come_alive(r, when);
	rig_shut(r, 1, door);
	come_alive(r, when);
	if (r->dead)
		revive(r);
}

// What is inside is somebody's, what is not inside is nobody's, or the office is asked.
static void check_truth(struct rig *r, int stop, const char *after)
{
	int door = phone_in(r);
	int64_t custody = rig_custody_of(r, 1);

	if (door) {
		struct door_view v = rig_view(r, 1, door);

		if (v.person != 1 && !v.questions)
			fail_msg("stop %d, after the %s: the phone in door %d is nobody's", stop,
				after, door);
	} else if (custody &&
		   rig_count(r, "SELECT count(*) FROM question WHERE answered_at IS NULL") == 0) {
		fail_msg("stop %d, after the %s: a custody with nothing inside", stop, after);
	}
}

static int play(int stop, enum restart when)
{
	struct rig *r = rig_make(NULL);
	int64_t seq;

	sql_run(r->store, "PRAGMA synchronous = OFF", "");
	r->unreplayed = stop % 8 != 0; // a replay opens every policy: of some is enough
	r->stops = 0;
	r->stop_at = stop;
	for (int i = 0; i < 4 && !phone_in(r); i++) {
		try_it(r, when, true);
		if (r->dead)
			revive(r);
		rig_pass(r, 12000);
	}
	assert_int_not_equal(phone_in(r), 0);
	check_truth(r, stop, "hand-in");
	rig_clock(r, "15:16");
	for (int i = 0; i < 4 && phone_in(r); i++) {
		try_it(r, when, false);
		if (r->dead)
			revive(r);
		rig_pass(r, 12000);
	}
	check_truth(r, stop, "collection");
	if (phone_in(r))
		fail_msg("stop %d: the child went home without the phone", stop);
	assert_int_equal(event_verify(r->store, &seq), 0);
	int stops = r->stops;

	rig_free(r);
	return stops;
}

static void killed_anywhere_it_settles_by_the_table(void **state)
{
	int stops = play(0, AT_ONCE);

	(void)state;
	for (int stop = 1; stop <= stops; stop++) {
		play(stop, AT_ONCE);
		play(stop, AFTERWARDS);
	}
	print_message("%d stops, each played twice\n", stops);
	assert_true(stops > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(killed_anywhere_it_settles_by_the_table)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
