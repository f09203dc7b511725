// SPDX-License-Identifier: GPL-3.0-or-later
// The bench's own view of a school's database: what is on record, histories filled in, and the
// rate at which plain SQLite commits groups on the same disk.
#ifndef BENCH_ROWS_H
#define BENCH_ROWS_H

#include <stdint.h>

// One number from a database opened for reading: 0 where there is no row. Exits on any error.
int64_t rows_number(const char *database, const char *sql);
// Statements on a database nobody serves.
void rows_run(const char *database, const char *sql);
// Adds history until there are that many events, with the decisions, intents and custodies that
// such a number of events comes from, spread over the people on record.
void rows_fill(const char *database, int64_t events);
// Copies a closed database over another; what lies beside that one (-wal, -shm) goes.
void rows_copy(const char *from, const char *to);
// The same with the log that lies beside it, as after a power cut.
void rows_copy_with_log(const char *from, const char *to);

// Commits of 8 rows each, WAL and synchronous=FULL, for that long; commits a second.
double rows_group_rate(const char *folder, int64_t for_ns);
// The same with the rows and updates of one whole tap a commit, in a copy of a school's database
// that `copy` names: what SQLite alone does with the rows that Hometime keeps.
double rows_tap_rate(const char *copy, int64_t for_ns);

#endif
