// SPDX-License-Identifier: GPL-3.0-or-later
// Grants as rows.
#include "store/permissions.h"

#include <string.h>

#include "base/err.h"
#include "store/sql.h"

#define PERMISSION_COLUMNS                                                                         \
	"id, person, kind, by_person, by_role, reason, rooms, parent_request, review, from_at, "   \
	"until_at, at, ended_at"

static const char *or_null(const char *text)
{
	return text[0] ? text : NULL;
}

int64_t permission_add(struct store *store, const struct permission_record *p)
{
	return sql_insert(store,
		"INSERT INTO permission (person, kind, by_person, by_role, reason, rooms, "
		"parent_request, review, from_at, until_at, at) "
		"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"ititttdtwww", p->person, word_text(&grant_kind_words, (int)p->kind), p->by,
		word_text(&role_words, (int)p->by_role), p->reason, or_null(p->rooms),
		(int)p->parent_request, or_null(p->review), p->from, p->until, p->at);
}

static int read_word(sqlite3_stmt *rows, int column, const struct words *words)
{
	char text[24];

	sql_text(rows, column, text, sizeof(text));
	return word_find(words, text, strlen(text));
}

static int read_permission(sqlite3_stmt *rows, struct permission_record *out)
{
	int kind = read_word(rows, 2, &grant_kind_words);
	int role = read_word(rows, 4, &role_words);

	if (kind < 0 || role < 0)
		return -ERR_FORMAT;
	out->id = sql_int(rows, 0);
	out->person = sql_int(rows, 1);
	out->kind = (enum grant_kind)kind;
	out->by = sql_int(rows, 3);
	out->by_role = (enum role)role;
	sql_text(rows, 5, out->reason, sizeof(out->reason));
	sql_text(rows, 6, out->rooms, sizeof(out->rooms));
	out->parent_request = sql_int(rows, 7) != 0;
	sql_text(rows, 8, out->review, sizeof(out->review));
	out->from = sql_wall(rows, 9);
	out->until = sql_wall(rows, 10);
	out->at = sql_wall(rows, 11);
	out->ended_at = sql_wall(rows, 12);
	return 0;
}

int permission_get(struct store *store, int64_t id, struct permission_record *out_permission)
{
	struct permission_record read;
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT " PERMISSION_COLUMNS " FROM permission WHERE id = ?", "i", id);

	if (result < 0)
		return result;
	result = sql_next(store, rows);
	if (result <= 0)
		return result < 0 ? result : -ERR_NOT_FOUND;
	result = read_permission(rows, &read);
	sql_end(rows);
	if (result == 0)
		*out_permission = read;
	return result;
}

int permission_end(struct store *store, int64_t id, struct wall_time at)
{
	return sql_run(store,
		"UPDATE permission SET ended_at = ? WHERE id = ? AND ended_at IS NULL", "wi", at,
		id);
}

int permission_each(struct store *store, int64_t person, struct wall_time after,
	int (*each)(void *arg, const struct permission_record *permission), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0, result;

	if (person)
		result = sql_query(store, &rows,
			"SELECT " PERMISSION_COLUMNS " FROM permission WHERE person = ? "
			"AND until_at > ? AND ended_at IS NULL ORDER BY from_at, id",
			"iw", person, after);
	else
		result = sql_query(store, &rows,
			"SELECT " PERMISSION_COLUMNS " FROM permission WHERE until_at > ? "
			"AND ended_at IS NULL ORDER BY from_at, id",
			"w", after);
	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		struct permission_record read;
		int answer = read_permission(rows, &read);

		if (answer == 0)
			answer = each(arg, &read);
		if (answer != 0) {
			sql_end(rows);
			return answer;
		}
		count++;
	}
	return result < 0 ? result : count;
}
