// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the open custodies, wherever they lie.
#include "store/care.h"
#include "store/sql.h"

int care_each(
	struct store *store, int (*each)(void *arg, const struct custody_row *custody), void *arg)
{
	struct custody_row custody;
	sqlite3_stmt *rows;
	int count = 0;
	int err = sql_query(store, &rows,
		"SELECT id FROM custody WHERE ended_at IS NULL"
		" ORDER BY bank IS NULL, bank, door, safe, envelope, id",
		"");

	while (err == 0 && (err = sql_next(store, rows)) == 1) {
		err = custody_get(store, sql_int(rows, 0), &custody);
		if (err == 0)
			err = each(arg, &custody);
		count++;
	}
	sql_end(rows);
	return err != 0 ? err : count;
}
