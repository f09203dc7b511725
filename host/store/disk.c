// SPDX-License-Identifier: GPL-3.0-or-later
// Disk space: a file of 32 MiB that is given up when the disk is full, so that collecting is always
// recorded.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "store/internal.h"

static void reserve_name(const struct store *store, char *name, size_t size)
{
	snprintf(name, size, "%s.reserve", store->path);
}

static bool reserve_there(const struct store *store)
{
	char name[4096];
	struct stat st;

	reserve_name(store, name, sizeof name);
	return stat(name, &st) == 0 && st.st_size >= STORE_RESERVE_BYTES;
}

static void reserve_make(struct store *store)
{
	char name[4096];

	reserve_name(store, name, sizeof name);
	int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return;
	// posix_fallocate, since a hole would reserve nothing.
	if (posix_fallocate(fd, 0, STORE_RESERVE_BYTES) != 0)
		unlink(name);
	close(fd);
}

static uint64_t free_bytes(const struct store *store)
{
	struct statvfs fs;

	if (statvfs(store->path, &fs) != 0)
		return 0;
	return (uint64_t)fs.f_bavail * fs.f_frsize;
}

void disk_open(struct store *store)
{
	store_disk_check(store);
}

enum store_disk store_disk_check(struct store *store)
{
	uint64_t room = free_bytes(store);

	if (!reserve_there(store) && room >= 2 * (uint64_t)STORE_RESERVE_BYTES) {
		reserve_make(store);
		room = free_bytes(store);
	}
	if (room < STORE_RESERVE_BYTES) {
		char name[4096];

		reserve_name(store, name, sizeof name);
		unlink(name);
		store->disk = STORE_DISK_OUT;
	} else if (!reserve_there(store)) {
		store->disk = STORE_DISK_OUT;
	} else {
		store->disk = room < STORE_WARN_BYTES ? STORE_DISK_LOW : STORE_DISK_OK;
	}
	return store->disk;
}

enum store_disk store_disk(const struct store *store)
{
	return store->disk;
}
