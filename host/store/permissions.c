// SPDX-License-Identifier: GPL-3.0-or-later
// Grants as rows.
#include "store/permissions.h"

#include <string.h>

#include "base/err.h"
#include "store/sql.h"

#define PERMISSION_COLUMNS                                                                         \
	"id, person, kind, by_person, by_role, reason, rooms, parent_request, review, from_at, "   \
	"until_at, at, ended_at, entered_by, party, over_at, overdue_at, back_at, review_told_at"

static const char *or_null(const char *text)
{
	return text[0] ? text : NULL;
}

int64_t permission_add(struct store *store, const struct permission_record *p)
{
	return sql_insert(store,
		"INSERT INTO permission (person, kind, by_person, by_role, reason, rooms, "
		"parent_request, review, from_at, until_at, at, entered_by, party) "
		"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"ititttdtwwwnn", p->person, word_text(&grant_kind_words, (int)p->kind), p->by,
		word_text(&role_words, (int)p->by_role), p->reason, or_null(p->rooms),
		(int)p->parent_request, or_null(p->review), p->from, p->until, p->at, p->entered_by,
		p->party);
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
	out->entered_by = sql_int(rows, 13);
	out->party = sql_int(rows, 14);
	out->over_at = sql_wall(rows, 15);
	out->overdue_at = sql_wall(rows, 16);
	out->back_at = sql_wall(rows, 17);
	out->review_told_at = sql_wall(rows, 18);
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
		"UPDATE permission SET ended_at = ?1, over_at = ?1 WHERE id = ?2 "
		"AND ended_at IS NULL AND over_at IS NULL",
		"wi", at, id);
}

int permission_over(struct store *store, int64_t id, struct wall_time at)
{
	return sql_run(store, "UPDATE permission SET over_at = ? WHERE id = ? AND over_at IS NULL",
		"wi", at, id);
}

int permission_overdue(struct store *store, int64_t id, struct wall_time at)
{
	return sql_run(store, "UPDATE permission SET overdue_at = ? WHERE id = ?", "wi", at, id);
}

int permission_back(struct store *store, int64_t id, struct wall_time at)
{
	return sql_run(store, "UPDATE permission SET back_at = ? WHERE id = ?", "wi", at, id);
}

int permission_review(struct store *store, int64_t id, const char *review)
{
	return sql_run(store,
		"UPDATE permission SET review = ?, review_told_at = NULL WHERE id = ?", "ti",
		review, id);
}

int permission_review_told(struct store *store, int64_t id, struct wall_time at)
{
	return sql_run(
		store, "UPDATE permission SET review_told_at = ? WHERE id = ?", "wi", at, id);
}

static int begin_list(struct store *store, sqlite3_stmt **out_rows, enum permission_list list,
	struct wall_time at, int limit)
{
	char today[LOCAL_DATE_TEXT];

	switch (list) {
	case PERMISSIONS_LISTED:
		return sql_query(store, out_rows,
			"SELECT " PERMISSION_COLUMNS " FROM permission WHERE over_at IS NULL "
			"UNION SELECT " PERMISSION_COLUMNS " FROM permission "
			"WHERE overdue_at IS NOT NULL AND back_at IS NULL "
			"ORDER BY until_at, id LIMIT ?",
			"d", limit);
	case PERMISSIONS_DUE:
		return sql_query(store, out_rows,
			"SELECT " PERMISSION_COLUMNS " FROM permission WHERE over_at IS NULL "
			"AND until_at <= ? ORDER BY until_at LIMIT ?",
			"wd", at, limit);
	case PERMISSIONS_OVERDUE:
		return sql_query(store, out_rows,
			"SELECT " PERMISSION_COLUMNS " FROM permission "
			"WHERE overdue_at IS NOT NULL AND back_at IS NULL ORDER BY person LIMIT ?",
			"d", limit);
	case PERMISSIONS_REVIEW:
		break;
	}
	local_date_print(local_date_of(local_from_wall(at)), today);
	return sql_query(store, out_rows,
		"SELECT " PERMISSION_COLUMNS " FROM permission WHERE review IS NOT NULL "
		"AND review_told_at IS NULL AND over_at IS NULL AND review <= ? "
		"ORDER BY review LIMIT ?",
		"td", today, limit);
}

int permission_list(struct store *store, enum permission_list list, struct wall_time at,
	struct permission_record *out_permissions, int limit)
{
	sqlite3_stmt *rows;
	int count = 0, result = begin_list(store, &rows, list, at, limit);

	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		result = read_permission(rows, &out_permissions[count]);
		count += result == 0;
	}
	sql_end(rows);
	return result < 0 ? result : count;
}

int permission_each(struct store *store, int64_t person,
	int (*each)(void *arg, const struct permission_record *permission), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0, result;

	result = sql_query(store, &rows,
		"SELECT " PERMISSION_COLUMNS " FROM permission WHERE person = ? "
		"ORDER BY from_at, id",
		"i", person);
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

int permission_last_out(struct store *store, int64_t person, struct wall_time *out_at)
{
	int64_t at = 0;
	int result = sql_one(store, &at,
		"SELECT ended_at FROM custody WHERE person = ? AND kind <> 'loan' "
		"AND taken_back = 0 ORDER BY began_at DESC LIMIT 1",
		"i", person);

	if (result < 0 && result != -ERR_NOT_FOUND)
		return result;
	out_at->ms = result < 0 ? 0 : at;
	return 0;
}

// The kinds under which a device that is in may be taken out and has to come back.
#define LETS_GO "kind IN ('exceptional', 'visit')"

int permission_joins(struct store *store, const struct permission_record *p, struct wall_time out,
	bool *out_joins)
{
	int64_t count = 0;
	int result = sql_one(store, &count,
		"SELECT count(*) FROM permission WHERE person = ?1 AND " LETS_GO " AND id <> ?2 "
		"AND from_at <= ?3 AND min(until_at, coalesce(ended_at, until_at)) >= max(?3, ?4)",
		"iiww", p->person, p->id, out, p->from);

	*out_joins = count > 0;
	return result;
}

int permission_another(struct store *store, const struct permission_record *p, struct wall_time now,
	bool *out_another)
{
	int64_t count = 0;
	int result = sql_one(store, &count,
		"SELECT count(*) FROM permission WHERE person = ?1 AND until_at > ?3 AND " LETS_GO
		" AND id <> ?2 AND from_at <= ?3 AND ended_at IS NULL",
		"iiw", p->person, p->id, now);

	*out_another = count > 0;
	return result;
}
