// SPDX-License-Identifier: GPL-3.0-or-later
// What bench-watch.so, preloaded into `hometime serve`, counts of its database files, in memory
// shared through the file named by BENCH_WATCH (sizeof(struct watch) bytes, made by the reader).
//
// With BENCH_SHADOW=SUFFIX it also forgets what was not synced: beside each database file it keeps
// FILE+SUFFIX, which holds exactly what fsync or fdatasync has covered. BENCH_LIE=1 makes it a disk
// that says it has synced and has not, to see the gate fail.
#ifndef BENCH_WATCH_H
#define BENCH_WATCH_H

#include <stdint.h>

enum watch_file { WATCH_DB, WATCH_WAL, WATCH_FILES };
#define WATCH_TURNS 8 // up to 0.1, 0.2, 0.5, 1, 2, 5 and 10 ms, and longer

struct watch {
	uint64_t commits;	     // WAL frames that end a transaction
	uint64_t idle_ns;	     // spent in ppoll: nothing to do
	uint64_t turns[WATCH_TURNS]; // of the loop, from one wait to the next, by the processor
				     // time they took
	uint64_t longest_turn_ns;
	struct watch_of {
		uint64_t writes, bytes, write_ns;
		uint64_t syncs, sync_ns;
		uint64_t reads, read_ns;
	} of[WATCH_FILES];
};

// Makes the file and maps it; exits on failure.
struct watch *watch_open(const char *path);

#endif
