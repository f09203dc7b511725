// SPDX-License-Identifier: GPL-3.0-or-later
// A child process with a reader of one address, which says each reading and each trouble in one
// line: only a child sees the testbed's /dev.
#ifndef READER_RIG_H
#define READER_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#define RIG_WAIT_MS 20000

struct reading_child {
	pid_t pid;
	int end; // closing it ends the child
	FILE *from;
};

// What main of such a test does with the words "child ADDRESS".
int rig_child(const char *address);
// `weak`: one that root's rights over files do not help.
void rig_start(struct reading_child *child, const char *program, const char *address, bool weak);
// The child has given everything back when this returns.
void rig_end(struct reading_child *child);
// The next line the child says has this in it: "read RAW UID why" or "trouble sentence".
void rig_expect(struct reading_child *child, const char *words);

#endif
