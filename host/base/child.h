// SPDX-License-Identifier: GPL-3.0-or-later
// Work that is too long for the loop, in a child process of the same program: lines in over a pipe,
// lines out over another, and nothing here ever waits for it (design.md section 2).
//
// The child begins anew by exec: it inherits standard error and the environment, and of what this
// process has open, its locks and its signal mask nothing else. It learns that it is not wanted any
// more by the end of its input, so one that outlives a killed service ends by itself. What jobs
// there are is the program's to say (cli/jobs.h).
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include <stddef.h>

#include "base/loop.h"

struct child;

struct child_events {
	// A whole line without its newline, zero-terminated, the callee's to change and borrowed
	// for the call. At most about 64 KiB of lines are handed on in one turn.
	void (*line)(void *arg, char *line, size_t len);
	// Exactly once, and nothing after it but child_close(): 0 where the child ended well (exit
	// status 0); -ERR_ARG another status; -ERR_GONE a signal ended it; -ERR_FULL a line of it
	// was too long, -ERR_BUSY it took longer than patience_ms, and it was killed for it.
	void (*gone)(void *arg, int how);
};

struct child_config {
	const char *program;	  // a path: CHILD_SELF in the program, a test's own otherwise
	const char *const *words; // what follows its name, at most CHILD_WORDS, ended by NULL
	size_t line_max;	  // bytes of one line of it
	int64_t patience_ms;	  // how long it may take in all; 0: for ever
};

// The program that runs, also after a newer one was installed over it.
#define CHILD_SELF  "/proc/self/exe"
#define CHILD_WORDS 12

// Starts it. config is copied, events and arg are borrowed until child_close. -ERR_NOT_FOUND: no
// such program; -ERR_FULL: the loop or the system has no room; -ERR_NO_MEMORY.
int child_start(struct child **out_child, struct loop *loop, const struct child_config *config,
	const struct child_events *events, void *arg);
// Queues len bytes for it, copied: lines carry their own newline. -ERR_GONE once its input ended;
// -ERR_NO_MEMORY, and nothing of it is queued.
int child_send(struct child *child, const char *data, size_t len);
// Its input ends after what was sent.
void child_send_end(struct child *child);
// Kills it where it still runs and forgets it, from its own callbacks too. NULL is fine.
void child_close(struct child *child);

#endif
