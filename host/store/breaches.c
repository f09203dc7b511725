// SPDX-License-Identifier: GPL-3.0-or-later
// Breaches as rows.
#include "base/err.h"
#include "store/permissions.h"
#include "store/sql.h"

#define BREACH_COLUMNS "id, person, rule, at, state, outcome, happened_at, disciplinary"

static const char *const breach_states[] = {"reported", "under investigation", "closed", NULL};

int64_t breach_add(struct store *store, int64_t person, const char *rule, struct wall_time at)
{
	return sql_insert(store,
		"INSERT INTO breach (person, rule, at, state) VALUES (?, ?, ?, 'reported')", "itw",
		person, rule, at);
}

static int read_breach(sqlite3_stmt *rows, struct breach_record *out)
{
	int state = sql_word(rows, 4, breach_states);

	*out = (struct breach_record){.id = sql_int(rows, 0),
		.person = sql_int(rows, 1),
		.at = sql_wall(rows, 3),
		.happened_at = sql_wall(rows, 6),
		.state = state < 0 ? BREACH_REPORTED : (enum breach_state)state,
		.disciplinary = sql_int(rows, 7) != 0};
	sql_text(rows, 2, out->rule, sizeof(out->rule));
	sql_text(rows, 5, out->outcome, sizeof(out->outcome));
	return state < 0 ? state : 0;
}

int breach_get(struct store *store, int64_t id, struct breach_record *out_breach)
{
	struct breach_record read;
	sqlite3_stmt *rows;
	int result = sql_first(
		store, &rows, "SELECT " BREACH_COLUMNS " FROM breach WHERE id = ?", "i", id);

	if (result == 0)
		result = read_breach(rows, &read);
	sql_end(rows);
	if (result == 0)
		*out_breach = read;
	return result;
}

int breach_told_put(struct store *store, int64_t id, int64_t by, struct wall_time happened_at)
{
	return sql_run(store, "UPDATE breach SET by_person = ?, happened_at = ? WHERE id = ?",
		"nmi", by, happened_at, id);
}

int breach_state_put(struct store *store, int64_t id, enum breach_state state, const char *outcome,
	bool disciplinary, int64_t by)
{
	bool closed = state == BREACH_CLOSED;

	return sql_run(store,
		"UPDATE breach SET state = ?, outcome = ?, disciplinary = ?, closed_by = ? "
		"WHERE id = ?",
		"ttdni", breach_states[state], closed ? outcome : NULL,
		(int)(closed && disciplinary), closed ? by : 0, id);
}

int breach_each(struct store *store, bool closed,
	int (*each)(void *arg, const struct breach_record *breach), void *arg)
{
	struct breach_record breach;
	sqlite3_stmt *rows;
	int count = 0, got;

	if (closed)
		got = sql_query(store, &rows,
			"SELECT " BREACH_COLUMNS " FROM breach ORDER BY id DESC LIMIT 500", "");
	else
		got = sql_query(store, &rows,
			"SELECT " BREACH_COLUMNS " FROM breach WHERE state <> 'closed' "
			"ORDER BY at, id",
			"");
	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		int stop = read_breach(rows, &breach);

		if (stop == 0)
			stop = each(arg, &breach);
		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
		count++;
	}
	return got < 0 ? got : count;
}
