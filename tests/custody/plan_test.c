// SPDX-License-Identifier: GPL-3.0-or-later
// A tap looks everything up by an index, whatever the tap is: SQLite itself counts the rows it
// walked over without one.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "rig.h"
#include "store/internal.h"

// Rows passed in full scans since the last call, by all statements that were run.
static int scanned(struct rig *r, const char **out_sql)
{
	int most = 0;

	for (sqlite3_stmt *s = sqlite3_next_stmt(r->store->db, NULL); s;
		s = sqlite3_next_stmt(r->store->db, s)) {
		int rows = sqlite3_stmt_status(s, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);

		if (rows > most) {
			most = rows;
			*out_sql = sqlite3_sql(s);
		}
	}
	return most;
}

static void check(struct rig *r, const char *what)
{
	const char *sql = "";
	int rows = scanned(r, &sql);

	if (rows > 0)
		fail_msg("%s walked %d rows: %s", what, rows, sql);
}

static void no_tap_walks_through_a_table(void **state)
{
	struct rig *r = rig_make(NULL);
	const char *sql;

	(void)state;
	// Each once before, so that the first use of anything is over.
	rig_hand_in(r, 1, 1);
	rig_clock(r, "15:20");
	rig_collect(r, 1, 1);
	rig_clock(r, "2026-11-24T08:40");
	scanned(r, &sql);
	rig_tap(r, 1, 1);
	check(r, "a hand-in");
	rig_put(r, 1, r->last_door, 1);
	rig_shut(r, 1, r->last_door);
	check(r, "an observation");
	rig_clock(r, "14:50");
	rig_tap(r, 1, 1);
	check(r, "a refusal");
	rig_clock(r, "15:20");
	rig_collect(r, 1, 1);
	check(r, "a collection");
	rig_tap(r, 1, 1);
	check(r, "a tap after collecting");
	rig_tap_uid(r, 1, "04FFFFFF");
	check(r, "an unknown card");
	print_message("%d of %d statements prepared\n", r->store->cached, SQL_STATEMENTS);
	assert_true(r->store->cached < SQL_STATEMENTS / 2);
	rig_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(no_tap_walks_through_a_table)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
