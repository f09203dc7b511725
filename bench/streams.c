// SPDX-License-Identifier: GPL-3.0-or-later
// bench-streams.so, preloaded into the shipped program: when each change was on the disk, and when
// its bytes were handed to each stream. Appends to the file named by BENCH_STREAMS one line a
// write,
//	NUMBER DESCRIPTOR SYNCED WRITTEN
// the change's number as in its id, then CLOCK_MONOTONIC in ns: the end of the last sync before,
// and the end of the write itself.
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static int64_t synced;

static int64_t now_ns(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static ssize_t real_write(int fd, const void *data, size_t len)
{
	static ssize_t (*real)(int, const void *, size_t);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "write");
	return real(fd, data, len);
}

// A write may carry several changes, and end within one: the rest has no id of its own.
static void note(int fd, const char *data, size_t len)
{
	static const char mark[] = "\nevent: ";
	static int out = -1;
	const char *path, *end = data + len, *at;
	char line[120];

	if (!memmem(data, len, mark, sizeof mark - 1))
		return;
	path = getenv("BENCH_STREAMS");
	if (out < 0 && path)
		out = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	for (; (at = memmem(data, (size_t)(end - data), mark, sizeof mark - 1)); data = at + 1) {
		const char *number = at;
		int count;

		while (number > data && number[-1] != '-')
			number--;
		count = snprintf(line, sizeof line, "%ld %d %lld %lld\n", strtol(number, NULL, 10),
			fd, (long long)synced, (long long)now_ns());
		if (out >= 0 && real_write(out, line, (size_t)count) < 0)
			return;
	}
}

int fdatasync(int fd)
{
	static int (*real)(int);
	int done;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
	done = real(fd);
	synced = now_ns();
	return done;
}

ssize_t send(int fd, const void *data, size_t len, int flags)
{
	static ssize_t (*real)(int, const void *, size_t, int);
	ssize_t sent;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "send");
	sent = real(fd, data, len, flags);
	if (sent > 0)
		note(fd, data, (size_t)sent);
	return sent;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	static ssize_t (*real)(int, const struct msghdr *, int);
	ssize_t sent;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "sendmsg");
	sent = real(fd, message, flags);
	for (size_t i = 0; sent > 0 && i < message->msg_iovlen; i++)
		note(fd, message->msg_iov[i].iov_base, message->msg_iov[i].iov_len);
	return sent;
}
