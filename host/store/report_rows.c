// SPDX-License-Identifier: GPL-3.0-or-later
// Finding a time in tables that have no index on it, and lists of rows.
#include "store/report_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "store/sql.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)

// Two statements of one table: its last key; the first row at or after a key, as key and time.
struct keyed {
	const char *last, *probe;
};

// The lowest key whose row is at or after `at`; one past the last where there is none.
static int first_at(
	struct store *store, const struct keyed *table, struct wall_time at, int64_t *out_key)
{
	int64_t low = 1, high;
	int err = sql_one(store, &high, table->last, "");

	high = err < 0 ? 1 : high + 1;
	while ((err == 0 || err == -ERR_NOT_FOUND) && low < high) {
		int64_t middle = low + (high - low) / 2, key = high;
		struct wall_time then = {0};
		sqlite3_stmt *rows;

		err = sql_query(store, &rows, table->probe, "i", middle);
		if (err == 0)
			err = sql_next(store, rows);
		if (err == 1) {
			key = sql_int(rows, 0);
			then = sql_wall(rows, 1);
			err = 0;
		}
		sql_end(rows);
		// A gap belongs to the row that follows it.
		if (key >= high || then.ms >= at.ms)
			high = middle;
		else
			low = key + 1;
	}
	*out_key = low;
	return err == -ERR_NOT_FOUND ? 0 : err;
}

static int span_of(struct store *store, const struct keyed *table, struct wall_time from,
	struct wall_time until, struct key_span *out)
{
	int64_t first, past;
	int err = first_at(store, table, (struct wall_time){from.ms - DAY_MS}, &first);

	if (err == 0)
		err = first_at(store, table, (struct wall_time){until.ms + DAY_MS}, &past);
	if (err == 0)
		*out = (struct key_span){first, past - 1};
	return err;
}

int report_decisions(struct store *store, struct wall_time from, struct wall_time until,
	struct key_span *out_ids)
{
	static const struct keyed table = {
		"SELECT id FROM decision ORDER BY id DESC LIMIT 1",
		"SELECT id, at FROM decision WHERE id >= ? ORDER BY id LIMIT 1",
	};

	return span_of(store, &table, from, until, out_ids);
}

int report_events(struct store *store, struct wall_time from, struct wall_time until,
	struct key_span *out_seqs)
{
	static const struct keyed table = {
		"SELECT seq FROM event ORDER BY seq DESC LIMIT 1",
		"SELECT seq, at FROM event WHERE seq >= ? ORDER BY seq LIMIT 1",
	};

	return span_of(store, &table, from, until, out_seqs);
}

void *report_grow(void **rows, size_t *count, size_t size)
{
	// Room doubles at every power of two from 16 on, so that the count alone tells it.
	bool full = *count == 0 || (*count >= 16 && (*count & (*count - 1)) == 0);
	size_t room = *count < 16 ? 16 : *count * 2;
	void *moved = full ? reallocarray(*rows, room, size) : *rows;
	char *row;

	if (!moved)
		return NULL;
	*rows = moved;
	row = (char *)moved + (*count)++ * size;
	memset(row, 0, size);
	return row;
}
