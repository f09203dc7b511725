// SPDX-License-Identifier: GPL-3.0-or-later
// Passwords: what one must be, and Argon2id (libsodium: 64 MiB, 70 to 190 ms a try on the box).
// password_hash and password_matches are for a child process: nothing on the loop takes so long.
#ifndef ACCOUNTS_PASSWORD_H
#define ACCOUNTS_PASSWORD_H

#include <stdbool.h>

#include "store/accounts.h"
#include "store/actor.h"

#define PASSWORD_LEAST 12  // characters; long and memorable beats short and odd
#define PASSWORD_MOST  128 // bytes

// 0, or -ERR_ARG and one sentence: too short, too long, one character over and over, a run like
// "123456789012", or made of the person's own names or reference.
int password_check(const char *password, const struct person_record *person, char why[ACTOR_WHY]);

// -ERR_NO_MEMORY.
int password_hash(const char *password, char out_hash[ACCOUNT_PASSWORD]);
// Costs the same whether the password is right or not. hash "": no password, never right, and still
// costs the same, so that nobody learns who has an account.
bool password_matches(const char *hash, const char *password);

#endif
