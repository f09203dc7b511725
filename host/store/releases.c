// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of releases.
#include "store/releases.h"

#include <string.h>

#include "base/err.h"
#include "store/sql.h"

static const char *const kinds[] = {"person", "class", "bank"};
const struct words release_kind_words = {kinds, sizeof kinds / sizeof *kinds};
static const char *const states[] = {
	"waiting", "asked", "opened", "collected", "left inside", "not opened", "kept", "evidence"};
const struct words release_door_words = {states, sizeof states / sizeof *states};

int64_t release_add(struct store *store, const struct release_row *r)
{
	return sql_insert(store,
		"INSERT INTO release (kind, emergency, bank, person, class, by_person, by_role, "
		"reason, at_once, asked_at, until_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"tdintittdww", kinds[r->kind], (int)r->emergency, r->bank, r->person,
		r->kind == RELEASE_CLASS ? r->class : NULL, r->by,
		r->emergency ? word_text(&role_words, (int)r->by_role) : NULL, r->reason,
		r->at_once, r->asked_at, r->until);
}

int release_began(struct store *store, int64_t id, struct wall_time at)
{
	return sql_run(store, "UPDATE release SET began_at = ? WHERE id = ? AND began_at IS NULL",
		"wi", at, id);
}

int release_ended(struct store *store, int64_t id, struct wall_time at, const char *as)
{
	return sql_run(store, "UPDATE release SET ended_at = ?, ended_as = ? WHERE id = ?", "wti",
		at, as, id);
}

int release_door_put(struct store *store, int64_t release, int door, int64_t custody,
	enum release_door_state state)
{
	return sql_run(store,
		"INSERT INTO release_door (release, door, custody, state) VALUES (?, ?, ?, ?) "
		"ON CONFLICT DO UPDATE SET custody = excluded.custody, state = excluded.state",
		"idit", release, door, custody, states[state]);
}

static int word_at(sqlite3_stmt *rows, int column, const struct words *words)
{
	const char *text = (const char *)sqlite3_column_text(rows, column);

	return text ? word_find(words, text, strlen(text)) : -1;
}

int release_each_open(
	struct store *store, int (*each)(void *arg, const struct release_row *release), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int err = sql_query(store, &rows,
		"SELECT id, kind, emergency, bank, person, class, by_person, by_role, reason, "
		"at_once, asked_at, until_at, began_at FROM release WHERE ended_at IS NULL",
		"");

	while (err >= 0 && (err = sql_next(store, rows)) == 1) {
		int kind = word_at(rows, 1, &release_kind_words);
		struct release_row row = {.id = sql_int(rows, 0),
			.kind = (enum release_kind)kind,
			.emergency = sql_int(rows, 2) != 0,
			.bank = sql_int(rows, 3),
			.person = sql_int(rows, 4),
			.by = sql_int(rows, 6),
			.at_once = (int)sql_int(rows, 9),
			.asked_at = sql_wall(rows, 10),
			.until = sql_wall(rows, 11),
			.began_at = sql_wall(rows, 12)};

		sql_text(rows, 5, row.class, sizeof row.class);
		sql_text(rows, 8, row.reason, sizeof row.reason);
		if (row.emergency)
			row.by_role = (enum role)word_at(rows, 7, &role_words);
		each(arg, &row);
		count++;
	}
	return err < 0 ? err : count;
}

int release_doors(struct store *store, int64_t release,
	void (*each)(void *arg, int door, int64_t custody, enum release_door_state state),
	void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int err = sql_query(store, &rows,
		"SELECT door, custody, state FROM release_door WHERE release = ? ORDER BY door",
		"i", release);

	while (err >= 0 && (err = sql_next(store, rows)) == 1) {
		each(arg, (int)sql_int(rows, 0), sql_int(rows, 1),
			(enum release_door_state)word_at(rows, 2, &release_door_words));
		count++;
	}
	return err < 0 ? err : count;
}
