// SPDX-License-Identifier: GPL-3.0-or-later
// The second factor: TOTP (RFC 6238: SHA-1, 30 s, 6 digits, which is what every phone's
// authenticator makes), by liboath. Its secret lies in the database sealed under FILE.secret, a key
// beside it (0600), so that a copy of the database alone makes no codes.
#ifndef ACCOUNTS_SECOND_H
#define ACCOUNTS_SECOND_H

#include "accounts/accounts.h"

#define SECOND_SECRET 20 // bytes
#define SECOND_URI    256
#define SECOND_KEY    32

// Reads FILE.secret, or makes it where create. -ERR_DENIED: others may read it; -ERR_FORMAT: it is
// not 32 bytes. why holds one sentence.
int second_key(const struct env *env, const char *database, bool create,
	uint8_t out_key[SECOND_KEY], char why[STORE_WHY]);

// A new secret for the account, sealed, and the URI that an authenticator takes
// (otpauth://totp/Hometime:REF?...).
int second_make(const struct env *env, const uint8_t key[SECOND_KEY], const char *ref,
	uint8_t out_sealed[ACCOUNT_SEALED], int *out_len, char out_uri[SECOND_URI]);

// Whether six digits are right at now, a step early or late allowed, and later than the last step
// accepted. out_step is then to be stored, so that a code works once.
bool second_right(const uint8_t key[SECOND_KEY], const struct account_row *account,
	const char *digits, struct wall_time now, int64_t *out_step);

#endif
