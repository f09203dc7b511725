// SPDX-License-Identifier: GPL-3.0-or-later
// Opening, locking and transactions.
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/err.h"
#include "store/internal.h"
#include "store/migrations.h"

int store_version(void)
{
	return migration_count;
}

static int lock(struct store *store, char *why)
{
	char name[4096];

	snprintf(name, sizeof name, "%s.lock", store->path);
	store->lock_fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (store->lock_fd < 0) {
		int err = err_from_errno(errno);

		snprintf(why, STORE_WHY, "cannot write beside the database %s: %s", store->path,
			err_str(err));
		return err;
	}
	if (flock(store->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		snprintf(why, STORE_WHY,
			"another hometime is writing to %s: ask it through its socket, or stop it "
			"first",
			store->path);
		return -ERR_BUSY;
	}
	return 0;
}

static int check_file(const char *path, enum store_mode mode, char *why)
{
	bool there = access(path, F_OK) == 0;

	if (mode == STORE_CREATE && there) {
		snprintf(why, STORE_WHY,
			"%s is there already: choose another name, or use it as it is", path);
		return -ERR_EXISTS;
	}
	if (mode != STORE_CREATE && !there) {
		snprintf(why, STORE_WHY,
			"there is no database at %s: make one with `hometime init --db %s`", path,
			path);
		return -ERR_NOT_FOUND;
	}
	return 0;
}

// A database of another program must not be touched, not even by turning on WAL; so the header is
// read before anything is set. A new file has neither mark.
static int check_header(struct store *store, enum store_mode mode, char *why)
{
	int64_t application = 0, version = 0;
	int err = sql_one(store, &application, "PRAGMA application_id", "");

	if (err == 0)
		err = sql_one(store, &version, "PRAGMA user_version", "");
	if (err < 0 && err != -ERR_FORMAT) {
		snprintf(why, STORE_WHY, "cannot read %s: %s", store->path, err_str(err));
		return err;
	}
	if (err < 0 || (mode != STORE_CREATE && application != STORE_APPLICATION_ID)) {
		snprintf(why, STORE_WHY,
			"%s is not a Hometime database: name the right file with --db",
			store->path);
		return -ERR_FORMAT;
	}
	if (version > migration_count) {
		snprintf(why, STORE_WHY,
			"%s was written by a newer Hometime (version %d, this one knows %d): "
			"install that one",
			store->path, (int)version, migration_count);
		return -ERR_NEWER;
	}
	if (mode == STORE_READ && version < migration_count) {
		snprintf(why, STORE_WHY,
			"%s was written by an older Hometime: start `hometime serve` once to bring "
			"it up to date",
			store->path);
		return -ERR_FORMAT;
	}
	return 0;
}

static int configure(struct store *store, enum store_mode mode)
{
	// The WAL is kept and recycled: no size limit, so that no commit pays for truncating it and
	// the next for making it grow again. 1000 pages is also what the bench's floor uses.
	const char *writer = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
			     "PRAGMA journal_size_limit = -1; PRAGMA wal_autocheckpoint = 1000;";
	const char *both = "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
			   "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096;";
	int result = SQLITE_OK;

	sqlite3_busy_timeout(store->db, mode == STORE_READ ? 2000 : 200);
	if (mode != STORE_READ)
		result = sqlite3_exec(store->db, writer, NULL, NULL, NULL);
	if (result == SQLITE_OK)
		result = sqlite3_exec(store->db, both, NULL, NULL, NULL);
	return result == SQLITE_OK ? 0 : sql_error(store, result);
}

static int open_database(struct store *store, enum store_mode mode, char *why)
{
	int flags = mode == STORE_READ	  ? SQLITE_OPEN_READONLY
		    : mode == STORE_WRITE ? SQLITE_OPEN_READWRITE
					  : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	int result = sqlite3_open_v2(store->path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
	int err;

	if (result != SQLITE_OK) {
		err = store->db ? sql_error(store, result) : -ERR_NO_MEMORY;
		snprintf(why, STORE_WHY, "cannot open %s: %s", store->path, err_str(err));
		return err;
	}
	sqlite3_extended_result_codes(store->db, 1);
	err = check_header(store, mode, why);
	if (err == 0 && (err = configure(store, mode)) < 0)
		snprintf(why, STORE_WHY, "cannot use %s: %s", store->path, err_str(err));
	if (err == 0 && mode != STORE_READ)
		err = migrate(store->db, store->path, why);
	if (err < 0)
		return err;
	err = store_setting(store, "site", store->site, sizeof store->site);
	if (err == -ERR_NOT_FOUND)
		err = 0;
	if (err == 0)
		err = chain_load(store);
	if (err < 0)
		snprintf(why, STORE_WHY, "cannot read the record in %s: %s", store->path,
			err_str(err));
	return err;
}

int store_open(
	struct store **out_store, const char *path, enum store_mode mode, char why[STORE_WHY])
{
	struct store *store = calloc(1, sizeof *store);
	int err = 0;

	why[0] = '\0';
	if (store) {
		store->lock_fd = -1;
		store->path = strdup(path);
	}
	if (!store || !store->path) {
		snprintf(why, STORE_WHY, "out of memory");
		err = -ERR_NO_MEMORY;
	}
	if (err == 0)
		err = check_file(path, mode, why);
	if (err == 0 && mode != STORE_READ)
		err = lock(store, why);
	if (err == 0)
		err = open_database(store, mode, why);
	if (err < 0) {
		store_close(store);
		return err;
	}
	if (mode != STORE_READ)
		disk_open(store);
	*out_store = store;
	return 0;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	if (store->in_transaction)
		store_rollback(store);
	for (size_t i = 0; i < sizeof store->cache / sizeof *store->cache; i++)
		sqlite3_finalize(store->cache[i].statement);
	sqlite3_close(store->db);
	if (store->lock_fd >= 0)
		close(store->lock_fd);
	free(store->path);
	free(store);
}

int store_begin(struct store *store)
{
	int err = sql_run(store, "BEGIN IMMEDIATE", "");

	if (err < 0)
		return err;
	store->in_transaction = true;
	store->changes_before = sqlite3_total_changes(store->db);
	return 0;
}

int store_commit(struct store *store)
{
	int err = sql_run(store, "COMMIT", "");

	if (err < 0) {
		store_rollback(store);
		return err;
	}
	store->in_transaction = false;
	store->committed = store->chain;
	return 0;
}

void store_rollback(struct store *store)
{
	// SQLite may have rolled back by itself (a full disk): asking again is harmless.
	if (!sqlite3_get_autocommit(store->db))
		sql_run(store, "ROLLBACK", "");
	store->in_transaction = false;
	store->chain = store->committed;
}

bool store_in_transaction(const struct store *store)
{
	return store->in_transaction;
}

int store_changes(const struct store *store)
{
	return store->in_transaction ? sqlite3_total_changes(store->db) - store->changes_before : 0;
}

const char *store_moved(const struct store *store)
{
	return store->moved;
}

void store_moved_clear(struct store *store)
{
	store->moved[0] = '\0';
}

int64_t store_total_changes(const struct store *store)
{
	return sqlite3_total_changes64(store->db);
}

const char *store_error(const struct store *store)
{
	return sqlite3_errmsg(store->db);
}

int store_setting(struct store *store, const char *name, char *out_value, size_t size)
{
	sqlite3_stmt *rows;
	int err = sql_first(store, &rows, "SELECT value FROM setting WHERE name = ?", "t", name);

	if (err == 0)
		sql_text(rows, 0, out_value, size);
	sql_end(rows);
	return err;
}

int store_setting_put(struct store *store, const char *name, const char *value)
{
	int err = sql_run(store,
		"INSERT INTO setting (name, value) VALUES (?, ?)"
		" ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		"tt", name, value);

	if (err == 0 && strcmp(name, "site") == 0)
		snprintf(store->site, sizeof store->site, "%s", value);
	return err;
}
