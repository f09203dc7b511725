// SPDX-License-Identifier: GPL-3.0-or-later
// The host killed in front of and behind every one of its writes: each sync of the database and
// each frame sent, through a whole hand-in and a whole collection. What is found afterwards is
// settled by the reconcile table: no door opened without a durable row, a device inside is in
// custody, one that is not is not, and the worst is that the child taps again.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fragile.h"
#include "store/events.h"
#include "world.h"

// One way to be killed.
struct kill {
	struct world *world;
	unsigned at;	  // the write it happens at, 1, 2, ...
	bool after;	  // behind it, not in front
	bool at_once;	  // started again before the hands go on; else when the read card has gone
	bool lost;	  // what was not synced is gone, as with the mains
	unsigned writes;  // so far in this scene
	unsigned syncs;	  // of them
	bool armed, dead; // dead: nothing leaves any more
	int restarts;
	bool inside; // where the device is, in truth
	int door;
};

static struct fragile *disk;

static bool dies_here(struct kill *kill, bool done)
{
	if (!kill->armed || kill->dead)
		return kill->dead;
	if (!done)
		kill->writes++;
	kill->dead = kill->writes == kill->at && kill->after == done;
	if (kill->dead)
		kill->world->killed = true;
	return kill->dead;
}

static bool on_sync(void *arg, bool done)
{
	struct kill *kill = arg;

	kill->syncs += !done && kill->armed && !kill->dead;
	return !dies_here(kill, done);
}

static bool carry(void *arg, bool to_cabinet, uint8_t *byte)
{
	struct kill *kill = arg;
	bool dead = kill->dead;

	(void)byte;
	if (!to_cabinet)
		return true;
	if (kill->world->sending_at == 0)
		dead = dies_here(kill, false);
	// A frame that has begun goes out whole: the system has it.
	else if (kill->world->sending_at == kill->world->sending_len - 1)
		dies_here(kill, true);
	disk->stopped = disk->stopped || kill->dead;
	return !dead;
}

static bool restart(struct kill *kill)
{
	struct world *world = kill->world;

	if (!kill->dead)
		return false;
	assert_null(world->service);
	world_close_rows(world);
	fragile_after(kill->lost);
	kill->armed = kill->dead = false;
	kill->restarts++;
	world_start_host(world);
	world_wait_online(world);
	world_run_ms(world, 200);
	return true;
}

static unsigned all_pulses(struct world *world)
{
	unsigned count = 0;

	for (int door = 1; door <= (int)world->options.doors; door++)
		count += pulses(world, 0, door);
	return count;
}

static bool opened_or_killed(struct world *world, void *arg)
{
	(void)arg;
	return !world->service || doors_open(world, 0) > 0;
}

static int open_door(struct world *world)
{
	for (int door = 1; door <= (int)world->options.doors; door++) {
		if (door_is_open(world, 0, door))
			return door;
	}
	return 0;
}

// What a person does who wants to hand in or to collect, whatever the host does meanwhile.
static void use_the_locker(struct kill *kill)
{
	struct world *world = kill->world;
	bool wanted = !kill->inside;

	tap(world, 0, "T1");
	world_until(world, 800, opened_or_killed, NULL);
	world_run_ms(world, 200);
	// The bank keeps a read for 3 s, so that the tap may yet be served.
	if (kill->at_once && restart(kill))
		world_until(world, 800, opened_or_killed, NULL);
	kill->door = open_door(world);
	if (!kill->door)
		return;
	if (wanted)
		put(world, 0, kill->door);
	else
		take(world, 0, kill->door);
	kill->inside = wanted;
	if (kill->at_once)
		restart(kill);
	shut(world, 0, kill->door);
}

static void check_by_the_table(struct kill *kill, int64_t intents_before, unsigned pulses_before)
{
	struct world *world = kill->world;
	unsigned pulsed = all_pulses(world) - pulses_before;

	assert_in_range(pulsed, 0, 1);
	if (pulsed)
		assert_true(row_number(world, "SELECT max(id) FROM intent") > intents_before);
	assert_int_equal(doors_open(world, 0), 0);
	assert_int_equal(
		row_number(world, "SELECT count(*) FROM intent WHERE ended_at IS NULL"), 0);
	assert_int_equal(in_custody(world, "T1"), kill->inside);
	if (kill->inside && kill->door)
		assert_int_equal(custody_door_of(world, "T1"), kill->door);
	assert_int_equal(
		row_number(world, "SELECT count(*) FROM question WHERE answered_at IS NULL "
				  "AND kind<>'set aside'"),
		0);
}

// One hand-in or collection, killed once; true where it was over before the write came.
static bool scene(struct kill *kill)
{
	struct world *world = kill->world;
	bool wanted = !kill->inside;
	int64_t intents = row_number(world, "SELECT coalesce(max(id), 0) FROM intent");
	unsigned pulsed = all_pulses(world);
	bool whole;

	kill->writes = kill->syncs = 0;
	kill->armed = true;
	kill->restarts = 0;
	use_the_locker(kill);
	whole = kill->restarts == 0 && !kill->dead;
	kill->armed = false;
	if (kill->dead)
		world_run_ms(world, 3000);
	restart(kill);
	check_by_the_table(kill, intents, pulsed);
	if (kill->inside == wanted)
		return whole;
	// At most the child taps again.
	use_the_locker(kill);
	assert_int_equal(kill->inside, wanted);
	world_run_ms(world, 100);
	assert_int_equal(in_custody(world, "T1"), wanted);
	assert_int_equal(
		row_number(world, "SELECT count(*) FROM question WHERE answered_at IS NULL"), 0);
	return whole;
}

static void killed_at_every_write(bool lost)
{
	struct fragile *fragile = fragile_disk();
	struct world *world = world_open((struct world_options){.doors = 8});
	struct kill kill = {.world = world, .lost = lost};
	unsigned writes[2] = {0}, syncs[2] = {0}, runs = 0;
	bool over[2] = {false, false};
	int64_t seq;

	disk = fragile;
	fragile->on_sync = on_sync;
	fragile->arg = &kill;
	world->carry = carry;
	world->carry_arg = &kill;
	// Staff may come and go at lunch, so one cabinet does for all of it.
	world_staff(world, "T1", "staff");
	world_clock(world, "12:00");
	for (kill.at = 1; !over[0] || !over[1]; kill.at++) {
		over[0] = over[1] = true;
		for (unsigned after = 0; after < 2; after++) {
			if (!world_whole() && after != kill.at % 2)
				continue;
			kill.after = after;
			// Each write has both over the two tests.
			kill.at_once = (kill.at + after + lost) % 2;
			for (unsigned collecting = 0; collecting < 2; collecting++) {
				over[collecting] = scene(&kill) && over[collecting];
				writes[collecting] = kill.writes;
				syncs[collecting] = kill.syncs;
				runs++;
			}
		}
	}
	print_message("a hand-in: %u writes, %u of them syncs; a collection: %u and %u; killed in "
		      "front of or behind each: %u scenes\n",
		writes[0], syncs[0], writes[1], syncs[1], runs);
	assert_int_equal(event_verify(world->store, &seq), 0);
	assert_string_equal(row_text(world, "PRAGMA integrity_check"), "ok");
	world->carry = NULL;
	fragile->on_sync = NULL;
	world_close(world);
}

static void a_host_killed_at_any_write_settles_by_the_table(void **state)
{
	(void)state;
	killed_at_every_write(false);
}

static void so_does_one_whose_mains_fail_and_take_what_was_not_synced(void **state)
{
	(void)state;
	killed_at_every_write(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_host_killed_at_any_write_settles_by_the_table),
		cmocka_unit_test(so_does_one_whose_mains_fail_and_take_what_was_not_synced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
