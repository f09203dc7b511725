// SPDX-License-Identifier: GPL-3.0-or-later
// Thousands of random events against what must always hold, whatever children, cables, disks and
// kills do: the rules above the steps.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lending.h"
#include "store/events.h"

static uint64_t dice_state;

static unsigned dice(unsigned sides)
{
	dice_state = dice_state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(dice_state >> 33) % sides;
}

static void make_fast(struct rig *r);

#define DEVICES                                                                                    \
	3 // of the school's, in doors 6 to 8 of the first cabinet; what lies there is 900 + i

static bool is_of_school(int64_t what)
{
	return what >= CAMERA;
}

static bool broken(const struct rig_door *d)
{
	return d->inside_stuck >= 0 || d->contact_stuck >= 0 || !d->sensor;
}

// A custody that ended "seen" while a sensor that works still has the device in front of it, or a
// free door with something in it, would be a phone lost.
static void check(struct rig *r, int step)
{
	for (int b = 1; b <= RIG_BANKS; b++) {
		for (int d = 1; d <= RIG_DOORS; d++) {
			struct rig_door *door = &r->doors[b - 1][d - 1];
			struct door_view v = rig_view(r, b, d);

			if (v.free && v.trusted && !broken(door) && door->device_of)
				fail_msg("step %d: door %d of bank %d is free with a phone inside",
					step, d, b);
			if (v.free &&
				(v.custody || v.intent || v.questions || v.aside || !v.online))
				fail_msg("step %d: door %d of bank %d is free and is not", step, d,
					b);
			if (door->device_of && v.trusted && !broken(door) && v.online &&
				v.open != READING_UNKNOWN && !v.custody && !v.questions &&
				!v.aside && !v.intent)
				fail_msg("step %d: what is in door %d of bank %d is nobody's", step,
					d, b);
		}
	}
}

// The mirror is what the rows say: another built from them alone says the same.
static void check_mirror(struct rig *r, int step)
{
	struct custody *other;

	assert_int_equal(custody_open(&other, r->store, r->policy, r->outbox), 0);
	for (int b = 1; b <= RIG_BANKS; b++) {
		for (int d = 1; d <= RIG_DOORS; d++) {
			struct door_view v = rig_view(r, b, d), w;

			assert_int_equal(custody_door(other, b, d, &w), 0);
			// A late one lies in the door's row, not among the open ones.
			int64_t intent = rig_count(r, "SELECT 1") == 1 ? w.intent : 0;

			if (v.custody != w.custody || v.questions != w.questions ||
				v.aside != w.aside || v.home != w.home || v.in_use != w.in_use ||
				v.trusted != w.trusted || (intent && v.intent != intent))
				fail_msg(
					"step %d: the mirror of door %d of bank %d is not its rows",
					step, d, b);
		}
	}
	custody_close(other);
}

// What is put into a school device's door is most often that device, where it is out.
static int what_they_have(struct rig *r, int b, int d)
{
	int64_t home = rig_view(r, b, d).home;

	return home && dice(8) ? CAMERA + (int)home : 1 + (int)dice(PUPILS);
}

static void move_something(struct rig *r)
{
	int b = (int)dice(RIG_BANKS) + 1, d = (int)dice(RIG_DOORS) + 1;
	struct rig_door *door = &r->doors[b - 1][d - 1];

	// Mostly where a door stands open, as people do.
	for (int i = 0; i < 6 && !door->open; i++) {
		d = (int)dice(RIG_DOORS) + 1;
		door = &r->doors[b - 1][d - 1];
	}
	if (!door->open)
		return;
	// Now and then they do something else than what they came for.
	if (dice(5) == 0)
		rig_take(r, b, d);
	else if (door->device_of == 0 && dice(2))
		rig_put(r, b, d, what_they_have(r, b, d));
	else if (door->device_of && dice(3) == 0)
		rig_take(r, b, d);
	else
		rig_shut(r, b, d);
}

static void repair_everything(struct rig *r)
{
	for (int b = 1; b <= RIG_BANKS; b++) {
		for (int d = 0; d < RIG_DOORS; d++) {
			r->doors[b - 1][d].jammed = false;
			r->doors[b - 1][d].inside_stuck = r->doors[b - 1][d].contact_stuck = -1;
		}
		if (r->online[b - 1])
			rig_look(r, b);
		else
			rig_online(r, b);
	}
	r->reply = REPLY_ACCEPT;
}

static void break_something(struct rig *r)
{
	int b = (int)dice(RIG_BANKS) + 1, d = (int)dice(RIG_DOORS) + 1;
	struct rig_door *door = &r->doors[b - 1][d - 1];

	switch (dice(8)) {
	case 0:
		door->jammed = !door->jammed;
		break;
	case 1:
		door->inside_stuck = (int)dice(3) - 1;
		rig_look(r, b);
		break;
	case 2:
		door->contact_stuck = dice(2) ? 0 : -1;
		rig_look(r, b);
		break;
	case 3:
		rig_open(r, b, d); // forced
		break;
	case 4:
		if (r->online[b - 1])
			rig_offline(r, b);
		break;
	case 5:
		rig_kill(r);
		make_fast(r);
		rig_start(r);
		break;
	case 6:
		r->commit_fails = true;
		break;
	default:
		r->reply = (enum reply)dice(3);
	}
}

// Two seconds without an answer: the service gives up, and the line asks everything anew.
static void give_up(struct rig *r)
{
	int b = r->last_bank;

	if (r->reply != REPLY_NONE || b == 0 || !r->online[b - 1])
		return;
	if (dice(4) == 0)
		r->doors[b - 1][r->last_door - 1].open = true; // only the answer got lost
	TURN(r, custody_unlock_withdrawn(r->c, r->now, r->last_intent));
	rig_online(r, b);
}

static void act_at_desk(struct rig *r)
{
	struct actor by = rig_office();
	int64_t question = rig_count(r, "SELECT min(id) FROM question WHERE answered_at IS NULL");
	int b = (int)dice(RIG_BANKS) + 1, d = (int)dice(RIG_DOORS) + 1;
	struct rig_door *door = &r->doors[b - 1][d - 1];

	if (dice(2) && question > 0) {
		static const char *const words[] = {"empty", "something inside", "left behind",
			"taken", "still inside", "taken out", "nothing there", "mended",
			"the device"};
		const char *word = words[dice(9)];
		char sql[128];

		snprintf(sql, sizeof sql, "SELECT bank * 100 + door FROM question WHERE id = %d",
			(int)question);
		int64_t place = rig_count(r, sql);

		door = &r->doors[place / 100 - 1][place % 100 - 1];
		// Staff tell the truth: they looked.
		bool says_empty = strcmp(word, "empty") == 0 || strcmp(word, "taken") == 0 ||
				  strcmp(word, "nothing there") == 0 ||
				  strcmp(word, "taken out") == 0;

		if (strcmp(word, "taken out") == 0)
			door->device_of = 0;
		if (strcmp(word, "mended") != 0 && says_empty != (door->device_of == 0))
			return;
		TURN(r, custody_desk_answer(r->c, r->now, &by, question, word, 0));
		rig_look(r, (int)(place / 100));
	} else if (!broken(door) && !door->device_of && !rig_view(r, b, d).custody) {
		TURN(r, custody_desk_looked(r->c, r->now, &by, b, d, false));
	} else {
		TURN(r, custody_desk_open(r->c, r->now, &by, b, d, &r->answer));
	}
}

// Mostly they do at its door what they came for.
static void at_its_door(struct rig *r, const struct school_device *row, bool take)
{
	struct rig_door *door = &r->doors[row->home_bank - 1][row->home_door - 1];

	if (!door->open || dice(4) == 0)
		return;
	if (take && is_of_school(door->device_of))
		rig_take(r, (int)row->home_bank, row->home_door);
	else if (!take && !door->device_of)
		rig_put(r, (int)row->home_bank, row->home_door, CAMERA + (int)row->id);
	if (dice(4))
		rig_shut(r, (int)row->home_bank, row->home_door);
}

// Staff ask for a camera and may fetch it, bring it over the counter, find it in its door.
static void lend_something(struct rig *r)
{
	int64_t device = rig_count(r, "SELECT min(id) FROM device WHERE owner = 'school'") +
			 (int64_t)dice(DEVICES);
	struct school_device row;
	char why[ACTOR_WHY];
	struct actor by = rig_office();

	assert_int_equal(device_school(r->store, device, &row), 0);
	struct rig_door *door = &r->doors[row.home_bank - 1][row.home_door - 1];

	switch (dice(6)) {
	case 0:
	case 1:
		lending_ask(r, device, TEACHER);
		if (dice(8))
			rig_tap(r, 1, TEACHER);
		at_its_door(r, &row, true);
		break;
	case 2: // they bring what they have, if anything
		rig_tap(r, 1, TEACHER);
		at_its_door(r, &row, false);
		break;
	case 3:
		if (!is_of_school(door->device_of))
			lending_back(r, device, RETURN_AT_DESK, OFFICE);
		break;
	case 4:
		if (is_of_school(door->device_of) && !broken(door))
			lending_back(r, device, RETURN_IN_DOOR, OFFICE);
		break;
	default:
		TURN(r, custody_loan_return(
				r->c, r->now, &by, device, RETURN_OPEN, &r->answer, why));
		rig_tap(r, 1, OFFICE);
		at_its_door(r, &row, false);
	}
	TURN(r, custody_loans_overdue(r->c, r->now));
}

// A school device is in one place at most, and in no door but its home.
static void check_loans(struct rig *r, int step)
{
	if (rig_count(r, "SELECT count(*) FROM custody c JOIN device d ON d.id = c.device WHERE "
			 "c.ended_at IS NULL AND c.kind = 'stock' AND (c.bank, c.door) IS NOT "
			 "(d.home_bank, d.home_door)") != 0)
		fail_msg("step %d: a school device lies in a door that is not its home", step);
	if (rig_count(r, "SELECT count(*) FROM custody c LEFT JOIN loan l ON l.custody = c.id "
			 "WHERE c.kind = 'loan' AND c.ended_at IS NULL AND (l.id IS NULL OR "
			 "l.person <> c.person OR l.device <> c.device)") != 0)
		fail_msg("step %d: somebody has a school device without its loan", step);
	if (rig_count(r,
		    "SELECT count(*) FROM custody c JOIN device d ON d.home_bank = c.bank AND "
		    "d.home_door = c.door WHERE c.ended_at IS NULL AND c.kind <> 'stock'") != 0)
		fail_msg("step %d: somebody's own lies in a school device's door", step);
}

// The morning, home-time, the next morning: the clock goes on, as a school's does.
static void next_time(struct rig *r)
{
	struct local_time t = local_from_wall(r->now.wall);
	int32_t clock = local_second_of_day(t);

	if (clock < 15 * 3600)
		t.s += 15 * 3600 + 20 * 60 - clock;
	else
		t.s += 24 * 3600 + 8 * 3600 + 40 * 60 - clock;
	r->now.wall = local_to_wall(t);
}

// What is on trial here is not the disk.
static void make_fast(struct rig *r)
{
	assert_int_equal(sql_run(r->store, "PRAGMA synchronous = OFF", ""), 0);
}

static void play(uint64_t seed, int steps)
{
	struct rig *r = rig_make(NULL);
	int64_t seq;

	dice_state = seed;
	make_fast(r);
	for (int i = 0; i < DEVICES; i++) {
		char label[16];

		snprintf(label, sizeof label, "Camera %d", i);
		lending_add(r, label, DEVICE_CAMERA, 6 + i);
	}
	for (int step = 0; step < steps; step++) {
		unsigned what = dice(100);

		if (what < 35)
			rig_tap(r, (int)dice(RIG_BANKS) + 1, 1 + (int)dice(TEACHER));
		else if (what < 82)
			move_something(r);
		else if (what < 88)
			rig_pass(r, (int)dice(30000));
		else if (what < 91)
			break_something(r);
		else if (what < 93)
			act_at_desk(r);
		else if (what < 97)
			lend_something(r);
		else if (what < 98)
			next_time(r);
		else
			repair_everything(r);
		give_up(r);
		check(r, step);
		if (step % 50 == 0) {
			check_mirror(r, step);
			check_loans(r, step);
		}
	}
	// The schema holds most of it; what it cannot hold is counted here.
	assert_int_equal(rig_count(r, "SELECT count(*) FROM custody WHERE ended_at IS NOT NULL AND "
				      "ended_how = 'said'"
				      " AND ended_by IS NULL"),
		0);
	assert_int_equal(rig_count(r, "SELECT count(*) FROM intent LEFT JOIN decision ON "
				      "decision.id = intent.decision"
				      " WHERE outcome IS NOT 'allow'"),
		0);
	assert_int_equal(event_verify(r->store, &seq), 0);
	print_message(
		"seed %llu: %d steps, %lld events, %d unlocks, %lld custodies, %lld loans, %lld "
		"questions\n",
		(unsigned long long)seed, steps, (long long)seq, r->unlocks,
		(long long)rig_count(r, "SELECT count(*) FROM custody"),
		(long long)rig_count(r, "SELECT count(*) FROM custody WHERE kind = 'loan'"),
		(long long)rig_count(r, "SELECT count(*) FROM question"));
	rig_free(r);
}

static void whatever_happens_the_rules_hold(void **state)
{
	const char *seed = getenv("HOMETIME_SEED");

	(void)state;
	if (seed) {
		play(strtoull(seed, NULL, 10), 3000);
		return;
	}
	for (uint64_t s = 1; s <= 8; s++)
		play(s, 2000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(whatever_happens_the_rules_hold)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
