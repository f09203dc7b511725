// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of clubs, their members, and the days they are off.
#include "store/clubs.h"

#include <stdio.h>

#include "base/err.h"
#include "store/sql.h"

int64_t club_add(struct store *store, const struct club_record *club)
{
	return sql_insert(store,
		"INSERT INTO club (name, weekdays, from_date, until_date, ends) "
		"VALUES (?, ?, ?, ?, ?)",
		"tdttt", club->name, (int)club->weekdays, club->from, club->until, club->ends);
}

static void read_club(sqlite3_stmt *rows, struct club_record *out)
{
	out->id = sql_int(rows, 0);
	sql_text(rows, 1, out->name, sizeof(out->name));
	out->weekdays = (uint8_t)sql_int(rows, 2);
	sql_text(rows, 3, out->from, sizeof(out->from));
	sql_text(rows, 4, out->until, sizeof(out->until));
	sql_text(rows, 5, out->ends, sizeof(out->ends));
	out->members = (int)sql_int(rows, 6);
}

int club_find(struct store *store, const char *name, struct club_record *out_club)
{
	sqlite3_stmt *rows;
	int result = sql_first(store, &rows,
		"SELECT id, name, weekdays, from_date, until_date, ends, 0 FROM club WHERE name = "
		"?",
		"t", name);

	if (result == 0)
		read_club(rows, out_club);
	sql_end(rows);
	return result;
}

int club_set_until(struct store *store, int64_t club, const char *until)
{
	return sql_run(store, "UPDATE club SET until_date = max(?, from_date) WHERE id = ?", "ti",
		until, club);
}

int club_each(struct store *store, const char *date,
	int (*each)(void *arg, const struct club_record *club), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int result = sql_query(store, &rows,
		"SELECT id, name, weekdays, from_date, until_date, ends, "
		"(SELECT count(*) FROM club_member m WHERE m.club = club.id AND m.from_date <= ?1 "
		"AND coalesce(m.until_date > ?1, 1)) FROM club WHERE until_date >= ?1 "
		"ORDER BY name",
		"t", date);

	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		struct club_record club;
		int answer;

		read_club(rows, &club);
		answer = each(arg, &club);
		if (answer != 0) {
			sql_end(rows);
			return answer;
		}
		count++;
	}
	return result < 0 ? result : count;
}

static int is_member(struct store *store, int64_t club, int64_t person, const char *date)
{
	int64_t there;

	return sql_one(store, &there,
		"SELECT 1 FROM club_member WHERE person = ? AND club = ? "
		"AND coalesce(until_date > ?, 1) LIMIT 1",
		"iit", person, club, date);
}

int club_join(struct store *store, int64_t club, int64_t person, const char *from)
{
	int result = is_member(store, club, person, from);

	if (result != -ERR_NOT_FOUND)
		return result < 0 ? result : -ERR_EXISTS;
	return sql_run(store, "INSERT INTO club_member (person, club, from_date) VALUES (?, ?, ?)",
		"iit", person, club, from);
}

int club_leave(struct store *store, int64_t club, int64_t person, const char *until)
{
	int result = is_member(store, club, person, until);

	if (result < 0)
		return result;
	return sql_run(store,
		"UPDATE club_member SET until_date = max(?1, from_date) WHERE person = ?2 "
		"AND club = ?3 AND coalesce(until_date > ?1, 1)",
		"tii", until, person, club);
}

int club_members(struct store *store, int64_t club, const char *date,
	int (*each)(void *arg, const char *ref, const char *name), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int result = sql_query(store, &rows,
		"SELECT p.ref, p.given || ' ' || p.family "
		"FROM club_member m JOIN person p ON p.id = m.person "
		"WHERE m.club = ?1 AND m.from_date <= ?2 AND coalesce(m.until_date > ?2, 1) "
		"ORDER BY p.family, p.given, p.id",
		"it", club, date);

	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		char ref[PERSON_REF], name[2 * PERSON_NAME];
		int answer;

		sql_text(rows, 0, ref, sizeof(ref));
		sql_text(rows, 1, name, sizeof(name));
		answer = each(arg, ref, name);
		if (answer != 0) {
			sql_end(rows);
			return answer;
		}
		count++;
	}
	return result < 0 ? result : count;
}

int club_off(struct store *store, int64_t club, const char *date, bool off)
{
	if (off)
		return sql_run(store,
			"INSERT INTO club_off (club, date) VALUES (?, ?) ON CONFLICT DO NOTHING",
			"it", club, date);
	return sql_run(store, "DELETE FROM club_off WHERE club = ? AND date = ?", "it", club, date);
}
