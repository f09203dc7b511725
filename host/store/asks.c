// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of what was asked for.
#include "store/asks.h"

#include <string.h>

#include "base/err.h"
#include "store/sql.h"

#define ASK_COLUMNS                                                                                \
	"id, kind, asked_by, reason, rooms, parent_request, review, from_at, until_at, at, "       \
	"state, answered_at, answered_by, answer"

static const char *const states[] = {"asked", "agreed", "declined", "withdrawn", "lapsed"};
const struct words ask_state_words = {states, sizeof states / sizeof *states};

int64_t ask_add(struct store *store, const struct ask_record *ask)
{
	return sql_insert(store,
		"INSERT INTO ask (kind, asked_by, reason, rooms, parent_request, review, from_at, "
		"until_at, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"tittdtwww", word_text(&grant_kind_words, (int)ask->kind), ask->asked_by,
		ask->reason, ask->rooms[0] ? ask->rooms : NULL, (int)ask->parent_request,
		ask->review[0] ? ask->review : NULL, ask->from, ask->until, ask->at);
}

int ask_add_person(struct store *store, int64_t ask, int64_t person)
{
	return sql_run(
		store, "INSERT INTO ask_person (ask, person) VALUES (?, ?)", "ii", ask, person);
}

static int read_word(sqlite3_stmt *rows, int column, const struct words *words)
{
	char text[24];

	sql_text(rows, column, text, sizeof(text));
	return word_find(words, text, strlen(text));
}

static int read_ask(sqlite3_stmt *rows, struct ask_record *out)
{
	int kind = read_word(rows, 1, &grant_kind_words);
	int state = read_word(rows, 10, &ask_state_words);

	if (kind < 0 || state < 0)
		return -ERR_FORMAT;
	out->id = sql_int(rows, 0);
	out->kind = (enum grant_kind)kind;
	out->asked_by = sql_int(rows, 2);
	sql_text(rows, 3, out->reason, sizeof out->reason);
	sql_text(rows, 4, out->rooms, sizeof out->rooms);
	out->parent_request = sql_int(rows, 5) != 0;
	sql_text(rows, 6, out->review, sizeof out->review);
	out->from = sql_wall(rows, 7);
	out->until = sql_wall(rows, 8);
	out->at = sql_wall(rows, 9);
	out->state = (enum ask_state)state;
	out->answered_at = sql_wall(rows, 11);
	out->answered_by = sql_int(rows, 12);
	sql_text(rows, 13, out->answer, sizeof out->answer);
	return 0;
}

int ask_get(struct store *store, int64_t id, struct ask_record *out_ask)
{
	sqlite3_stmt *rows;
	int result =
		sql_first(store, &rows, "SELECT " ASK_COLUMNS " FROM ask WHERE id = ?", "i", id);

	if (result == 0)
		result = read_ask(rows, out_ask);
	sql_end(rows);
	return result;
}

int ask_people(struct store *store, int64_t ask, int64_t out_people[ASK_PEOPLE])
{
	sqlite3_stmt *rows;
	int count = 0, result = sql_query(store, &rows,
			       "SELECT person FROM ask_person WHERE ask = ? ORDER BY person "
			       "LIMIT ?",
			       "id", ask, ASK_PEOPLE);

	while (result >= 0 && (result = sql_next(store, rows)) == 1)
		out_people[count++] = sql_int(rows, 0);
	return result < 0 ? result : count;
}

int ask_answer(struct store *store, int64_t id, enum ask_state state, struct wall_time at,
	int64_t by, const char *answer)
{
	return sql_run(store,
		"UPDATE ask SET state = ?, answered_at = ?, answered_by = ?, answer = ? "
		"WHERE id = ? AND state = 'asked'",
		"twnti", word_text(&ask_state_words, (int)state), at, by, answer, id);
}

int ask_granted(struct store *store, int64_t ask, int64_t person, int64_t permission)
{
	return sql_run(store, "UPDATE ask_person SET permission = ? WHERE ask = ? AND person = ?",
		"iii", permission, ask, person);
}

static int read_list(
	struct store *store, sqlite3_stmt *rows, int result, struct ask_record *out_asks)
{
	int count = 0;

	while (result >= 0 && (result = sql_next(store, rows)) == 1) {
		result = read_ask(rows, &out_asks[count]);
		count += result == 0;
	}
	sql_end(rows);
	return result < 0 ? result : count;
}

int ask_list_open(struct store *store, struct ask_record *out_asks, int limit)
{
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT " ASK_COLUMNS " FROM ask WHERE state = 'asked' ORDER BY until_at, id "
		"LIMIT ?",
		"d", limit);

	return read_list(store, rows, result, out_asks);
}

int ask_list_answered(
	struct store *store, struct wall_time since, struct ask_record *out_asks, int limit)
{
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT " ASK_COLUMNS " FROM ask WHERE answered_at >= ? "
		"ORDER BY answered_at DESC, id DESC LIMIT ?",
		"wd", since, limit);

	return read_list(store, rows, result, out_asks);
}

int ask_list_due(struct store *store, struct wall_time now, struct ask_record *out_asks, int limit)
{
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT " ASK_COLUMNS " FROM ask WHERE state = 'asked' AND until_at <= ? "
		"ORDER BY until_at, id LIMIT ?",
		"wd", now, limit);

	return read_list(store, rows, result, out_asks);
}

int ask_list_of(struct store *store, int64_t person, struct ask_record *out_asks, int limit)
{
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT " ASK_COLUMNS " FROM ask WHERE id IN "
		"(SELECT id FROM ask WHERE asked_by = ?1 UNION "
		"SELECT ask FROM ask_person WHERE person = ?1) ORDER BY id DESC LIMIT ?2",
		"id", person, limit);

	return read_list(store, rows, result, out_asks);
}
