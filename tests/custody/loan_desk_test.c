// SPDX-License-Identifier: GPL-3.0-or-later
// School devices at the desk: lent, taken back, looked for, attested, ended (docs/loans.md).
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

static int make_flixton(void **state)
{
	*state = rig_make("flixton");
	return 0;
}

static int drop(void **state)
{
	int64_t seq;

	assert_int_equal(event_verify(((struct rig *)*state)->store, &seq), 0);
	rig_free(*state);
	return 0;
}

static void what_is_seen_in_a_home_without_a_return_is_asked_and_most_likely_the_device(
	void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();

	lending_lent(r);
	rig_pass(r, 11000);
	rig_open(r, 1, HOME); // the caretaker's key
	rig_put(r, 1, HOME, CAMERA);
	rig_shut(r, 1, HOME);
	int64_t question = rig_question(r, "back", HOME);

	assert_int_not_equal(question, 0);
	assert_int_equal(lending_out(r), 1);
	assert_int_equal(
		TURN(r, custody_desk_answer(r->c, r->now, &by, question, "the device", 0)), 0);
	assert_int_equal(lending_out(r), 0);
	assert_int_equal(lending_in_stock(r), 1);
}

static void opened_without_a_sensor_and_found_later_the_office_says_whether_it_was_taken(
	void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();
	int64_t device = lending_stocked(r);

	r->doors[0][HOME - 1].sensor = false;
	rig_look(r, 1);
	assert_int_equal(lending_ask(r, device, TEACHER), 0);
	r->eject = false;
	rig_tap(r, 1, TEACHER);
	rig_kill(r);
	rig_start(r);
	int64_t question = rig_question(r, "collected unseen", HOME);

	assert_int_not_equal(question, 0);
	assert_int_equal(TURN(r, custody_desk_answer(r->c, r->now, &by, question, "taken", 0)), 0);
	assert_int_equal(lending_out(r), 1);
	assert_int_equal(rig_count(r, "SELECT person FROM custody WHERE ended_at IS NULL AND kind "
				      "= 'loan'"),
		TEACHER);
}

static void over_the_counter_whoever_brings_it_the_loan_ends(void **state)
{
	struct rig *r = *state;
	int64_t device = lending_lent(r);

	assert_int_equal(lending_back(r, device, RETURN_AT_DESK, TEACHER), -ERR_DENIED);
	assert_int_equal(lending_back(r, device, RETURN_IN_DOOR, TEACHER), -ERR_DENIED);
	assert_int_equal(lending_back(r, device, RETURN_AT_DESK, OFFICE), 0);
	assert_int_equal(lending_out(r), 0);
	assert_int_equal(lending_in_stock(r), 0);
	// And staff put it into its door again.
	rig_clock(r, "10:30");
	lending_place(r, device, HOME);
	assert_int_equal(lending_in_stock(r), 1);
}

static void found_in_its_door_against_its_sensor_the_sensor_is_believed_no_more(void **state)
{
	struct rig *r = *state;
	int64_t device = lending_lent(r);

	assert_int_equal(lending_back(r, device, RETURN_IN_DOOR, OFFICE), 0);
	assert_int_equal(lending_out(r), 0);
	assert_int_equal(lending_in_stock(r), 1);
	assert_false(rig_view(r, 1, HOME).trusted);
}

static void taken_with_the_key_from_a_cabinet_that_is_off_it_is_lent_by_word(void **state)
{
	struct rig *r = *state;
	struct loan_wish wish = {
		.person = TEACHER, .device = lending_stocked(r), .place = PLACE_DESK};

	rig_offline(r, 1);
	assert_int_equal(lending_borrow(r, wish, OFFICE), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_REFER);
	assert_non_null(strstr(r->answer.say, "say that it was taken"));
	r->doors[0][HOME - 1].device_of = 0;
	wish.taken = true;
	assert_int_equal(lending_borrow(r, wish, OFFICE), 0);
	assert_int_equal(lending_out(r), 1);
	assert_int_equal(lending_in_stock(r), 0);
	rig_online(r, 1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM question"), 0);
}

static void a_device_of_the_office_is_lent_and_taken_back_by_word(void **state)
{
	struct rig *r = *state;
	int64_t tablet = lending_add(r, "Tablet 1", DEVICE_TABLET, 0);

	assert_int_equal(lending_ask(r, tablet, TEACHER), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_REFER);
	assert_int_equal(lending_borrow(r,
				 (struct loan_wish){
					 .person = TEACHER, .device = tablet, .place = PLACE_DESK},
				 OFFICE),
		0);
	assert_int_equal(r->answer.outcome, OUTCOME_ALLOW);
	assert_int_equal(lending_out(r), 1);
	assert_int_equal(
		lending_borrow(r,
			(struct loan_wish){.person = HEAD, .device = tablet, .place = PLACE_DESK},
			OFFICE),
		0);
	assert_int_equal(r->answer.outcome, OUTCOME_REFER); // lent already
	// What is lent is no phone of theirs: nothing to collect, and nothing is in.
	struct actor by = rig_office();

	assert_int_equal(
		TURN(r, custody_desk_collect(r->c, r->now, &by, TEACHER, 0, 0, &r->answer)),
		-ERR_NOT_FOUND);
	assert_int_equal(lending_back(r, tablet, RETURN_AT_DESK, OFFICE), 0);
	assert_int_equal(lending_out(r), 0);
}

static void a_pupils_returned_loan_is_no_collected_phone(void **state)
{
	struct rig *r = *state;
	int64_t tablet = lending_add(r, "Tablet 1", DEVICE_TABLET, 0);

	rig_clock(r, "08:50");
	assert_int_equal(
		lending_borrow(r,
			(struct loan_wish){.person = 1, .device = tablet, .place = PLACE_DESK},
			OFFICE),
		0);
	assert_int_equal(r->answer.outcome, OUTCOME_ALLOW);
	assert_int_equal(lending_back(r, tablet, RETURN_AT_DESK, OFFICE), 0);
	rig_hand_in(r, 1, 1);
	assert_int_not_equal(rig_custody_of(r, 1), 0);
}

static void pupils_borrow_at_the_desk_only_and_a_banned_one_beside_a_named_adult(void **state)
{
	struct rig *r = *state;
	int64_t tablet = lending_add(r, "Tablet 1", DEVICE_TABLET, 0);
	struct loan_wish wish = {.person = 1, .device = tablet, .place = PLACE_DESK};

	assert_int_equal(sql_run(r->store,
				 "INSERT INTO ban (person, kind, rule, from_date, at) VALUES (1, "
				 "'school-it', 'FX-9', '2026-11-01', 1)",
				 ""),
		0);
	assert_int_equal(lending_ask(r, tablet, 1), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_REFER);
	assert_string_equal(r->answer.rule, "FX-9");
	assert_int_equal(lending_borrow(r, wish, OFFICE), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_REFER);
	wish.supervised_by = MOTHER;
	assert_int_equal(lending_borrow(r, wish, OFFICE), -ERR_ARG);
	wish.supervised_by = TEACHER;
	assert_int_equal(lending_borrow(r, wish, OFFICE), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_ALLOW);
	assert_string_equal(r->answer.rule, "FX-9");
	assert_int_equal(rig_count(r, "SELECT supervised_by FROM loan"), TEACHER);
	assert_int_equal(lending_borrow(r, wish, TEACHER), -ERR_DENIED);
}

static void past_its_time_it_is_overdue_once_and_not_lost(void **state)
{
	struct rig *r = *state;

	lending_lent(r);
	rig_clock(r, "15:14");
	assert_int_equal(TURN(r, custody_loans_overdue(r->c, r->now)), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM event WHERE kind = 'loan overdue'"), 0);
	rig_clock(r, "15:15");
	assert_int_equal(TURN(r, custody_loans_overdue(r->c, r->now)), 0);
	assert_int_equal(TURN(r, custody_loans_overdue(r->c, r->now)), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM event WHERE kind = 'loan overdue' AND "
				      "person = 13"),
		1);
	assert_int_equal(lending_out(r), 1);
}

static void consent_and_images_stay_open_until_somebody_says_so(void **state)
{
	struct rig *r = *state;
	struct actor teacher = {TEACHER, "test"}, head = {HEAD, "test"}, young = {YOUNG, "test"};
	char why[ACTOR_WHY];

	lending_lent(r);
	int64_t loan = rig_count(r, "SELECT id FROM loan");
	const char *open =
		"SELECT count(*) FROM loan WHERE attests = 1 AND custody IS NOT NULL AND "
		"(consent IS NULL OR images IS NULL)";

	assert_int_equal(rig_count(r, open), 1);
	assert_int_equal(TURN(r, custody_loan_attest(r->c, r->now, &young, loan, ATTEST_YES,
					 ATTEST_UNASKED, why)),
		-ERR_DENIED);
	assert_int_equal(TURN(r, custody_loan_attest(r->c, r->now, &teacher, loan, ATTEST_YES,
					 ATTEST_UNASKED, why)),
		0);
	assert_int_equal(rig_count(r, open), 1);
	assert_int_equal(
		lending_back(r, rig_count(r, "SELECT device FROM loan"), RETURN_AT_DESK, OFFICE),
		0);
	assert_int_equal(TURN(r, custody_loan_attest(r->c, r->now, &head, loan, ATTEST_UNASKED,
					 ATTEST_NO, why)),
		0);
	assert_int_equal(rig_count(r, open), 0);
}

static void a_device_is_ended_when_it_is_lost_and_its_door_is_a_door_again(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();
	char why[ACTOR_WHY];
	int64_t device = lending_lent(r);

	assert_int_equal(TURN(r, custody_device_end(r->c, r->now, &by, device, "lost", why)), 0);
	assert_int_equal(lending_out(r), 0);
	assert_true(rig_view(r, 1, HOME).free);
	lending_add(r, "Camera 1", DEVICE_CAMERA, HOME);
}

static void a_home_is_no_door_that_is_anybodys(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();
	char why[ACTOR_WHY];
	struct school_device device = {.kind = DEVICE_CAMERA, .label = "Camera 1", .home_bank = 1};

	device.home_door = rig_hand_in(r, 1, 1);
	assert_int_equal(
		TURN(r, (int)custody_device_add(r->c, r->now, &by, &device, why)), -ERR_BUSY);
	device.home_door = 9;
	assert_int_equal(
		TURN(r, (int)custody_device_add(r->c, r->now, &by, &device, why)), -ERR_NOT_FOUND);
}

static void a_class_release_leaves_the_schools_own_devices_where_they_are(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();

	lending_stocked(r);
	for (int person = 1; person < RIG_DOORS; person++)
		rig_hand_in(r, 1, person);
	rig_clock(r, "15:16");
	struct release_wish what = {.kind = RELEASE_CLASS,
		.bank = 1,
		.class = "6A",
		.at_once = 1,
		.until = {r->now.wall.ms + RELEASE_MAX_MS}};

	assert_int_equal(TURN(r, custody_release(r->c, r->now, &by, &what, &r->answer, r->why)), 0);
	rig_tap(r, 1, OFFICE);
	for (int person = 1; person < RIG_DOORS; person++) {
		int door = r->last_door;

		assert_int_not_equal(door, HOME);
		assert_true(r->doors[0][door - 1].open);
		rig_take(r, 1, door);
		rig_shut(r, 1, door);
	}
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE ended_at IS NULL"), 1);
	assert_int_equal(lending_in_stock(r), 1);
	assert_false(r->doors[0][HOME - 1].open);
}

int main(void)
{
#define TEST(name)    cmocka_unit_test_setup_teardown(name, make, drop)
#define FLIXTON(name) cmocka_unit_test_setup_teardown(name, make_flixton, drop)
	const struct CMUnitTest tests[] = {
		TEST(what_is_seen_in_a_home_without_a_return_is_asked_and_most_likely_the_device),
		TEST(opened_without_a_sensor_and_found_later_the_office_says_whether_it_was_taken),
		TEST(over_the_counter_whoever_brings_it_the_loan_ends),
		TEST(found_in_its_door_against_its_sensor_the_sensor_is_believed_no_more),
		TEST(taken_with_the_key_from_a_cabinet_that_is_off_it_is_lent_by_word),
		TEST(a_device_of_the_office_is_lent_and_taken_back_by_word),
		TEST(a_pupils_returned_loan_is_no_collected_phone),
		FLIXTON(pupils_borrow_at_the_desk_only_and_a_banned_one_beside_a_named_adult),
		TEST(past_its_time_it_is_overdue_once_and_not_lost),
		TEST(consent_and_images_stay_open_until_somebody_says_so),
		TEST(a_device_is_ended_when_it_is_lost_and_its_door_is_a_door_again),
		TEST(a_home_is_no_door_that_is_anybodys),
		TEST(a_class_release_leaves_the_schools_own_devices_where_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
