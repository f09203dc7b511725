// SPDX-License-Identifier: GPL-3.0-or-later
// The file itself: read whole, written whole, changed under a lock.
#include "keys/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "keys/text.h"

int keys_path(const char *db, char out[KEYS_PATH])
{
	int len = snprintf(out, KEYS_PATH, "%s.keys", db);

	// Room for what the files beside it add.
	return len < 0 || len >= KEYS_PATH - 8 ? -ERR_ARG : 0;
}

void keys_wipe(struct keys *keys)
{
	osdp_secure_wipe(keys->entries, (uint16_t)sizeof keys->entries);
	keys->count = 0;
}

const struct key_entry *keys_find(const struct keys *keys, uint32_t serial)
{
	for (int i = 0; i < keys->count; i++) {
		if (keys->entries[i].serial == serial)
			return &keys->entries[i];
	}
	return NULL;
}

static int fail(char why[KEYS_WHY], int err, const char *path, const char *what)
{
	snprintf(why, KEYS_WHY, "%.120s %.130s", path, what);
	return err;
}

static int fail_system(char why[KEYS_WHY], const char *path, const char *doing)
{
	int err = err_from_errno(errno);

	snprintf(why, KEYS_WHY, "%.150s cannot be %s: %s.", path, doing, err_str(err));
	return err;
}

static int check_mode(int fd, const char *path, char why[KEYS_WHY])
{
	struct stat about;

	if (fstat(fd, &about) < 0)
		return fail_system(why, path, "read");
	if (!S_ISREG(about.st_mode) || about.st_mode & 077 ||
		(about.st_uid != geteuid() && about.st_uid != 0))
		return fail(why, -ERR_DENIED, path,
			"holds the keys of the cabinets and may be read by others: chmod 600 it, "
			"and "
			"rekey the banks where somebody may have.");
	return 0;
}

static int read_text(int fd, const char *path, struct keys *out, char why[KEYS_WHY])
{
	char *text = calloc(1, KEYS_TEXT_MAX + 1);
	size_t len = 0;
	ssize_t got = 1;
	int err = 0;

	if (!text)
		return fail(why, -ERR_NO_MEMORY, path, "needs more memory than there is.");
	while (got > 0 && len <= KEYS_TEXT_MAX) {
		got = read(fd, text + len, KEYS_TEXT_MAX + 1 - len);
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got > 0)
			len += (size_t)got;
	}
	if (got < 0)
		err = fail_system(why, path, "read");
	else if (!keys_parse(text, len, out))
		err = fail(why, -ERR_FORMAT, path,
			"is damaged: no cabinet is spoken to. Put back the last good copy, or move "
			"it "
			"away and adopt the banks again.");
	explicit_bzero(text, KEYS_TEXT_MAX + 1);
	free(text);
	return err;
}

int keys_read(const char *path, struct keys *out, char why[KEYS_WHY])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int err;

	out->count = 0;
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0)
		return fail_system(why, path, "read");
	err = check_mode(fd, path, why);
	if (err == 0)
		err = read_text(fd, path, out, why);
	close(fd);
	return err;
}

static int write_all(int fd, const char *text, size_t len)
{
	for (size_t done = 0; done < len;) {
		ssize_t wrote = write(fd, text + done, len - done);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return -1;
		done += (size_t)wrote;
	}
	return fsync(fd);
}

// A rename is on the disk when its directory is.
static void sync_directory(const char *path)
{
	char directory[KEYS_PATH];
	char *slash;
	int fd;

	snprintf(directory, sizeof directory, "%s", path);
	slash = strrchr(directory, '/');
	if (slash)
		*(slash == directory ? slash + 1 : slash) = '\0';
	fd = open(slash ? directory : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

static int write_keys(const char *path, const struct keys *keys, char why[KEYS_WHY])
{
	char fresh[KEYS_PATH + 8];
	char *text = malloc(KEYS_TEXT_MAX);
	int fd, err = 0;

	if (!text)
		return fail(why, -ERR_NO_MEMORY, path, "needs more memory than there is.");
	snprintf(fresh, sizeof fresh, "%s.new", path);
	unlink(fresh); // of a change that was cut short: never used
	fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || write_all(fd, text, keys_print(keys, text)) < 0 || rename(fresh, path) < 0)
		err = fail_system(why, path, "written");
	else
		sync_directory(path);
	if (fd >= 0)
		close(fd);
	if (err < 0)
		unlink(fresh);
	explicit_bzero(text, KEYS_TEXT_MAX);
	free(text);
	return err;
}

// What a change does to one bank's entry; false: nothing is to be changed.
typedef bool change_entry(struct key_entry *entry, const uint8_t *key);

static bool set_next(struct key_entry *entry, const uint8_t *key)
{
	entry->has_next = true;
	memcpy(entry->next, key, sizeof entry->next);
	return true;
}

static bool promote(struct key_entry *entry, const uint8_t *key)
{
	(void)key;
	if (!entry->has_next)
		return false;
	entry->has_own = true;
	memcpy(entry->own, entry->next, sizeof entry->own);
	entry->has_next = false;
	return true;
}

static bool forget(struct key_entry *entry, const uint8_t *key)
{
	bool any = entry->has_own || entry->has_next;

	(void)key;
	entry->has_own = entry->has_next = false;
	return any;
}

static int change_read(const char *path, struct keys *keys, uint32_t serial, change_entry *change,
	const uint8_t *key, char why[KEYS_WHY])
{
	struct key_entry *entry = NULL;
	int err = keys_read(path, keys, why);

	if (err < 0)
		return err;
	for (int i = 0; i < keys->count; i++) {
		if (keys->entries[i].serial == serial)
			entry = &keys->entries[i];
	}
	if (!entry && keys->count == KEYS_MAX)
		return fail(why, -ERR_FULL, path, "has no room for another bank.");
	if (!entry) {
		entry = &keys->entries[keys->count++];
		*entry = (struct key_entry){.serial = serial};
	}
	if (!change(entry, key))
		return 0;
	if (!entry->has_own && !entry->has_next)
		*entry = keys->entries[--keys->count];
	return write_keys(path, keys, why);
}

static int change_locked(const char *path, uint32_t serial, change_entry *change,
	const uint8_t *key, char why[KEYS_WHY])
{
	struct keys *keys = calloc(1, sizeof *keys);
	char lock[KEYS_PATH + 8];
	int fd, err;

	if (!keys)
		return fail(why, -ERR_NO_MEMORY, path, "needs more memory than there is.");
	snprintf(lock, sizeof lock, "%s.lock", path);
	fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		err = fail_system(why, lock, "made");
	else if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		err = fail(why, -ERR_BUSY, path, "is being changed by somebody else; try again.");
	else
		err = change_read(path, keys, serial, change, key, why);
	if (fd >= 0)
		close(fd);
	keys_wipe(keys);
	free(keys);
	return err;
}

int keys_set_next(const char *path, uint32_t serial, const uint8_t *key, char why[KEYS_WHY])
{
	if (!osdp_key_usable(key))
		return fail(why, -ERR_ARG, path, "takes no key that is all alike or the default.");
	return change_locked(path, serial, set_next, key, why);
}

int keys_promote(const char *path, uint32_t serial, char why[KEYS_WHY])
{
	return change_locked(path, serial, promote, NULL, why);
}

int keys_forget(const char *path, uint32_t serial, char why[KEYS_WHY])
{
	return change_locked(path, serial, forget, NULL, why);
}

void keys_fingerprint(const uint8_t *key, char out[KEYS_FINGERPRINT])
{
	static const unsigned char context[] = "hometime bank key";
	unsigned char hash[crypto_generichash_BYTES_MIN];

	crypto_generichash(hash, sizeof hash, key, OSDP_KEY_SIZE, context, sizeof context - 1);
	snprintf(out, KEYS_FINGERPRINT, "%02X%02X-%02X%02X-%02X%02X-%02X%02X", hash[0], hash[1],
		hash[2], hash[3], hash[4], hash[5], hash[6], hash[7]);
	explicit_bzero(hash, sizeof hash);
}
