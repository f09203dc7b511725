// SPDX-License-Identifier: GPL-3.0-or-later
// Doors opened one after another by staff: who may, for whom, in which order, and what is counted.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "release_rig.h"

static int setup(void **state)
{
	*state = rig_make(NULL);
	return 0;
}

static int teardown(void **state)
{
	rig_free(*state);
	return 0;
}

static void a_class_is_released_by_its_teachers_card_one_door_after_another(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	rig_hand_in(r, 1, 2);
	rig_hand_in(r, 1, TEACHER);
	rig_clock(r, "15:15");
	assert_int_equal(release_class(r, TEACHER), 0);
	assert_true(r->answer.pending);
	rig_tap(r, 2, TEACHER); // not that cabinet
	assert_int_equal(r->unlocks, 3);
	rig_tap(r, 1, TEACHER);
	assert_int_equal(r->unlocks, 4);
	assert_int_equal(r->last_door, 1);
	empty(r, 1);
	assert_int_equal(r->last_door, 2);
	empty(r, 2);
	assert_int_equal(r->unlocks, 5);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE ended_by = 13"), 2);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM event WHERE kind = 'asked' AND by_person = 13"
			     " AND facts LIKE '%\"release\":1}'"),
		2);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM event WHERE kind = 'opened' AND by_person = 13"),
		2);
	assert_int_not_equal(rig_custody_of(r, TEACHER), 0);
	assert_int_equal(ended(r, "done"), 1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM notice"), 0);
	rig_tap(r, 1, TEACHER); // it is over: their own again
	assert_int_equal(r->last_door, 3);
}

static void before_home_time_a_class_gets_nothing_and_an_emergency_everything(void **state)
{
	struct rig *r = *state;
	struct release_view view;

	fill(r, 3);
	rig_clock(r, "11:00");
	assert_int_equal(release_class(r, TEACHER), 0);
	rig_tap(r, 1, TEACHER);
	assert_int_equal(r->unlocks, 3);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM decision WHERE outcome = 'refuse'"), 3);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM release_door WHERE state = 'kept'"), 3);
	assert_int_equal(ended(r, "done"), 1);
	struct release_wish what = wish(r, RELEASE_CLASS);

	assert_int_equal(ask(r, HEAD, &what), 0);
	assert_true(open_release(r, &view));
	assert_int_equal(view.counts.of, 3);
	assert_int_equal(view.counts.inside, 3);
	rig_tap(r, 1, HEAD);
	assert_string_equal(r->text, "Door 1. 1 of 3.   ");
	for (int door = 1; door <= 3; door++) {
		assert_true(open_release(r, &view));
		assert_int_equal(view.counts.of, 3);
		assert_int_equal(view.counts.opened, door);
		assert_int_equal(view.counts.collected, door - 1);
		assert_int_equal(view.counts.inside, 3 - (door - 1));
		empty(r, door);
	}
	assert_false(open_release(r, &view));
	assert_int_equal(rig_count(r, "SELECT count(*) FROM decision WHERE rule = 'SYS-1'"), 3);
	// She is told once of the whole of it.
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM notice WHERE kind = 'emergency release'"), 1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM event WHERE kind = 'release ended' AND "
				      "facts LIKE '%\"collected\":3,\"inside\":0}'"),
		1);
}

// Every category of person by each kind of release.
static void a_leader_starts_an_emergency_and_any_staff_a_classs_home_time(void **state)
{
	struct rig *r = *state;
	static const struct {
		int by;
		bool emergency, home;
	} who[] = {{1, false, false}, {TEACHER, false, true}, {OFFICE, false, true},
		{HEAD, true, true}, {MOTHER, false, false}};

	fill(r, 2);
	rig_clock(r, "15:20");
	for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
		for (int kind = RELEASE_PERSON; kind <= RELEASE_BANK; kind++) {
			struct release_wish what = wish(r, (enum release_kind)kind);

			if (who[i].by == 1)
				what.person = 2;
			assert_int_equal(
				ask(r, who[i].by, &what), who[i].emergency ? 0 : -ERR_DENIED);
			what.emergency = false;
			what.reason = NULL;
			assert_int_equal(ask(r, who[i].by, &what) == 0,
				who[i].home && kind == RELEASE_CLASS);
		}
	}
	assert_int_equal(r->unlocks, 2);
}

static void what_is_compulsory_is_asked_for(void **state)
{
	struct rig *r = *state;
	struct release_wish whole = wish(r, RELEASE_BANK), what;

	fill(r, 1);
	what = whole;
	what.reason = "  ";
	assert_int_equal(ask(r, HEAD, &what), -ERR_ARG);
	for (int at_once = -1; at_once <= RELEASE_AT_ONCE + 1; at_once++) {
		what = whole;
		what.at_once = at_once;
		assert_int_equal(ask(r, HEAD, &what),
			at_once >= 1 && at_once <= RELEASE_AT_ONCE ? 0 : -ERR_ARG);
	}
	what = whole;
	what.until.ms = r->now.wall.ms + RELEASE_MAX_MS;
	assert_int_equal(ask(r, HEAD, &what), 0);
	what.until.ms++;
	assert_int_equal(ask(r, HEAD, &what), -ERR_ARG);
	what.until = r->now.wall;
	assert_int_equal(ask(r, HEAD, &what), -ERR_ARG);
	what = wish(r, RELEASE_CLASS);
	what.class = "5B";
	assert_int_equal(ask(r, HEAD, &what), -ERR_NOT_FOUND);
	assert_int_equal(r->unlocks, 1);
}

static void a_persons_bank_is_found_and_one_in_two_must_be_named(void **state)
{
	struct rig *r = *state;
	struct release_wish what = wish(r, RELEASE_PERSON);

	what.bank = 0;
	assert_int_equal(ask(r, HEAD, &what), -ERR_NOT_FOUND);
	rig_hand_in(r, 2, 1);
	assert_int_equal(ask(r, HEAD, &what), 0);
	assert_int_equal(r->answer.bank, 2);
	rig_tap(r, 2, HEAD);
	assert_int_equal(r->last_bank, 2);
	rig_take(r, 2, r->last_door);
	rig_shut(r, 2, r->last_door);
	assert_int_equal(rig_custody_of(r, 1), 0);
	what.person = HEAD;
	assert_int_equal(ask(r, HEAD, &what), -ERR_DENIED);
}

static void an_evidence_hold_stays_in_and_is_said_and_a_held_one_goes(void **state)
{
	struct rig *r = *state;
	struct release_wish what = wish(r, RELEASE_BANK);

	fill(r, 3);
	assert_int_equal(sql_run(r->store,
				 "UPDATE custody SET kind = 'held', hold = 'evidence' WHERE person "
				 "= 2",
				 ""),
		0);
	assert_int_equal(sql_run(r->store,
				 "UPDATE custody SET kind = 'held', hold = 'parent' WHERE person = "
				 "3",
				 ""),
		0);
	assert_int_equal(custody_reload(r->c, r->now), 0);
	rig_pass(r, 2000);
	assert_int_equal(ask(r, HEAD, &what), 0);
	rig_tap(r, 1, HEAD);
	empty(r, 1);
	empty(r, 3);
	assert_int_equal(r->unlocks, 3 + 2);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM release_door WHERE state = 'evidence'"), 1);
	assert_int_not_equal(rig_custody_of(r, 2), 0);
	assert_int_equal(rig_custody_of(r, 3), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM event WHERE kind = 'release ended' AND "
				      "facts LIKE '%\"inside\":1,\"evidence\":1}'"),
		1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM event WHERE kind = 'refused' AND "
				      "person = 2 AND by_person = 15"),
		1);
	assert_int_equal(ended(r, "done"), 1);
}

static int open_doors(struct rig *r)
{
	int count = 0;

	for (int d = 0; d < RIG_DOORS; d++)
		count += r->doors[0][d].open;
	return count;
}

static void ones_own_does_not_open_by_ones_own_release(void **state)
{
	struct rig *r = *state;
	struct release_wish what = wish(r, RELEASE_BANK);

	// The Headteacher's, and another leader's: to another Headteacher it would not count
	// either.
	for (int turn = 0; turn < 2; turn++) {
		int leader = HEAD;

		if (turn) {
			leader = TEACHER;
			assert_int_equal(
				sql_run(r->store,
					"UPDATE person SET category = 'slt' WHERE id = 13", ""),
				0);
			rig_clock(r, "08:50");
		}
		rig_hand_in(r, 1, 1 + turn);
		int door = rig_hand_in(r, 1, leader), before = r->unlocks;

		rig_clock(r, "09:30"); // contact time
		what.until.ms = r->now.wall.ms + RELEASE_MAX_MS;
		assert_int_equal(ask(r, leader, &what), 0);
		rig_tap(r, 1, leader);
		while (open_doors(r) > 0) {
			assert_int_not_equal(r->last_door, door);
			empty(r, r->last_door);
		}
		assert_true(r->unlocks > before);
		assert_int_not_equal(rig_custody_of(r, leader), 0);
		assert_int_equal(ended(r, "done"), turn + 1);
	}
}

// As many stand open as were chosen, never two side by side, until all are out.
static void several_at_once_are_never_side_by_side(void **state)
{
	(void)state;
	for (int at_once = 1; at_once <= RELEASE_AT_ONCE; at_once++) {
		for (int order = 0; order < 2; order++) {
			struct rig *r = rig_make(NULL);
			struct release_wish what = wish(r, RELEASE_BANK);
			int most = 0;

			fill(r, 8);
			what.at_once = at_once;
			assert_int_equal(ask(r, HEAD, &what), 0);
			rig_tap(r, 1, HEAD);
			for (int n = 0; n < 8; n++) {
				int door = 0;

				for (int d = 1; d <= RIG_DOORS; d++) {
					bool here = r->doors[0][d - 1].open;

					assert_false(here && d > 1 && r->doors[0][d - 2].open);
					if (here && (!door || order))
						door = d;
				}
				assert_true(door > 0);
				most = open_doors(r) > most ? open_doors(r) : most;
				empty(r, door);
			}
			// Of eight doors four can stand open with none beside another.
			assert_int_equal(most, at_once);
			assert_int_equal(ended(r, "done"), 1);
			rig_free(r);
		}
	}
}

// Told to stop after each number of doors: by request and by card.
// Away, or the program dead, with each door of the sequence open; back, it opens nothing by itself.
static void children_who_tap_meanwhile_wait_and_nobody_is_served_between(void **state)
{
	struct rig *r = *state;
	struct release_wish what;

	fill(r, 3);
	rig_clock(r, "15:20");
	what = wish(r, RELEASE_BANK);
	assert_int_equal(ask(r, HEAD, &what), 0);
	rig_tap(r, 1, HEAD);
	rig_tap(r, 1, 3);
	assert_int_equal(r->unlocks, 4);
	assert_int_equal(r->light, LIGHT_AMBER);
	empty(r, 1);
	assert_int_equal(r->last_door, 2);
	assert_int_equal(rig_count(r, "SELECT by_person FROM intent WHERE ended_at IS NULL"), HEAD);
}

static void a_child_who_collects_meanwhile_is_counted(void **state)
{
	struct rig *r = *state;
	struct release_wish what;
	struct release_view view;

	fill(r, 3);
	rig_clock(r, "15:20");
	what = wish(r, RELEASE_BANK);
	assert_int_equal(ask(r, HEAD, &what), 0);
	rig_tap(r, 1, HEAD);
	rig_tap(r, 1, HEAD); // stands still
	empty(r, 1);
	rig_collect(r, 1, 3);
	rig_tap(r, 1, HEAD);
	assert_true(open_release(r, &view));
	assert_int_equal(view.counts.collected, 2);
	empty(r, 2);
	assert_int_equal(ended(r, "done"), 1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE ended_by = 15"), 2);
}

static void two_of_one_person_go_one_after_the_other(void **state)
{
	struct rig *r = *state;
	struct release_wish what = wish(r, RELEASE_BANK);

	fill(r, 3);
	// One of theirs was taken at the desk.
	assert_int_equal(
		sql_run(r->store, "UPDATE custody SET person = 1 WHERE person = 3", ""), 0);
	assert_int_equal(custody_reload(r->c, r->now), 0);
	rig_pass(r, 2000);
	what.at_once = 2;
	assert_int_equal(ask(r, HEAD, &what), 0);
	rig_tap(r, 1, HEAD);
	assert_int_equal(open_doors(r), 1); // 2 is beside it, 3 is theirs too
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM event WHERE kind = 'opened' AND by_person = 15"),
		1);
	empty(r, 1);
	while (open_doors(r) > 0)
		empty(r, r->last_door);
	assert_int_equal(ended(r, "done"), 1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE ended_at IS NULL"), 0);
}

static void a_bank_in_sight_of_the_desk_opens_at_once_and_goes_on_from_there(void **state)
{
	struct rig *r = *state;
	struct release_wish what = wish(r, RELEASE_BANK);
	struct actor head = {HEAD, "test"}, office = {OFFICE, "test"};

	fill(r, 2);
	assert_int_equal(sql_run(r->store, "UPDATE bank SET in_sight = 1", ""), 0);
	assert_int_equal(custody_reload(r->c, r->now), 0);
	rig_pass(r, 2000);
	assert_int_equal(ask(r, HEAD, &what), 0);
	assert_false(r->answer.pending);
	assert_int_equal(r->unlocks, 3);
	rig_offline(r, 1);
	rig_online(r, 1);
	empty(r, 1);
	assert_int_equal(r->unlocks, 3);
	assert_int_equal(
		TURN(r, custody_release_go_on(r->c, r->now, &office, 1, &r->answer, r->why)),
		-ERR_DENIED);
	assert_int_equal(
		TURN(r, custody_release_go_on(r->c, r->now, &head, 1, &r->answer, r->why)), 0);
	assert_int_equal(r->unlocks, 4);
	empty(r, 2);
	assert_int_equal(ended(r, "done"), 1);
	assert_int_equal(TURN(r, custody_release_go_on(r->c, r->now, &head, 1, &r->answer, r->why)),
		-ERR_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_class_is_released_by_its_teachers_card_one_door_after_another),
		TEST(before_home_time_a_class_gets_nothing_and_an_emergency_everything),
		TEST(a_leader_starts_an_emergency_and_any_staff_a_classs_home_time),
		TEST(what_is_compulsory_is_asked_for),
		TEST(a_persons_bank_is_found_and_one_in_two_must_be_named),
		TEST(an_evidence_hold_stays_in_and_is_said_and_a_held_one_goes),
		TEST(ones_own_does_not_open_by_ones_own_release),
		TEST(two_of_one_person_go_one_after_the_other),
		cmocka_unit_test(several_at_once_are_never_side_by_side),
		TEST(children_who_tap_meanwhile_wait_and_nobody_is_served_between),
		TEST(a_child_who_collects_meanwhile_is_counted),
		TEST(a_bank_in_sight_of_the_desk_opens_at_once_and_goes_on_from_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
