// SPDX-License-Identifier: GPL-3.0-or-later
// A camera borrowed and brought back with the program killed before and after every commit and
// after every send, once restarted at once and once when the borrower has gone: nothing opens by
// itself, the camera is in exactly one place on record, and in the end it is back.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "custody/loans.h"
#include "rig.h"
#include "store/events.h"

#define CAMERA 900
#define HOME   6

enum restart { AT_ONCE, AFTERWARDS };

static bool camera_in(const struct rig *r)
{
	return r->doors[0][HOME - 1].device_of != 0;
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

static void come_alive(struct rig *r, enum restart when)
{
	if (r->dead && when == AT_ONCE)
		revive(r);
}

// A teacher taps at a loan cabinet; where the camera's door springs open they take it or put it in.
static void try_it(struct rig *r, enum restart when, bool take)
{
	rig_tap(r, 1, TEACHER);
	come_alive(r, when);
	if (!r->doors[0][HOME - 1].open)
		return;
	if (take)
		rig_take(r, 1, HOME);
	else
		rig_put(r, 1, HOME, CAMERA);
	come_alive(r, when);
	rig_shut(r, 1, HOME);
	come_alive(r, when);
	if (r->dead)
		revive(r);
}

// In its door or lent, by what can be seen, or the office is asked; never both, never neither.
static void check_truth(struct rig *r, int stop, const char *after)
{
	int64_t stock = rig_count(
		r, "SELECT count(*) FROM custody WHERE ended_at IS NULL AND kind = 'stock'");
	int64_t lent = rig_count(
		r, "SELECT count(*) FROM custody WHERE ended_at IS NULL AND kind = 'loan'");
	int64_t asked = rig_count(r, "SELECT count(*) FROM question WHERE answered_at IS NULL");

	if (stock + lent != 1)
		fail_msg("stop %d, after the %s: %d in stock, %d lent", stop, after, (int)stock,
			(int)lent);
	if ((stock == 1) != camera_in(r) && asked == 0)
		fail_msg("stop %d, after the %s: the camera is %s, and the record says not", stop,
			after, camera_in(r) ? "in" : "out");
	if (asked)
		fail_msg("stop %d, after the %s: a sensor that works leaves nothing to ask", stop,
			after);
}

static void prepare(struct rig *r)
{
	struct actor by = rig_office();
	struct school_device device = {
		.kind = DEVICE_CAMERA, .label = "Camera 1", .home_bank = 1, .home_door = HOME};
	char why[ACTOR_WHY];

	sql_run(r->store, "PRAGMA synchronous = OFF", "");
	assert_true(TURN(r, custody_device_add(r->c, r->now, &by, &device, why) < 0) == 0);
	r->doors[0][HOME - 1].device_of = CAMERA;
	int64_t id = rig_count(r, "SELECT id FROM device WHERE owner = 'school'");

	assert_int_equal(TURN(r, custody_loan_return(
					 r->c, r->now, &by, id, RETURN_IN_DOOR, &r->answer, why)),
		0);
	assert_int_equal(TURN(r, custody_desk_looked(r->c, r->now, &by, 1, HOME, true)), 0);
	rig_look(r, 1);
	assert_int_equal(TURN(r, custody_loan_cabinet(r->c, r->now, &by, 1, true, why)), 0);
	rig_clock(r, "10:00");
}

static int play(int stop, enum restart when)
{
	struct rig *r = rig_make(NULL);
	int64_t seq;

	prepare(r);
	r->stops = 0;
	r->stop_at = stop;
	for (int i = 0; i < 4 && camera_in(r); i++) {
		try_it(r, when, true);
		if (r->dead)
			revive(r);
		rig_pass(r, 12000);
	}
	assert_false(camera_in(r));
	check_truth(r, stop, "borrowing");
	for (int i = 0; i < 4 && !camera_in(r); i++) {
		try_it(r, when, false);
		if (r->dead)
			revive(r);
		rig_pass(r, 12000);
	}
	check_truth(r, stop, "return");
	if (!camera_in(r))
		fail_msg("stop %d: the camera could not be brought back", stop);
	assert_int_equal(event_verify(r->store, &seq), 0);
	int stops = r->stops;

	rig_free(r);
	return stops;
}

static void killed_anywhere_the_camera_is_in_one_place_and_comes_back(void **state)
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
		cmocka_unit_test(killed_anywhere_the_camera_is_in_one_place_and_comes_back)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
