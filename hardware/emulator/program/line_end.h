// SPDX-License-Identifier: GPL-3.0-or-later
// The host's end of the line: a pseudo-terminal behind a symbolic link, or a Unix socket with one
// host at a time. No idea what the bytes mean, and no pace of its own.
#ifndef EMULATOR_LINE_END_H
#define EMULATOR_LINE_END_H

#include <poll.h>
#include <stddef.h>
#include <stdint.h>

struct line_end;

// `path` as of --line. 0, or -1 with one sentence in `why`.
int line_end_open(const char *path, char *why, size_t why_size, struct line_end **out_end);
void line_end_close(struct line_end *end);

// The adapter pulled out: the host sees a hang-up. Plugging in makes the same path anew: 0, or -1.
void line_end_unplug(struct line_end *end);
int line_end_plug(struct line_end *end, char *why, size_t why_size);

// What to wait on, 0 or 1 descriptors.
unsigned line_end_fds(struct line_end *end, struct pollfd *out_fds);
// What the host wrote, at most `room`; 0: nothing now.
size_t line_end_read(struct line_end *end, uint8_t *out_bytes, size_t room);
// As on a wire, what nobody takes is lost.
void line_end_write(struct line_end *end, const uint8_t *bytes, size_t count);

#endif
