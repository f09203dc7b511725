// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of custodies and devices. Custodies are never changed but by their end, by what was attested
// and by a hold.
#include "store/custodies.h"

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "base/err.h"
#include "store/internal.h"
#include "store/sql.h"

static const char *const knowns[] = {"seen", "assumed", "said", NULL};
static const char *const attests[] = {NULL, "locker", "yes", "no"};

#define COLUMNS                                                                                    \
	"id, device, person, kind, bank, door, safe, envelope, began_at, began_how, began_by, "    \
	"seen_late,"                                                                               \
	" hold, off_attested, internet_attested"

static enum attested_how read_attest(sqlite3_stmt *rows, int column)
{
	int word = sql_word(rows, column, attests + 1);

	return word < 0 ? ATTESTED_NOT : (enum attested_how)(word + 1);
}

static void read_row(sqlite3_stmt *rows, struct custody_row *row)
{
	static const char *const kinds[] = {"stock", "deposit", "held", "", "loan", NULL};
	char hold[16];

	*row = (struct custody_row){.id = sql_int(rows, 0),
		.device = sql_int(rows, 1),
		.person = sql_int(rows, 2),
		.kind = (enum custody_kind)sql_word(rows, 3, kinds),
		.bank = sql_int(rows, 4),
		.door = (int)sql_int(rows, 5),
		.began_at = sql_wall(rows, 8),
		.began_how = (enum known)sql_word(rows, 9, knowns),
		.began_by = sql_int(rows, 10),
		.seen_late = sql_int(rows, 11) != 0,
		.off = read_attest(rows, 13),
		.internet = read_attest(rows, 14)};
	sql_text(rows, 6, row->safe, sizeof row->safe);
	sql_text(rows, 7, row->envelope, sizeof row->envelope);
	sql_text(rows, 12, hold, sizeof hold);
	if (hold[0] == 'e')
		row->kind = CUSTODY_EVIDENCE;
}

int64_t custody_add(struct store *store, const struct custody_row *row)
{
	bool evidence = row->kind == CUSTODY_EVIDENCE;
	bool held = evidence || row->kind == CUSTODY_HELD;
	const char *kind = held				? "held"
			   : row->kind == CUSTODY_LOAN	? "loan"
			   : row->kind == CUSTODY_STOCK ? "stock"
							: "deposit";

	return sql_insert(store,
		"INSERT INTO custody (device, person, kind, bank, door, safe, envelope, began_at, "
		"began_how,"
		" began_by, seen_late, hold, off_attested, internet_attested)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"intnnttwtndttt", row->device, row->person, kind, row->bank, (int64_t)row->door,
		row->safe[0] ? row->safe : NULL, row->safe[0] ? row->envelope : NULL, row->began_at,
		knowns[row->began_how], row->began_by, (int)row->seen_late,
		evidence ? "evidence"
		: held	 ? "parent"
			 : NULL,
		attests[row->off], attests[row->internet]);
}

int custody_end(struct store *store, int64_t id, const struct custody_end *end)
{
	int err = sql_run(store,
		"UPDATE custody SET ended_at = ?, ended_how = ?, ended_by = ?, ended_to = ?,"
		" seen_late = seen_late OR ?, taken_back = ? WHERE id = ? AND ended_at IS NULL",
		"wtnnddi", end->at, knowns[end->how], end->by, end->to, (int)end->seen_late,
		(int)end->taken_back, id);

	if (err == 0 && sqlite3_changes(store->db) == 0)
		err = -ERR_NOT_FOUND;
	return err;
}

int custody_attest(
	struct store *store, int64_t id, enum attested_how off, enum attested_how internet)
{
	return sql_run(store,
		"UPDATE custody SET off_attested = ?, internet_attested = ? WHERE id = ?", "tti",
		attests[off], attests[internet], id);
}

int custody_kind_put(struct store *store, int64_t id, enum custody_kind kind)
{
	bool held = kind == CUSTODY_HELD || kind == CUSTODY_EVIDENCE;
	int err = sql_run(store,
		"UPDATE custody SET kind = ?, hold = ? WHERE id = ? AND ended_at IS NULL", "tti",
		held ? "held" : "deposit",
		kind == CUSTODY_EVIDENCE ? "evidence"
		: held			 ? "parent"
					 : NULL,
		id);

	if (err == 0 && sqlite3_changes(store->db) == 0)
		err = -ERR_NOT_FOUND;
	return err;
}

int custody_get(struct store *store, int64_t id, struct custody_row *out_custody)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows, "SELECT " COLUMNS " FROM custody WHERE id = ?", "i", id);

	if (err == 0)
		read_row(rows, out_custody);
	sql_end(rows);
	return err;
}

int custody_of_device(struct store *store, int64_t device, struct custody_row *out_custody)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT " COLUMNS " FROM custody WHERE device = ? AND ended_at IS NULL", "i",
		device);

	if (err == 0)
		read_row(rows, out_custody);
	sql_end(rows);
	return err;
}

int custody_of_person(
	struct store *store, int64_t person, struct custody_row *out_custodies, int max)
{
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows,
		"SELECT " COLUMNS " FROM custody INDEXED BY open_custody_by_person"
		" WHERE person = ? AND ended_at IS NULL ORDER BY began_at, id",
		"i", person);

	while (got >= 0 && count < max && (got = sql_next(store, rows)) == 1)
		read_row(rows, &out_custodies[count++]);
	sql_end(rows);
	return got < 0 ? got : count;
}

int custody_each_open(
	struct store *store, int (*each)(void *arg, const struct custody_row *custody), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows,
		"SELECT " COLUMNS " FROM custody WHERE ended_at IS NULL AND door IS NOT NULL", "");

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		struct custody_row row;

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

int custody_last_end(struct store *store, int64_t person, struct wall_time *out_at)
{
	int64_t at = 0;
	// Custodies of one person end nearly in the order in which they began; the last few by the
	// index are enough, however long the history is.
	int err = sql_one(store, &at,
		"SELECT max(ended_at) FROM (SELECT ended_at FROM custody INDEXED BY "
		"custody_by_person"
		" WHERE person = ? AND taken_back = 0 AND kind <> 'loan' ORDER BY began_at DESC "
		"LIMIT 8)",
		"i", person);

	if (err == 0)
		out_at->ms = at;
	return err;
}

int custody_ended(struct store *store, int64_t id, struct wall_time *out_at, int64_t *out_by)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT ended_at, ended_by FROM custody WHERE id = ? AND ended_at IS NOT NULL", "i",
		id);

	if (err == 0) {
		*out_at = sql_wall(rows, 0);
		*out_by = sql_int(rows, 1);
	}
	sql_end(rows);
	return err;
}

int custody_in_envelope(struct store *store, const char *safe, const char *envelope,
	struct custody_row *out_custody)
{
	int64_t id;
	int err = sql_one(store, &id,
		"SELECT id FROM custody WHERE safe = ? AND envelope = ? AND ended_at IS NULL "
		"ORDER BY id LIMIT 1",
		"tt", safe, envelope);

	return err < 0 ? err : custody_get(store, id, out_custody);
}

int custody_free_envelope(
	struct store *store, const char *safe, char out_envelope[CUSTODY_ENVELOPE])
{
	int64_t next;
	// The first number without a neighbour above it; 0 stands before them all.
	int err = sql_one(store, &next,
		"WITH used(n) AS (SELECT 0 UNION SELECT CAST(envelope AS INTEGER) FROM "
		"custody WHERE safe = ? AND ended_at IS NULL AND CAST(envelope AS INTEGER) "
		"> 0) SELECT min(n) + 1 FROM used WHERE n + 1 NOT IN (SELECT n FROM used)",
		"t", safe);

	if (err == 0)
		snprintf(out_envelope, CUSTODY_ENVELOPE, "%lld", (long long)next);
	return err;
}

int custody_next_envelope(
	struct store *store, char out_safe[CUSTODY_SAFE], char out_envelope[CUSTODY_ENVELOPE])
{
	char safe[CUSTODY_SAFE] = "";
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT safe FROM custody WHERE safe IS NOT NULL ORDER BY id DESC LIMIT 1", "");

	if (err == 0)
		sql_text(rows, 0, safe, sizeof safe);
	sql_end(rows);
	if (err == -ERR_NOT_FOUND)
		err = 0;
	if (err == 0)
		err = custody_free_envelope(store, safe, out_envelope);
	if (err == 0)
		memcpy(out_safe, safe, sizeof safe);
	return err;
}

int64_t device_for(struct store *store, int64_t person, enum device_kind kind)
{
	int64_t id = 0;
	const char *word = word_text(&device_kind_words, (int)kind);
	int err = sql_one(store, &id,
		"SELECT id FROM device WHERE person = ? AND kind = ? AND owner = 'personal' AND "
		"NOT EXISTS"
		" (SELECT 1 FROM custody WHERE device = device.id AND ended_at IS NULL) ORDER BY "
		"id LIMIT 1",
		"it", person, word);

	if (err == 0)
		return id;
	if (err != -ERR_NOT_FOUND)
		return err;
	return sql_insert(store,
		"INSERT INTO device (person, kind, owner) VALUES (?, ?, 'personal')", "it", person,
		word);
}

int device_in_care(struct store *store, int64_t device)
{
	int64_t count = 0;
	int err = sql_one(store, &count,
		"SELECT count(*) FROM custody WHERE device = ? AND ended_at IS NULL", "i", device);

	return err < 0 ? err : count > 0;
}

int device_get(struct store *store, int64_t id, struct device_row *out_device)
{
	sqlite3_stmt *rows;
	char kind[16], owner[16];
	int err = sql_first(
		store, &rows, "SELECT person, kind, owner FROM device WHERE id = ?", "i", id);

	if (err == 0) {
		sql_text(rows, 1, kind, sizeof kind);
		sql_text(rows, 2, owner, sizeof owner);
		*out_device = (struct device_row){id, sql_int(rows, 0), DEVICE_OTHER,
			owner[0] == 's' ? OWNER_SCHOOL : OWNER_PERSONAL};
		for (int i = 0; i < device_kind_words.count; i++) {
			if (sqlite3_stricmp(kind, word_text(&device_kind_words, i)) == 0)
				out_device->kind = (enum device_kind)i;
		}
	}
	sql_end(rows);
	return err;
}
