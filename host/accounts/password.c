// SPDX-License-Identifier: GPL-3.0-or-later
// What a password must be, and how it is kept.
#include "accounts/password.h"

#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"

static size_t characters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

// Every character the one before it, or one up, or one down.
static bool is_run(const char *text)
{
	for (int step = -1; step <= 1; step++) {
		size_t i = 1;

		while (text[i] && text[i] - text[i - 1] == step)
			i++;
		if (!text[i])
			return true;
	}
	return false;
}

// How many bytes are left when the words are taken out, wherever they stand.
static size_t without(const char *text, const char *const *words, size_t count)
{
	bool taken[PASSWORD_MOST] = {false};
	size_t size = strlen(text), left = 0;

	for (size_t w = 0; w < count; w++) {
		size_t len = strlen(words[w]);

		for (size_t at = 0; len > 2 && at + len <= size; at++) {
			if (strncasecmp(text + at, words[w], len) == 0)
				memset(taken + at, true, len);
		}
	}
	for (size_t at = 0; at < size; at++)
		left += !taken[at];
	return left;
}

int password_check(const char *password, const struct person_record *person, char why[ACTOR_WHY])
{
	const char *const words[] = {
		person->given, person->family, person->ref, "password", "hometime", "school"};
	size_t len = strlen(password);

	if (characters(password) < PASSWORD_LEAST)
		return REFUSE(ERR_ARG,
			"A password has at least %d characters: three or four words are easy to "
			"keep.",
			PASSWORD_LEAST);
	if (len > PASSWORD_MOST)
		return REFUSE(ERR_ARG, "A password has at most %d characters.", PASSWORD_MOST);
	if (is_run(password))
		return REFUSE(ERR_ARG, "That is one character or one row of keys: choose words.");
	if (without(password, words, sizeof words / sizeof *words) <= PASSWORD_LEAST / 2)
		return REFUSE(ERR_ARG,
			"That is made of names anybody would try first: choose other words.");
	return 0;
}

int password_hash(const char *password, char out_hash[ACCOUNT_PASSWORD])
{
	_Static_assert(ACCOUNT_PASSWORD >= crypto_pwhash_STRBYTES, "room for libsodium's text");
	return crypto_pwhash_str(out_hash, password, strlen(password),
		       crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0
		       ? 0
		       : -ERR_NO_MEMORY;
}

bool password_matches(const char *hash, const char *password)
{
	char none[ACCOUNT_PASSWORD];

	if (*hash)
		return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
	password_hash(password, none);
	return false;
}
