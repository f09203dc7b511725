// SPDX-License-Identifier: GPL-3.0-or-later
// floor.c as a running program: what any host must do for a tap, timed beside ours.
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include <stdint.h>
#include <sys/types.h>

struct floor {
	pid_t pid;
	int reader, lock; // our ends of its two pseudo-terminals
	unsigned next;	  // which of its 600 tokens comes next
};

// mode: none, fdatasync, full (floor.c). Its database is made in `folder`. Exits on failure.
void floor_start(struct floor *host, const char *program, const char *folder, const char *mode);
// One tap: nanoseconds from the last byte of the card to the first byte of the command.
int64_t floor_tap(struct floor *host);
void floor_stop(struct floor *host);

#endif
