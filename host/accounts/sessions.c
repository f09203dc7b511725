// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/sessions.h"

#include <string.h>

#include "accounts/token.h"
#include "base/err.h"

static int64_t idle_ms(const struct session *session)
{
	if (!session->full)
		return SESSION_OWED_MS;
	return accounts_needs_second(session->account.role) ? SESSION_IDLE_TWO_MS : SESSION_IDLE_MS;
}

static int check_person(
	struct store *store, struct wall_time now, struct session *session, char why[ACTOR_WHY])
{
	char today[LOCAL_DATE_TEXT];
	int err = person_get(store, session->account.person, &session->person);

	if (err < 0)
		return err;
	local_date_print(local_date_of(local_from_wall(now)), today);
	if (session->person.left_on[0] && strcmp(session->person.left_on, today) <= 0)
		return REFUSE(ERR_NOT_FOUND, "You are no longer on the register of this school.");
	if (!accounts_role_fits(session->account.role, session->person.category))
		return REFUSE(ERR_NOT_FOUND,
			"Your post on the register has changed: ask the administrator to change "
			"your account.");
	return 0;
}

enum use { USE_NONE, USE_AGAIN, USE_ASKED };

int64_t sessions_idle_ms(enum account_role role)
{
	const struct session full = {.account.role = role, .full = true};

	return role == ACCOUNT_OFFICE ? 0 : idle_ms(&full);
}

static int find(struct store *store, struct wall_time now, const char *token, enum use use,
	struct session *out_session, char why[ACTOR_WHY])
{
	struct session session = {0};
	struct session_row row;
	int err = token_hash(token, session.token);

	if (err == 0)
		err = session_get(store, session.token, &row);
	if (err == 0)
		err = account_get(store, row.account, &session.account);
	if (err == -ERR_FORMAT || err == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "Please sign in.");
	if (err < 0)
		return err;
	session.full = row.full;
	// A clock that went back by more than a minute proves nothing about how old this is.
	if (session.account.ended_at.ms || now.ms < row.used_at.ms - 60000 ||
		now.ms - row.began_at.ms >= SESSION_MS ||
		now.ms - row.used_at.ms >= idle_ms(&session))
		return REFUSE(ERR_NOT_FOUND, "You have been signed out. Please sign in again.");
	err = check_person(store, now, &session, why);
	if (err < 0)
		return err;
	bool used =
		use == USE_ASKED || (use == USE_AGAIN && session.account.role == ACCOUNT_OFFICE);

	if (used && now.ms - row.used_at.ms >= 60000 && session.full)
		err = session_put_used(store, session.token, now);
	session.until.ms = now.ms + idle_ms(&session);
	if (err == 0)
		*out_session = session;
	return err;
}

int sessions_find(struct store *store, struct wall_time now, const char *token,
	struct session *out_session, char why[ACTOR_WHY])
{
	return find(store, now, token, USE_ASKED, out_session, why);
}

int sessions_again(struct store *store, struct wall_time now, const char *token,
	struct session *out_session, char why[ACTOR_WHY])
{
	return find(store, now, token, USE_AGAIN, out_session, why);
}

int sessions_look(struct store *store, struct wall_time now, const char *token,
	struct session *out_session, char why[ACTOR_WHY])
{
	return find(store, now, token, USE_NONE, out_session, why);
}

static int begin(struct store *store, const struct env *env, struct wall_time now,
	const struct account_row *account, bool full, const char *kind,
	char out_token[ACCOUNT_TOKEN])
{
	struct session_row row = {account->id, now, now, full};
	const struct actor by = {account->person, NULL};
	uint8_t hash[ACCOUNT_HASH];
	int err = token_make(env, out_token, hash);

	if (err == 0)
		err = session_end_old(store, (struct wall_time){now.ms - SESSION_MS});
	if (err == 0)
		err = session_add(store, hash, &row);
	return err < 0 || !full ? err : actor_record(store, &by, now, kind, account->person, NULL);
}

int sessions_begin(struct store *store, const struct env *env, struct wall_time now,
	const struct account_row *account, char out_token[ACCOUNT_TOKEN], bool *out_full)
{
	*out_full = !accounts_needs_second(account->role);
	return begin(store, env, now, account, *out_full, "signed in", out_token);
}

int sessions_complete(struct store *store, const struct env *env, struct wall_time now,
	const struct session *session, char out_token[ACCOUNT_TOKEN])
{
	int err = session_end(store, session->token);

	return err < 0 ? err
		       : begin(store, env, now, &session->account, true, "signed in", out_token);
}

int sessions_end(struct store *store, struct wall_time now, const struct session *session)
{
	const struct actor by = {session->person.id, NULL};
	int err = session_end(store, session->token);

	return err < 0 || !session->full
		       ? err
		       : actor_record(store, &by, now, "signed out", session->person.id, NULL);
}
