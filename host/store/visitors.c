// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of visits at reception.
#include "store/visitors.h"

#include <stdio.h>

#include "base/err.h"
#include "store/internal.h"
#include "store/sql.h"

#define COLUMNS "SELECT id, person, about, in_at FROM sign_in WHERE out_at IS NULL"

static void read_row(sqlite3_stmt *rows, struct visitor_row *row)
{
	*row = (struct visitor_row){
		.id = sql_int(rows, 0), .person = sql_int(rows, 1), .in_at = sql_wall(rows, 3)};
	sql_text(rows, 2, row->about, sizeof row->about);
}

int64_t visitor_in(
	struct store *store, int64_t person, const char *about, struct wall_time at, int64_t by)
{
	return sql_insert(store,
		"INSERT INTO sign_in (person, about, in_at, in_by) VALUES (?, ?, ?, ?)", "itwi",
		person, about, at, by);
}

int visitor_out(struct store *store, int64_t person, struct wall_time at, int64_t by)
{
	int err = sql_run(store,
		"UPDATE sign_in SET out_at = ?, out_by = ? WHERE person = ? AND out_at IS NULL",
		"wii", at, by, person);

	return err == 0 && sqlite3_changes(store->db) == 0 ? -ERR_NOT_FOUND : err;
}

int visitor_find(struct store *store, int64_t person, struct visitor_row *out_visitor)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows, COLUMNS " AND person = ?", "i", person);

	if (err == 0)
		read_row(rows, out_visitor);
	sql_end(rows);
	return err;
}

int visitor_each(
	struct store *store, int (*each)(void *arg, const struct visitor_row *visitor), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows, COLUMNS " ORDER BY in_at, id", "");

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		struct visitor_row row;

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

int visitor_known(struct store *store, const char *given, const char *family, const char *category,
	struct person_record *out_person)
{
	int64_t count = 0, id = 0;
	int err = sql_one(store, &count,
		"SELECT count(*) FROM person WHERE family = ? AND given = ? AND category = ?"
		" AND left_on IS NULL",
		"ttt", family, given, category);

	if (err < 0 || count != 1)
		return err < 0 ? err : count ? -ERR_EXISTS : -ERR_NOT_FOUND;
	err = sql_one(store, &id,
		"SELECT id FROM person WHERE family = ? AND given = ? AND category = ?"
		" AND left_on IS NULL",
		"ttt", family, given, category);
	return err < 0 ? err : person_get(store, id, out_person);
}

int visitor_reference(struct store *store, char out_ref[PERSON_REF])
{
	int64_t last = 0;
	int err = sql_one(store, &last,
		"SELECT max(CAST(substr(ref, 2) AS INTEGER)) FROM person WHERE ref GLOB 'V[1-9]*'"
		" AND NOT substr(ref, 2) GLOB '*[^0-9]*'",
		"");

	snprintf(out_ref, PERSON_REF, "V%lld", (long long)last + 1);
	return err;
}

int visitor_each_left_behind(struct store *store, int (*each)(void *arg, int64_t person), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows,
		"SELECT DISTINCT p.id FROM custody c INDEXED BY one_custody_a_device CROSS JOIN"
		" person p ON p.id = c.person WHERE c.ended_at IS NULL AND c.kind <> 'loan'"
		" AND p.category IN ('visitor', 'contractor', 'parent') AND NOT EXISTS"
		" (SELECT 1 FROM sign_in s WHERE s.person = p.id AND s.out_at IS NULL)",
		"");

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		int stop = each(arg, sql_int(rows, 0));

		count++;
		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
	}
	return got < 0 ? got : count;
}
