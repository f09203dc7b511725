// SPDX-License-Identifier: GPL-3.0-or-later
// The steps and rules of design.md section 3, each as a small story.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "rig.h"
#include "store/events.h"

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

static void a_walkers_phone_goes_in_and_comes_out_at_home_time(void **state)
{
	struct rig *r = *state;
	int64_t seq;
	int door = rig_hand_in(r, 1, 1);

	assert_int_equal(rig_view(r, 1, door).person, 1);
	assert_int_equal(rig_view(r, 1, door).intent, 0);
	assert_int_equal(
		rig_count(r,
			"SELECT count(*) FROM custody WHERE began_how = 'seen' AND seen_late = 0"
			" AND off_attested = 'locker' AND ended_at IS NULL"),
		1);
	rig_clock(r, "14:50");
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 1);
	assert_int_equal(r->light, LIGHT_RED);
	assert_int_equal(
		rig_count(r,
			"SELECT count(*) FROM decision WHERE outcome = 'refuse' AND rule = 'RP-4'"),
		1);
	rig_clock(r, "15:15");
	assert_int_equal(rig_collect(r, 1, 1), door);
	assert_int_equal(rig_custody_of(r, 1), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE ended_how = 'seen'"), 1);
	assert_int_equal(event_verify(r->store, &seq), 0);
}

static void a_tap_is_one_decision_one_intent_and_one_event(void **state)
{
	struct rig *r = *state;

	rig_begin(r);
	assert_int_equal(custody_card(r->c, r->now, 1, "04000001"), 0);
	assert_in_range(store_changes(r->store), 3, 8);
	assert_int_equal(store_changes(r->store), 3);
	rig_end(r, 0);
}

static void a_child_of_year_four_is_referred_with_the_rule(void **state)
{
	struct rig *r = *state;

	rig_tap(r, 1, YOUNG);
	assert_int_equal(r->unlocks, 0);
	assert_int_equal(
		rig_count(r,
			"SELECT count(*) FROM decision WHERE outcome = 'refer' AND rule = 'RP-1'"),
		1);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM event WHERE kind = 'referred' AND person = 16"),
		1);
}

static void a_second_tap_while_the_door_is_open_opens_nothing(void **state)
{
	struct rig *r = *state;

	rig_tap(r, 1, 1);
	rig_tap(r, 1, 1);
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM intent"), 1);
}

static void a_second_tap_after_collecting_starts_no_hand_in(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	rig_clock(r, "15:16");
	rig_collect(r, 1, 1);
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 2);
	assert_non_null(strstr(r->text, "You collected at 15:16."));
}

static void who_comes_back_from_the_dentist_hands_in_again(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	assert_true(rig_count(r, "SELECT 1") == 1);
	assert_true(sql_insert(r->store,
			    "INSERT INTO permission (person, kind, by_person, by_role, reason, "
			    "from_at, until_at, at)"
			    " VALUES (1, 'early-leave', 14, 'office', 'dentist', ?, ?, 1)",
			    "ii", (int64_t)1, (int64_t)4102444800000) > 0);
	rig_clock(r, "10:00");
	rig_collect(r, 1, 1);
	rig_clock(r, "11:30");
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 2);
	int64_t at = r->now.wall.ms - 60000;

	assert_int_equal(
		sql_run(r->store, "INSERT INTO arrival VALUES (1, '2026-11-23', ?, 14)", "i", at),
		0);
	assert_int_equal(sql_run(r->store, "UPDATE permission SET ended_at = ?", "i", at), 0);
	rig_hand_in(r, 1, 1);
	assert_int_not_equal(rig_custody_of(r, 1), 0);
}

static void a_tap_at_one_cabinet_never_opens_another(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 2, 1);
	rig_clock(r, "15:20");
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 1);
	assert_non_null(strstr(r->text, "cabinet B"));
}

static void a_phone_put_in_while_the_sensor_is_stuck_empty_is_found_again_by_its_owner(void **state)
{
	struct rig *r = *state;

	r->doors[0][0].inside_stuck = 0;
	int door = rig_hand_in(r, 1, 1);

	assert_int_equal(door, 1);
	assert_int_equal(rig_custody_of(r, 1), 0);
	assert_true(rig_view(r, 1, 1).aside);
	assert_false(rig_view(r, 1, 1).trusted);
	assert_int_equal(r->buzzers[BUZZER_ERROR], 1);
	assert_int_not_equal(rig_question(r, "set aside", 1), 0);
	// The next child gets another door.
	assert_int_not_equal(rig_hand_in(r, 1, 2), 1);
	// Within two minutes the same door, as part of the hand-in.
	rig_pass(r, 30000);
	rig_tap(r, 1, 1);
	assert_int_equal(r->last_door, 1);
	rig_shut(r, 1, 1);
	// Later it is no way round home-time.
	rig_pass(r, 130000);
	int before = r->unlocks;

	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, before);
	rig_clock(r, "15:16");
	assert_int_equal(rig_collect(r, 1, 1), 1);
	// Nobody else is given a door that was never seen to work.
	assert_false(rig_view(r, 1, 1).free);
	assert_int_not_equal(rig_question(r, "set aside", 1), 0);
	struct actor by = rig_office();

	assert_int_equal(TURN(r, custody_desk_answer(r->c, r->now, &by,
					 rig_question(r, "set aside", 1), "empty", 0)),
		0);
	assert_true(rig_view(r, 1, 1).free);
}

static void a_retry_that_shows_the_sensor_works_clears_the_door(void **state)
{
	struct rig *r = *state;

	rig_tap(r, 1, 1);
	rig_shut(r, 1, 1);
	assert_true(rig_view(r, 1, 1).aside);
	rig_pass(r, 5000);
	assert_int_equal(rig_hand_in(r, 1, 1), 1);
	assert_false(rig_view(r, 1, 1).aside);
	assert_true(rig_view(r, 1, 1).trusted);
	assert_int_equal(rig_view(r, 1, 1).questions, 0);
	assert_int_not_equal(rig_custody_of(r, 1), 0);
}

static void a_door_pulled_eleven_seconds_after_the_pulse_still_belongs_to_its_child(void **state)
{
	struct rig *r = *state;

	r->eject = false;
	rig_tap(r, 1, 1);
	rig_pass(r, 11000);
	rig_open(r, 1, 1);
	assert_int_equal(r->buzzers[BUZZER_ALARM], 0);
	rig_put(r, 1, 1, 1);
	rig_shut(r, 1, 1);
	assert_int_equal(rig_view(r, 1, 1).person, 1);
}

static void twice_unopened_is_jammed_and_the_hand_in_gets_another_door(void **state)
{
	struct rig *r = *state;

	r->doors[0][0].jammed = true;
	rig_tap(r, 1, 1);
	rig_pass(r, 3000);
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 1);
	rig_pass(r, 8000);
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 2);
	assert_int_equal(r->last_door, 1);
	rig_pass(r, 10000);
	assert_false(rig_view(r, 1, 1).in_use);
	assert_int_equal(rig_hand_in(r, 1, 1), 2);
	// The jam gives way: it is still that child's.
	rig_open(r, 1, 1);
	assert_int_equal(r->buzzers[BUZZER_ALARM], 0);
	rig_put(r, 1, 1, 1);
	rig_shut(r, 1, 1);
	assert_int_equal(rig_view(r, 1, 1).person, 1);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM custody WHERE person = 1 AND ended_at IS NULL"),
		2);
}

static void a_jammed_collection_goes_to_the_desk(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	r->doors[0][0].jammed = true;
	rig_clock(r, "15:16");
	rig_tap(r, 1, 1);
	rig_pass(r, 11000);
	rig_tap(r, 1, 1);
	rig_pass(r, 11000);
	assert_int_equal(r->unlocks, 3);
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 3);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM decision WHERE rule = 'jam'"), 1);
	assert_int_not_equal(rig_custody_of(r, 1), 0);
	struct actor by = rig_office();
	struct desk_by_hand what = {.what = BY_HAND_OUT, .person = 1};

	assert_int_equal(TURN(r, custody_desk_by_hand(r->c, r->now, &by, &what, &r->answer)), 0);
	assert_int_equal(rig_custody_of(r, 1), 0);
}

static void a_contact_stuck_closed_does_not_lose_the_phone(void **state)
{
	struct rig *r = *state;

	r->doors[0][0].contact_stuck = 0;
	rig_tap(r, 1, 1);
	rig_put(r, 1, 1, 1);
	assert_int_equal(rig_view(r, 1, 1).person, 1);
	assert_int_not_equal(rig_custody_of(r, 1), 0);
	assert_false(rig_view(r, 1, 1).in_use);
	rig_shut(r, 1, 1);
	rig_clock(r, "15:16");
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 2);
	rig_take(r, 1, 1);
	assert_int_equal(rig_custody_of(r, 1), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE ended_how = 'seen'"), 1);
	assert_false(rig_view(r, 1, 1).free);
}

static void a_phone_left_inside_at_collection_stays_on_record(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	rig_clock(r, "15:16");
	rig_tap(r, 1, 1);
	rig_shut(r, 1, 1);
	assert_int_equal(r->buzzers[BUZZER_LEFT], 1);
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 3);
	rig_shut(r, 1, 1);
	rig_pass(r, 61000);
	assert_int_not_equal(rig_question(r, "left inside", 1), 0);
	assert_int_not_equal(rig_custody_of(r, 1), 0);
	assert_int_equal(rig_collect(r, 1, 1), 1);
	assert_int_equal(rig_custody_of(r, 1), 0);
}

static void a_friday_phone_does_not_turn_mondays_hand_in_into_a_collection(void **state)
{
	struct rig *r = *state;

	rig_clock(r, "2026-11-27T08:40");
	rig_hand_in(r, 1, TEACHER);
	rig_clock(r, "2026-11-30T08:40");
	rig_tap(r, 1, TEACHER);
	assert_int_equal(r->unlocks, 1);
	assert_int_equal(
		rig_count(r,
			"SELECT count(*) FROM decision WHERE outcome = 'refer' AND rule = 'day'"),
		1);
	rig_clock(r, "2026-11-30T12:30");
	rig_collect(r, 1, TEACHER);
}

static void the_next_taps_wait_three_at_most_ten_seconds_each(void **state)
{
	struct rig *r = *state;

	rig_tap(r, 1, 1);
	for (int person = 2; person <= 5; person++)
		rig_tap(r, 1, person);
	assert_int_equal(r->unlocks, 1);
	assert_int_equal(r->light, LIGHT_RED); // the fifth
	rig_put(r, 1, 1, 1);
	rig_shut(r, 1, 1);
	assert_int_equal(r->unlocks, 2);
	int second = r->last_door;

	rig_pass(r, 11000);
	rig_put(r, 1, second, 2);
	rig_shut(r, 1, second);
	assert_int_equal(r->unlocks, 2);
	// Another cabinet was never in anybody's way.
	rig_tap(r, 2, 7);
	assert_int_equal(r->unlocks, 3);
}

static void a_door_open_for_a_minute_alarms_and_the_cabinet_goes_on_without_it(void **state)
{
	struct rig *r = *state;

	rig_tap(r, 1, 1);
	rig_pass(r, 19000);
	assert_int_equal(r->buzzers[BUZZER_CLOSE_IT], 0);
	rig_pass(r, 2000);
	assert_int_equal(r->buzzers[BUZZER_CLOSE_IT], 1);
	rig_tap(r, 1, 2);
	assert_int_equal(r->unlocks, 1);
	rig_pass(r, 40000);
	assert_int_equal(r->buzzers[BUZZER_ALARM], 1);
	assert_int_equal(rig_hand_in(r, 1, 2), 3); // 2 is beside the open one
	assert_int_equal(rig_count(r, "SELECT count(*) FROM intent WHERE beside = '1'"), 1);
	rig_pass(r, 3600000);
	rig_put(r, 1, 1, 1);
	rig_shut(r, 1, 1);
	assert_int_equal(rig_view(r, 1, 1).person, 1);
}

static void a_forced_door_alarms_and_its_custody_becomes_a_question(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	rig_pass(r, 60000);
	rig_open(r, 1, 1);
	assert_int_equal(r->buzzers[BUZZER_ALARM], 1);
	assert_int_not_equal(rig_question(r, "forced", 1), 0);
	rig_take(r, 1, 1);
	rig_shut(r, 1, 1);
	assert_int_not_equal(rig_custody_of(r, 1), 0);
	struct actor by = rig_office();

	assert_int_equal(TURN(r, custody_desk_answer(r->c, r->now, &by,
					 rig_question(r, "forced", 1), "yes", 0)),
		-ERR_ARG);
	assert_int_equal(TURN(r, custody_desk_answer(r->c, r->now, &by,
					 rig_question(r, "forced", 1), "taken", 0)),
		0);
	assert_int_equal(rig_custody_of(r, 1), 0);
	assert_int_equal(
		rig_count(r, "SELECT ended_by FROM custody WHERE ended_how = 'said'"), OFFICE);
}

static void without_a_sensor_everything_is_assumed_and_others_get_that_door_last(void **state)
{
	struct rig *r = *state;

	rig_offline(r, 1);
	for (int d = 0; d < RIG_DOORS; d++)
		r->doors[0][d].sensor = d >= 2;
	rig_online(r, 1);
	assert_int_equal(rig_hand_in(r, 1, 1), 3);
	for (int person = 2; person <= 6; person++)
		rig_hand_in(r, 1, person);
	int door = rig_hand_in(r, 1, 7);

	assert_in_range(door, 1, 2);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM custody WHERE began_how = 'assumed'"), 1);
	rig_clock(r, "15:16");
	rig_collect(r, 1, 7);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM custody WHERE ended_how = 'assumed'"), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)
	const struct CMUnitTest tests[] = {
		TEST(a_walkers_phone_goes_in_and_comes_out_at_home_time),
		TEST(a_tap_is_one_decision_one_intent_and_one_event),
		TEST(a_child_of_year_four_is_referred_with_the_rule),
		TEST(a_second_tap_while_the_door_is_open_opens_nothing),
		TEST(a_second_tap_after_collecting_starts_no_hand_in),
		TEST(who_comes_back_from_the_dentist_hands_in_again),
		TEST(a_tap_at_one_cabinet_never_opens_another),
		TEST(a_phone_put_in_while_the_sensor_is_stuck_empty_is_found_again_by_its_owner),
		TEST(a_retry_that_shows_the_sensor_works_clears_the_door),
		TEST(a_door_pulled_eleven_seconds_after_the_pulse_still_belongs_to_its_child),
		TEST(twice_unopened_is_jammed_and_the_hand_in_gets_another_door),
		TEST(a_jammed_collection_goes_to_the_desk),
		TEST(a_contact_stuck_closed_does_not_lose_the_phone),
		TEST(a_phone_left_inside_at_collection_stays_on_record),
		TEST(a_friday_phone_does_not_turn_mondays_hand_in_into_a_collection),
		TEST(the_next_taps_wait_three_at_most_ten_seconds_each),
		TEST(a_door_open_for_a_minute_alarms_and_the_cabinet_goes_on_without_it),
		TEST(a_forced_door_alarms_and_its_custody_becomes_a_question),
		TEST(without_a_sensor_everything_is_assumed_and_others_get_that_door_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
