// SPDX-License-Identifier: GPL-3.0-or-later
// School devices lent and brought back at the cabinet, each rule a small story (docs/loans.md).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "lending.h"
#include "store/events.h"

static int make(void **state)
{
	*state = rig_make(NULL);
	return 0;
}

static int drop(void **state)
{
	int64_t seq;

	assert_int_equal(event_verify(((struct rig *)*state)->store, &seq), 0);
	rig_free(*state);
	return 0;
}

static void a_camera_asked_for_comes_out_by_the_borrowers_own_card_and_goes_back_by_it(void **state)
{
	struct rig *r = *state;

	lending_lent(r);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM decision WHERE action = 'borrow'"
				      " AND rule = 'RP-9' AND outcome = 'allow'"),
		1);
	// Due at the end of the last session.
	assert_int_equal(rig_count(r, "SELECT strftime('%H%M', return_by / 1000, 'unixepoch') FROM "
				      "loan"),
		1515);
	rig_clock(r, "14:00");
	rig_tap(r, 1, TEACHER);
	assert_int_equal(r->last_door, HOME);
	rig_put(r, 1, HOME, CAMERA);
	assert_int_equal(lending_out(r), 0); // seen in, whatever the contact says
	rig_shut(r, 1, HOME);
	assert_int_equal(lending_in_stock(r), 1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM intent WHERE ended_at IS NULL"), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM question"), 0);
}

static void nobody_elses_card_and_no_later_tap_opens_what_was_asked_for(void **state)
{
	struct rig *r = *state;
	int64_t device = lending_stocked(r);
	int unlocks = r->unlocks;

	assert_int_equal(lending_ask(r, device, TEACHER), 0);
	rig_tap(r, 1, HEAD); // a hand-in of their own phone
	assert_int_not_equal(r->last_door, HOME);
	rig_put(r, 1, r->last_door, HEAD);
	rig_shut(r, 1, r->last_door);
	rig_pass(r, 121000);
	rig_tap(r, 1, TEACHER);
	assert_int_not_equal(r->last_door, HOME);
	assert_int_equal(r->unlocks, unlocks + 2);
	assert_int_equal(lending_out(r), 0);
}

static void a_door_that_is_a_home_is_given_to_nobody_while_its_device_is_out(void **state)
{
	struct rig *r = *state;

	lending_lent(r);
	for (int person = 1; person < RIG_DOORS; person++) {
		rig_clock(r, "08:41");
		assert_int_not_equal(rig_hand_in(r, 1, person), HOME);
	}
	rig_tap(r, 1, RIG_DOORS);
	assert_non_null(strstr(r->text, "No free door"));
	assert_false(rig_view(r, 1, HOME).free);
}

static void a_loan_is_returned_before_the_phone_and_shut_empty_the_next_tap_is_for_the_phone(
	void **state)
{
	struct rig *r = *state;
	int phone = rig_hand_in(r, 1, TEACHER);

	lending_lent(r);
	rig_clock(r, "12:30");
	rig_tap(r, 1, TEACHER);
	assert_int_equal(r->last_door, HOME);
	rig_shut(r, 1, HOME); // the camera is still in the classroom
	assert_int_equal(lending_out(r), 1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM question"), 0);
	assert_false(rig_view(r, 1, HOME).aside);
	assert_int_equal(rig_collect(r, 1, TEACHER), phone);
	rig_pass(r, 121000);
	rig_tap(r, 1, TEACHER);
	assert_int_equal(r->last_door, HOME);
	rig_put(r, 1, HOME, CAMERA);
	rig_shut(r, 1, HOME);
	assert_int_equal(lending_out(r), 0);
}

static void a_return_is_never_blocked_by_lesson_ban_clock_disk_or_holiday(void **state)
{
	struct rig *r = *state;

	lending_lent(r);
	assert_int_equal(
		sql_run(r->store,
			"INSERT INTO ban (person, kind, rule, from_date, at) VALUES"
			" (13, 'school-it', 'FX-9', '2026-11-01', 1), (13, 'phone', 'FX-3', "
			"'2026-11-01', 1)",
			""),
		0);
	custody_clock_trusted(r->c, false);
	rig_clock(r, "2026-12-25T03:00");
	rig_tap(r, 1, TEACHER);
	assert_int_equal(r->last_door, HOME);
	rig_put(r, 1, HOME, CAMERA);
	rig_shut(r, 1, HOME);
	assert_int_equal(lending_out(r), 0);
}

static void a_home_that_is_out_of_order_is_replaced_by_another_door(void **state)
{
	struct rig *r = *state;

	lending_lent(r);
	r->doors[0][HOME - 1].jammed = true;
	for (int i = 0; i < 2; i++) {
		rig_tap(r, 1, TEACHER);
		assert_int_equal(r->last_door, HOME);
		rig_pass(r, 11000);
	}
	assert_false(rig_view(r, 1, HOME).in_use);
	rig_tap(r, 1, TEACHER);
	int door = r->last_door;

	assert_int_not_equal(door, HOME);
	rig_put(r, 1, door, CAMERA);
	rig_shut(r, 1, door);
	assert_int_equal(lending_out(r), 0);
	assert_int_equal(lending_in_stock(r), 1);
	assert_int_equal(rig_count(r, "SELECT home_door FROM device WHERE owner = 'school'"), door);
}

static void put_back_before_the_door_shut_it_was_never_lent_and_taken_again_it_is(void **state)
{
	struct rig *r = *state;
	int64_t device = lending_stocked(r);

	assert_int_equal(lending_ask(r, device, TEACHER), 0);
	rig_tap(r, 1, TEACHER);
	rig_take(r, 1, HOME);
	assert_int_equal(lending_out(r), 1);
	rig_put(r, 1, HOME, CAMERA);
	assert_int_equal(lending_out(r), 0);
	assert_int_equal(lending_in_stock(r), 1);
	rig_take(r, 1, HOME);
	assert_int_equal(lending_out(r), 1);
	rig_put(r, 1, HOME, CAMERA);
	rig_shut(r, 1, HOME);
	assert_int_equal(lending_out(r), 0);
	rig_pass(r, 61000);
	assert_int_not_equal(rig_question(r, "left inside", HOME), 0);
	// Brought back and taken again under the return: the loan goes on.
}

static void a_device_taken_out_again_under_its_return_is_lent_still(void **state)
{
	struct rig *r = *state;

	lending_lent(r);
	rig_tap(r, 1, TEACHER);
	rig_put(r, 1, HOME, CAMERA);
	rig_take(r, 1, HOME);
	assert_int_equal(lending_out(r), 1);
	rig_shut(r, 1, HOME);
	assert_int_equal(lending_out(r), 1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM loan"), 1);
	assert_int_equal(lending_in_stock(r), 0);
}

static void a_tap_at_a_loan_cabinet_lends_the_one_that_is_in_longest_and_takes_no_phone(
	void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();
	char why[ACTOR_WHY];

	lending_stocked(r);
	rig_pass(r, 60000);
	lending_place(r, lending_add(r, "Camera 2", DEVICE_CAMERA, 2), 2);
	assert_int_equal(TURN(r, custody_loan_cabinet(r->c, r->now, &by, 1, true, why)), 0);
	rig_tap(r, 1, TEACHER);
	assert_int_equal(r->last_door, HOME);
	rig_take(r, 1, HOME);
	rig_shut(r, 1, HOME);
	assert_int_equal(lending_out(r), 1);
	int unlocks = r->unlocks;

	rig_tap(r, 1, 1); // a pupil: to the desk, and no hand-in either
	assert_int_equal(r->unlocks, unlocks);
	rig_tap(r, 1, TEACHER); // back again
	assert_int_equal(r->last_door, HOME);
	rig_put(r, 1, HOME, CAMERA);
	rig_shut(r, 1, HOME);
	assert_int_equal(lending_out(r), 0);
	// Two kinds: it is asked which.
	lending_place(r, lending_add(r, "Tablet 1", DEVICE_TABLET, 3), 3);
	unlocks = r->unlocks;
	rig_tap(r, 1, TEACHER);
	assert_int_equal(r->unlocks, unlocks);
	assert_non_null(strstr(r->text, "Which device?"));
}

static void a_borrower_waits_while_another_stands_at_a_door(void **state)
{
	struct rig *r = *state;
	int64_t device = lending_stocked(r);

	assert_int_equal(lending_ask(r, device, TEACHER), 0);
	rig_tap(r, 1, 1);
	int door = r->last_door, unlocks = r->unlocks;

	rig_tap(r, 1, TEACHER);
	assert_int_equal(r->unlocks, unlocks);
	assert_non_null(strstr(r->text, "Please wait"));
	rig_put(r, 1, door, 1);
	rig_shut(r, 1, door);
	rig_tap(r, 1, TEACHER); // still within the two minutes
	assert_int_equal(r->last_door, HOME);
}

static void with_self_service_closed_nothing_is_lent_and_what_was_lent_comes_back(void **state)
{
	struct rig *r = *state;
	struct actor head = {HEAD, "test"};
	char why[ACTOR_WHY];
	int64_t second = lending_add(r, "Camera 2", DEVICE_CAMERA, 2);

	lending_lent(r);
	lending_place(r, second, 2);
	assert_int_equal(lending_ask(r, second, HEAD), 0);
	rig_begin(r);
	assert_true(custody_lockdown_start(r->c, r->now, &head, 1, "a drill", why) > 0);
	rig_end(r, 0);
	int unlocks = r->unlocks;

	rig_tap(r, 1, HEAD);
	assert_int_equal(r->unlocks, unlocks);
	rig_tap(r, 1, TEACHER);
	assert_int_equal(r->last_door, HOME);
	rig_put(r, 1, HOME, CAMERA);
	rig_shut(r, 1, HOME);
	assert_int_equal(lending_out(r), 0);
}

static void a_borrow_is_one_row_more_than_a_hand_in(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();
	char why[ACTOR_WHY];

	lending_stocked(r);
	assert_int_equal(TURN(r, custody_loan_cabinet(r->c, r->now, &by, 1, true, why)), 0);
	rig_begin(r);
	assert_int_equal(custody_card(r->c, r->now, 1, "0400000D"), 0);
	assert_int_equal(store_changes(r->store), 4);
	rig_end(r, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)
	const struct CMUnitTest tests[] = {
		TEST(a_camera_asked_for_comes_out_by_the_borrowers_own_card_and_goes_back_by_it),
		TEST(nobody_elses_card_and_no_later_tap_opens_what_was_asked_for),
		TEST(a_door_that_is_a_home_is_given_to_nobody_while_its_device_is_out),
		TEST(a_loan_is_returned_before_the_phone_and_shut_empty_the_next_tap_is_for_the_phone),
		TEST(a_return_is_never_blocked_by_lesson_ban_clock_disk_or_holiday),
		TEST(a_home_that_is_out_of_order_is_replaced_by_another_door),
		TEST(put_back_before_the_door_shut_it_was_never_lent_and_taken_again_it_is),
		TEST(a_device_taken_out_again_under_its_return_is_lent_still),
		TEST(a_tap_at_a_loan_cabinet_lends_the_one_that_is_in_longest_and_takes_no_phone),
		TEST(a_borrower_waits_while_another_stands_at_a_door),
		TEST(with_self_service_closed_nothing_is_lent_and_what_was_lent_comes_back),
		TEST(a_borrow_is_one_row_more_than_a_hand_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
