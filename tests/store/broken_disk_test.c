// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fails at every write and every sync in turn: what was committed is there, what was
// not has left nothing, and the store goes on.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "store/events.h"
#include "store/sql.h"

// The system's VFS has one table of methods for the database and one for its log; they write and
// sync alike.
static struct {
	const sqlite3_io_methods *real;
	sqlite3_io_methods failing;
} tables[4];
static const sqlite3_io_methods *real;
static sqlite3_vfs shim, *base;
static int countdown; // the disk fails when it comes to 0; negative: it works
static int fault;     // SQLITE_IOERR_WRITE, SQLITE_FULL
static bool for_good; // and stays broken until repaired

static bool fails_now(void)
{
	if (countdown < 0)
		return false;
	if (countdown > 0 && --countdown > 0)
		return false;
	if (!for_good)
		countdown = -1;
	return true;
}

static int write_or_fail(sqlite3_file *file, const void *data, int len, sqlite3_int64 at)
{
	return fails_now() ? fault : real->xWrite(file, data, len, at);
}

static int sync_or_fail(sqlite3_file *file, int flags)
{
	return fails_now() ? SQLITE_IOERR_FSYNC : real->xSync(file, flags);
}

static int open_shimmed(
	sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	int result = base->xOpen(base, name, file, flags, out_flags);

	(void)vfs;
	if (result != SQLITE_OK || !file->pMethods)
		return result;
	real = file->pMethods;
	size_t i = 0;

	while (tables[i].real && tables[i].real != real)
		i++;
	assert_true(i + 1 < sizeof tables / sizeof *tables);
	tables[i].real = real;
	tables[i].failing = *real;
	tables[i].failing.xWrite = write_or_fail;
	tables[i].failing.xSync = sync_or_fail;
	file->pMethods = &tables[i].failing;
	return SQLITE_OK;
}

static void use_shim(void)
{
	base = sqlite3_vfs_find(NULL);
	shim = *base;
	shim.zName = "failing";
	shim.xOpen = open_shimmed;
	sqlite3_vfs_register(&shim, 1);
	countdown = -1;
}

struct place {
	char folder[64], path[96], why[STORE_WHY];
};

static int add_event(struct store *store, int n)
{
	char facts[32];
	struct event event = {.at = {1000 + n}, .kind = "opened", .facts = facts};

	snprintf(facts, sizeof facts, "{\"n\":%d}", n);
	int err = store_begin(store);

	if (err < 0)
		return err;
	int64_t seq = event_append(store, &event);

	if (seq > 0)
		seq = store_setting_put(store, "n", facts);
	if (seq < 0) {
		store_rollback(store);
		return (int)seq;
	}
	return store_commit(store);
}

static int64_t events(struct store *store)
{
	int64_t seq = 0, count = 0;

	assert_int_equal(sql_one(store, &count, "SELECT count(*) FROM event", ""), 0);
	assert_int_equal(event_verify(store, &seq), 0);
	assert_int_equal(seq, count);
	return count;
}

static void every_write_fails_once(int with_fault, bool stays)
{
	struct place place;
	struct store *store = NULL;
	int failures = 0;

	strcpy(place.folder, "/tmp/hometime-disk-XXXXXX");
	assert_non_null(mkdtemp(place.folder));
	snprintf(place.path, sizeof place.path, "%s/school.db", place.folder);
	assert_int_equal(store_open(&store, place.path, STORE_CREATE, place.why), 0);
	fault = with_fault;
	for_good = stays;
	for (int n = 1;; n++) {
		int64_t before = events(store);

		countdown = n;
		int err = add_event(store, n);
		bool reached = for_good ? countdown == 0 : countdown < 0;

		countdown = -1;
		if (err == 0) {
			assert_int_equal(events(store), before + 1);
		} else {
			assert_true(err == -ERR_IO || err == -ERR_FULL);
			assert_false(store_in_transaction(store));
			assert_int_equal(events(store), before);
			failures++;
		}
		// Mended, it goes on; and what the file says is what the next start reads.
		assert_int_equal(add_event(store, n), 0);
		before = events(store);
		store_close(store);
		assert_int_equal(store_open(&store, place.path, STORE_WRITE, place.why), 0);
		assert_int_equal(events(store), before);
		if (!reached)
			break;
	}
	print_message("%d places where the disk failed\n", failures);
	assert_true(failures >= 3);
	store_close(store);
	char command[128];

	snprintf(command, sizeof command, "rm -rf %s", place.folder);
	assert_int_equal(system(command), 0);
}

static void a_write_that_fails_leaves_nothing_and_the_next_commit_works(void **state)
{
	(void)state;
	every_write_fails_once(SQLITE_IOERR_WRITE, false);
}

static void a_disk_that_is_full_from_any_write_on_leaves_nothing(void **state)
{
	(void)state;
	every_write_fails_once(SQLITE_FULL, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_write_that_fails_leaves_nothing_and_the_next_commit_works),
		cmocka_unit_test(a_disk_that_is_full_from_any_write_on_leaves_nothing),
	};

	use_shim();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
