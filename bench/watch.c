// SPDX-License-Identifier: GPL-3.0-or-later
// bench-watch.so: see watch.h. Preloaded, because the program measured must be the one shipped.
#include "watch.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define FDS	   256
#define WAL_HEADER 24 // of a frame; bytes 4..7 are not 0 in the one that ends a transaction

enum kind { KIND_NEW, KIND_DB, KIND_WAL, KIND_OTHER };

// What was written and not yet synced, oldest first.
struct pending {
	struct pending *next;
	off_t at;
	size_t len; // 0: the file ends at `at`
	unsigned char data[];
};

struct file {
	enum kind kind;
	int shadow; // descriptor, 0: none
	struct pending *first, **last;
};

static struct file files[FDS];
static struct watch nowhere, *watch;

static int64_t now_ns(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static void attach(void)
{
	const char *path = getenv("BENCH_WATCH");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;

	watch = &nowhere;
	if (fd < 0)
		return;
	watch = mmap(NULL, sizeof *watch, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (watch == MAP_FAILED)
		watch = &nowhere;
	close(fd);
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);

	return len >= tail && strcmp(text + len - tail, end) == 0;
}

static struct file *file_of(int fd)
{
	char link[64], path[PATH_MAX + 64];
	const char *suffix = getenv("BENCH_SHADOW");
	struct file *file = fd >= 0 && fd < FDS ? &files[fd] : NULL;
	ssize_t len;

	if (!watch)
		attach();
	if (!file || file->kind == KIND_OTHER)
		return NULL;
	if (file->kind != KIND_NEW)
		return file;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	len = readlink(link, path, PATH_MAX);
	path[len > 0 ? len : 0] = '\0';
	file->kind = ends_with(path, ".db")	  ? KIND_DB
		     : ends_with(path, ".db-wal") ? KIND_WAL
						  : KIND_OTHER;
	if (file->kind == KIND_OTHER)
		return NULL;
	file->last = &file->first;
	if (suffix) {
		// SQLite looks for the shadow's log under the shadow's name.
		path[len - (file->kind == KIND_WAL ? 4 : 0)] = '\0';
		strncat(path, suffix, 32);
		if (file->kind == KIND_WAL)
			strcat(path, "-wal");
		file->shadow = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	}
	return file;
}

static void remember(struct file *file, const void *data, size_t len, off_t at)
{
	struct pending *pending = file->shadow > 0 ? malloc(sizeof *pending + len) : NULL;

	if (!pending)
		return;
	pending->next = NULL;
	pending->at = at;
	pending->len = len;
	if (len)
		memcpy(pending->data, data, len);
	*file->last = pending;
	file->last = &pending->next;
}

static ssize_t real_pwrite(int fd, const void *data, size_t len, off_t at)
{
	static ssize_t (*real)(int, const void *, size_t, off_t);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "pwrite64");
	return real(fd, data, len, at);
}

static void make_durable(struct file *file)
{
	for (struct pending *pending = file->first, *next; pending; pending = next) {
		next = pending->next;
		if (pending->len == 0 ? ftruncate(file->shadow, pending->at) != 0
				      : real_pwrite(file->shadow, pending->data, pending->len,
						pending->at) < 0)
			abort();
		free(pending);
	}
	file->first = NULL;
	file->last = &file->first;
}

ssize_t pwrite64(int fd, const void *data, size_t len, off_t at)
{
	struct file *file = file_of(fd);
	int64_t from = file ? now_ns() : 0;
	ssize_t done = real_pwrite(fd, data, len, at);

	if (file && done > 0) {
		struct watch_of *of = &watch->of[file->kind == KIND_WAL ? WATCH_WAL : WATCH_DB];
		static const char none[4];

		of->writes++;
		of->bytes += (uint64_t)done;
		of->write_ns += (uint64_t)(now_ns() - from);
		if (file->kind == KIND_WAL && len == WAL_HEADER &&
			memcmp((const char *)data + 4, none, 4) != 0)
			watch->commits++;
		remember(file, data, (size_t)done, at);
	}
	return done;
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t at)
{
	return pwrite64(fd, data, len, at);
}

ssize_t pread64(int fd, void *data, size_t len, off_t at)
{
	static ssize_t (*real)(int, void *, size_t, off_t);
	struct file *file = file_of(fd);
	int64_t from = file ? now_ns() : 0;
	ssize_t done;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "pread64");
	done = real(fd, data, len, at);
	if (file) {
		struct watch_of *of = &watch->of[file->kind == KIND_WAL ? WATCH_WAL : WATCH_DB];

		of->reads++;
		of->read_ns += (uint64_t)(now_ns() - from);
	}
	return done;
}

ssize_t pread(int fd, void *data, size_t len, off_t at)
{
	return pread64(fd, data, len, at);
}

static int sync_with(const char *name, int fd)
{
	int (*real)(int);
	struct file *file = file_of(fd);
	int64_t from = file ? now_ns() : 0;
	int done;

	*(void **)&real = dlsym(RTLD_NEXT, name);
	done = real(fd);
	if (file) {
		struct watch_of *of = &watch->of[file->kind == KIND_WAL ? WATCH_WAL : WATCH_DB];

		of->syncs++;
		of->sync_ns += (uint64_t)(now_ns() - from);
		if (!getenv("BENCH_LIE"))
			make_durable(file);
	}
	return done;
}

static int64_t cpu_ns(void)
{
	struct timespec at;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
	return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static void count_turn(int64_t ns)
{
	static const int64_t up_to_us[WATCH_TURNS - 1] = {100, 200, 500, 1000, 2000, 5000, 10000};
	int i = 0;

	while (i < WATCH_TURNS - 1 && ns > up_to_us[i] * 1000)
		i++;
	watch->turns[i]++;
	if ((uint64_t)ns > watch->longest_turn_ns)
		watch->longest_turn_ns = (uint64_t)ns;
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *wait, const sigset_t *mask)
{
	static int (*real)(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
	static int64_t
		woken; // in processor time: what others on the machine take is not the turn's
	int64_t from = now_ns();
	int done;

	if (!watch)
		attach();
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "ppoll");
	if (woken)
		count_turn(cpu_ns() - woken);
	done = real(fds, count, wait, mask);
	watch->idle_ns += (uint64_t)(now_ns() - from);
	woken = cpu_ns();
	return done;
}

int fdatasync(int fd)
{
	return sync_with("fdatasync", fd);
}

int fsync(int fd)
{
	return sync_with("fsync", fd);
}

int ftruncate64(int fd, off_t length)
{
	static int (*real)(int, off_t);
	struct file *file = fd >= 0 && fd < FDS && files[fd].shadow > 0 ? &files[fd] : NULL;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "ftruncate64");
	if (file)
		remember(file, NULL, 0, length);
	return real(fd, length);
}

int close(int fd)
{
	static int (*real)(int);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "close");
	if (fd >= 0 && fd < FDS && files[fd].kind != KIND_NEW) {
		if (files[fd].shadow > 0)
			real(files[fd].shadow);
		files[fd] = (struct file){.kind = KIND_NEW};
	}
	return real(fd);
}
