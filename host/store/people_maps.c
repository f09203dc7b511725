// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of people_map.
#include "store/people_maps.h"

#include "base/err.h"
#include "store/sql.h"

int people_map_put(
	struct store *store, const char *name, const char *map, struct wall_time at, int64_t by)
{
	return sql_run(store,
		"INSERT INTO people_map (name, map, at, by_person) VALUES (?, ?, ?, ?) "
		"ON CONFLICT (name) DO UPDATE SET map = excluded.map, at = excluded.at, "
		"by_person = excluded.by_person",
		"ttwi", name, map, at, by);
}

int people_map_remove(struct store *store, const char *name)
{
	int64_t there;
	int result = sql_one(store, &there, "SELECT 1 FROM people_map WHERE name = ?", "t", name);

	if (result < 0)
		return result;
	return sql_run(store, "DELETE FROM people_map WHERE name = ?", "t", name);
}

int people_map_get(struct store *store, const char *name, char out_map[PEOPLE_MAP_TEXT])
{
	sqlite3_stmt *rows;
	int result =
		sql_first(store, &rows, "SELECT map FROM people_map WHERE name = ?", "t", name);

	if (result == 0)
		sql_text(rows, 0, out_map, PEOPLE_MAP_TEXT);
	sql_end(rows);
	return result;
}

int people_map_each(struct store *store, int (*each)(void *arg, const char *name), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int result = sql_query(store, &rows, "SELECT name FROM people_map ORDER BY name", "");

	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		char name[PEOPLE_MAP_NAME];
		int answer;

		sql_text(rows, 0, name, sizeof(name));
		answer = each(arg, name);
		if (answer != 0) {
			sql_end(rows);
			return answer;
		}
		count++;
	}
	return result < 0 ? result : count;
}
