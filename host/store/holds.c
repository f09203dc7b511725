// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of holds and of the adults they name.
#include "store/holds.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "store/sql.h"

#define COLUMNS                                                                                    \
	"h.id, h.person, h.custody, h.kind, h.rule, h.reason, h.by_person, h.at, h.until_at, "     \
	"h.look_on, h.looked_at, h.incident, h.identified, h.identified_by, h.officer, "           \
	"h.officer_number, h.police_reference, h.turned_back_at"
#define HOLDS_NOW                                                                                  \
	" FROM hold h LEFT JOIN custody c ON c.id = h.custody WHERE h.turned_back_at IS NULL "     \
	"AND (h.custody IS NULL OR (c.ended_at IS NULL AND c.kind = 'held'))"

static const char *word_or_null(const char *text)
{
	return text[0] ? text : NULL;
}

static int read_named(struct store *store, struct hold_row *out)
{
	sqlite3_stmt *rows;
	int got = sql_query(store, &rows,
		"SELECT person FROM hold_release WHERE hold = ? ORDER BY person LIMIT 8", "i",
		out->id);

	while (got >= 0 && (got = sql_next(store, rows)) == 1)
		out->named[out->named_count++] = sql_int(rows, 0);
	return got;
}

static void read_row(sqlite3_stmt *rows, struct hold_row *out)
{
	char kind[12];

	*out = (struct hold_row){.id = sql_int(rows, 0),
		.person = sql_int(rows, 1),
		.custody = sql_int(rows, 2),
		.by = sql_int(rows, 6),
		.at = sql_wall(rows, 7),
		.until = sql_wall(rows, 8),
		.looked_at = sql_wall(rows, 10),
		.incident = sql_int(rows, 11),
		.identified_by = sql_int(rows, 13),
		.turned_back_at = sql_wall(rows, 17)};
	sql_text(rows, 3, kind, sizeof kind);
	out->kind = kind[0] == 'e' ? CUSTODY_EVIDENCE : CUSTODY_HELD;
	sql_text(rows, 4, out->rule, sizeof out->rule);
	sql_text(rows, 5, out->reason, sizeof out->reason);
	sql_text(rows, 9, out->look_on, sizeof out->look_on);
	sql_text(rows, 12, out->identified, sizeof out->identified);
	sql_text(rows, 14, out->officer, sizeof out->officer);
	sql_text(rows, 15, out->officer_number, sizeof out->officer_number);
	sql_text(rows, 16, out->police_reference, sizeof out->police_reference);
}

// err as sql_first left it; ends rows.
static int one(struct store *store, sqlite3_stmt *rows, int err, struct hold_row *out_hold)
{
	struct hold_row read;

	if (err == 0)
		read_row(rows, &read);
	sql_end(rows);
	if (err == 0)
		err = read_named(store, &read);
	if (err == 0)
		*out_hold = read;
	return err;
}

int64_t hold_add(struct store *store, const struct hold_row *hold)
{
	int64_t id;
	int err = 0;

	if (!hold->custody)
		err = sql_run(store,
			"UPDATE hold SET turned_back_at = ? WHERE person = ? AND custody IS NULL "
			"AND turned_back_at IS NULL",
			"wi", hold->at, hold->person);
	if (err < 0)
		return err;
	id = sql_insert(store,
		"INSERT INTO hold (person, custody, kind, rule, reason, by_person, at, until_at, "
		"look_on, incident) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"intttnwmtn", hold->person, hold->custody,
		hold->kind == CUSTODY_EVIDENCE ? "evidence" : "parent", hold->rule, hold->reason,
		hold->by, hold->at, hold->until, hold->look_on, hold->incident);
	if (id > 0 && hold->incident)
		err = sql_run(store, "UPDATE incident SET preserved = 1 WHERE id = ?", "i",
			hold->incident);
	for (int i = 0; id > 0 && err == 0 && i < hold->named_count; i++)
		err = sql_run(store,
			"INSERT OR IGNORE INTO hold_release (hold, person) VALUES (?, ?)", "ii", id,
			hold->named[i]);
	return err < 0 ? err : id;
}

int hold_get(struct store *store, int64_t id, struct hold_row *out_hold)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows, "SELECT " COLUMNS " FROM hold h WHERE id = ?", "i", id);

	return one(store, rows, err, out_hold);
}

int hold_of_custody(struct store *store, int64_t custody, struct hold_row *out_hold)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT " COLUMNS " FROM hold h WHERE custody = ? AND turned_back_at IS NULL "
		"ORDER BY id DESC LIMIT 1",
		"i", custody);

	return one(store, rows, err, out_hold);
}

int hold_waiting(struct store *store, int64_t person, struct hold_row *out_hold)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT " COLUMNS " FROM hold h WHERE person = ? AND custody IS NULL "
		"AND turned_back_at IS NULL",
		"i", person);

	return one(store, rows, err, out_hold);
}

int hold_custody_put(struct store *store, int64_t id, int64_t custody)
{
	return sql_run(store, "UPDATE hold SET custody = ? WHERE id = ?", "ii", custody, id);
}

int hold_identified_put(struct store *store, const struct hold_row *hold)
{
	return sql_run(store,
		"UPDATE hold SET identified = ?, identified_by = ?, officer = ?, "
		"officer_number = ?, police_reference = ? WHERE id = ?",
		"tnttti", word_or_null(hold->identified), hold->identified_by,
		word_or_null(hold->officer), word_or_null(hold->officer_number),
		word_or_null(hold->police_reference), hold->id);
}

int hold_turn_back(struct store *store, int64_t id, struct wall_time at, int64_t by)
{
	return sql_run(store,
		"UPDATE hold SET turned_back_at = ?, turned_back_by = ? WHERE id = ? "
		"AND turned_back_at IS NULL",
		"wni", at, by, id);
}

int hold_looked_put(struct store *store, int64_t id, struct wall_time at)
{
	return sql_run(store, "UPDATE hold SET looked_at = ? WHERE id = ?", "wi", at, id);
}

int hold_each_open(
	struct store *store, int (*each)(void *arg, const struct hold_row *hold), void *arg)
{
	struct hold_row row;
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(
		store, &rows, "SELECT " COLUMNS HOLDS_NOW " ORDER BY h.look_on, h.id", "");

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		read_row(rows, &row);
		int stop = read_named(store, &row);

		if (stop == 0)
			stop = each(arg, &row);
		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
		count++;
	}
	return got < 0 ? got : count;
}

int hold_due(struct store *store, struct wall_time at, const char *today, struct hold_row *out_hold)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT " COLUMNS HOLDS_NOW " AND h.custody IS NOT NULL AND (h.until_at <= ?1 "
		"OR (h.until_at IS NULL AND h.looked_at IS NULL AND h.look_on <= ?2)) "
		"ORDER BY h.id LIMIT 1",
		"wt", at, today);

	return one(store, rows, err, out_hold);
}

int hold_forget_waiting(struct store *store, struct wall_time before, struct wall_time at)
{
	return sql_run(store,
		"UPDATE hold SET turned_back_at = ?2 WHERE custody IS NULL AND at < ?1 "
		"AND turned_back_at IS NULL",
		"ww", before, at);
}

int hold_of_incident(struct store *store, int64_t incident)
{
	int64_t count = 0;
	int err = sql_one(store, &count,
		"SELECT count(*) FROM hold h LEFT JOIN custody c ON c.id = h.custody "
		"WHERE h.incident = ? AND h.turned_back_at IS NULL AND c.ended_at IS NULL",
		"i", incident);

	return err < 0 ? err : (int)count;
}
