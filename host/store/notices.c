// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of notices.
#include "store/notices.h"

#include <sqlite3.h>

#include "base/err.h"
#include "store/internal.h"
#include "store/sql.h"

#define COLUMNS                                                                                    \
	"id, person, incident, override, hold, to_person, done_by, role, kind, text, at, due_at, " \
	"hr_at, done_at"

int64_t notice_add(struct store *store, const struct notice_row *notice)
{
	return sql_insert(store,
		"INSERT INTO notice (role, kind, person, at, text, due_at, incident, override, "
		"hold, to_person) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"ttnwtmnnnn", notice->role, notice->kind, notice->person, notice->at, notice->text,
		notice->due, notice->incident, notice->override, notice->hold, notice->to);
}

static void read_row(sqlite3_stmt *rows, struct notice_record *out)
{
	*out = (struct notice_record){.id = sql_int(rows, 0),
		.person = sql_int(rows, 1),
		.incident = sql_int(rows, 2),
		.override = sql_int(rows, 3),
		.hold = sql_int(rows, 4),
		.to = sql_int(rows, 5),
		.done_by = sql_int(rows, 6),
		.at = sql_wall(rows, 10),
		.due = sql_wall(rows, 11),
		.hr_at = sql_wall(rows, 12),
		.done_at = sql_wall(rows, 13)};
	sql_text(rows, 7, out->role, sizeof out->role);
	sql_text(rows, 8, out->kind, sizeof out->kind);
	sql_text(rows, 9, out->text, sizeof out->text);
}

int notice_get(struct store *store, int64_t id, struct notice_record *out_notice)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows, "SELECT " COLUMNS " FROM notice WHERE id = ?", "i", id);

	if (err == 0)
		read_row(rows, out_notice);
	sql_end(rows);
	return err;
}

// Each row of a query that began with got; the count, or what stopped it.
static int tell_each(struct store *store, sqlite3_stmt *rows, int got,
	int (*each)(void *arg, const struct notice_record *notice), void *arg)
{
	struct notice_record row;
	int count = 0;

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		read_row(rows, &row);
		count++;
		int stop = each(arg, &row);

		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
	}
	return got < 0 ? got : count;
}

int notice_each(struct store *store, bool done, int64_t before,
	int (*each)(void *arg, const struct notice_record *notice), void *arg)
{
	sqlite3_stmt *rows;
	int got;

	if (done)
		got = sql_query(store, &rows,
			"SELECT " COLUMNS " FROM notice WHERE done_at IS NOT NULL AND id < ? "
			"ORDER BY id DESC LIMIT ?",
			"id", before, NOTICE_ROWS);
	else
		got = sql_query(store, &rows,
			"SELECT " COLUMNS " FROM notice WHERE done_at IS NULL ORDER BY at, id", "");
	return tell_each(store, rows, got, each, arg);
}

int notice_done(struct store *store, int64_t id, struct wall_time at, int64_t by, bool hr)
{
	struct wall_time hr_at = {hr ? at.ms : 0};
	int err = sql_run(store,
		"UPDATE notice SET done_at = ?, done_by = ?, hr_at = coalesce(?, hr_at) "
		"WHERE id = ? AND done_at IS NULL",
		"wimi", at, by, hr_at, id);

	if (err == 0 && sqlite3_changes(store->db) == 0)
		err = -ERR_NOT_FOUND;
	return err;
}

int notice_each_of_incident(struct store *store, int64_t incident,
	int (*each)(void *arg, const struct notice_record *notice), void *arg)
{
	sqlite3_stmt *rows;
	int got = sql_query(store, &rows,
		"SELECT " COLUMNS " FROM notice WHERE incident = ? ORDER BY id", "i", incident);

	return tell_each(store, rows, got, each, arg);
}

int notice_open_about(struct store *store, const char *role, const char *kind, int64_t person,
	struct wall_time since)
{
	int64_t count = 0;
	int err = sql_one(store, &count,
		"SELECT count(*) FROM notice WHERE role = ? AND at >= ? AND done_at IS NULL "
		"AND kind = ? AND person = ?",
		"twti", role, since, kind, person);

	return err < 0 ? err : (int)count;
}

int notice_open_of_incident(struct store *store, int64_t incident, const char *kind)
{
	int64_t count = 0;
	int err = sql_one(store, &count,
		"SELECT count(*) FROM notice WHERE incident = ?1 AND done_at IS NULL "
		"AND (?2 IS NULL OR kind = ?2)",
		"it", incident, kind);

	return err < 0 ? err : (int)count;
}

int notice_done_of_incident(
	struct store *store, int64_t incident, const char *kind, struct wall_time at, int64_t by)
{
	return sql_run(store,
		"UPDATE notice SET done_at = ?, done_by = ? WHERE incident = ? AND kind = ? "
		"AND done_at IS NULL",
		"wiit", at, by, incident, kind);
}
