// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of questions.
#include "store/questions.h"

#include "base/err.h"
#include "store/internal.h"
#include "store/sql.h"

#define COLUMNS "id, kind, bank, door, person, custody, asked_at, sentence, answers"

static void read_row(sqlite3_stmt *rows, struct question_row *row)
{
	*row = (struct question_row){.id = sql_int(rows, 0),
		.bank = sql_int(rows, 2),
		.door = (int)sql_int(rows, 3),
		.person = sql_int(rows, 4),
		.custody = sql_int(rows, 5),
		.asked_at = sql_wall(rows, 6)};
	sql_text(rows, 1, row->kind, sizeof row->kind);
	sql_text(rows, 7, row->sentence, sizeof row->sentence);
	sql_text(rows, 8, row->answers, sizeof row->answers);
}

int64_t question_add(struct store *store, const struct question_row *row)
{
	int64_t id = sql_insert(store,
		"INSERT INTO question (kind, bank, door, person, custody, asked_at, sentence, "
		"answers)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		"tidnnwtt", row->kind, row->bank, row->door, row->person, row->custody,
		row->asked_at, row->sentence, row->answers);

	return id > 0 && sqlite3_changes(store->db) == 0 ? 0 : id;
}

int question_answer(
	struct store *store, int64_t id, struct wall_time at, const char *answer, int64_t by)
{
	int err = sql_run(store,
		"UPDATE question SET answered_at = ?, answer = ?, answered_by = ?"
		" WHERE id = ? AND answered_at IS NULL",
		"wtni", at, answer, by, id);

	if (err == 0 && sqlite3_changes(store->db) == 0)
		err = -ERR_NOT_FOUND;
	return err;
}

int question_get_open(struct store *store, int64_t id, struct question_row *out_question)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT " COLUMNS " FROM question WHERE id = ? AND answered_at IS NULL", "i", id);

	if (err == 0)
		read_row(rows, out_question);
	sql_end(rows);
	return err;
}

int question_each_open(
	struct store *store, int (*each)(void *arg, const struct question_row *question), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows,
		"SELECT " COLUMNS " FROM question INDEXED BY one_open_question_a_kind_and_door"
		" WHERE answered_at IS NULL ORDER BY asked_at, id",
		"");

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		struct question_row row;

		read_row(rows, &row);
		count++;
		int stop = each(arg, &row);

		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
	}
	sql_end(rows);
	return got < 0 ? got : count;
}
