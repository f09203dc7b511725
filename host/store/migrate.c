// SPDX-License-Identifier: GPL-3.0-or-later
// Forward only, one transaction a step; the version lies in the file's header and rolls back with
// it.
#include "store/migrations.h"

#include <sqlite3.h>
#include <stdio.h>

#include "base/err.h"

static int user_version(sqlite3 *db)
{
	sqlite3_stmt *rows;
	int version = -1;

	if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &rows, NULL) != SQLITE_OK)
		return -1;
	if (sqlite3_step(rows) == SQLITE_ROW)
		version = sqlite3_column_int(rows, 0);
	sqlite3_finalize(rows);
	return version;
}

static int run(sqlite3 *db, const char *sql, char *why)
{
	int result = sqlite3_exec(db, sql, NULL, NULL, NULL);

	if (result == SQLITE_OK)
		return 0;
	snprintf(why, STORE_WHY, "the database could not be brought up to date: %s",
		sqlite3_errmsg(db));
	return (result & 0xff) == SQLITE_FULL ? -ERR_FULL : -ERR_IO;
}

// A table that was rebuilt is referred to by others: nothing may point into the void afterwards.
static int check_references(sqlite3 *db, int version, char *why)
{
	sqlite3_stmt *rows;
	int result = sqlite3_prepare_v2(db, "PRAGMA foreign_key_check", -1, &rows, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(rows);
	sqlite3_finalize(rows);
	if (result == SQLITE_DONE)
		return 0;
	snprintf(why, STORE_WHY,
		"the database could not be brought up to version %d: a row refers to one that is "
		"not there",
		version);
	return -ERR_FORMAT;
}

static int step(sqlite3 *db, int version, char *why)
{
	char marks[96];
	int err = run(db, "BEGIN EXCLUSIVE", why);

	snprintf(marks, sizeof marks,
		"PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
		STORE_APPLICATION_ID, version);
	if (err == 0)
		err = run(db, migrations[version - 1], why);
	if (err == 0)
		err = check_references(db, version, why);
	if (err == 0)
		err = run(db, marks, why);
	if (err < 0)
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return err;
}

int migrate(struct sqlite3 *db, const char *path, char why[STORE_WHY])
{
	int version = user_version(db);
	int err = 0;

	if (version > 0 && version < migration_count) {
		char *copy = sqlite3_mprintf("VACUUM INTO '%q.before-%d'", path, migration_count);

		err = copy ? run(db, copy, why) : -ERR_NO_MEMORY;
		sqlite3_free(copy);
	}
	// To rebuild a table is to drop one that others refer to; what they refer to is checked at
	// the end of each step. The pragma does nothing inside a transaction.
	if (err == 0)
		err = run(db, "PRAGMA foreign_keys = OFF", why);
	while (err == 0 && version < migration_count)
		err = step(db, ++version, why);
	int on = run(db, "PRAGMA foreign_keys = ON", why);

	return err < 0 ? err : on;
}
