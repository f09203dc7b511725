// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens: 32 random bytes as text for whoever holds it, as a hash for the database.
#ifndef ACCOUNTS_TOKEN_H
#define ACCOUNTS_TOKEN_H

#include "accounts/accounts.h"

// -ERR_IO: the system gave no random bytes.
int token_make(const struct env *env, char out_text[ACCOUNT_TOKEN], uint8_t out_hash[ACCOUNT_HASH]);
// -ERR_FORMAT: not the text of a token (NULL is none).
int token_hash(const char *text, uint8_t out_hash[ACCOUNT_HASH]);
// The same token as one account's: several people know one browser by one token, and nobody can
// tell from the database that it is one.
int token_hash_for(const char *text, int64_t account, uint8_t out_hash[ACCOUNT_HASH]);

#endif
