// SPDX-License-Identifier: GPL-3.0-or-later
// Held devices, evidence and overrides, at the doors: who gets a device that is kept, and who does
// not whatever is tried (LAW-3, RP-12, RP-20, FX-3).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "rig.h"
#include "store/holds.h"
#include "store/incidents.h"
#include "store/permissions.h"

static int make(void **state)
{
	struct rig *r = rig_make(NULL);

	assert_int_equal(sql_run(r->store, "UPDATE bank SET in_sight = 1", ""), 0);
	rig_kill(r);
	rig_start(r);
	*state = r;
	return 0;
}

static int make_flixton(void **state)
{
	struct rig *r = rig_make("flixton");

	*state = r;
	return 0;
}

static int drop(void **state)
{
	rig_free(*state);
	return 0;
}

static struct hold_row hold_of(struct rig *r, int person, enum custody_kind kind)
{
	struct hold_row hold = {.person = person,
		.kind = kind,
		.by = OFFICE,
		.at = r->now.wall,
		.rule = "school",
		.reason = "used in class",
		.look_on = "2026-11-30"};

	if (kind == CUSTODY_EVIDENCE) {
		struct incident_row incident = {.kind = "indecent images",
			.rule = "RP-20",
			.at = r->now.wall,
			.happened_at = r->now.wall,
			.by = HEAD,
			.restricted = true,
			.preserved = true,
			.what = "x"};

		rig_begin(r);
		hold.incident = incident_add(r->store, &incident);
		assert_int_equal(rig_end(r, 0), 0);
		assert_true(hold.incident > 0);
		hold.by = HEAD;
		snprintf(hold.rule, sizeof hold.rule, "RP-20");
		snprintf(hold.look_on, sizeof hold.look_on, "2026-11-24");
	}
	return hold;
}

static int place(struct rig *r, struct hold_row *hold)
{
	struct actor by = {hold->by, "test"};
	int64_t id = 0;

	rig_begin(r);
	id = custody_hold(r->c, r->now, &by, hold, 0);
	if (rig_end(r, id < 0 ? (int)id : 0) < 0)
		return (int)id;
	hold->id = id;
	return 0;
}

static int give(struct rig *r, int by_person, struct desk_give give)
{
	struct actor by = {by_person, "test"};

	return TURN(r, custody_desk_give(r->c, r->now, &by, &give, &r->answer));
}

static void take_out(struct rig *r)
{
	int bank = r->last_bank, door = r->last_door;

	rig_take(r, bank, door);
	rig_shut(r, bank, door);
}

static void a_deposit_that_is_held_stays_at_home_time_and_goes_when_the_hold_ends(void **state)
{
	struct rig *r = *state;
	int door = rig_hand_in(r, 1, 1), before;
	struct hold_row hold = hold_of(r, 1, CUSTODY_HELD);
	struct actor by = rig_office();

	assert_int_equal(place(r, &hold), 0);
	assert_int_equal(place(r, &hold), -ERR_EXISTS);
	rig_clock(r, "15:15");
	before = r->unlocks;
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, before);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM decision WHERE outcome = 'refuse' AND "
				      "rule = 'LAW-3'"),
		1);
	// As after any restart: the rows are the truth.
	rig_kill(r);
	rig_start(r);
	rig_tap(r, 1, 1);
	assert_int_equal(r->unlocks, before);
	assert_int_equal(hold_of_custody(r->store, rig_custody_of(r, 1), &hold), 0);
	assert_int_equal(TURN(r, custody_hold_end(r->c, r->now, &by, &hold)), 0);
	assert_int_equal(rig_collect(r, 1, 1), door);
	assert_int_equal(rig_custody_of(r, 1), 0);
}

static void a_hold_that_names_nobody_goes_to_a_parent_whose_identity_is_written_down(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	struct hold_row hold = hold_of(r, 1, CUSTODY_HELD);

	assert_int_equal(place(r, &hold), 0);
	// Nobody asked who she is.
	assert_int_equal(
		give(r, OFFICE, (struct desk_give){.person = 1, .to = MOTHER}), -ERR_DENIED);
	// A teacher is no parent, and the hold does not name him; nor is the child.
	assert_int_equal(
		give(r, OFFICE,
			(struct desk_give){
				.person = 1, .to = TEACHER, .identified = "known to staff"}),
		0);
	assert_int_equal(r->answer.outcome, OUTCOME_REFUSE);
	assert_string_equal(r->answer.rule, "LAW-3");
	assert_int_equal(give(r, OFFICE, (struct desk_give){.person = 1}), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_REFUSE);
	assert_int_equal(give(r, OFFICE,
				 (struct desk_give){
					 .person = 1, .to = MOTHER, .identified = "seen document"}),
		0);
	assert_int_equal(r->answer.outcome, OUTCOME_ALLOW);
	take_out(r);
	assert_int_equal(rig_custody_of(r, 1), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody JOIN hold ON hold.custody = "
				      "custody.id WHERE ended_to = 17 AND ended_how = 'seen' AND "
				      "identified = 'seen document' AND identified_by = 14"),
		1);
	// The record says to whom.
	assert_int_equal(rig_count(r, "SELECT count(*) FROM event WHERE kind = 'custody ended' AND "
				      "json_extract(facts, '$.to') = 17"),
		1);
}

static void a_hold_goes_to_the_adult_it_names_and_not_to_the_parent(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	struct hold_row hold = hold_of(r, 1, CUSTODY_HELD);

	hold.named[hold.named_count++] = TEACHER;
	assert_int_equal(place(r, &hold), 0);
	assert_int_equal(give(r, OFFICE,
				 (struct desk_give){
					 .person = 1, .to = MOTHER, .identified = "seen document"}),
		0);
	assert_int_equal(r->answer.outcome, OUTCOME_REFUSE);
	assert_int_equal(
		give(r, OFFICE,
			(struct desk_give){
				.person = 1, .to = TEACHER, .identified = "known to staff"}),
		0);
	assert_int_equal(r->answer.outcome, OUTCOME_ALLOW);
	take_out(r);
	assert_int_equal(rig_custody_of(r, 1), 0);
}

static void a_phone_handed_in_to_be_held_is_held_from_where_it_was_seen(void **state)
{
	struct rig *r = *state;
	struct hold_row hold = hold_of(r, YOUNG, CUSTODY_HELD), found;
	struct desk_hand_in what = {
		.person = YOUNG, .place = {.bank = 1}, .switched_off = ATTEST_YES, .hold = &hold};
	struct actor by = rig_office();

	assert_int_equal(TURN(r, custody_desk_hand_in(r->c, r->now, &by, &what, &r->answer)), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_ALLOW);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM hold WHERE custody IS NULL"), 1);
	rig_put(r, 1, r->last_door, YOUNG);
	rig_shut(r, 1, r->last_door);
	assert_int_equal(hold_of_custody(r->store, rig_custody_of(r, YOUNG), &found), 0);
	assert_string_equal(found.reason, "used in class");
	rig_clock(r, "15:15");
	rig_tap(r, 1, YOUNG);
	assert_int_equal(rig_custody_of(r, YOUNG), found.custody);
}

static void a_hold_whose_device_was_never_handed_in_is_forgotten_the_next_day(void **state)
{
	struct rig *r = *state;
	struct hold_row hold = hold_of(r, 2, CUSTODY_HELD);
	struct desk_hand_in what = {.person = 2, .place = {.bank = 1}, .hold = &hold};
	struct actor by = rig_office();

	assert_int_equal(TURN(r, custody_desk_hand_in(r->c, r->now, &by, &what, &r->answer)), 0);
	rig_shut(r, 1, r->last_door);
	assert_int_equal(TURN(r, custody_sweep(r->c, r->now)), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM hold WHERE turned_back_at IS NULL"), 1);
	rig_clock(r, "2026-11-24T09:00");
	assert_int_equal(TURN(r, custody_sweep(r->c, r->now)), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM hold WHERE turned_back_at IS NULL"), 0);
}

static void a_hold_ends_by_itself_when_its_time_comes_and_never_before(void **state)
{
	struct rig *r = *state;
	int door = rig_hand_in(r, 1, 1);
	struct hold_row hold = hold_of(r, 1, CUSTODY_HELD);

	hold.until.ms = r->now.wall.ms + 60000;
	assert_int_equal(place(r, &hold), 0);
	assert_int_equal(TURN(r, custody_sweep(r->c, r->now)), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE kind = 'held'"), 1);
	rig_pass(r, 60000);
	assert_int_equal(TURN(r, custody_sweep(r->c, r->now)), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE kind = 'held'"), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM event WHERE kind = 'hold ended'"), 1);
	rig_clock(r, "15:15");
	assert_int_equal(rig_collect(r, 1, 1), door);
}

static void the_day_to_look_again_makes_one_notice_and_ends_nothing(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	struct hold_row hold = hold_of(r, 1, CUSTODY_HELD);

	assert_int_equal(place(r, &hold), 0);
	rig_clock(r, "2026-11-29T23:59");
	assert_int_equal(TURN(r, custody_sweep(r->c, r->now)), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM notice"), 0);
	for (int day = 0; day < 3; day++) {
		char when[32];

		snprintf(when, sizeof when, "2026-%s",
			day == 0   ? "11-30T00:00"
			: day == 1 ? "11-30T09:00"
				   : "12-01T09:00");
		rig_clock(r, when);
		assert_int_equal(TURN(r, custody_sweep(r->c, r->now)), 0);
	}
	assert_int_equal(rig_count(r, "SELECT count(*) FROM notice WHERE kind = 'hold to be "
				      "looked at' AND hold = 1"),
		1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE kind = 'held'"), 1);
}

static void grant(struct rig *r, int person, enum grant_kind kind, int by, enum role role)
{
	struct permission_record p = {.person = person,
		.kind = kind,
		.by = by,
		.by_role = role,
		.reason = "x",
		.from = {r->now.wall.ms - 1000},
		.until = {r->now.wall.ms + 3600000},
		.at = r->now.wall};

	rig_begin(r);
	assert_true(permission_add(r->store, &p) > 0);
	assert_int_equal(rig_end(r, 0), 0);
}

// Everything there is, tried on a door that keeps evidence.
static void evidence_goes_to_nobody_but_the_police_whatever_is_tried(void **state)
{
	struct rig *r = *state;
	int door = rig_hand_in(r, 1, 1), before;
	struct hold_row hold = hold_of(r, 1, CUSTODY_EVIDENCE);
	struct actor office = rig_office(), head = {HEAD, "test"};

	assert_int_equal(place(r, &hold), 0);
	before = r->unlocks;
	// From the moment it is placed: the office does not even open its door to look.
	assert_int_equal(TURN(r, custody_desk_open(r->c, r->now, &office, 1, door, &r->answer)), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_REFUSE);
	rig_clock(r, "15:15");
	rig_tap(r, 1, 1);
	grant(r, 1, GRANT_MEDICAL, HEAD, ROLE_HEADTEACHER);
	rig_tap(r, 1, 1);
	grant(r, 1, GRANT_EMERGENCY_RELEASE, HEAD, ROLE_HEADTEACHER);
	rig_tap(r, 1, 1);
	for (int to = 0; to < 2; to++) {
		for (int by = OFFICE; by <= HEAD; by++) {
			for (int override = 0; override < 2; override++) {
				assert_int_equal(give(r, by,
							 (struct desk_give){.person = 1,
								 .to = to ? MOTHER : 0,
								 .identified = "seen document",
								 .override = override}),
					0);
				assert_int_equal(r->answer.outcome, OUTCOME_REFUSE);
				assert_string_equal(r->answer.rule, "RP-20");
			}
		}
	}
	struct desk_by_hand key = {.what = BY_HAND_OUT, .person = 1, .to = MOTHER};

	assert_int_equal(
		TURN(r, custody_desk_by_hand(r->c, r->now, &head, &key, &r->answer)), -ERR_DENIED);
	assert_int_equal(place(r, &hold), -ERR_EXISTS);
	// The Headteacher opens its door, looks, and leaves it in.
	assert_int_equal(r->unlocks, before);
	assert_true(rig_custody_of(r, 1) != 0);
	assert_int_equal(TURN(r, custody_desk_open(r->c, r->now, &head, 1, door, &r->answer)), 0);
	assert_int_equal(r->unlocks, before + 1);
	rig_shut(r, 1, door);
	assert_int_equal(rig_custody_of(r, 1), hold.custody ? hold.custody : rig_custody_of(r, 1));
	// The police.
	assert_int_equal(hold_get(r->store, hold.id, &hold), 0);
	snprintf(hold.officer, sizeof hold.officer, "DC Brown");
	snprintf(hold.officer_number, sizeof hold.officer_number, "1234");
	snprintf(hold.police_reference, sizeof hold.police_reference, "R/1");
	assert_int_equal(
		give(r, HEAD,
			(struct desk_give){
				.person = 1, .police = &hold, .identified = "seen document"}),
		0);
	assert_int_equal(r->answer.outcome, OUTCOME_ALLOW);
	take_out(r);
	assert_int_equal(rig_custody_of(r, 1), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM hold WHERE officer = 'DC Brown' AND "
				      "officer_number = '1234' AND police_reference = 'R/1'"),
		1);
}

static void evidence_takes_the_place_of_another_hold_and_of_a_grant_to_keep_the_phone(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	struct hold_row hold = hold_of(r, 1, CUSTODY_HELD), evidence, found;

	assert_int_equal(place(r, &hold), 0);
	evidence = hold_of(r, 1, CUSTODY_EVIDENCE);
	assert_int_equal(place(r, &evidence), 0);
	assert_int_equal(hold_of_custody(r->store, rig_custody_of(r, 1), &found), 0);
	assert_int_equal(found.id, evidence.id);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM hold WHERE turned_back_at IS NULL"), 1);
	// Taken at the desk although it would be "keep this with you".
	grant(r, 2, GRANT_MEDICAL, HEAD, ROLE_HEADTEACHER);
	struct hold_row second = hold_of(r, 2, CUSTODY_EVIDENCE);
	struct desk_hand_in what = {
		.person = 2, .place = {.safe = "safe", .envelope = "1"}, .hold = &second};
	struct actor by = {HEAD, "test"};

	assert_int_equal(TURN(r, custody_desk_hand_in(r->c, r->now, &by, &what, &r->answer)), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_ALLOW);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE hold = 'evidence'"), 2);
}

static void an_override_opens_the_door_and_leaves_the_decision_as_it_was(void **state)
{
	struct rig *r = *state;

	rig_hand_in(r, 1, 1);
	rig_clock(r, "14:50");
	assert_int_equal(give(r, OFFICE, (struct desk_give){.person = 1, .override = true}), 0);
	assert_int_equal(r->answer.outcome, OUTCOME_ALLOW);
	assert_string_equal(r->answer.rule, "RP-4");
	assert_true(r->answer.decision > 0);
	take_out(r);
	assert_int_equal(rig_custody_of(r, 1), 0);
	// The decision still says no, by its rule; the door rests on the override beside it.
	assert_int_equal(rig_count(r, "SELECT count(*) FROM decision WHERE action = 'collect' AND "
				      "outcome = 'refuse' AND rule = 'RP-4'"),
		1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM decision JOIN intent ON "
				      "intent.decision = decision.id WHERE action = 'collect' AND "
				      "rule = 'override'"),
		1);
	// What is allowed needs none.
	rig_hand_in(r, 1, 2);
	rig_clock(r, "15:15");
	assert_int_equal(
		give(r, OFFICE, (struct desk_give){.person = 2, .override = true}), -ERR_EXISTS);
}

static void an_override_out_of_sight_waits_for_that_persons_card_with_the_decision_as_it_was(
	void **state)
{
	struct rig *r = *state;

	assert_int_equal(sql_run(r->store, "UPDATE bank SET in_sight = 0", ""), 0);
	rig_kill(r);
	rig_start(r);
	int door = rig_hand_in(r, 1, 1), before = r->unlocks;

	rig_clock(r, "14:50");
	assert_int_equal(give(r, OFFICE, (struct desk_give){.person = 1, .override = true}), 0);
	assert_true(r->answer.pending);
	assert_int_equal(r->unlocks, before);
	rig_tap(r, 1, OFFICE);
	assert_int_equal(r->unlocks, before + 1);
	assert_int_equal(r->last_door, door);
	take_out(r);
	assert_int_equal(rig_custody_of(r, 1), 0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM decision WHERE action = 'collect' AND "
				      "(outcome = 'refuse') <> (rule = 'RP-4')"),
		0);
}

static void a_held_device_that_went_by_the_key_is_told_to_the_headteacher(void **state)
{
	struct rig *r = *state;
	struct actor by = rig_office();
	struct desk_by_hand key = {.what = BY_HAND_OUT, .person = 1, .to = MOTHER};

	rig_hand_in(r, 1, 1);
	struct hold_row hold = hold_of(r, 1, CUSTODY_HELD);

	assert_int_equal(place(r, &hold), 0);
	rig_offline(r, 1);
	assert_int_equal(TURN(r, custody_desk_by_hand(r->c, r->now, &by, &key, &r->answer)), 0);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM notice WHERE kind = 'held device gone'"), 1);
}

static void an_emergency_release_from_the_safe_is_told_like_one_from_a_door(void **state)
{
	struct rig *r = *state;
	struct desk_hand_in what = {.person = 1, .place = {.safe = "safe", .envelope = "1"}};
	struct actor by = rig_office();

	assert_int_equal(TURN(r, custody_desk_hand_in(r->c, r->now, &by, &what, &r->answer)), 0);
	struct hold_row hold = hold_of(r, 1, CUSTODY_HELD);

	assert_int_equal(place(r, &hold), 0);
	grant(r, 1, GRANT_EMERGENCY_RELEASE, HEAD, ROLE_HEADTEACHER);
	assert_int_equal(give(r, OFFICE, (struct desk_give){.person = 1}), 0);
	assert_string_equal(r->answer.rule, "SYS-1");
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM notice WHERE kind = 'emergency release'"), 1);
}

static void a_banned_pupils_phone_is_held_with_a_row_that_says_why(void **state)
{
	struct rig *r = *state;
	struct ban_record ban = {.person = 1,
		.kind = BAN_PHONE,
		.rule = "FX-3",
		.from = "2026-11-20",
		.at = r->now.wall};
	struct desk_hand_in what = {.person = 1, .place = {.safe = "safe", .envelope = "1"}};
	struct actor by = rig_office();
	struct hold_row hold;

	rig_begin(r);
	assert_true(ban_add(r->store, &ban) > 0);
	assert_int_equal(rig_end(r, 0), 0);
	rig_tap(r, 1, 1);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM decision WHERE outcome = 'refer' AND "
				      "rule = 'FX-3'"),
		1);
	assert_int_equal(TURN(r, custody_desk_hand_in(r->c, r->now, &by, &what, &r->answer)), 0);
	assert_string_equal(r->answer.rule, "FX-3");
	assert_int_equal(hold_of_custody(r->store, rig_custody_of(r, 1), &hold), 0);
	assert_string_equal(hold.rule, "FX-3");
	assert_string_equal(hold.look_on, "2026-11-30");
	assert_int_equal(rig_count(r, "SELECT count(*) FROM breach WHERE rule = 'FX-3'"), 1);
	rig_clock(r, "15:15");
	assert_int_equal(give(r, OFFICE, (struct desk_give){.person = 1}), 0);
	assert_string_equal(r->answer.rule, "LAW-3");
	assert_int_equal(give(r, OFFICE,
				 (struct desk_give){
					 .person = 1, .to = MOTHER, .identified = "seen document"}),
		0);
	assert_int_equal(rig_custody_of(r, 1), 0);
}

int main(void)
{
#define HELD(name) cmocka_unit_test_setup_teardown(name, make, drop)
	const struct CMUnitTest tests[] = {
		HELD(a_deposit_that_is_held_stays_at_home_time_and_goes_when_the_hold_ends),
		HELD(a_hold_that_names_nobody_goes_to_a_parent_whose_identity_is_written_down),
		HELD(a_hold_goes_to_the_adult_it_names_and_not_to_the_parent),
		HELD(a_phone_handed_in_to_be_held_is_held_from_where_it_was_seen),
		HELD(a_hold_whose_device_was_never_handed_in_is_forgotten_the_next_day),
		HELD(a_hold_ends_by_itself_when_its_time_comes_and_never_before),
		HELD(the_day_to_look_again_makes_one_notice_and_ends_nothing),
		HELD(evidence_goes_to_nobody_but_the_police_whatever_is_tried),
		HELD(evidence_takes_the_place_of_another_hold_and_of_a_grant_to_keep_the_phone),
		HELD(an_override_opens_the_door_and_leaves_the_decision_as_it_was),
		HELD(an_override_out_of_sight_waits_for_that_persons_card_with_the_decision_as_it_was),
		HELD(a_held_device_that_went_by_the_key_is_told_to_the_headteacher),
		HELD(an_emergency_release_from_the_safe_is_told_like_one_from_a_door),
		cmocka_unit_test_setup_teardown(
			a_banned_pupils_phone_is_held_with_a_row_that_says_why, make_flixton, drop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
