// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped program as a running host, with model banks at the far end of its lines.
#ifndef BENCH_HOST_H
#define BENCH_HOST_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "model.h"

#define HOST_LINES_MAX 32

struct host {
	pid_t pid;
	char program[512], folder[400], database[480];
	unsigned lines, people;
	struct model banks[HOST_LINES_MAX];
	unsigned next[HOST_LINES_MAX]; // whose turn it is at each reader
	bool inside[HOST_LINES_MAX];   // whether that person's phone is in
};

// Makes a school of `people` staff with cards and `lines` lines of one bank each, in a new database
// in `folder`. Exits with one sentence on failure, as everything here does.
void host_prepare(struct host *host, const char *program, const char *folder, unsigned people,
	unsigned lines);
// Starts `hometime serve` and waits until every bank has been asked who it is.
void host_start(struct host *host);
// SIGTERM, and the program must end with 0.
void host_stop(struct host *host);
// Resident memory in KiB.
long host_memory(const struct host *host);

// Card to unlock at one reader, in nanoseconds; then plays the hands at the door until both doors
// and record have settled, so that the next tap meets a cabinet at rest.
int64_t host_tap(struct host *host, unsigned line);
// Serves every line until `until_ns`, or until done(arg) says so.
void host_serve(struct host *host, int64_t until_ns, bool (*done)(void *arg), void *arg);
// The UID of the person who taps next at that reader, and on to the next one.
void host_card(const struct host *host, unsigned line, char uid[15]);

#endif
