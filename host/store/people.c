// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of people and of what the register knows about them.
#include "store/people.h"

#include <string.h>

#include "base/err.h"
#include "store/sql.h"

#define PERSON_COLUMNS "id, ref, given, family, category, year, class, left_on"

static void read_person(sqlite3_stmt *rows, struct person_record *out)
{
	out->id = sql_int(rows, 0);
	sql_text(rows, 1, out->ref, sizeof(out->ref));
	sql_text(rows, 2, out->given, sizeof(out->given));
	sql_text(rows, 3, out->family, sizeof(out->family));
	sql_text(rows, 4, out->category, sizeof(out->category));
	sql_text(rows, 5, out->year, sizeof(out->year));
	sql_text(rows, 6, out->class, sizeof(out->class));
	sql_text(rows, 7, out->left_on, sizeof(out->left_on));
}

static int one_person(struct store *store, sqlite3_stmt *rows, struct person_record *out_person)
{
	int result = sql_next(store, rows);

	if (result <= 0)
		return result < 0 ? result : -ERR_NOT_FOUND;
	read_person(rows, out_person);
	sql_end(rows);
	return 0;
}

static int each_person(struct store *store, sqlite3_stmt *rows,
	int (*each)(void *arg, const struct person_record *person), void *arg)
{
	int count = 0, result;

	while ((result = sql_next(store, rows)) == 1) {
		struct person_record person;
		int answer;

		read_person(rows, &person);
		answer = each(arg, &person);
		if (answer != 0) {
			sql_end(rows);
			return answer;
		}
		count++;
	}
	return result < 0 ? result : count;
}

int person_find(struct store *store, const char *ref, struct person_record *out_person)
{
	sqlite3_stmt *rows;
	int result = sql_query(
		store, &rows, "SELECT " PERSON_COLUMNS " FROM person WHERE ref = ?", "t", ref);

	return result < 0 ? result : one_person(store, rows, out_person);
}

int person_get(struct store *store, int64_t id, struct person_record *out_person)
{
	sqlite3_stmt *rows;
	int result = sql_query(
		store, &rows, "SELECT " PERSON_COLUMNS " FROM person WHERE id = ?", "i", id);

	return result < 0 ? result : one_person(store, rows, out_person);
}

// An empty text is a NULL in the row.
static const char *or_null(const char *text)
{
	return text[0] ? text : NULL;
}

int64_t person_add(struct store *store, const struct person_record *p)
{
	return sql_insert(store,
		"INSERT INTO person (ref, given, family, category, year, class, left_on) "
		"VALUES (?, ?, ?, ?, ?, ?, ?)",
		"ttttttt", p->ref, p->given, p->family, p->category, or_null(p->year),
		or_null(p->class), or_null(p->left_on));
}

int person_update(struct store *store, const struct person_record *p)
{
	return sql_run(store,
		"UPDATE person SET given = ?, family = ?, category = ?, year = ?, class = ?, "
		"left_on = ?6, left_settled = left_settled AND left_on IS ?6 WHERE id = ?7",
		"tttttti", p->given, p->family, p->category, or_null(p->year), or_null(p->class),
		or_null(p->left_on), p->id);
}

int person_each(
	struct store *store, int (*each)(void *arg, const struct person_record *person), void *arg)
{
	sqlite3_stmt *rows;
	int result =
		sql_query(store, &rows, "SELECT " PERSON_COLUMNS " FROM person ORDER BY ref", "");

	return result < 0 ? result : each_person(store, rows, each, arg);
}

int person_search(struct store *store, const char *text, struct local_date date, int limit,
	int (*each)(void *arg, const struct person_record *person), void *arg)
{
	char today[LOCAL_DATE_TEXT], like[2 * PERSON_NAME + 2];
	sqlite3_stmt *rows;
	size_t n = 0;

	local_date_print(date, today);
	for (const char *p = text; *p && n < sizeof(like) - 3; p++) {
		if (*p == '%' || *p == '_' || *p == '\\')
			like[n++] = '\\';
		like[n++] = *p;
	}
	like[n++] = '%';
	like[n] = 0;
	int result = sql_query(store, &rows,
		"SELECT " PERSON_COLUMNS " FROM person WHERE (left_on IS NULL OR left_on > ?1) "
		"AND (ref LIKE ?2 ESCAPE '\\' OR family LIKE ?2 ESCAPE '\\' OR given LIKE ?2 "
		"ESCAPE '\\' OR given || ' ' || family LIKE ?2 ESCAPE '\\') "
		"ORDER BY family, given, id LIMIT ?3",
		"ttd", today, like, limit);

	return result < 0 ? result : each_person(store, rows, each, arg);
}

bool person_class_exists(struct store *store, const char *class)
{
	int64_t found;

	return sql_one(store, &found,
		       "SELECT 1 FROM person WHERE class = ? AND left_on IS NULL LIMIT 1", "t",
		       class) == 0;
}

int64_t walker_add(
	struct store *store, const struct walker_record *w, int64_t by, struct wall_time at)
{
	return sql_insert(store,
		"INSERT INTO walker (person, from_date, until_date, days, by_person, at) "
		"VALUES (?, ?, ?, ?, ?, ?)",
		"itttiw", w->person, w->from, w->until, w->days, by, at);
}

int walker_end(struct store *store, int64_t id, struct wall_time at)
{
	return sql_run(store, "UPDATE walker SET ended_at = ? WHERE id = ? AND ended_at IS NULL",
		"wi", at, id);
}

static void read_walker(sqlite3_stmt *rows, struct walker_record *out)
{
	out->id = sql_int(rows, 0);
	out->person = sql_int(rows, 1);
	sql_text(rows, 2, out->from, sizeof(out->from));
	sql_text(rows, 3, out->until, sizeof(out->until));
	sql_text(rows, 4, out->days, sizeof(out->days));
	out->by = sql_int(rows, 5);
	out->at = sql_wall(rows, 6);
}

// How well a permission answers for a date: covering it, still to begin, over.
static int walker_rank(const struct walker_record *w, const char *date)
{
	return strcmp(w->from, date) > 0 ? 1 : strcmp(w->until, date) >= 0 ? 2 : 0;
}

// Of two of one rank: the sooner to begin, or the later to end.
static bool walker_better(
	const struct walker_record *a, const struct walker_record *b, const char *date)
{
	int rank = walker_rank(a, date), other = walker_rank(b, date);

	if (rank != other)
		return rank > other;
	return rank == 1 ? strcmp(a->from, b->from) < 0 : strcmp(a->until, b->until) >= 0;
}

int walker_find(
	struct store *store, int64_t person, const char *date, struct walker_record *out_walker)
{
	struct walker_record best = {0}, read;
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT id, person, from_date, until_date, days, by_person, at FROM walker "
		"WHERE person = ? AND ended_at IS NULL",
		"i", person);

	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		read_walker(rows, &read);
		if (!best.id || walker_better(&read, &best, date))
			best = read;
	}
	if (result < 0 || !best.id)
		return result < 0 ? result : -ERR_NOT_FOUND;
	*out_walker = best;
	return 0;
}

int walker_each(struct store *store, const char *date, int limit,
	int (*each)(void *arg, const struct walker_record *walker), void *arg)
{
	struct walker_record read;
	sqlite3_stmt *rows;
	int count = 0;
	int result = sql_query(store, &rows,
		"SELECT walker.id, person, from_date, until_date, days, by_person, at FROM walker "
		"JOIN person ON person.id = walker.person "
		"WHERE ended_at IS NULL AND until_date >= ?1 AND (left_on IS NULL OR left_on > ?1) "
		"ORDER BY class, family, given, from_date LIMIT ?2",
		"td", date, limit);

	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		read_walker(rows, &read);
		count++;
		result = each(arg, &read);
		if (result)
			break;
	}
	sql_end(rows);
	return result ? result : count;
}

int walker_overlapping(struct store *store, int64_t person, const char *from, const char *until,
	struct walker_record *out_walker)
{
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT id, person, from_date, until_date, days, by_person, at FROM walker WHERE "
		"person = ? "
		"AND ended_at IS NULL AND until_date >= ? AND from_date <= ? ORDER BY id LIMIT 1",
		"itt", person, from, until);

	if (result < 0)
		return result;
	result = sql_next(store, rows);
	if (result <= 0)
		return result < 0 ? result : -ERR_NOT_FOUND;
	read_walker(rows, out_walker);
	sql_end(rows);
	return 0;
}

int contact_put(struct store *store, int64_t person, int weekday, const struct dayspan *spans,
	size_t count, bool none)
{
	int result = sql_run(store, "DELETE FROM contact WHERE person = ? AND weekday = ?", "id",
		person, weekday);

	if (result == 0 && none)
		return sql_run(store,
			"INSERT INTO contact (person, weekday, from_time, until_time) "
			"VALUES (?, ?, NULL, NULL)",
			"id", person, weekday);
	for (size_t i = 0; i < count && result == 0; i++) {
		char text[12 + 1];

		dayspans_print(&spans[i], 1, text);
		text[5] = 0;
		result = sql_run(store,
			"INSERT INTO contact (person, weekday, from_time, until_time) "
			"VALUES (?, ?, ?, ?)",
			"idtt", person, weekday, text, text + 6);
	}
	return result;
}

int arrival_put(
	struct store *store, int64_t person, const char *date, struct wall_time at, int64_t by)
{
	return sql_run(store,
		"INSERT INTO arrival (person, date, at, by_person) VALUES (?, ?, ?, ?) "
		"ON CONFLICT (person, date) DO UPDATE SET at = excluded.at, "
		"by_person = excluded.by_person",
		"itwi", person, date, at, by);
}
