// SPDX-License-Identifier: GPL-3.0-or-later
// The control socket: any number of clients, a command a line, an answer a line.
#ifndef EMULATOR_CONTROL_H
#define EMULATOR_CONTROL_H

#include <poll.h>
#include <stddef.h>

#define CONTROL_CLIENTS_MAX 8

struct control;

typedef void control_answer(void *arg, const char *line, char *answer, size_t size);

// 0, or -1 with one sentence in `why`.
int control_open(const char *path, control_answer *answer, void *arg, char *why, size_t why_size,
	struct control **out_control);
void control_close(struct control *control);
// Answers what has come; then what to wait on, at most CONTROL_CLIENTS_MAX + 1.
unsigned control_turn(struct control *control, struct pollfd *out_fds);

#endif
