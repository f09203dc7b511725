// SPDX-License-Identifier: GPL-3.0-or-later
// From the card to the committed rows, beside a commit of one row of the floor's table on the same
// disk, taken in turns. Prints; the gates are bench/'s, on the whole program.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "rig.h"

#define TAPS 400

static double us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static sqlite3 *open_floor(struct rig *r, sqlite3_stmt **look, sqlite3_stmt **insert)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof path, "%s/floor.db", r->folder);
	sqlite3_open(path, &db);
	sqlite3_exec(db,
		"PRAGMA journal_mode = wal; PRAGMA synchronous = full;"
		"CREATE TABLE person (token TEXT PRIMARY KEY, id INTEGER, door INTEGER) WITHOUT "
		"ROWID;"
		"CREATE TABLE ev (id INTEGER PRIMARY KEY, ts INTEGER, person INTEGER, door "
		"INTEGER, kind INTEGER,"
		" verdict INTEGER); INSERT INTO person VALUES ('04000001', 1, 1)",
		NULL, NULL, NULL);
	sqlite3_prepare_v2(
		db, "SELECT id, door FROM person WHERE token = '04000001'", -1, look, NULL);
	sqlite3_prepare_v2(db,
		"INSERT INTO ev (ts, person, door, kind, verdict) VALUES (1, 2, 3, 1, 1)", -1,
		insert, NULL);
	return db;
}

static double time_floor(sqlite3_stmt *look, sqlite3_stmt *insert)
{
	double t = us();

	sqlite3_step(look);
	sqlite3_reset(look);
	sqlite3_step(insert);
	sqlite3_reset(insert);
	return us() - t;
}

static double time_tap(struct rig *r)
{
	double t = us();

	rig_begin(r);
	assert_int_equal(custody_card(r->c, r->now, 1, "0400000D"), 0);
	assert_int_equal(store_commit(r->store), 0);
	return us() - t;
}

static void a_taps_rows_beside_one_row(void **state)
{
	struct rig *r = rig_make(NULL);
	static double tap[TAPS], floor_us[TAPS];
	sqlite3_stmt *look, *insert;
	sqlite3 *floor_db = open_floor(r, &look, &insert);

	(void)state;
	for (int i = 0; i < TAPS; i++) {
		// Whoever goes second finds the disk awake: they take turns at that too.
		if (i % 2)
			floor_us[i] = time_floor(look, insert);
		tap[i] = time_tap(r);
		if (i % 2 == 0)
			floor_us[i] = time_floor(look, insert);
		assert_int_equal(rig_end(r, store_begin(r->store)), 0);
		// The rest of the teacher's hand-in or collection, untimed.
		int door = r->last_door;

		if (r->doors[0][door - 1].device_of)
			rig_take(r, 1, door);
		else
			rig_put(r, 1, door, TEACHER);
		rig_shut(r, 1, door);
		rig_clock(r, "2026-11-23T17:00");
	}
	assert_int_equal(r->unlocks, TAPS);
	qsort(tap, TAPS, sizeof *tap, order);
	qsort(floor_us, TAPS, sizeof *floor_us, order);
	print_message(
		"hot tap p50 %.0f us, p99 %.0f us; one row p50 %.0f us, p99 %.0f us; ratio %.2f\n",
		tap[TAPS / 2], tap[TAPS * 99 / 100], floor_us[TAPS / 2], floor_us[TAPS * 99 / 100],
		tap[TAPS / 2] / floor_us[TAPS / 2]);
	sqlite3_finalize(look);
	sqlite3_finalize(insert);
	sqlite3_close(floor_db);
	rig_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_taps_rows_beside_one_row)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
