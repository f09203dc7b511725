// SPDX-License-Identifier: GPL-3.0-or-later
// The record: one SQLite file on disk. Opening, migrating, locking, transactions, disk space.
//
// What the tables hold is in the headers beside this one (people.h, custodies.h, events.h, ...);
// they take the same struct store. Nothing here reads a clock.
//
// Beside FILE lie FILE-wal and FILE-shm (SQLite's), FILE.lock (flock: who writes), FILE.reserve
// (space given back to the disk when it is nearly full) and, the service's, FILE.sock.
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// "HTME", in the header of every database of ours (PRAGMA application_id).
#define STORE_APPLICATION_ID 0x48544D45

// Room for one sentence that says what is wrong and what to do.
#define STORE_WHY 256

struct store;

enum store_mode {
	STORE_CREATE, // a new file; one that is there already is -ERR_EXISTS
	STORE_WRITE,  // the one writer; migrates an older database, after a copy to FILE.before-N
	STORE_READ,   // beside a writer or alone; every change fails
};

// Opens the database at path. The writer holds FILE.lock until store_close; while another process
// holds it this is -ERR_BUSY. -ERR_NOT_FOUND: no such file. -ERR_FORMAT: not a database of ours, or
// a damaged one. -ERR_NEWER: made by a newer version; nothing was touched. -ERR_FULL, -ERR_DENIED,
// -ERR_IO as usual. On failure why (STORE_WHY bytes) holds one sentence for the person who typed
// the command.
int store_open(
	struct store **out_store, const char *path, enum store_mode mode, char why[STORE_WHY]);
// Rolls back what was not committed. NULL is fine.
void store_close(struct store *store);

// The number of the last migration this program carries.
int store_version(void);

// One transaction at a time, never left open across a turn of the loop. After a negative result
// from any function that writes, the caller rolls back.
int store_begin(struct store *store);
// On return 0 every row is on the disk (WAL, synchronous=FULL). On failure (-ERR_FULL, -ERR_IO) the
// transaction has been rolled back, nothing of it is there, and store_begin may be called again.
int store_commit(struct store *store);
void store_rollback(struct store *store);
bool store_in_transaction(const struct store *store);
// Rows changed so far in this transaction: 0 tells the service that there is nothing to commit.
int store_changes(const struct store *store);
// Another number whenever this program has changed a row, kept or not, since it was last asked.
int64_t store_total_changes(const struct store *store);

// The tables written to since store_moved_clear(), by name, each between blanks: " custody event ";
// "*" among them: not known which. What was rolled back counts as well.
#define STORE_MOVED 256
const char *store_moved(const struct store *store);
void store_moved_clear(struct store *store);

// Why the last call failed, for the log file: SQLite's words, no values.
const char *store_error(const struct store *store);

enum store_disk {
	STORE_DISK_OK,
	STORE_DISK_LOW, // under 128 MiB free: the screens warn
	STORE_DISK_OUT, // the reserve is being eaten: hand-ins go to the desk, collections go on
};
#define STORE_RESERVE_BYTES (32u << 20)
#define STORE_WARN_BYTES    (128u << 20)

// Asks the file system; under 32 MiB free the reserve file is given up (removed) and the answer is
// STORE_DISK_OUT until there is room to make it again. The writer calls it about once a minute,
// outside a transaction, and after a commit that failed with -ERR_FULL. Costs one statvfs.
enum store_disk store_disk_check(struct store *store);
// The last answer, for free.
enum store_disk store_disk(const struct store *store);

// One setting by name ('site', 'policy', ...; people.h and days.h name theirs). out_value is cut at
// size. -ERR_NOT_FOUND.
int store_setting(struct store *store, const char *name, char *out_value, size_t size);
int store_setting_put(struct store *store, const char *name, const char *value);

#endif
