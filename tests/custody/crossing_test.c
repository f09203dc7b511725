// SPDX-License-Identifier: GPL-3.0-or-later
// Two acts that cross: the office and the child, the child and a door that stands open already.
// Each of these once took a whole turn back, or blamed a contact that was right.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "rig.h"

static int make(void **state)
{
	*state = rig_make(NULL);
	return 0;
}

static int drop(void **state)
{
	rig_free(*state);
	return 0;
}

static void ask_to_hand_in(struct rig *r, int person)
{
	struct actor by = rig_office();
	struct desk_hand_in what = {.person = person, .place = {.bank = 1}};

	assert_int_equal(TURN(r, custody_desk_hand_in(r->c, r->now, &by, &what, &r->answer)), 0);
	assert_true(r->answer.pending);
}

static void a_phone_handed_in_while_the_office_walks_over_is_not_the_one_in_the_offices_door(
	void **state)
{
	struct rig *r = *state;

	ask_to_hand_in(r, 1);
	rig_hand_in(r, 1, 1);
	rig_tap(r, 1, OFFICE);
	int door = r->last_door;

	rig_put(r, 1, door, 1);
	rig_shut(r, 1, door);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE person = 1"), 2);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM intent WHERE ended_at IS NULL"), 0);
	// And everybody else is served.
	rig_hand_in(r, 1, 2);
}

static void a_phone_put_back_after_another_was_handed_in_elsewhere_is_a_second_one(void **state)
{
	struct rig *r = *state;
	int door = rig_hand_in(r, 1, TEACHER);

	rig_clock(r, "12:30");
	rig_tap(r, 1, TEACHER);
	rig_take(r, 1, door);
	rig_hand_in(r, 2, TEACHER);
	rig_put(r, 1, door, TEACHER);
	rig_shut(r, 1, door);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE person = 13 AND ended_at "
				      "IS NULL"),
		2);
	rig_hand_in(r, 1, 2);
}

static void the_offices_card_opens_no_second_door_for_a_child_who_is_served_already(void **state)
{
	struct rig *r = *state;

	ask_to_hand_in(r, 1);
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 1);
	rig_tap(r, 1, OFFICE);
	assert_int_equal(r->unlocks, 1);
	assert_int_equal(r->light, LIGHT_RED);
	rig_put(r, 1, r->last_door, 1);
	rig_shut(r, 1, r->last_door);
	assert_int_not_equal(rig_custody_of(r, 1), 0);
}

static void staff_at_one_door_are_asked_to_shut_it_before_another(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();

	assert_int_equal(sql_run(r->store, "UPDATE bank SET in_sight = 1", ""), 0);
	assert_int_equal(custody_reload(r->c, r->now), 0);
	rig_pass(r, 2000);
	assert_int_equal(TURN(r, custody_desk_open(r->c, r->now, &by, 1, 5, &r->answer)), 0);
	assert_int_equal(
		TURN(r, custody_desk_open(r->c, r->now, &by, 1, 6, &r->answer)), -ERR_BUSY);
	rig_shut(r, 1, 5);
	assert_int_equal(TURN(r, custody_desk_open(r->c, r->now, &by, 1, 6, &r->answer)), 0);
}

static void a_phone_taken_from_a_door_that_stood_open_is_collected_and_its_contact_is_right(
	void **state)
{
	struct rig *r = *state;
	int door = rig_hand_in(r, 1, 1);

	rig_clock(r, "15:15");
	rig_pass(r, 11000);
	rig_open(r, 1, door); // forced, or sprung open again
	rig_tap(r, 1, 1);
	rig_take(r, 1, door);
	rig_shut(r, 1, door);
	assert_int_equal(rig_custody_of(r, 1), 0);
	assert_true(rig_view(r, 1, door).in_use);
	assert_int_equal(rig_question(r, "contact fault", door), 0);
}

static void a_door_that_stood_open_is_not_jammed_for_not_opening(void **state)
{
	struct rig *r = *state;
	int door = rig_hand_in(r, 1, 1);

	rig_clock(r, "15:15");
	rig_pass(r, 11000);
	rig_open(r, 1, door);
	rig_tap(r, 1, 1);
	rig_pass(r, 11000);
	rig_tap(r, 1, 1);
	rig_pass(r, 11000);
	assert_true(rig_view(r, 1, door).in_use);
	rig_take(r, 1, door);
	rig_shut(r, 1, door);
	assert_int_equal(rig_custody_of(r, 1), 0);
}

static void what_the_office_wrote_down_as_taken_and_is_still_seen_is_a_question(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();
	struct desk_by_hand what = {.what = BY_HAND_OUT, .person = 1};
	int door = rig_hand_in(r, 1, 1);

	assert_int_equal(TURN(r, custody_desk_by_hand(r->c, r->now, &by, &what, &r->answer)), 0);
	assert_int_equal(rig_custody_of(r, 1), 0);
	assert_int_not_equal(rig_question(r, "inside", door), 0);
}

static void an_answer_that_a_working_sensor_contradicts_is_asked_again(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();
	int door = rig_hand_in(r, 1, 1);

	rig_pass(r, 11000);
	rig_open(r, 1, door);
	rig_shut(r, 1, door);
	int64_t forced = rig_question(r, "forced", door);

	assert_int_not_equal(forced, 0);
	assert_int_equal(TURN(r, custody_desk_answer(r->c, r->now, &by, forced, "taken", 0)), 0);
	assert_int_not_equal(rig_question(r, "inside", door), 0);
}

static void one_alarm_that_ends_does_not_silence_another(void **state)
{
	struct rig *r = *state;

	rig_open(r, 1, 2);
	rig_open(r, 1, 6);
	int alarms = r->buzzers[BUZZER_ALARM];

	rig_shut(r, 1, 2);
	assert_int_equal(r->buzzers[BUZZER_ALARM], alarms + 1);
	assert_int_equal(r->buzzers[BUZZER_OFF], 0);
	rig_shut(r, 1, 6);
	assert_int_equal(r->buzzers[BUZZER_OFF], 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)
	const struct CMUnitTest tests[] = {
		TEST(a_phone_handed_in_while_the_office_walks_over_is_not_the_one_in_the_offices_door),
		TEST(a_phone_put_back_after_another_was_handed_in_elsewhere_is_a_second_one),
		TEST(the_offices_card_opens_no_second_door_for_a_child_who_is_served_already),
		TEST(staff_at_one_door_are_asked_to_shut_it_before_another),
		TEST(a_phone_taken_from_a_door_that_stood_open_is_collected_and_its_contact_is_right),
		TEST(what_the_office_wrote_down_as_taken_and_is_still_seen_is_a_question),
		TEST(an_answer_that_a_working_sensor_contradicts_is_asked_again),
		TEST(one_alarm_that_ends_does_not_silence_another),
		TEST(a_door_that_stood_open_is_not_jammed_for_not_opening),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
