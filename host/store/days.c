// SPDX-License-Identifier: GPL-3.0-or-later
// Terms, special days and hours as rows.
#include "store/days.h"

#include <string.h>

#include "base/err.h"
#include "store/sql.h"

enum day_kind day_kind_from(
	struct local_date date, bool in_term, bool special, enum day_kind special_kind)
{
	if (special)
		return special_kind;
	if (local_weekday(date) >= SATURDAY)
		return DAY_WEEKEND;
	return in_term ? DAY_SCHOOL : DAY_HOLIDAY;
}

static int read_day_kind(sqlite3_stmt *rows, int column, enum day_kind *out_kind)
{
	char text[16];
	int kind;

	sql_text(rows, column, text, sizeof(text));
	kind = word_find(&day_kind_words, text, strlen(text));
	if (kind < 0)
		return -ERR_FORMAT;
	*out_kind = (enum day_kind)kind;
	return 0;
}

int day_kind_of(struct store *store, struct local_date date, enum day_kind *out_kind)
{
	char text[LOCAL_DATE_TEXT];
	sqlite3_stmt *rows;
	enum day_kind special_kind = DAY_HOLIDAY;
	bool special, in_term;
	int result;

	local_date_print(date, text);
	result = sql_query(store, &rows,
		"SELECT (SELECT kind FROM special_day WHERE date = ?1), "
		"coalesce((SELECT until_date FROM term WHERE from_date <= ?1 "
		"ORDER BY from_date DESC LIMIT 1) >= ?1, 0)",
		"t", text);
	if (result < 0)
		return result;
	result = sql_next(store, rows);
	if (result <= 0)
		return result < 0 ? result : -ERR_NOT_FOUND;
	special = sqlite3_column_type(rows, 0) != SQLITE_NULL;
	in_term = sql_int(rows, 1) != 0;
	result = special ? read_day_kind(rows, 0, &special_kind) : 0;
	sql_end(rows);
	if (result == 0)
		*out_kind = day_kind_from(date, in_term, special, special_kind);
	return result;
}

int day_name_of(struct store *store, struct local_date date, char out_name[DAY_NAME])
{
	char text[LOCAL_DATE_TEXT];
	sqlite3_stmt *rows;
	int result;

	local_date_print(date, text);
	result = sql_query(store, &rows,
		"SELECT name FROM special_day WHERE date = ?1 UNION ALL SELECT name FROM term "
		"WHERE ?1 BETWEEN from_date AND until_date LIMIT 1",
		"t", text);
	if (result < 0)
		return result;
	result = sql_next(store, rows);
	if (result < 0)
		return result;
	out_name[0] = 0;
	if (result == 1)
		sql_text(rows, 0, out_name, DAY_NAME);
	sql_end(rows);
	return 0;
}

int term_add(struct store *store, struct local_date from, struct local_date until, const char *name)
{
	char first[LOCAL_DATE_TEXT], last[LOCAL_DATE_TEXT];
	int64_t other;
	int result;

	local_date_print(from, first);
	local_date_print(until, last);
	result = sql_one(store, &other,
		"SELECT 1 FROM term WHERE from_date <= ?2 AND until_date >= ?1 LIMIT 1", "tt",
		first, last);
	if (result != -ERR_NOT_FOUND)
		return result < 0 ? result : -ERR_EXISTS;
	return sql_run(store, "INSERT INTO term (from_date, until_date, name) VALUES (?, ?, ?)",
		"ttt", first, last, name);
}

int term_remove(struct store *store, struct local_date from)
{
	char text[LOCAL_DATE_TEXT];
	int64_t there;
	int result;

	local_date_print(from, text);
	result = sql_one(store, &there, "SELECT 1 FROM term WHERE from_date = ?", "t", text);
	if (result < 0)
		return result;
	return sql_run(store, "DELETE FROM term WHERE from_date = ?", "t", text);
}

int term_list(struct store *store, struct term_record *out_terms, int max)
{
	sqlite3_stmt *rows;
	int count = 0, result;

	result = sql_query(store, &rows,
		"SELECT from_date, until_date, name FROM term ORDER BY from_date LIMIT ?", "d",
		max);
	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		struct term_record *term = &out_terms[count++];
		char first[LOCAL_DATE_TEXT], last[LOCAL_DATE_TEXT];

		sql_text(rows, 0, first, sizeof(first));
		sql_text(rows, 1, last, sizeof(last));
		sql_text(rows, 2, term->name, sizeof(term->name));
		if (local_date_parse(first, strlen(first), &term->from) < 0 ||
			local_date_parse(last, strlen(last), &term->until) < 0) {
			sql_end(rows);
			return -ERR_FORMAT;
		}
	}
	return result < 0 ? result : count;
}

int special_day_put(
	struct store *store, struct local_date date, enum day_kind kind, const char *name)
{
	char text[LOCAL_DATE_TEXT];

	local_date_print(date, text);
	return sql_run(store,
		"INSERT INTO special_day (date, kind, name) VALUES (?, ?, ?) "
		"ON CONFLICT (date) DO UPDATE SET kind = excluded.kind, name = excluded.name",
		"ttt", text, word_text(&day_kind_words, (int)kind), name);
}

int special_day_find(struct store *store, struct local_date date, enum day_kind *out_kind)
{
	char text[LOCAL_DATE_TEXT];
	sqlite3_stmt *rows;
	int result;

	local_date_print(date, text);
	result = sql_first(store, &rows, "SELECT kind FROM special_day WHERE date = ?", "t", text);
	if (result == 0)
		result = read_day_kind(rows, 0, out_kind);
	sql_end(rows);
	return result;
}

int special_day_remove(struct store *store, struct local_date date)
{
	char text[LOCAL_DATE_TEXT];
	int64_t there;
	int result;

	local_date_print(date, text);
	result = sql_one(store, &there, "SELECT 1 FROM special_day WHERE date = ?", "t", text);
	if (result < 0)
		return result;
	return sql_run(store, "DELETE FROM special_day WHERE date = ?", "t", text);
}
