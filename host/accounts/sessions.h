// SPDX-License-Identifier: GPL-3.0-or-later
// Who is signed in. A session is a random token in the browser's cookie and its hash here; it ends
// by signing out, by not being used, at the end of the day, and with everything that changes the
// account. Nobody can be made to act as someone else: the person comes from the session alone.
#ifndef ACCOUNTS_SESSIONS_H
#define ACCOUNTS_SESSIONS_H

#include "accounts/accounts.h"

// Ours: a desk in the office stays signed in through its day; who can do more, for less.
#define SESSION_MS	    ((int64_t)11 * 60 * 60 * 1000)
#define SESSION_IDLE_MS	    ((int64_t)3 * 60 * 60 * 1000)
#define SESSION_IDLE_TWO_MS ((int64_t)45 * 60 * 1000) // roles with a second factor
#define SESSION_OWED_MS	    ((int64_t)5 * 60 * 1000)  // to give the second factor

// 0 where it lasts through the day, whoever is at it or not: the office's page.
int64_t sessions_idle_ms(enum account_role role);

struct session {
	struct account_row account;
	struct person_record person;
	uint8_t token[ACCOUNT_HASH];
	bool full;		// false: the second factor is still owed, or has to be set up
	struct wall_time until; // when it ends if not used again
};

// The session of a cookie's token, still good now, and its person still here and still of the role.
// -ERR_NOT_FOUND, with a sentence for the person: sign in (again), or why they cannot. Inside a
// transaction: notes the use, to the minute.
int sessions_find(struct store *store, struct wall_time now, const char *token,
	struct session *out_session, char why[ACTOR_WHY]);

// The same, asked by a page that reads again by itself: nobody need be at it, and so it is no use
// of it. The office's alone: a desk stays signed in through its day.
int sessions_again(struct store *store, struct wall_time now, const char *token,
	struct session *out_session, char why[ACTOR_WHY]);

// The same, and it is no use of it: a stream that only watches does not keep its session alive.
int sessions_look(struct store *store, struct wall_time now, const char *token,
	struct session *out_session, char why[ACTOR_WHY]);

// The password was right. A session, full where the role asks for no second factor.
int sessions_begin(struct store *store, const struct env *env, struct wall_time now,
	const struct account_row *account, char out_token[ACCOUNT_TOKEN], bool *out_full);
// The second factor was right, or has just been set up: a new token in the place of the old.
int sessions_complete(struct store *store, const struct env *env, struct wall_time now,
	const struct session *session, char out_token[ACCOUNT_TOKEN]);
int sessions_end(struct store *store, struct wall_time now, const struct session *session);

#endif
