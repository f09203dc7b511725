// SPDX-License-Identifier: GPL-3.0-or-later
// bank-emulator as a child process, in a folder of the test's own: started, asked, waited for.
// Waits on descriptors only, PATIENCE_MS at most.
#ifndef TESTS_RUNNING_H
#define TESTS_RUNNING_H

#include <stddef.h>
#include <sys/types.h>

#define PATIENCE_MS 20000

struct run {
	pid_t pid;
	int out, err;
};

// cmocka group fixtures: make the folder, and remove it with all it holds.
int make_folder(void **state);
int drop_folder(void **state);
extern char folder[64];

// Arguments end with NULL; a @ in one becomes the folder.
struct run start(const char *const *arguments);
void wait_ready(const struct run *run);
void finish(struct run *run); // by SIGTERM; it must exit 0
ssize_t read_some(int fd, void *bytes, size_t room);
void read_exactly(int fd, char *bytes, size_t count);
int dial(const char *name); // a Unix socket in the folder; -1: nobody there
// The answer's line, valid until the next call.
const char *ask(int control, const char *line);
// Asks for the state until it holds `part`: what must come comes.
void wait_state(int control, const char *part);

#endif
