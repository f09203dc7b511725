// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the school's own devices.
#include "store/devices.h"

#include "base/err.h"
#include "store/sql.h"

#define COLUMNS "id, kind, label, home_bank, home_door, shelf, ended_at"

static void read_device(sqlite3_stmt *rows, struct school_device *device)
{
	char kind[16];

	*device = (struct school_device){.id = sql_int(rows, 0),
		.kind = DEVICE_OTHER,
		.home_bank = sql_int(rows, 3),
		.home_door = (int)sql_int(rows, 4),
		.ended = sql_int(rows, 6) != 0};
	sql_text(rows, 1, kind, sizeof kind);
	sql_text(rows, 2, device->label, sizeof device->label);
	sql_text(rows, 5, device->shelf, sizeof device->shelf);
	for (int i = 0; i < device_kind_words.count; i++) {
		if (sqlite3_stricmp(kind, word_text(&device_kind_words, i)) == 0)
			device->kind = (enum device_kind)i;
	}
}

int64_t device_add_school(struct store *store, const struct school_device *device)
{
	return sql_insert(store,
		"INSERT INTO device (kind, owner, label, home_bank, home_door, shelf)"
		" VALUES (?, 'school', ?, ?, ?, ?)",
		"ttnnt", word_text(&device_kind_words, (int)device->kind), device->label,
		device->home_bank, (int64_t)device->home_door,
		device->shelf[0] ? device->shelf : NULL);
}

int device_school(struct store *store, int64_t id, struct school_device *out_device)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT " COLUMNS " FROM device WHERE id = ? AND owner = 'school'", "i", id);

	if (err == 0)
		read_device(rows, out_device);
	sql_end(rows);
	return err;
}

int device_find_school(struct store *store, const char *label, struct school_device *out_device)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT " COLUMNS
		" FROM device WHERE label = ? AND owner = 'school' AND ended_at IS NULL",
		"t", label);

	if (err == 0)
		read_device(rows, out_device);
	sql_end(rows);
	return err;
}

int device_each_school(
	struct store *store, int (*each)(void *arg, const struct school_device *device), void *arg)
{
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows,
		"SELECT " COLUMNS
		" FROM device WHERE owner = 'school' AND ended_at IS NULL ORDER BY label",
		"");

	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		struct school_device device;

		read_device(rows, &device);
		count++;
		int stop = each(arg, &device);

		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
	}
	return got < 0 ? got : count;
}

int device_set_home(struct store *store, const struct school_device *device)
{
	return sql_run(store,
		"UPDATE device SET home_bank = ?, home_door = ?, shelf = ? WHERE id = ?", "nnti",
		device->home_bank, (int64_t)device->home_door,
		device->shelf[0] ? device->shelf : NULL, device->id);
}

int device_end(struct store *store, int64_t id, struct wall_time at, const char *reason)
{
	return sql_run(store, "UPDATE device SET ended_at = ?, end_reason = ? WHERE id = ?", "wti",
		at, reason, id);
}
