// SPDX-License-Identifier: GPL-3.0-or-later
// Passwords chosen: with a one-time link, or by whoever is signed in.
#include <stdio.h>
#include <string.h>

#include "api/web_parts.h"
#include "base/err.h"

static void begin_link(struct web_call *call, const char *link, struct account_row *out_account,
	struct person_record *out_person, bool *out_good)
{
	char why[ACTOR_WHY] = "";
	int err = accounts_by_link(call->api->store, call->api->now.wall, link, out_account, why);

	*out_good = false;
	if (err == 0)
		err = person_get(call->api->store, out_account->person, out_person);
	if (err < 0 && why[0])
		web_refuse(call, 422, "%s", why);
	else if (err < 0)
		web_failed(call, err);
	else
		*out_good = true;
}

void web_welcome(struct web_call *call)
{
	const char *link = NULL;
	struct account_row account;
	struct person_record person;
	bool good;

	for (size_t i = 0; i < call->request->field_count; i++) {
		if (strcmp(call->request->fields[i].name, "link") == 0)
			link = call->request->fields[i].value;
	}
	begin_link(call, link, &account, &person, &good);
	if (good)
		web_done(call, json_pack("{s:s, s:s, s:s, s:s}", "person", person.ref, "given",
				       person.given, "family", person.family, "role",
				       account_role_word((int)account.role)));
}

void web_choose(struct web_call *call)
{
	struct web_password *password = &call->answer->password;
	const char *link = web_text(call, "link", ACCOUNT_TOKEN - 1);
	const char *wanted = link ? web_text(call, "password", PASSWORD_MOST) : NULL;
	struct account_row account;
	struct person_record person;
	char why[ACTOR_WHY] = "";
	bool good;

	if (!wanted)
		return;
	begin_link(call, link, &account, &person, &good);
	if (!good)
		return;
	if (password_check(wanted, &person, why) < 0) {
		web_refuse(call, 422, "%s", why);
		return;
	}
	password->what = WEB_WELCOME;
	password->account = account.id;
	snprintf(password->link, sizeof password->link, "%s", link);
	snprintf(password->wanted, sizeof password->wanted, "%s", wanted);
	call->answer->next = WEB_PASSWORD;
}

void web_change(struct web_call *call)
{
	struct web_password *password = &call->answer->password;
	const char *old = web_text(call, "old", PASSWORD_MOST);
	const char *wanted = old ? web_text(call, "new", PASSWORD_MOST) : NULL;
	char why[ACTOR_WHY] = "";

	if (!wanted)
		return;
	if (password_check(wanted, &call->session.person, why) < 0) {
		web_refuse(call, 422, "%s", why);
		return;
	}
	password->what = WEB_CHANGE;
	password->account = call->session.account.id;
	// Whoever found a screen left open must not guess here without being counted.
	password->known_browser = true;
	password->browser = (uint64_t)password->account;
	if (attempts_wait(&call->web->attempts, ATTEMPT_KNOWN_BROWSER, password->browser,
		    call->api->now.mono) > 0) {
		web_refuse(call, 429, "Too many tries went wrong. Try again later.");
		return;
	}
	web_count(call, password);
	memcpy(password->hash, call->session.account.password, sizeof password->hash);
	memcpy(password->session, call->session.token, sizeof password->session);
	snprintf(password->given, sizeof password->given, "%s", old);
	snprintf(password->wanted, sizeof password->wanted, "%s", wanted);
	call->answer->next = WEB_PASSWORD;
}

static bool still_theirs(struct web_call *call, const struct web_password *password)
{
	struct store *store = call->api->store;
	struct session_row session;
	struct account_row account;

	if (session_get(store, password->session, &session) == 0 &&
		account_get(store, password->account, &account) == 0 &&
		strcmp(account.password, password->hash) == 0)
		return true;
	web_refuse(call, 401, "You have been signed out, and the password is as it was.");
	return false;
}

void web_password_set(struct web_call *call, const struct web_password *password, const char *hash)
{
	struct account_row account;
	struct person_record person;
	bool good = true;
	int err;

	// The link may have been used meanwhile, the session ended, another password given.
	if (password->what == WEB_WELCOME)
		begin_link(call, password->link, &account, &person, &good);
	else
		good = still_theirs(call, password);
	if (!good)
		return;
	err = account_get(call->api->store, password->account, &account);
	const struct actor by = {account.person, NULL};

	if (err == 0)
		err = accounts_set_password(
			call->api->store, &by, call->api->now.wall, password->account, hash);
	if (err < 0) {
		web_failed(call, err);
		return;
	}
	// Every session has ended, this one too: the new password is used at once.
	call->answer->end_session = true;
	web_done(call, json_pack("{s:s}", "next", "sign-in"));
}
