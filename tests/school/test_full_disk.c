// SPDX-License-Identifier: GPL-3.0-or-later
// A full disk still gives phones back: under the reserve hand-ins go to the desk and collections
// are recorded; with even the reserve gone nothing opens, nothing is lost, and room made is enough.
// On a real small file system where the test may mount one.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "fragile.h"
#include "store/events.h"
#include "store/store.h"
#include "world.h"

#define MIB (1024LL * 1024)

struct small_disk {
	char folder[32], ballast[64];
};

static struct small_disk mounted; // for a test that fails

static long long room(const struct small_disk *disk)
{
	struct statvfs fs;

	assert_int_equal(statvfs(disk->folder, &fs), 0);
	return (long long)fs.f_bavail * (long long)fs.f_frsize;
}

// Somebody else's file grows until so much room is left.
static void leave(const struct small_disk *disk, long long bytes)
{
	int fd = open(disk->ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	long long now = lseek(fd, 0, SEEK_END);

	assert_true(fd >= 0);
	if (room(disk) > bytes)
		assert_int_equal(posix_fallocate(fd, 0, now + room(disk) - bytes), 0);
	close(fd);
}

static bool mount_small(struct small_disk *disk)
{
	snprintf(disk->folder, sizeof disk->folder, "/tmp/small-XXXXXX");
	assert_non_null(mkdtemp(disk->folder));
	snprintf(disk->ballast, sizeof disk->ballast, "%s/ballast", disk->folder);
	if (mount("small", disk->folder, "tmpfs", 0, "size=100m") == 0) {
		mounted = *disk;
		return true;
	}
	rmdir(disk->folder);
	return false;
}

static void unmount(struct small_disk *disk)
{
	assert_int_equal(umount(disk->folder), 0);
	assert_int_equal(rmdir(disk->folder), 0);
	mounted.folder[0] = '\0';
}

static int leave_nothing_mounted(void **state)
{
	(void)state;
	if (mounted.folder[0]) {
		umount2(mounted.folder, MNT_DETACH);
		rmdir(mounted.folder);
	}
	return 0;
}

static unsigned all_pulses(struct world *world)
{
	unsigned count = 0;

	for (int door = 1; door <= (int)world->options.doors; door++)
		count += pulses(world, 0, door);
	return count;
}

static void a_full_disk_still_gives_phones_back_and_sends_hand_ins_to_the_desk(void **state)
{
	struct small_disk disk;
	struct world *world;
	unsigned pulsed;
	int64_t seq;

	(void)state;
	if (!mount_small(&disk)) {
		print_message("no file system may be mounted here\n");
		skip();
	}
	world = world_open((struct world_options){.doors = 8, .under = disk.folder});
	world_walker(world, "P1");
	world_walker(world, "P2");
	world_walker(world, "P3");
	world_clock(world, "08:40");
	hand_in(world, 0, "P1");
	hand_in(world, 0, "P2");

	leave(&disk, 20 * MIB);
	world_run_ms(world, 61000);
	assert_int_equal(store_disk(world->store), STORE_DISK_OUT);
	// Given up, so that collections have room.
	assert_true(room(&disk) > 50 * MIB);
	tap_opens_nothing(world, 0, "P3");
	assert_string_equal(last_decision(world, "P3"), "refer disk");
	assert_true(display_says(world, 0, "hand it in at the office"));
	leave(&disk, 20 * MIB);
	world_clock(world, "15:15");
	collect(world, 0, "P1");

	// Even that is eaten: nothing opens without its row.
	leave(&disk, 0);
	pulsed = all_pulses(world);
	tap_opens_nothing(world, 0, "P2");
	assert_true(display_says(world, 0, "cannot be written down. Please see the office."));
	assert_int_equal(all_pulses(world), pulsed);
	assert_int_equal(in_custody(world, "P2"), 1);
	// Somebody makes room, and the same child taps again.
	assert_int_equal(unlink(disk.ballast), 0);
	collect(world, 0, "P2");
	assert_int_equal(event_verify(world->store, &seq), 0);
	assert_string_equal(row_text(world, "PRAGMA integrity_check"), "ok");
	world_close(world);
	unmount(&disk);
}

// The disk takes nothing more from one moment to the next, at any step of a collection.
static void a_disk_that_fills_in_the_middle_of_a_collection_loses_nothing(void **state)
{
	struct fragile *fragile = fragile_disk();
	struct world *world = world_open((struct world_options){.doors = 8});
	int64_t seq;

	(void)state;
	world_walker(world, "P1");
	for (int step = 0; step < 3; step++) {
		char morning[16];
		int door;

		snprintf(morning, sizeof morning, "2026-11-%d", 23 + step);
		world_date(world, morning, "08:40");
		door = hand_in(world, 0, "P1");
		world_date(world, morning, "15:15");
		fragile->full = step == 0;
		if (step == 0) {
			tap_opens_nothing(world, 0, "P1");
			assert_int_equal(in_custody(world, "P1"), 1);
			fragile->full = false;
		}
		assert_int_equal(tap_opens(world, 0, "P1"), door);
		fragile->full = step == 1;
		take(world, 0, door);
		fragile->full = step > 0;
		shut(world, 0, door);
		world_run_ms(world, 1000);
		fragile->full = false;
		world_run_ms(world, 61000);
		// What was seen is settled by the table once it can be written.
		assert_int_equal(in_custody(world, "P1"), 0);
		assert_int_equal(
			row_number(world, "SELECT count(*) FROM intent WHERE ended_at IS NULL"), 0);
	}
	assert_int_equal(row_number(world, "SELECT count(*) FROM question"), 0);
	assert_int_equal(event_verify(world->store, &seq), 0);
	world_close(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_full_disk_still_gives_phones_back_and_sends_hand_ins_to_the_desk),
		cmocka_unit_test(a_disk_that_fills_in_the_middle_of_a_collection_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, leave_nothing_mounted);
}
