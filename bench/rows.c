// SPDX-License-Identifier: GPL-3.0-or-later
// SQL typed at the same library that the program uses.
#include "rows.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "samples.h"

static sqlite3 *open_rows(const char *database, int flags)
{
	sqlite3 *db;

	if (sqlite3_open_v2(database, &db, flags, NULL) != SQLITE_OK)
		bench_give_up("cannot open %s", database);
	sqlite3_busy_timeout(db, 5000);
	return db;
}

static void run(sqlite3 *db, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		bench_give_up("%s: %s", sql, why);
}

static int64_t number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *row;
	int64_t value = 0;
	int got = sqlite3_prepare_v2(db, sql, -1, &row, NULL);

	if (got == SQLITE_OK) {
		got = sqlite3_step(row);
		value = got == SQLITE_ROW ? sqlite3_column_int64(row, 0) : 0;
	}
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		bench_give_up("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_finalize(row);
	return value;
}

int64_t rows_number(const char *database, const char *sql)
{
	sqlite3 *db = open_rows(database, SQLITE_OPEN_READWRITE);
	int64_t value = number(db, sql);

	sqlite3_close(db);
	return value;
}

void rows_run(const char *database, const char *sql)
{
	sqlite3 *db = open_rows(database, SQLITE_OPEN_READWRITE);

	run(db, sql);
	sqlite3_close(db);
}

// A tenth of the events is a custody, with two decisions and two intents: a hand-in and a
// collection are ten events (asked, accepted, opened, inside, closed, and the same the other way).
void rows_fill(const char *database, int64_t events)
{
	static const char fill[] =
		"CREATE TEMP TABLE who AS SELECT row_number() OVER () - 1 AS n, id FROM person"
		" WHERE category = 'staff';"
		"CREATE UNIQUE INDEX temp.who_n ON who (n);"
		"CREATE TEMP TABLE facts AS SELECT (SELECT count(*) FROM who) AS people,"
		" (SELECT coalesce(max(seq), 0) FROM event) AS seq,"
		" (SELECT coalesce(max(id), 0) FROM custody) AS c,"
		" (SELECT coalesce(max(id), 0) FROM decision) AS d,"
		" (SELECT coalesce(max(id), 0) FROM intent) AS i,"
		" (SELECT min(at) FROM event) AS at, (SELECT min(id) FROM bank) AS bank;"
		"INSERT INTO device (person, kind, owner) SELECT id, 'phone', 'personal' FROM who"
		" WHERE NOT EXISTS (SELECT 1 FROM device WHERE person = who.id);"
		"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n"
		" WHERE k < :events / 10)"
		" INSERT INTO custody (id, device, person, kind, bank, door, began_at, began_how,"
		" ended_at, ended_how)"
		" SELECT c + k, (SELECT min(id) FROM device WHERE person = who.id), who.id,"
		" 'deposit', bank, 1 + k % 8, at - 1000 * k, 'seen', at - 1000 * k + 500, 'seen'"
		" FROM n, facts, who WHERE who.n = k % people;"
		"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n"
		" WHERE k < :events / 5)"
		" INSERT INTO decision (id, at, person, bank, action, place, outcome, rule, say)"
		" SELECT d + k, at - 500 * k, who.id, bank,"
		" CASE k % 2 WHEN 0 THEN 'hand-in' ELSE 'collect' END, 'locker', 'allow', 'RP-5',"
		" 'Collect your phone.' FROM n, facts, who WHERE who.n = k % people;"
		"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n"
		" WHERE k < :events / 5)"
		" INSERT INTO intent (id, kind, person, bank, door, custody, decision, asked_at,"
		" pulses, accepted_at, opened_at, moved_at, closed_at, ended_at, ended_as)"
		" SELECT i + k, CASE k % 2 WHEN 0 THEN 'hand-in' ELSE 'collect' END, who.id, bank,"
		" 1 + k % 8, c + (k + 1) / 2, d + k, at - 500 * k, 1, at, at, at, at, at, 'settled'"
		" FROM n, facts, who WHERE who.n = k % people;"
		"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n"
		" WHERE k < :events)"
		" INSERT INTO event (seq, at, kind, person, bank, door, custody, facts, hash)"
		" SELECT seq + k, at, 'asked', who.id, bank, 1 + k % 8, c + 1 + k / 10,"
		" '{\"intent\":1,\"decision\":1,\"rule\":\"RP-5\",\"beside\":\"\"}',"
		" randomblob(32) FROM n, facts, who WHERE who.n = k % people;";
	sqlite3 *db = open_rows(database, SQLITE_OPEN_READWRITE);
	const char *rest = fill;

	run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;"
		"PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF; BEGIN");
	events -= number(db, "SELECT count(*) FROM event");
	while (*rest && events > 0) {
		sqlite3_stmt *statement;

		if (sqlite3_prepare_v2(db, rest, -1, &statement, &rest) != SQLITE_OK)
			bench_give_up("history: %s", sqlite3_errmsg(db));
		sqlite3_bind_int64(statement, 1, events);
		if (sqlite3_step(statement) != SQLITE_DONE)
			bench_give_up("history: %s", sqlite3_errmsg(db));
		sqlite3_finalize(statement);
	}
	run(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous = FULL");
	sqlite3_close(db);
}

static void copy_file(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct stat size;

	if (in < 0 || out < 0 || fstat(in, &size) != 0)
		bench_give_up("cannot copy %s to %s", from, to);
	for (off_t left = size.st_size; left > 0;) {
		ssize_t sent = sendfile(out, in, NULL, (size_t)left);

		if (sent <= 0)
			bench_give_up("cannot copy %s to %s", from, to);
		left -= sent;
	}
	close(in);
	close(out);
}

void rows_copy(const char *from, const char *to)
{
	char beside[512];

	snprintf(beside, sizeof beside, "%s-wal", to);
	unlink(beside);
	snprintf(beside, sizeof beside, "%s-shm", to);
	unlink(beside);
	copy_file(from, to);
}

void rows_copy_with_log(const char *from, const char *to)
{
	char log[512], beside[512];

	rows_copy(from, to);
	snprintf(log, sizeof log, "%s-wal", from);
	snprintf(beside, sizeof beside, "%s-wal", to);
	if (access(log, F_OK) == 0)
		copy_file(log, beside);
}

static sqlite3 *open_durable(const char *path)
{
	sqlite3 *db = open_rows(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);

	run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
	return db;
}

// Prepares every statement of `sql`; returns how many.
static unsigned prepare_all(sqlite3 *db, const char *sql, sqlite3_stmt **statements)
{
	unsigned count = 0;

	while (*sql) {
		if (sqlite3_prepare_v2(db, sql, -1, &statements[count++], &sql) != SQLITE_OK)
			bench_give_up("%s: %s", sql, sqlite3_errmsg(db));
	}
	return count;
}

// Runs `sql`, its parameter a new number each time, `repeat` times a commit.
static double commit_rate(sqlite3 *db, const char *sql, unsigned repeat, int64_t for_ns)
{
	sqlite3_stmt *statements[16];
	unsigned count = prepare_all(db, sql, statements), commits = 0;
	int64_t from = bench_now_ns(), now = from;

	for (; now - from < for_ns; now = bench_now_ns()) {
		run(db, "BEGIN IMMEDIATE");
		for (unsigned i = 0; i < repeat * count; i++) {
			sqlite3_stmt *statement = statements[i % count];

			sqlite3_bind_int64(statement, 1, (int64_t)commits * repeat + i / count);
			if (sqlite3_step(statement) != SQLITE_DONE)
				bench_give_up("%s", sqlite3_errmsg(db));
			sqlite3_reset(statement);
		}
		run(db, "COMMIT");
		commits++;
	}
	for (unsigned i = 0; i < count; i++)
		sqlite3_finalize(statements[i]);
	return commits / ((double)(now - from) / 1e9);
}

double rows_group_rate(const char *folder, int64_t for_ns)
{
	char path[512];

	snprintf(path, sizeof path, "%s/groups.sqlite", folder);
	sqlite3 *db = open_durable(path);

	run(db, "CREATE TABLE IF NOT EXISTS ev (id INTEGER PRIMARY KEY, ts INTEGER,"
		" person INTEGER, door INTEGER, kind INTEGER, verdict INTEGER)");
	double rate = commit_rate(db,
		"INSERT INTO ev (ts, person, door, kind, verdict) VALUES (?1, ?1 % 600, ?1 % 100,"
		" 1, 1)",
		8, for_ns);

	sqlite3_close(db);
	return rate;
}

#define EVENT(kind)                                                                                \
	"INSERT INTO event (at, kind, person, bank, door, custody, facts, hash) VALUES (?1, "      \
	"'" kind "', 2 + ?1 % 600, 1 + ?1 % 8, 1 + ?1 % 24, ?1,"                                   \
	" '{\"intent\":1,\"decision\":1,\"rule\":\"RP-5\",\"beside\":\"\"}', zeroblob(32));"

double rows_tap_rate(const char *copy, int64_t for_ns)
{
	sqlite3 *db = open_durable(copy);

	run(db, "PRAGMA foreign_keys = OFF; DELETE FROM custody; DELETE FROM intent");
	double rate = commit_rate(db,
		"INSERT INTO decision (at, person, bank, action, place, outcome, rule, say)"
		" VALUES (?1, 2 + ?1 % 600, 1, 'collect', 'locker', 'allow', 'RP-5',"
		" 'Collect your phone.');"
		"INSERT INTO intent (kind, person, bank, door, asked_at)"
		" VALUES ('collect', 2 + ?1 % 600, 1 + ?1 % 8, 1 + ?1 % 24, ?1);" EVENT(
			"asked") "UPDATE intent SET accepted_at = ?1, pulses = 1 WHERE id ="
				 " (SELECT max(id) FROM intent);" EVENT("accepted") EVENT(
					 "opened") "INSERT INTO custody (device, person, kind, "
						   "bank, door, began_at, began_how)"
						   " VALUES (?1, 2 + ?1 % 600, 'deposit', 1 + ?1 % "
						   "8, 1 + ?1 % 24, ?1, 'seen');" EVENT(
							   "custody") "UPDATE custody SET ended_at "
								      "= ?1, ended_how = 'seen' "
								      "WHERE id ="
								      " (SELECT max(id) FROM "
								      "custody);"
								      "UPDATE intent SET ended_at "
								      "= ?1, ended_as = 'settled' "
								      "WHERE id ="
								      " (SELECT max(id) FROM "
								      "intent);"
								      "UPDATE door SET rested_at = "
								      "?1 WHERE bank = 1 + ?1 % 8 "
								      "AND number = 1 + ?1 % "
								      "24;" EVENT("closed"),
		1, for_ns);

	sqlite3_close(db);
	return rate;
}
