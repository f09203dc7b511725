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

// A tenth of the events is a custody, with two decisions and two intents: a hand-in and a collection
// are ten events (asked, accepted, opened, inside, closed, and the same the other way).
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

void rows_copy(const char *from, const char *to)
{
	char beside[512];
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
	snprintf(beside, sizeof beside, "%s-wal", to);
	unlink(beside);
	snprintf(beside, sizeof beside, "%s-shm", to);
	unlink(beside);
}

double rows_group_rate(const char *folder, int64_t for_ns)
{
	static sqlite3 *db;
	static int64_t row;
	char path[512];
	int64_t from, now;
	unsigned commits = 0;

	if (!db) {
		snprintf(path, sizeof path, "%s/groups.db", folder);
		db = open_rows(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
		run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
			"CREATE TABLE IF NOT EXISTS ev (id INTEGER PRIMARY KEY, ts INTEGER,"
			" person INTEGER, door INTEGER, kind INTEGER, verdict INTEGER)");
	}
	sqlite3_stmt *insert;

	sqlite3_prepare_v2(db, "INSERT INTO ev (ts, person, door, kind, verdict) VALUES (?1, ?1 % 600,"
			       " ?1 % 100, 1, 1)",
		-1, &insert, NULL);
	for (from = now = bench_now_ns(); now - from < for_ns; now = bench_now_ns()) {
		run(db, "BEGIN IMMEDIATE");
		for (unsigned i = 0; i < 8; i++) {
			sqlite3_bind_int64(insert, 1, ++row);
			sqlite3_step(insert);
			sqlite3_reset(insert);
		}
		run(db, "COMMIT");
		commits++;
	}
	sqlite3_finalize(insert);
	return commits / ((double)(now - from) / 1e9);
}
