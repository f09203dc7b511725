// SPDX-License-Identifier: GPL-3.0-or-later
// The stream of `hometime decide`: lines in, answers out, nothing waiting while there is none to
// read.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/decide.h"
#include "base/err.h"

#define IN_SIZE	 (DECIDE_LINE_MAX + 2)
#define OUT_SIZE 65536

struct lines {
	struct decider *decider;
	int out_fd;
	char *in;
	size_t in_len;
	bool skipping; // the rest of a line that was too long
	char out[OUT_SIZE];
	size_t out_len;
};

static int flush(struct lines *l)
{
	size_t done = 0;

	while (done < l->out_len) {
		ssize_t n = write(l->out_fd, l->out + done, l->out_len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -ERR_IO;
		done += (size_t)n;
	}
	l->out_len = 0;
	return 0;
}

static int answer(struct lines *l, const char *line, size_t len)
{
	if (OUT_SIZE - l->out_len < DECIDE_ANSWER_MAX && flush(l) < 0)
		return -ERR_IO;
	l->out_len += decider_answer(l->decider, line, len, l->out + l->out_len);
	return 0;
}

// Answers every whole line of the buffer and moves the rest to its beginning.
static int answer_whole(struct lines *l)
{
	char *at = l->in, *end = l->in + l->in_len, *newline;

	while ((newline = memchr(at, '\n', (size_t)(end - at)))) {
		if (!l->skipping && answer(l, at, (size_t)(newline - at)) < 0)
			return -ERR_IO;
		l->skipping = false;
		at = newline + 1;
	}
	l->in_len = (size_t)(end - at);
	memmove(l->in, at, l->in_len);
	if (l->in_len > DECIDE_LINE_MAX) {
		if (!l->skipping && answer(l, l->in, l->in_len) < 0)
			return -ERR_IO;
		l->skipping = true;
		l->in_len = 0;
	}
	return 0;
}

static int run(struct lines *l, int in_fd)
{
	for (;;) {
		ssize_t n = read(in_fd, l->in + l->in_len, IN_SIZE - l->in_len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -ERR_IO;
		if (n == 0)
			break;
		l->in_len += (size_t)n;
		if (answer_whole(l) < 0 || flush(l) < 0)
			return -ERR_IO;
	}
	// The last line may come without its newline.
	if (l->in_len > 0 && !l->skipping && answer(l, l->in, l->in_len) < 0)
		return -ERR_IO;
	return flush(l);
}

int decide_lines(int in_fd, int out_fd)
{
	struct lines *l = calloc(1, sizeof(*l));
	int err = -ERR_NO_MEMORY;

	if (!l)
		return err;
	l->out_fd = out_fd;
	l->in = malloc(IN_SIZE);
	if (l->in)
		err = decider_open(&l->decider);
	if (err == 0)
		err = run(l, in_fd);
	decider_close(l->decider);
	free(l->in);
	free(l);
	return err;
}
