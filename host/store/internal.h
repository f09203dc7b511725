// SPDX-License-Identifier: GPL-3.0-or-later
// What struct store is made of; for store.c, sql.c, events.c and disk.c only.
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include <sqlite3.h>

#include "store/events.h"
#include "store/sql.h"

#define STORE_SITE 64

struct chain {
	int64_t seq;
	struct wall_time at;
	unsigned char hash[EVENT_HASH];
};

struct store {
	sqlite3 *db;
	char *path;
	int lock_fd; // -1 where reading
	bool in_transaction;
	int changes_before; // sqlite3_total_changes at begin
	enum store_disk disk;
	char moved[STORE_MOVED];
	char site[STORE_SITE];
	struct chain chain;	// as of this transaction
	struct chain committed; // what a rollback goes back to
	struct {
		const char *sql; // by address
		sqlite3_stmt *statement;
	} cache[2 * SQL_STATEMENTS]; // open addressing; never more than half full
	int cached;
};

// The prepared statement of a literal, reset; NULL where it does not parse or the cache is full.
sqlite3_stmt *sql_prepared(struct store *store, const char *sql);
// The negative enum err of SQLite's last result on this connection.
int sql_error(struct store *store, int result);
// Loads chain and committed from the last row of the event table.
int chain_load(struct store *store);
// Makes FILE.reserve where there is room for it.
void disk_open(struct store *store);

#endif
