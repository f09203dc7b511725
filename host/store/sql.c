// SPDX-License-Identifier: GPL-3.0-or-later
// Binding, stepping and the statement cache.
#include "store/sql.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "store/internal.h"

int sql_error(struct store *store, int result)
{
	(void)store;
	switch (result & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return 0;
	case SQLITE_CONSTRAINT:
		return result == SQLITE_CONSTRAINT_FOREIGNKEY ? -ERR_NOT_FOUND : -ERR_EXISTS;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -ERR_BUSY;
	case SQLITE_FULL:
		return -ERR_FULL;
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return -ERR_FORMAT;
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return -ERR_DENIED;
	case SQLITE_NOMEM:
		return -ERR_NO_MEMORY;
	case SQLITE_MISUSE:
	case SQLITE_RANGE:
	case SQLITE_MISMATCH:
	case SQLITE_TOOBIG:
		return -ERR_ARG;
	}
	return -ERR_IO;
}

sqlite3_stmt *sql_prepared(struct store *store, const char *sql)
{
	size_t slots = sizeof store->cache / sizeof *store->cache;
	size_t at = (size_t)(((uintptr_t)sql * 0x9E3779B97F4A7C15u) >> 32) % slots;

	while (store->cache[at].sql) {
		if (store->cache[at].sql == sql) {
			sqlite3_reset(store->cache[at].statement);
			return store->cache[at].statement;
		}
		at = (at + 1) % slots;
	}
	if (store->cached >= SQL_STATEMENTS)
		return NULL;
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
		SQLITE_OK)
		return NULL;
	store->cache[at].sql = sql;
	store->cache[at].statement = statement;
	store->cached++;
	return statement;
}

static int bind(sqlite3_stmt *statement, const char *types, va_list values)
{
	int result = SQLITE_OK, column = 0;

	// Bound as SQLITE_STATIC: a statement is stepped to its end, or the caller's values outlive
	// its rows, before they go away; sql_end and the next use reset it.
	for (; *types && result == SQLITE_OK; types++) {
		column++;
		if (*types == 'i') {
			result = sqlite3_bind_int64(statement, column, va_arg(values, int64_t));
		} else if (*types == 'd') {
			result = sqlite3_bind_int(statement, column, va_arg(values, int));
		} else if (*types == 'w') {
			result = sqlite3_bind_int64(
				statement, column, va_arg(values, struct wall_time).ms);
		} else if (*types == 't') {
			const char *text = va_arg(values, const char *);

			result = text ? sqlite3_bind_text(
						statement, column, text, -1, SQLITE_TRANSIENT)
				      : sqlite3_bind_null(statement, column);
		} else if (*types == 'b') {
			const void *blob = va_arg(values, const void *);

			result = sqlite3_bind_blob64(
				statement, column, blob, va_arg(values, size_t), SQLITE_TRANSIENT);
		} else { // n, m
			int64_t id = *types == 'n' ? va_arg(values, int64_t)
						   : va_arg(values, struct wall_time).ms;

			result = id ? sqlite3_bind_int64(statement, column, id)
				    : sqlite3_bind_null(statement, column);
		}
	}
	return result;
}

// The table that a statement which writes names first; NULL where it writes to none of ours.
static const char *written_by(const char *sql, size_t *out_len)
{
	static const char *const begins[] = {
		"INSERT INTO ", "INSERT OR IGNORE INTO ", "UPDATE ", "DELETE FROM "};
	static const char *const none[] = {"BEGIN", "COMMIT", "ROLLBACK", "PRAGMA"};

	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
		size_t len = strlen(begins[i]);

		if (strncmp(sql, begins[i], len) != 0)
			continue;
		*out_len = strcspn(sql + len, " (");
		return sql + len;
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		if (strncmp(sql, none[i], strlen(none[i])) == 0)
			return NULL;
	}
	*out_len = 1;
	return "*";
}

static void note_moved(struct store *store, const char *sql)
{
	size_t had = strlen(store->moved), len;
	const char *table = written_by(sql, &len);
	char word[64];

	if (!table)
		return;
	snprintf(word, sizeof word, " %.*s ", (int)len, table);
	if (strstr(store->moved, word))
		return;
	// The blank between two words is both's.
	if (had + strlen(word) >= sizeof store->moved)
		snprintf(store->moved, sizeof store->moved, " * ");
	else
		strcpy(store->moved + (had ? had - 1 : 0), word);
}

static int start(
	struct store *store, sqlite3_stmt **out, const char *sql, const char *types, va_list values)
{
	sqlite3_stmt *statement = sql_prepared(store, sql);

	*out = NULL;
	if (!statement) {
		int result = sqlite3_extended_errcode(store->db);

		return store->cached >= SQL_STATEMENTS ? -ERR_FULL
		       : sql_error(store, result)      ? sql_error(store, result)
						       : -ERR_IO;
	}
	if (!sqlite3_stmt_readonly(statement))
		note_moved(store, sql);
	int result = bind(statement, types, values);

	if (result != SQLITE_OK)
		return sql_error(store, result);
	*out = statement;
	return 0;
}

static int finish(struct store *store, sqlite3_stmt *statement)
{
	int result = sqlite3_step(statement);
	int err;

	while (result == SQLITE_ROW)
		result = sqlite3_step(statement);
	err = sql_error(store, result);
	sqlite3_reset(statement);
	return err;
}

int sql_run(struct store *store, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement;
	va_list values;

	va_start(values, types);
	int err = start(store, &statement, sql, types, values);

	va_end(values);
	return err < 0 ? err : finish(store, statement);
}

int64_t sql_insert(struct store *store, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement;
	va_list values;

	va_start(values, types);
	int err = start(store, &statement, sql, types, values);

	va_end(values);
	if (err == 0)
		err = finish(store, statement);
	return err < 0 ? err : sqlite3_last_insert_rowid(store->db);
}

int sql_query(struct store *store, sqlite3_stmt **out_rows, const char *sql, const char *types, ...)
{
	va_list values;

	va_start(values, types);
	int err = start(store, out_rows, sql, types, values);

	va_end(values);
	return err;
}

int sql_next(struct store *store, sqlite3_stmt *rows)
{
	if (!rows)
		return 0;
	int result = sqlite3_step(rows);

	if (result == SQLITE_ROW)
		return 1;
	sqlite3_reset(rows);
	return sql_error(store, result);
}

void sql_end(sqlite3_stmt *rows)
{
	if (rows)
		sqlite3_reset(rows);
}

static int first(struct store *store, sqlite3_stmt *rows, int begun)
{
	int got = begun == 0 ? sql_next(store, rows) : begun;

	return got == 1 ? 0 : got == 0 ? -ERR_NOT_FOUND : got;
}

int sql_first(struct store *store, sqlite3_stmt **out_rows, const char *sql, const char *types, ...)
{
	va_list values;

	va_start(values, types);
	int begun = start(store, out_rows, sql, types, values);

	va_end(values);
	return first(store, *out_rows, begun);
}

int sql_one(struct store *store, int64_t *out_value, const char *sql, const char *types, ...)
{
	sqlite3_stmt *rows;
	va_list values;

	va_start(values, types);
	int err = start(store, &rows, sql, types, values);

	va_end(values);
	err = first(store, rows, err);
	if (err == 0)
		*out_value = sql_int(rows, 0);
	sql_end(rows);
	return err;
}

void sql_text(sqlite3_stmt *rows, int column, char *out, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(rows, column);

	snprintf(out, size, "%s", text ? text : "");
}

int sql_word(sqlite3_stmt *rows, int column, const char *const *words)
{
	const char *text = (const char *)sqlite3_column_text(rows, column);

	for (int i = 0; text && words[i]; i++) {
		if (strcmp(words[i], text) == 0)
			return i;
	}
	return -ERR_FORMAT;
}
