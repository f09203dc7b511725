// SPDX-License-Identifier: GPL-3.0-or-later
// FILE.keys: there and back, changed, and refused whenever it is not exactly what was written.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "keys/text.h"

static char directory[64];
static char path[128];
static char why[KEYS_WHY];
static struct keys keys;

static int make_directory(void **state)
{
	(void)state;
	snprintf(directory, sizeof directory, "/tmp/hometime-keys-XXXXXX");
	if (!mkdtemp(directory))
		return -1;
	snprintf(path, sizeof path, "%s/school.db.keys", directory);
	return 0;
}

static int remove_directory(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof command, "rm -rf %s", directory);
	return system(command);
}

static void make_key(unsigned n, uint8_t out[OSDP_KEY_SIZE])
{
	for (unsigned i = 0; i < OSDP_KEY_SIZE; i++)
		out[i] = (uint8_t)(n * 31 + i * 7 + 1);
}

static void set_next(uint32_t serial, unsigned n)
{
	uint8_t key[OSDP_KEY_SIZE];

	make_key(n, key);
	assert_int_equal(keys_set_next(path, serial, key, why), 0);
}

// -1: no such key.
static void assert_kept(uint32_t serial, int own, int next)
{
	const struct key_entry *entry;
	uint8_t key[OSDP_KEY_SIZE];

	assert_int_equal(keys_read(path, &keys, why), 0);
	entry = keys_find(&keys, serial);
	if (own < 0 && next < 0) {
		assert_null(entry);
		return;
	}
	assert_non_null(entry);
	assert_int_equal(entry->has_own, own >= 0);
	assert_int_equal(entry->has_next, next >= 0);
	make_key((unsigned)own, key);
	if (own >= 0)
		assert_memory_equal(entry->own, key, sizeof key);
	make_key((unsigned)next, key);
	if (next >= 0)
		assert_memory_equal(entry->next, key, sizeof key);
}

static size_t read_file(char *out, size_t room)
{
	FILE *file = fopen(path, "r");
	size_t len;

	assert_non_null(file);
	len = fread(out, 1, room, file);
	fclose(file);
	return len;
}

static void write_file(const char *name, const char *text, size_t len)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, len), len);
	close(fd);
}

static void no_file_is_no_keys(void **state)
{
	(void)state;
	assert_kept(1000, -1, -1);
	assert_int_equal(keys_promote(path, 1000, why), 0);
	assert_int_equal(keys_forget(path, 1000, why), 0);
	assert_int_equal(access(path, F_OK), -1);
}

static void a_key_is_pending_until_it_is_promoted_and_the_old_one_stays_till_then(void **state)
{
	(void)state;
	set_next(1000, 1);
	assert_kept(1000, -1, 1);
	assert_int_equal(keys_promote(path, 1000, why), 0);
	assert_kept(1000, 1, -1);
	set_next(1000, 2);
	set_next(0xDEADBEEF, 3);
	assert_kept(1000, 1, 2);
	assert_kept(0xDEADBEEF, -1, 3);
	assert_int_equal(keys_promote(path, 1000, why), 0);
	assert_int_equal(keys_promote(path, 1000, why), 0);
	assert_kept(1000, 2, -1);
	assert_int_equal(keys_forget(path, 1000, why), 0);
	assert_kept(1000, -1, -1);
	assert_kept(0xDEADBEEF, -1, 3);
}

static void what_is_no_key_is_never_kept(void **state)
{
	uint8_t none[OSDP_KEY_SIZE];

	(void)state;
	for (unsigned value = 0; value < 256; value++) {
		memset(none, (int)value, sizeof none);
		assert_int_equal(keys_set_next(path, 1000, none, why), -ERR_ARG);
	}
	osdp_default_key(none);
	assert_int_equal(keys_set_next(path, 1000, none, why), -ERR_ARG);
	assert_int_equal(access(path, F_OK), -1);
}

static void a_file_others_may_read_is_refused_and_ours_is_made_private(void **state)
{
	struct stat about;

	(void)state;
	umask(0);
	set_next(1000, 1);
	umask(077);
	assert_int_equal(stat(path, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	for (mode_t mode = 1; mode < 0100; mode <<= 1) {
		assert_int_equal(chmod(path, 0600 | mode), 0);
		assert_int_equal(keys_read(path, &keys, why), -ERR_DENIED);
		assert_non_null(strstr(why, "chmod 600"));
		assert_int_equal(keys.count, 0);
		assert_int_equal(keys_promote(path, 1000, why), -ERR_DENIED);
	}
	chmod(path, 0600);
	assert_kept(1000, -1, 1);
}

static void a_file_cut_or_bent_anywhere_holds_no_keys_and_is_left_as_it_is(void **state)
{
	static char text[1000], now[1000];
	size_t len;

	(void)state;
	set_next(1000, 1);
	keys_promote(path, 1000, why);
	set_next(1000, 2);
	set_next(7, 3);
	len = read_file(text, sizeof text);
	for (size_t cut = 0; cut < len; cut++) {
		write_file(path, text, cut);
		assert_int_equal(keys_read(path, &keys, why), -ERR_FORMAT);
		assert_int_equal(keys.count, 0);
	}
	for (size_t at = 0; at < len; at++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			text[at] ^= (char)(1 << bit);
			write_file(path, text, len);
			assert_int_equal(keys_read(path, &keys, why), -ERR_FORMAT);
			assert_int_equal(keys.count, 0);
			text[at] ^= (char)(1 << bit);
		}
	}
	text[40] ^= 1;
	write_file(path, text, len);
	assert_int_equal(keys_promote(path, 1000, why), -ERR_FORMAT);
	assert_non_null(strstr(why, "damaged"));
	assert_int_equal(read_file(now, sizeof now), len);
	assert_memory_equal(now, text, len);
}

static void what_a_change_cut_short_left_behind_is_never_used(void **state)
{
	static char text[1000];
	char fresh[140];
	size_t len;

	(void)state;
	snprintf(fresh, sizeof fresh, "%s.new", path);
	set_next(1000, 2);
	len = read_file(text, sizeof text);
	unlink(path);
	set_next(1000, 1);
	// Killed before the rename, at every byte of the new file.
	for (size_t cut = 0; cut <= len; cut++) {
		write_file(fresh, text, cut);
		assert_kept(1000, -1, 1);
	}
	set_next(1000, 4);
	assert_kept(1000, -1, 4);
	assert_int_equal(access(fresh, F_OK), -1);
}

static void a_change_while_somebody_else_changes_is_refused(void **state)
{
	char lock[140];
	int fd;

	(void)state;
	snprintf(lock, sizeof lock, "%s.lock", path);
	set_next(1000, 1);
	fd = open(lock, O_RDWR);
	assert_true(fd >= 0);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(keys_promote(path, 1000, why), -ERR_BUSY);
	assert_kept(1000, -1, 1); // reading goes on
	close(fd);
	assert_int_equal(keys_promote(path, 1000, why), 0);
}

static void a_full_disk_leaves_the_old_keys(void **state)
{
	int status;
	pid_t child;

	(void)state;
	set_next(1000, 1);
	child = fork();
	if (child == 0) {
		uint8_t key[OSDP_KEY_SIZE];

		make_key(2, key);
		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){20, 20});
		_exit(keys_set_next(path, 1000, key, why) < 0 ? 7 : 0);
	}
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 7);
	assert_kept(1000, -1, 1);
}

static void every_bank_of_a_school_has_room(void **state)
{
	static char text[KEYS_TEXT_MAX];
	static struct keys again;
	uint8_t key[OSDP_KEY_SIZE];
	size_t len;

	(void)state;
	keys.count = 0;
	for (uint32_t i = 0; i < KEYS_MAX; i++) {
		struct key_entry *entry = &keys.entries[keys.count++];

		*entry = (struct key_entry){.serial = i + 1, .has_own = true, .has_next = true};
		make_key(i, entry->own);
		make_key(i + 1, entry->next);
	}
	len = keys_print(&keys, text);
	assert_true(len < sizeof text);
	assert_true(keys_parse(text, len, &again));
	assert_int_equal(again.count, KEYS_MAX);
	write_file(path, text, len);
	make_key(1, key);
	assert_int_equal(keys_set_next(path, 9999, key, why), -ERR_FULL);
}

static void a_fingerprint_tells_keys_apart_and_holds_nothing_of_them(void **state)
{
	char one[KEYS_FINGERPRINT], two[KEYS_FINGERPRINT], hex[3];
	uint8_t key[OSDP_KEY_SIZE];

	(void)state;
	make_key(1, key);
	keys_fingerprint(key, one);
	assert_int_equal(strlen(one), KEYS_FINGERPRINT - 1);
	snprintf(hex, sizeof hex, "%02X", key[0]);
	assert_true(strncmp(one, hex, 2) != 0);
	key[15] ^= 1;
	keys_fingerprint(key, two);
	assert_string_not_equal(one, two);
}

int main(void)
{
#define in_directory(test) cmocka_unit_test_setup_teardown(test, make_directory, remove_directory)
	const struct CMUnitTest tests[] = {
		in_directory(no_file_is_no_keys),
		in_directory(a_key_is_pending_until_it_is_promoted_and_the_old_one_stays_till_then),
		in_directory(what_is_no_key_is_never_kept),
		in_directory(a_file_others_may_read_is_refused_and_ours_is_made_private),
		in_directory(a_file_cut_or_bent_anywhere_holds_no_keys_and_is_left_as_it_is),
		in_directory(what_a_change_cut_short_left_behind_is_never_used),
		in_directory(a_change_while_somebody_else_changes_is_refused),
		in_directory(a_full_disk_leaves_the_old_keys),
		in_directory(every_bank_of_a_school_has_room),
		in_directory(a_fingerprint_tells_keys_apart_and_holds_nothing_of_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
