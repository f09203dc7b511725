// SPDX-License-Identifier: GPL-3.0-or-later
// The undo log of what was not synced, and the VFS that fills it.
#include "fragile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

// What a file was like before one write or truncation.
struct undo {
	char path[128];
	sqlite3_int64 size, at;
	int len;
	unsigned char *bytes;
	struct undo *before;
};

struct file {
	sqlite3_file base;
	char path[128];
	bool watched; // a database or its WAL
		      // The system's file lies behind.
};

static struct fragile disk;
static struct undo *last;
static sqlite3_vfs vfs;

static sqlite3_vfs *real_vfs(void)
{
	return vfs.pAppData;
}

static sqlite3_file *real(sqlite3_file *file)
{
	return (sqlite3_file *)((struct file *)file + 1);
}

static void remember(struct file *file, sqlite3_int64 at, int len)
{
	sqlite3_file *under = real(&file->base);
	struct undo *undo = calloc(1, sizeof *undo);

	assert_non_null(undo);
	memcpy(undo->path, file->path, sizeof undo->path);
	undo->at = at;
	undo->before = last;
	assert_int_equal(under->pMethods->xFileSize(under, &undo->size), SQLITE_OK);
	if (at < undo->size) {
		undo->len = undo->size - at < len ? (int)(undo->size - at) : len;
		undo->bytes = malloc((size_t)undo->len);
		assert_non_null(undo->bytes);
		assert_int_equal(
			under->pMethods->xRead(under, undo->bytes, undo->len, at), SQLITE_OK);
	}
	last = undo;
}

// NULL: everything.
static void forget(const char *path)
{
	struct undo **link = &last;

	while (*link) {
		struct undo *undo = *link;

		if (path && strcmp(path, undo->path) != 0) {
			link = &undo->before;
			continue;
		}
		*link = undo->before;
		free(undo->bytes);
		free(undo);
	}
}

void fragile_after(bool lost)
{
	for (const struct undo *undo = last; lost && undo; undo = undo->before) {
		int fd = open(undo->path, O_WRONLY | O_CLOEXEC);

		assert_true(fd >= 0);
		assert_int_equal(pwrite(fd, undo->bytes, (size_t)undo->len, undo->at), undo->len);
		assert_int_equal(ftruncate(fd, undo->size), 0);
		close(fd);
	}
	forget(NULL);
	disk.stopped = false;
}

static int do_close(sqlite3_file *file)
{
	return real(file)->pMethods->xClose(real(file));
}

static int do_read(sqlite3_file *file, void *out, int len, sqlite3_int64 at)
{
	return real(file)->pMethods->xRead(real(file), out, len, at);
}

static int do_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
	struct file *f = (struct file *)file;
	sqlite3_int64 size = 0;

	if (disk.stopped)
		return SQLITE_IOERR_WRITE;
	real(file)->pMethods->xFileSize(real(file), &size);
	if (disk.full && at + len > size)
		return SQLITE_FULL;
	if (f->watched)
		remember(f, at, len);
	return real(file)->pMethods->xWrite(real(file), bytes, len, at);
}

static int do_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	struct file *f = (struct file *)file;
	sqlite3_int64 was = 0;

	if (disk.stopped)
		return SQLITE_IOERR_TRUNCATE;
	real(file)->pMethods->xFileSize(real(file), &was);
	if (f->watched)
		remember(f, size, was > size ? (int)(was - size) : 0);
	return real(file)->pMethods->xTruncate(real(file), size);
}

static int do_sync(sqlite3_file *file, int flags)
{
	struct file *f = (struct file *)file;

	(void)flags;
	if (disk.stopped)
		return SQLITE_IOERR_FSYNC;
	disk.syncs++;
	if (disk.on_sync && !disk.on_sync(disk.arg, false)) {
		disk.stopped = true;
		return SQLITE_IOERR_FSYNC;
	}
	forget(f->path);
	if (disk.on_sync && !disk.on_sync(disk.arg, true))
		disk.stopped = true;
	return SQLITE_OK;
}

static int do_size(sqlite3_file *file, sqlite3_int64 *out_size)
{
	return real(file)->pMethods->xFileSize(real(file), out_size);
}

static int do_lock(sqlite3_file *file, int level)
{
	return real(file)->pMethods->xLock(real(file), level);
}

static int do_unlock(sqlite3_file *file, int level)
{
	return real(file)->pMethods->xUnlock(real(file), level);
}

static int do_check_lock(sqlite3_file *file, int *out)
{
	return real(file)->pMethods->xCheckReservedLock(real(file), out);
}

static int do_control(sqlite3_file *file, int op, void *arg)
{
	return real(file)->pMethods->xFileControl(real(file), op, arg);
}

static int do_sector(sqlite3_file *file)
{
	return real(file)->pMethods->xSectorSize(real(file));
}

static int do_character(sqlite3_file *file)
{
	return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int do_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
	return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}

static int do_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
}

static void do_shm_barrier(sqlite3_file *file)
{
	real(file)->pMethods->xShmBarrier(real(file));
}

static int do_shm_unmap(sqlite3_file *file, int remove)
{
	return real(file)->pMethods->xShmUnmap(real(file), remove);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = do_close,
	.xRead = do_read,
	.xWrite = do_write,
	.xTruncate = do_truncate,
	.xSync = do_sync,
	.xFileSize = do_size,
	.xLock = do_lock,
	.xUnlock = do_unlock,
	.xCheckReservedLock = do_check_lock,
	.xFileControl = do_control,
	.xSectorSize = do_sector,
	.xDeviceCharacteristics = do_character,
	.xShmMap = do_shm_map,
	.xShmLock = do_shm_lock,
	.xShmBarrier = do_shm_barrier,
	.xShmUnmap = do_shm_unmap,
};

static int do_open(
	sqlite3_vfs *self, sqlite3_filename name, sqlite3_file *file, int flags, int *out_flags)
{
	struct file *f = (struct file *)file;
	int result = real_vfs()->xOpen(real_vfs(), name, real(file), flags, out_flags);

	(void)self;
	memset(f, 0, sizeof *f);
	if (result != SQLITE_OK)
		return result;
	f->base.pMethods = &methods;
	f->watched = name && flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL);
	if (name) {
		assert_true(strlen(name) < sizeof f->path);
		strcpy(f->path, name);
	}
	return SQLITE_OK;
}

static int do_delete(sqlite3_vfs *self, const char *name, int sync)
{
	(void)self;
	if (disk.stopped)
		return SQLITE_IOERR_DELETE;
	forget(name);
	return real_vfs()->xDelete(real_vfs(), name, sync);
}

struct fragile *fragile_disk(void)
{
	sqlite3_vfs *system = sqlite3_vfs_find(NULL);

	if (!vfs.zName) {
		vfs = *system;
		vfs.zName = "fragile";
		vfs.pAppData = system;
		vfs.szOsFile = (int)sizeof(struct file) + system->szOsFile;
		vfs.xOpen = do_open;
		vfs.xDelete = do_delete;
		assert_int_equal(sqlite3_vfs_register(&vfs, 1), SQLITE_OK);
	}
	forget(NULL);
	disk = (struct fragile){0};
	return &disk;
}
