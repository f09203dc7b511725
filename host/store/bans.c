// SPDX-License-Identifier: GPL-3.0-or-later
// Bans as rows, and a ban with its breach as FX-3 wants them.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "store/events.h"
#include "store/permissions.h"
#include "store/sql.h"

#define BAN_COLUMNS                                                                                \
	"id, person, kind, rule, from_date, until_date, at, lifted_at, lifted_by, by_person"

int64_t ban_add(struct store *store, const struct ban_record *b)
{
	return sql_insert(store,
		"INSERT INTO ban (person, kind, rule, from_date, until_date, at, by_person) "
		"VALUES (?, ?, ?, ?, ?, ?, ?)",
		"ittttwn", b->person, word_text(&ban_kind_words, (int)b->kind), b->rule, b->from,
		b->until[0] ? b->until : NULL, b->at, b->by);
}

static int read_ban(sqlite3_stmt *rows, struct ban_record *out)
{
	char text[16];
	int kind;

	sql_text(rows, 2, text, sizeof(text));
	kind = word_find(&ban_kind_words, text, strlen(text));
	if (kind < 0)
		return -ERR_FORMAT;
	out->id = sql_int(rows, 0);
	out->person = sql_int(rows, 1);
	out->kind = (enum ban_kind)kind;
	sql_text(rows, 3, out->rule, sizeof(out->rule));
	sql_text(rows, 4, out->from, sizeof(out->from));
	sql_text(rows, 5, out->until, sizeof(out->until));
	out->at = sql_wall(rows, 6);
	out->lifted_at = sql_wall(rows, 7);
	out->lifted_by = sql_int(rows, 8);
	out->by = sql_int(rows, 9);
	return 0;
}

static int one_ban(struct store *store, sqlite3_stmt *rows, struct ban_record *out)
{
	int result = sql_next(store, rows);

	if (result <= 0)
		return result < 0 ? result : -ERR_NOT_FOUND;
	result = read_ban(rows, out);
	sql_end(rows);
	return result;
}

int ban_get(struct store *store, int64_t id, struct ban_record *out_ban)
{
	sqlite3_stmt *rows;
	int result =
		sql_query(store, &rows, "SELECT " BAN_COLUMNS " FROM ban WHERE id = ?", "i", id);

	return result < 0 ? result : one_ban(store, rows, out_ban);
}

int ban_lift(struct store *store, int64_t id, struct wall_time at, int64_t by, const char *reason)
{
	return sql_run(store,
		"UPDATE ban SET lifted_at = ?, lifted_by = ?, lift_reason = ? "
		"WHERE id = ? AND lifted_at IS NULL",
		"witi", at, by, reason, id);
}

int ban_find(struct store *store, int64_t person, enum ban_kind kind, const char *date,
	struct ban_record *out_ban)
{
	sqlite3_stmt *rows;
	int result = sql_query(store, &rows,
		"SELECT " BAN_COLUMNS " FROM ban WHERE person = ?1 AND kind = ?2 "
		"AND lifted_at IS NULL AND from_date <= ?3 "
		"AND (until_date IS NULL OR until_date >= ?3) ORDER BY id LIMIT 1",
		"itt", person, word_text(&ban_kind_words, (int)kind), date);

	return result < 0 ? result : one_ban(store, rows, out_ban);
}

int ban_each(struct store *store, const char *date,
	int (*each)(void *arg, const struct ban_record *ban), void *arg)
{
	struct ban_record ban;
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows,
		"SELECT " BAN_COLUMNS " FROM ban WHERE ?1 IS NULL OR (lifted_at IS NULL "
		"AND (until_date IS NULL OR until_date >= ?1)) ORDER BY id",
		"t", date);

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		int stop = read_ban(rows, &ban);

		if (stop == 0)
			stop = each(arg, &ban);
		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
		count++;
	}
	return got < 0 ? got : count;
}

static int64_t append(struct store *store, const char *kind, const char *number_name, int64_t id,
	const char *rule, const struct ban_record *b, const struct actor *by)
{
	static const struct actor locker = {0};
	char facts[EVENT_FACTS];

	snprintf(facts, sizeof(facts), "{\"%s\":%lld,\"rule\":\"%s\"}", number_name, (long long)id,
		rule);
	return actor_record(store, by ? by : &locker, b->at, kind, b->person, facts);
}

int breach_with_ban(struct store *store, int64_t person, const char *rule, const char *date,
	struct wall_time at, const struct actor *by, int64_t *out_breach, int64_t *out_ban)
{
	struct ban_record held,
		ban = {.person = person, .kind = BAN_PHONE, .at = at, .by = by ? by->person : 0};
	int64_t breach = breach_add(store, person, rule, at), id = 0, seq;
	int result;

	if (breach < 0)
		return (int)breach;
	seq = append(store, "breach recorded", "breach", breach, rule, &ban, by);
	if (seq < 0)
		return (int)seq;
	result = ban_find(store, person, BAN_PHONE, date, &held);
	if (result < 0 && result != -ERR_NOT_FOUND)
		return result;
	if (result == -ERR_NOT_FOUND) {
		snprintf(ban.rule, sizeof(ban.rule), "FX-3");
		snprintf(ban.from, sizeof(ban.from), "%s", date);
		id = ban_add(store, &ban);
		if (id < 0)
			return (int)id;
		seq = append(store, "ban began", "ban", id, ban.rule, &ban, by);
		if (seq < 0)
			return (int)seq;
	}
	*out_breach = breach;
	*out_ban = id;
	return 0;
}
