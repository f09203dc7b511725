// SPDX-License-Identifier: GPL-3.0-or-later
// Full cabinets, strange cards, clocks, cables, disks and the desk, each as a small story.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "rig.h"
#include "store/events.h"
#include "store/internal.h"

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

static void a_full_cabinet_refers_to_the_office(void **state)
{
	struct rig *r = *state;

	for (int person = 1; person <= RIG_DOORS; person++)
		rig_hand_in(r, 1, person);
	rig_tap(r, 1, 9);
	assert_int_equal(r->unlocks, RIG_DOORS);
	assert_int_equal(
		rig_count(r,
			"SELECT count(*) FROM decision WHERE outcome = 'refer' AND rule = 'full'"),
		1);
}

static void two_cards_race_for_the_last_door_and_one_wins(void **state)
{
	struct rig *r = *state;

	for (int person = 1; person < RIG_DOORS; person++)
		rig_hand_in(r, 1, person);
	rig_begin(r);
	assert_int_equal(custody_card(r->c, r->now, 1, "0400000A"), 0);
	assert_int_equal(custody_card(r->c, r->now, 1, "0400000B"), 0);
	rig_end(r, 0);
	assert_int_equal(r->unlocks, RIG_DOORS);
	rig_put(r, 1, r->last_door, 10);
	rig_shut(r, 1, r->last_door);
	assert_int_equal(r->unlocks, RIG_DOORS);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM decision WHERE person = 11 AND rule = 'full'"),
		1);
}

static void strange_cards_are_referred_and_recorded_without_their_uid(void **state)
{
	struct rig *r = *state;

	assert_int_equal(
		sql_run(r->store, "UPDATE card SET state = 'lost' WHERE person = 2", ""), 0);
	assert_int_equal(
		sql_run(r->store, "UPDATE card SET state = 'ended' WHERE person = 3", ""), 0);
	rig_tap_uid(r, 1, "04FFFFFF");
	rig_tap(r, 1, 2);
	rig_tap(r, 1, 3);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM decision WHERE action = 'card'"), 3);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM event WHERE facts LIKE '%04FFFFFF%'"), 0);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM notice WHERE role = 'office' AND person = 2"),
		1);
	int64_t events = rig_count(r, "SELECT count(*) FROM event");

	rig_tap_uid(r, 1, "08123456");
	assert_int_equal(rig_count(r, "SELECT count(*) FROM event"), events);
	assert_int_equal(r->unlocks, 0);
}

static void a_clock_an_hour_back_refers_collections_and_hand_ins_go_on(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	rig_clock(r, "15:20");
	rig_hand_in(r, 1, TEACHER);
	rig_clock(r, "15:16");
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 2);
	assert_int_equal(
		rig_count(r,
			"SELECT count(*) FROM decision WHERE outcome = 'refer' AND rule = 'time'"),
		1);
	rig_hand_in(r, 1, OFFICE);
	assert_int_equal(r->unlocks, 3);
}

static void an_unlock_withdrawn_is_closed_as_not_opened_and_never_sent_again(void **state)
{
	struct rig *r = *state;

	r->reply = REPLY_NONE;
	rig_tap(r, 1, 1);
	TURN(r, custody_unlock_withdrawn(r->c, r->now, r->last_intent));
	rig_online(r, 1);
	assert_int_equal(r->unlocks, 1);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM intent WHERE ended_as = 'not opened'"), 1);
	assert_true(rig_view(r, 1, 1).free);
	rig_pass(r, 100000);
	assert_int_equal(r->unlocks, 1);
	r->reply = REPLY_ACCEPT;
	rig_hand_in(r, 1, 1);
}

static void a_withdrawn_unlock_disturbs_nobody_at_another_door(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();

	assert_int_equal(sql_run(r->store, "UPDATE bank SET in_sight = 1", ""), 0);
	assert_int_equal(custody_reload(r->c, r->now), 0);
	rig_pass(r, 1500);
	r->eject = false;
	rig_tap(r, 1, 1); // pulsed, about to be opened
	r->reply = REPLY_NONE;
	assert_int_equal(TURN(r, custody_desk_open(r->c, r->now, &by, 1, 5, &r->answer)), 0);
	TURN(r, custody_unlock_withdrawn(r->c, r->now, r->last_intent));
	rig_online(r, 1);
	assert_int_equal(rig_view(r, 1, 5).intent, 0);
	assert_false(rig_view(r, 1, 1).aside);
	rig_open(r, 1, 1);
	rig_put(r, 1, 1, 1);
	rig_shut(r, 1, 1);
	assert_int_equal(rig_view(r, 1, 1).person, 1);
}

static void after_an_outage_nothing_is_known_of_an_unlock(void **state)
{
	struct rig *r = *state;

	r->reply = REPLY_NONE;
	rig_tap(r, 1, 1);
	rig_offline(r, 1);
	TURN(r, custody_unlock_withdrawn(r->c, r->now, r->last_intent));
	rig_tap(r, 1, 2);
	rig_online(r, 1);
	assert_int_equal(r->unlocks, 1);
	assert_true(rig_view(r, 1, 1).aside);
}

static void a_refused_unlock_lets_the_child_tap_again(void **state)
{
	struct rig *r = *state;

	r->reply = REPLY_REFUSE;
	rig_tap(r, 1, 1);
	assert_int_equal(rig_view(r, 1, 1).intent, 0);
	r->reply = REPLY_ACCEPT;
	rig_hand_in(r, 1, 1);
}

static void a_lost_reply_is_settled_by_what_the_door_says(void **state)
{
	struct rig *r = *state;

	r->reply = REPLY_NONE;
	rig_tap(r, 1, 1);
	r->doors[0][0].open = true; // it was taken, and only the answer got lost
	TURN(r, custody_unlock_withdrawn(r->c, r->now, r->last_intent));
	rig_offline(r, 1);
	rig_online(r, 1);
	assert_int_equal(r->unlocks, 1);
	rig_put(r, 1, 1, 1);
	rig_shut(r, 1, 1);
	assert_int_equal(rig_view(r, 1, 1).person, 1);
	assert_int_equal(r->buzzers[BUZZER_ALARM], 0);
}

static void power_cut_with_a_door_open_keeps_the_custody(void **state)
{
	struct rig *r = *state;

	rig_tap(r, 1, 1);
	rig_put(r, 1, 1, 1);
	rig_offline(r, 1);
	rig_pass(r, 600000);
	rig_online(r, 1);
	assert_int_equal(rig_view(r, 1, 1).person, 1);
	rig_shut(r, 1, 1);
	assert_int_equal(rig_view(r, 1, 1).intent, 0);
	assert_int_not_equal(rig_custody_of(r, 1), 0);
}

static void a_failed_commit_opens_nothing_and_leaves_nothing(void **state)
{
	struct rig *r = *state;

	r->commit_fails = true;
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM intent"), 0);
	rig_hand_in(r, 1, 1);
	rig_clock(r, "15:16");
	rig_tap(r, 1, 1);
	r->commit_fails = true;
	rig_take(r, 1, 1); // its rows are lost, the observation is not
	rig_pass(r, 2000);
	assert_int_equal(rig_custody_of(r, 1), 0);
	rig_shut(r, 1, 1);
	assert_int_equal(rig_view(r, 1, 1).intent, 0);
	assert_true(rig_view(r, 1, 1).free);
}

static void with_the_disk_full_hand_ins_go_to_the_desk_and_phones_are_still_given_back(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	r->store->disk = STORE_DISK_OUT;
	rig_tap(r, 1, 2);
	assert_int_equal(r->unlocks, 1);
	assert_int_equal(
		rig_count(r,
			"SELECT count(*) FROM decision WHERE outcome = 'refer' AND rule = 'disk'"),
		1);
	rig_clock(r, "15:16");
	rig_collect(r, 1, 1);
	assert_int_equal(rig_custody_of(r, 1), 0);
}

static void a_hand_in_at_the_desk_through_a_door_keeps_what_was_said_there(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();
	struct desk_hand_in what = {.person = 1,
		.place = {.bank = 1},
		.switched_off = ATTEST_YES,
		.internet_off = ATTEST_NO};

	assert_int_equal(TURN(r, custody_desk_hand_in(r->c, r->now, &by, &what, &r->answer)), 0);
	assert_true(r->answer.pending);
	rig_tap(r, 2, OFFICE); // the wrong cabinet: their own hand-in
	rig_put(r, 2, r->last_door, OFFICE);
	rig_shut(r, 2, r->last_door);
	rig_tap(r, 1, OFFICE);
	assert_int_equal(r->last_bank, 1);
	rig_put(r, 1, r->last_door, 1);
	rig_shut(r, 1, r->last_door);
	assert_int_equal(
		rig_count(r,
			"SELECT count(*) FROM custody WHERE person = 1 AND off_attested = 'yes'"
			" AND internet_attested = 'no'"),
		1);
}

static void the_desk_opens_at_once_only_in_sight_and_else_waits_for_its_own_card(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();

	rig_hand_in(r, 1, 1);
	rig_clock(r, "15:30");
	assert_int_equal(TURN(r, custody_desk_collect(r->c, r->now, &by, 1, 0, 0, &r->answer)), 0);
	assert_true(r->answer.pending);
	assert_int_equal(r->unlocks, 1);
	rig_tap(r, 1, OFFICE);
	assert_int_equal(r->unlocks, 2);
	rig_take(r, 1, 1);
	rig_shut(r, 1, 1);
	assert_int_equal(rig_count(r, "SELECT ended_by FROM custody WHERE person = 1"), OFFICE);
	assert_int_equal(TURN(r, custody_desk_open(r->c, r->now, &by, 1, 5, &r->answer)), 0);
	rig_pass(r, 121000);
	assert_int_equal(sql_run(r->store, "UPDATE bank SET in_sight = 1", ""), 0);
	assert_int_equal(custody_reload(r->c, r->now), 0);
	rig_pass(r, 2000);
	assert_int_equal(TURN(r, custody_desk_open(r->c, r->now, &by, 1, 5, &r->answer)), 0);
	assert_int_equal(r->unlocks, 3);
	rig_shut(r, 1, 5);
	assert_true(rig_view(r, 1, 5).free);
}

static void the_desk_takes_what_the_locker_refers_and_records_the_breach(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();
	struct desk_hand_in what = {.person = YOUNG, .place = {.safe = "safe 1", .envelope = "12"}};

	assert_int_equal(TURN(r, custody_desk_hand_in(r->c, r->now, &by, &what, &r->answer)), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_ALLOW);
	assert_string_equal(r->answer.rule, "RP-4");
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE safe = 'safe 1' AND "
				      "began_how = 'said'"),
		1);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM breach WHERE person = 16 AND rule = 'RP-4'"), 1);
	rig_tap(r, 1, YOUNG);
	assert_int_equal(r->unlocks, 0);
	assert_int_equal(
		TURN(r, custody_desk_collect(r->c, r->now, &by, YOUNG, 0, 0, &r->answer)), 0);
	assert_int_not_equal(r->answer.outcome, OUTCOME_ALLOW);
	rig_clock(r, "15:15");
	assert_int_equal(
		TURN(r, custody_desk_collect(r->c, r->now, &by, YOUNG, 0, 0, &r->answer)), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_ALLOW);
	assert_int_equal(rig_custody_of(r, YOUNG), 0);
	assert_int_equal(TURN(r, custody_desk_collect(r->c, r->now, &by, YOUNG, 0, 0, &r->answer)),
		-ERR_NOT_FOUND);
}

static void a_late_phone_at_flixton_is_a_breach_and_starts_the_ban(void **state)
{
	(void)state;
	struct rig *r = rig_make("flixton");
	struct actor by = rig_office();
	struct desk_hand_in what = {.person = 1, .place = {.safe = "safe", .envelope = "1"}};

	rig_clock(r, "09:30");
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, 0);
	assert_int_equal(TURN(r, custody_desk_hand_in(r->c, r->now, &by, &what, &r->answer)), 0);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM breach WHERE person = 1 AND rule = 'FX-1'"), 1);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM ban WHERE person = 1 AND until_date IS NULL"),
		1);
	// Found anyway the next day: taken at the desk and held for a parent.
	rig_clock(r, "15:20");
	assert_int_equal(TURN(r, custody_desk_collect(r->c, r->now, &by, 1, 0, 0, &r->answer)), 0);
	rig_clock(r, "2026-11-24T08:40");
	rig_tap(r, 1, 1);
	assert_non_null(strstr(r->text, "Please see the"));
	assert_int_equal(TURN(r, custody_desk_hand_in(r->c, r->now, &by, &what, &r->answer)), 0);
	assert_string_equal(r->answer.rule, "FX-3");
	assert_int_equal(
		rig_count(
			r, "SELECT count(*) FROM custody WHERE kind = 'held' AND hold = 'parent'"),
		1);
	rig_free(r);
}

static void a_clock_that_went_back_is_doubted_until_it_has_caught_up_and_not_for_one_tap(
	void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	rig_hand_in(r, 1, 2);
	rig_clock(r, "15:40");
	rig_collect(r, 1, 2);
	rig_clock(r, "15:16");
	int unlocks = r->unlocks;

	for (int i = 0; i < 3; i++)
		rig_tap(r, 1, 1);
	rig_kill(r);
	rig_start(r);
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, unlocks);
	rig_clock(r, "15:41");
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, unlocks + 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)
	const struct CMUnitTest tests[] = {
		TEST(a_full_cabinet_refers_to_the_office),
		TEST(two_cards_race_for_the_last_door_and_one_wins),
		TEST(strange_cards_are_referred_and_recorded_without_their_uid),
		TEST(a_clock_that_went_back_is_doubted_until_it_has_caught_up_and_not_for_one_tap),
		TEST(a_clock_an_hour_back_refers_collections_and_hand_ins_go_on),
		TEST(an_unlock_withdrawn_is_closed_as_not_opened_and_never_sent_again),
		TEST(a_withdrawn_unlock_disturbs_nobody_at_another_door),
		TEST(after_an_outage_nothing_is_known_of_an_unlock),
		TEST(a_refused_unlock_lets_the_child_tap_again),
		TEST(a_lost_reply_is_settled_by_what_the_door_says),
		TEST(power_cut_with_a_door_open_keeps_the_custody),
		TEST(a_failed_commit_opens_nothing_and_leaves_nothing),
		TEST(with_the_disk_full_hand_ins_go_to_the_desk_and_phones_are_still_given_back),
		TEST(a_hand_in_at_the_desk_through_a_door_keeps_what_was_said_there),
		TEST(the_desk_opens_at_once_only_in_sight_and_else_waits_for_its_own_card),
		TEST(the_desk_takes_what_the_locker_refers_and_records_the_breach),
		TEST(a_late_phone_at_flixton_is_a_breach_and_starts_the_ban),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
