// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of answers kept.
#include "store/answered.h"

#include <sodium.h>
#include <string.h>

#include "base/err.h"
#include "store/sql.h"

void answered_hash(const char *name, const char *fields, uint8_t out_hash[ANSWERED_HASH])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, ANSWERED_HASH);
	// With the ending zero, so that no name runs into its fields.
	crypto_generichash_update(&state, (const unsigned char *)name, strlen(name) + 1);
	crypto_generichash_update(&state, (const unsigned char *)fields, strlen(fields));
	crypto_generichash_final(&state, out_hash, ANSWERED_HASH);
}

int answered_find(struct store *store, struct answered_row *row)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows,
		"SELECT asked, at, status, text FROM answered WHERE person = ? AND key = ?", "it",
		row->person, row->key);

	if (err == 0) {
		memcpy(row->asked, sqlite3_column_blob(rows, 0), ANSWERED_HASH);
		row->at = sql_wall(rows, 1);
		row->status = (int)sql_int(rows, 2);
		sql_text(rows, 3, row->text, sizeof row->text);
	}
	sql_end(rows);
	return err;
}

int answered_add(struct store *store, const struct answered_row *row)
{
	const struct wall_time old = {row->at.ms - ANSWERED_KEPT_MS};
	int err = sql_run(store, "DELETE FROM answered WHERE at < ?", "w", old);

	if (err < 0)
		return err;
	return sql_run(store,
		"INSERT INTO answered (person, key, asked, at, status, text) VALUES (?, ?, ?, ?, "
		"?, ?)",
		"itbwdt", row->person, row->key, row->asked, (size_t)ANSWERED_HASH, row->at,
		row->status, row->text);
}
