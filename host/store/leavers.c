// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of people who left.
#include "store/leavers.h"

#include "store/sql.h"

int leaver_list(struct store *store, const char *date, int64_t *out_people, int max)
{
	sqlite3_stmt *rows;
	int count = 0;
	int result = sql_query(store, &rows,
		"SELECT id FROM person WHERE left_on IS NOT NULL AND left_settled = 0 "
		"AND left_on <= ? LIMIT ?",
		"td", date, max);

	while (result >= 0 && (result = sql_next(store, rows)) == 1)
		out_people[count++] = sql_int(rows, 0);
	return result < 0 ? result : count;
}

int leaver_settled(struct store *store, int64_t person)
{
	return sql_run(store, "UPDATE person SET left_settled = 1 WHERE id = ?", "i", person);
}

int leaver_end_walkers(struct store *store, int64_t person, const char *date, struct wall_time at)
{
	int64_t count;
	int result = sql_one(store, &count,
		"SELECT count(*) FROM walker WHERE person = ? AND ended_at IS NULL "
		"AND until_date >= ?",
		"it", person, date);

	if (result == 0 && count > 0)
		result = sql_run(store,
			"UPDATE walker SET ended_at = ? WHERE person = ? AND ended_at IS NULL "
			"AND until_date >= ?",
			"wit", at, person, date);
	return result < 0 ? result : (int)count;
}

int walker_end_old(struct store *store, int64_t person, const char *date, struct wall_time at)
{
	int64_t count;
	int result = sql_one(store, &count,
		"SELECT count(*) FROM walker WHERE person = ?1 AND ended_at IS NULL "
		"AND until_date >= ?2 AND from_date < ?2",
		"it", person, date);

	if (result == 0 && count > 0)
		result = sql_run(store,
			"UPDATE walker SET ended_at = ?1 WHERE person = ?2 AND ended_at IS NULL "
			"AND until_date >= ?3 AND from_date < ?3",
			"wit", at, person, date);
	return result < 0 ? result : (int)count;
}

int leaver_end_clubs(struct store *store, int64_t person, const char *date)
{
	return sql_run(store,
		"UPDATE club_member SET until_date = max(?1, from_date) WHERE person = ?2 "
		"AND (until_date IS NULL OR until_date > ?1)",
		"ti", date, person);
}
