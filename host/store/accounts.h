// SPDX-License-Identifier: GPL-3.0-or-later
// Accounts, their sessions and known browsers, as rows. Who may do what with them is accounts/ and
// api/access.def.
#ifndef STORE_ACCOUNTS_H
#define STORE_ACCOUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "store/people.h"
#include "store/store.h"

// Of tokens and links only the hash is kept.
#define ACCOUNT_HASH	 32
#define ACCOUNT_PASSWORD 128 // bytes with the ending zero; libsodium's crypto_pwhash_STRBYTES
#define ACCOUNT_SEALED	 64  // at most, of the second factor's sealed secret

// What an account may do: api/access.def. Words in the table are append-only.
enum account_role {
	ACCOUNT_OFFICE,
	ACCOUNT_SLT,
	ACCOUNT_HEADTEACHER,
	ACCOUNT_ADMINISTRATOR, // of accounts, cabinets and imports: decides nothing about phones
	ACCOUNT_READER,	       // a governor: counts only
	ACCOUNT_STAFF,	       // asks for their own exceptions
	ACCOUNT_ROLES,
};
// "office" ...; NULL where role is none.
const char *account_role_word(int role);
// -1: no such role.
int account_role_find(const char *word);

struct account_row {
	int64_t id, person;
	enum account_role role;
	char password[ACCOUNT_PASSWORD]; // "" until the link was used
	uint8_t second[ACCOUNT_SEALED];
	int second_len; // 0: no second factor yet
	int64_t second_step;
	struct wall_time link_until; // 0: no link is out
	struct wall_time made_at, ended_at;
};

// Returns the new id; -ERR_EXISTS where the person has one, ended ones included.
int64_t account_add(struct store *store, int64_t person, enum account_role role,
	struct wall_time at, int64_t by);
// -ERR_NOT_FOUND.
int account_get(struct store *store, int64_t id, struct account_row *out_account);
int account_of_person(struct store *store, int64_t person, struct account_row *out_account);
int account_by_link(
	struct store *store, const uint8_t link[ACCOUNT_HASH], struct account_row *out_account);
// By their person's name. Returns how many, or negative; each returning non-zero stops.
int account_each(
	struct store *store, int (*each)(void *arg, const struct account_row *account), void *arg);
// Accounts of that role that are not ended.
int account_count(struct store *store, enum account_role role);

// A new one-time link; it takes the place of one that is out.
int account_put_link(
	struct store *store, int64_t id, const uint8_t link[ACCOUNT_HASH], struct wall_time until);
// The link was used.
int account_put_password(struct store *store, int64_t id, const char *password);
// len 0: none.
int account_put_second(struct store *store, int64_t id, const uint8_t *sealed, int len);
int account_put_second_step(struct store *store, int64_t id, int64_t step);
int account_put_role(struct store *store, int64_t id, enum account_role role);
// Its password, link, second factor, sessions and browsers go.
int account_end(struct store *store, int64_t id, struct wall_time at, int64_t by);
// An ended account begins again, without a password.
int account_revive(struct store *store, int64_t id, enum account_role role);

struct session_row {
	int64_t account;
	struct wall_time began_at, used_at;
	bool full; // false: the second factor is still owed
};
// Of one account the latest SESSIONS_KEPT are kept.
#define SESSIONS_KEPT 32
int session_add(
	struct store *store, const uint8_t token[ACCOUNT_HASH], const struct session_row *session);
int session_get(
	struct store *store, const uint8_t token[ACCOUNT_HASH], struct session_row *out_session);
int session_put_used(
	struct store *store, const uint8_t token[ACCOUNT_HASH], struct wall_time used_at);
int session_end(struct store *store, const uint8_t token[ACCOUNT_HASH]);
// Of account; all but keep, where that is not NULL.
int session_end_all(struct store *store, int64_t account, const uint8_t *keep);
// How many of account are open that began after began, and were used after used.
int session_count(
	struct store *store, int64_t account, struct wall_time began, struct wall_time used);
// Those that nobody can use any more.
int session_end_old(struct store *store, struct wall_time began_before);

// Of one account the latest BROWSERS_KEPT are kept.
#define BROWSERS_KEPT 32
int browser_add(struct store *store, const uint8_t token[ACCOUNT_HASH], int64_t account,
	struct wall_time at);
// 0: known for this account; -ERR_NOT_FOUND.
int browser_find(struct store *store, const uint8_t token[ACCOUNT_HASH], int64_t account);

#endif
