// SPDX-License-Identifier: GPL-3.0-or-later
// Statements, for the files of this room only: prepared once, bound in one line, always reset.
//
// SQL is written as a string literal at the place of its use. A statement is kept by the address of
// its text, so a literal is prepared once in the life of the store and the hot path never parses.
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include <sqlite3.h>
#include <stdint.h>

#include "base/time.h"
#include "store/store.h"

#define SQL_STATEMENTS 512 // distinct literals a store may use; more is -ERR_FULL

// Types, one letter a parameter, in order of the ?s:
//   i  int64_t              n  int64_t row id, 0 is NULL
//   d  int                  t  const char *, NULL is NULL
//   w  struct wall_time     m  struct wall_time, ms == 0 is NULL
//   b  const void *, size_t (a blob)

// Runs a statement that returns no rows. Returns 0 or a negative enum err: -ERR_EXISTS where a
// uniqueness or other constraint of the schema refuses it, -ERR_FULL, -ERR_IO, -ERR_BUSY.
int sql_run(struct store *store, const char *sql, const char *types, ...);

// Runs an INSERT and returns the new row's id, or a negative enum err.
int64_t sql_insert(struct store *store, const char *sql, const char *types, ...);

// Begins a statement that returns rows; then call sql_next until it is not 1. Nothing else may use
// the same literal in between. On failure *out_rows is NULL, which sql_next and sql_end accept.
int sql_query(
	struct store *store, sqlite3_stmt **out_rows, const char *sql, const char *types, ...);
// 1: a row is there, read it with the sql_ getters; 0: no more (and the statement is reset);
// negative.
int sql_next(struct store *store, sqlite3_stmt *rows);
// Ends a statement before its last row. NULL and an ended one are fine.
void sql_end(sqlite3_stmt *rows);

// sql_query of which one row is wanted, and its first sql_next: 0, and the row is there to be read;
// -ERR_NOT_FOUND where there is none; negative. Then sql_end, always.
int sql_first(
	struct store *store, sqlite3_stmt **out_rows, const char *sql, const char *types, ...);

// One value of one row. -ERR_NOT_FOUND where there is no row; NULL gives 0.
int sql_one(struct store *store, int64_t *out_value, const char *sql, const char *types, ...);

static inline int64_t sql_int(sqlite3_stmt *rows, int column)
{
	return sqlite3_column_int64(rows, column);
}

static inline struct wall_time sql_wall(sqlite3_stmt *rows, int column)
{
	return (struct wall_time){sqlite3_column_int64(rows, column)};
}

// Copies at most size - 1 bytes and ends them; NULL gives "".
void sql_text(sqlite3_stmt *rows, int column, char *out, size_t size);

// The place of the column's word in words (ended by NULL), or -ERR_FORMAT: closed lists of words in
// the schema to enums in C.
int sql_word(sqlite3_stmt *rows, int column, const char *const *words);

#endif
