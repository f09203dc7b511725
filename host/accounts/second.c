// SPDX-License-Identifier: GPL-3.0-or-later
// TOTP, its secret sealed with libsodium's secretbox.
#include "accounts/second.h"

#include <errno.h>
#include <fcntl.h>
#include <liboath/oath.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"

#define NONCE  crypto_secretbox_NONCEBYTES
#define SEALED (NONCE + crypto_secretbox_MACBYTES + SECOND_SECRET)
#define STEP_S 30

_Static_assert(SEALED <= ACCOUNT_SEALED, "room for a sealed secret");
_Static_assert(SECOND_KEY == crypto_secretbox_KEYBYTES, "secretbox's key");

#define SAY(code, ...) (snprintf(why, STORE_WHY, __VA_ARGS__), -(code))

static int read_key(int fd, const char *path, uint8_t out_key[SECOND_KEY], char why[STORE_WHY])
{
	uint8_t key[SECOND_KEY + 1];
	struct stat stat;
	ssize_t len;

	if (fstat(fd, &stat) < 0)
		return SAY(ERR_IO, "%.180s cannot be read.", path);
	if (stat.st_mode & 077)
		return SAY(ERR_DENIED, "%.180s may be read by others: chmod 600 it.", path);
	len = read(fd, key, sizeof key);
	if (len != SECOND_KEY)
		return SAY(ERR_FORMAT,
			"%.120s is damaged: put it back from a backup, or take it away and give "
			"every second factor anew.",
			path);
	memcpy(out_key, key, SECOND_KEY);
	sodium_memzero(key, sizeof key);
	return 0;
}

static int make_key(
	const struct env *env, const char *path, uint8_t out_key[SECOND_KEY], char why[STORE_WHY])
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int err;

	if (fd < 0)
		return SAY(ERR_IO, "%.180s cannot be made: %s.", path, strerror(errno));
	err = env->random(env->context, out_key, SECOND_KEY);
	if (err == 0 && (write(fd, out_key, SECOND_KEY) != SECOND_KEY || fsync(fd) < 0))
		err = -ERR_IO;
	close(fd);
	if (err < 0) {
		unlink(path);
		return SAY(ERR_IO, "%.180s cannot be written.", path);
	}
	return 0;
}

int second_key(const struct env *env, const char *database, bool create,
	uint8_t out_key[SECOND_KEY], char why[STORE_WHY])
{
	char path[512];
	int fd, err;

	if ((size_t)snprintf(path, sizeof path, "%s.secret", database) >= sizeof path)
		return SAY(ERR_ARG, "The database's path is too long.");
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT && create)
		return make_key(env, path, out_key, why);
	if (fd < 0)
		return SAY(errno == ENOENT ? ERR_NOT_FOUND : ERR_DENIED,
			"%.180s cannot be opened: %s.", path, strerror(errno));
	err = read_key(fd, path, out_key, why);
	close(fd);
	return err;
}

int second_make(const struct env *env, const uint8_t key[SECOND_KEY], const char *ref,
	uint8_t out_sealed[ACCOUNT_SEALED], int *out_len, char out_uri[SECOND_URI])
{
	uint8_t secret[SECOND_SECRET], nonce[NONCE];
	char *base32 = NULL;
	int err = env->random(env->context, secret, sizeof secret);

	if (err == 0)
		err = env->random(env->context, nonce, sizeof nonce);
	if (err == 0 &&
		oath_base32_encode((const char *)secret, sizeof secret, &base32, NULL) != OATH_OK)
		err = -ERR_NO_MEMORY;
	if (err < 0)
		return err;
	memcpy(out_sealed, nonce, NONCE);
	crypto_secretbox_easy(out_sealed + NONCE, secret, sizeof secret, nonce, key);
	*out_len = (int)SEALED;
	snprintf(out_uri, SECOND_URI, "otpauth://totp/Hometime:%s?secret=%s&issuer=Hometime", ref,
		base32);
	sodium_memzero(secret, sizeof secret);
	sodium_memzero(base32, strlen(base32));
	free(base32);
	return 0;
}

bool second_right(const uint8_t key[SECOND_KEY], const struct account_row *account,
	const char *digits, struct wall_time now, int64_t *out_step)
{
	uint8_t secret[SECOND_SECRET];
	int64_t step = now.ms / 1000 / STEP_S;
	bool right = false;

	if (account->second_len != (int)SEALED || strlen(digits) != 6 ||
		strspn(digits, "0123456789") != 6 ||
		crypto_secretbox_open_easy(
			secret, account->second + NONCE, SEALED - NONCE, account->second, key) != 0)
		return false;
	for (int64_t at = step - 1; at <= step + 1; at++) {
		char code[8] = "";

		if (at <= account->second_step ||
			oath_totp_generate((const char *)secret, sizeof secret,
				(time_t)(at * STEP_S), STEP_S, 0, 6, code) != OATH_OK)
			continue;
		if (sodium_memcmp(code, digits, 6) == 0 && !right) {
			right = true;
			*out_step = at;
		}
	}
	sodium_memzero(secret, sizeof secret);
	return right;
}
