// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/token.h"

#include <sodium.h>
#include <string.h>

#include "base/err.h"

#define BYTES 32

int token_make(const struct env *env, char out_text[ACCOUNT_TOKEN], uint8_t out_hash[ACCOUNT_HASH])
{
	uint8_t bytes[BYTES];
	int err = env->random(env->context, bytes, sizeof bytes);

	if (err < 0)
		return err;
	sodium_bin2base64(out_text, ACCOUNT_TOKEN, bytes, sizeof bytes,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof bytes);
	return token_hash(out_text, out_hash);
}

static int bytes_of(const char *text, uint8_t out_bytes[BYTES])
{
	size_t len;

	// One text for one token, so that a second spelling of the same bytes is none.
	if (!text || strlen(text) != ACCOUNT_TOKEN - 1 ||
		sodium_base642bin(out_bytes, BYTES, text, ACCOUNT_TOKEN - 1, NULL, &len, NULL,
			sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
		len != BYTES)
		return -ERR_FORMAT;
	return 0;
}

int token_hash(const char *text, uint8_t out_hash[ACCOUNT_HASH])
{
	uint8_t bytes[BYTES];
	int err = bytes_of(text, bytes);

	if (err == 0)
		crypto_generichash(out_hash, ACCOUNT_HASH, bytes, sizeof bytes, NULL, 0);
	return err;
}

int token_hash_for(const char *text, int64_t account, uint8_t out_hash[ACCOUNT_HASH])
{
	const int64_t key[2] = {account}; // BLAKE2b's keys have 16 bytes at least
	uint8_t bytes[BYTES];
	int err = bytes_of(text, bytes);

	if (err == 0)
		crypto_generichash(out_hash, ACCOUNT_HASH, bytes, sizeof bytes,
			(const uint8_t *)key, sizeof key);
	return err;
}
