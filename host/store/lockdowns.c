// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of lock-downs.
#include "store/lockdowns.h"

#include "base/err.h"
#include "store/sql.h"

int64_t lockdown_add(struct store *store, const struct lockdown_row *l)
{
	return sql_insert(store,
		"INSERT INTO lockdown (bank, by_person, reason, at) VALUES (?, ?, ?, ?)", "nitw",
		l->bank, l->by, l->reason, l->at);
}

int lockdown_end(struct store *store, int64_t id, struct wall_time at, int64_t by)
{
	return sql_run(store, "UPDATE lockdown SET ended_at = ?, ended_by = ? WHERE id = ?", "wii",
		at, by, id);
}

int lockdown_each(
	struct store *store, int (*each)(void *arg, const struct lockdown_row *lockdown), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0, stop = 0;
	int err = sql_query(store, &rows,
		"SELECT id, bank, by_person, reason, at FROM lockdown WHERE ended_at IS NULL "
		"ORDER BY coalesce(bank, 0)",
		"");

	while (err >= 0 && stop == 0 && (err = sql_next(store, rows)) == 1) {
		struct lockdown_row row = {.id = sql_int(rows, 0),
			.bank = sql_int(rows, 1),
			.by = sql_int(rows, 2),
			.at = sql_wall(rows, 4)};

		sql_text(rows, 3, row.reason, sizeof row.reason);
		stop = each(arg, &row);
		count++;
	}
	sql_end(rows);
	return err < 0 ? err : stop ? stop : count;
}
