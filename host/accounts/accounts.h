// SPDX-License-Identifier: GPL-3.0-or-later
// Accounts: personal, made by an administrator with a one-time link, never shared, no defaults
// (RP-14, BF-7, CC-5; design.md section 8). What a role may read and do is api/access.def.
//
// All inside the caller's transaction, each an event of the record (ids only); errors and sentences
// as in exceptions/grants.h. Tokens are random, 32 bytes, written as 43 letters; only their hash is
// stored.
#ifndef ACCOUNTS_ACCOUNTS_H
#define ACCOUNTS_ACCOUNTS_H

#include <stdbool.h>

#include "base/env.h"
#include "store/accounts.h"
#include "store/actor.h"

#define ACCOUNT_TOKEN 44 // bytes of its text with the ending zero

// A link lasts three days, and is good for one password (ours).
#define LINK_MS ((int64_t)3 * 24 * 60 * 60 * 1000)

// Makes the person's account, or begins an ended one again, and its link. Administrators make
// accounts; the first of all is made by anybody who can write to the database, and must be an
// administrator's. A role that the person's category does not bear (accounts_role_fits) is
// -ERR_ARG; -ERR_EXISTS: they have one.
int accounts_make(struct store *store, const struct env *env, const struct actor *by,
	struct wall_time now, const char *person, const char *role, char out_link[ACCOUNT_TOKEN],
	char why[ACTOR_WHY]);
// A new link: a forgotten password, or a lost second factor, which is taken off where
// second is true. Their sessions end. Whoever holds the link can act as that person, so the person
// is told, and the Headteacher where the account is one that needs a second factor; as they are
// where an account's role changes. (Ours: an administrator is trusted with much, and watched.)
int accounts_relink(struct store *store, const struct env *env, const struct actor *by,
	struct wall_time now, const char *person, bool second, char out_link[ACCOUNT_TOKEN],
	char why[ACTOR_WHY]);
int accounts_set_role(struct store *store, const struct actor *by, struct wall_time now,
	const char *person, const char *role, char why[ACTOR_WHY]);
// Never the last administrator's.
int accounts_end(struct store *store, const struct actor *by, struct wall_time now,
	const char *person, char why[ACTOR_WHY]);

// They are signed out wherever they are; the password stays. By an administrator, or themselves.
int accounts_sign_out(struct store *store, const struct actor *by, struct wall_time now,
	const char *person, char why[ACTOR_WHY]);
// Too many tries went wrong, and an administrator lets them try again at once (attempts_forgive):
// this is the record of it. out_account: whose tries are forgiven.
int accounts_let_in(struct store *store, const struct actor *by, struct wall_time now,
	const char *person, int64_t *out_account, char why[ACTOR_WHY]);

// Whether somebody of that category may have that role: a Headteacher's account is the
// Headteacher's, and so on; an administrator is any adult who works here; a reader a governor or
// any of staff.
bool accounts_role_fits(enum account_role role, const char *category);
// Whose decisions reach furthest need a second factor: SLT, Headteacher and administrator.
bool accounts_needs_second(enum account_role role);

// The account whose link this is, still good. -ERR_NOT_FOUND with a sentence.
int accounts_by_link(struct store *store, struct wall_time now, const char *link,
	struct account_row *out_account, char why[ACTOR_WHY]);
// The password was chosen and hashed (password.h): the link is used up, other sessions end.
int accounts_set_password(struct store *store, const struct actor *by, struct wall_time now,
	int64_t account, const char *hash);

#endif
