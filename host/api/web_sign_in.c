// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in, in one step or two, and out.
#include <stdio.h>
#include <string.h>

#include "accounts/token.h"
#include "api/access.h"
#include "api/web_parts.h"
#include "base/err.h"
#include "policy/policy.h"
#include "store/class_teachers.h"

// FNV-1a: what attempts are counted on only has to be the same for the same.
static uint64_t hash_of(uint64_t seed, const void *bytes, size_t len)
{
	uint64_t hash = 14695981039346656037u ^ seed;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ ((const uint8_t *)bytes)[i]) * 1099511628211u;
	return hash;
}

static bool must_wait(struct web_call *call, enum attempt_kind kind, uint64_t what)
{
	int64_t ms = attempts_wait(&call->web->attempts, kind, what, call->api->now.mono);

	if (ms == 0)
		return false;
	call->answer->retry_after_s = (int)((ms + 999) / 1000);
	web_refuse(call, 429,
		"Too many tries went wrong. Try again in %d second%s, or ask the administrator for "
		"a new link.",
		call->answer->retry_after_s, call->answer->retry_after_s == 1 ? "" : "s");
	return true;
}

void web_count(struct web_call *call, const struct web_password *password)
{
	struct attempts *attempts = &call->web->attempts;
	struct mono_time now = call->api->now.mono;

	if (password->known_browser) {
		attempts_failed(
			attempts, ATTEMPT_KNOWN_BROWSER, password->browser, password->account, now);
		return;
	}
	attempts_failed(attempts, ATTEMPT_STRANGER, password->person, password->account, now);
	attempts_failed(attempts, ATTEMPT_ADDRESS, password->address, 0, now);
}

void web_sign_in(struct web_call *call)
{
	const struct web_request *request = call->request;
	struct web_password *password = &call->answer->password;
	const char *ref = web_text(call, "person", PERSON_REF - 1);
	const char *given = ref ? web_text(call, "password", PASSWORD_MOST) : NULL;
	struct account_row account = {0};
	struct person_record person;
	uint8_t browser[ACCOUNT_HASH];
	int err;

	if (!given)
		return;
	// person_find() takes a reference as it is written, so the text is what is counted on.
	password->person = hash_of(0, ref, strlen(ref));
	err = person_find(call->api->store, ref, &person);
	if (err == 0)
		err = account_of_person(call->api->store, person.id, &account);
	if (err < 0 && err != -ERR_NOT_FOUND) {
		web_failed(call, err);
		return;
	}
	password->what = WEB_SIGN_IN;
	password->account = err == 0 && !account.ended_at.ms ? account.id : 0;
	password->address = request->address;
	if (token_hash(request->browser, browser) == 0)
		strcpy(password->browser_token, request->browser);
	password->known_browser =
		password->account &&
		token_hash_for(request->browser, password->account, browser) == 0 &&
		browser_find(call->api->store, browser, password->account) == 0;
	if (password->known_browser)
		password->browser = hash_of((uint64_t)password->account, browser, sizeof browser);
	if (password->known_browser ? must_wait(call, ATTEMPT_KNOWN_BROWSER, password->browser)
				    : must_wait(call, ATTEMPT_ADDRESS, password->address) ||
					      must_wait(call, ATTEMPT_STRANGER, password->person))
		return;
	web_count(call, password);
	if (password->account)
		memcpy(password->hash, account.password, sizeof password->hash);
	snprintf(password->given, sizeof password->given, "%s", given);
	call->answer->next = WEB_PASSWORD;
}

void web_not_checked(struct web *web, const struct web_password *password)
{
	if (password->what == WEB_WELCOME)
		return;
	if (password->known_browser) {
		attempts_taken_back(&web->attempts, ATTEMPT_KNOWN_BROWSER, password->browser);
		return;
	}
	attempts_taken_back(&web->attempts, ATTEMPT_STRANGER, password->person);
	attempts_taken_back(&web->attempts, ATTEMPT_ADDRESS, password->address);
}

void web_right(struct web *web, const struct web_password *password)
{
	web_not_checked(web, password);
	if (password->known_browser)
		attempts_right(&web->attempts, ATTEMPT_KNOWN_BROWSER, password->browser);
	else if (password->what == WEB_SIGN_IN)
		attempts_right(&web->attempts, ATTEMPT_STRANGER, password->person);
}

void web_not_right(struct web_call *call, const struct web_password *password)
{
	web_refuse(call, 401,
		password->what == WEB_CHANGE ? "The old password is not right."
					     : "The reference or the password is not right.");
}

static json_t *whether_second(bool full, const struct account_row *account)
{
	return json_pack("{s:s}", "next",
		full			   ? "in"
		: account->second_step > 0 ? "code"
					   : "set-up");
}

// From now on this browser is one that the account knows. Several people sign in at one desk: it
// keeps its token, or whoever came last would make it a stranger to all others.
static int know_browser(struct web_call *call, const char *token, int64_t account)
{
	struct store *store = call->api->store;
	uint8_t hash[ACCOUNT_HASH];
	int err = token_hash_for(token, account, hash);

	if (err == 0 && browser_find(store, hash, account) == 0)
		return 0;
	if (err == 0)
		strcpy(call->answer->browser, token);
	else
		err = token_make(call->web->env, call->answer->browser, hash);
	if (err == 0)
		err = token_hash_for(call->answer->browser, account, hash);
	return err < 0 ? err : browser_add(store, hash, account, call->api->now.wall);
}

void web_begin(struct web_call *call, const struct web_password *password)
{
	struct store *store = call->api->store;
	struct wall_time now = call->api->now.wall;
	struct account_row account;
	bool full;
	int err = account_get(store, password->account, &account);

	// Ended, or given another password, while the child was at it.
	if (err == 0 && strcmp(account.password, password->hash) != 0)
		err = -ERR_NOT_FOUND;
	if (err == 0)
		err = sessions_begin(
			store, call->web->env, now, &account, call->answer->session, &full);
	if (err == 0 && full && !password->known_browser)
		err = know_browser(call, password->browser_token, account.id);
	if (err == -ERR_NOT_FOUND) {
		web_not_right(call, password);
		return;
	}
	if (err < 0) {
		web_failed(call, err);
		return;
	}
	web_done(call, whether_second(full, &account));
}

void web_set_up(struct web_call *call)
{
	struct account_row *account = &call->session.account;
	uint8_t key[SECOND_KEY];
	char uri[SECOND_URI], why[STORE_WHY] = "";
	int err;

	// Once a code was right, only an administrator takes the second factor off.
	if (call->session.full || account->second_step > 0) {
		web_refuse(call, 422,
			"Your second factor is set up already. If the phone with it "
			"is lost, the administrator makes a new link.");
		return;
	}
	err = second_key(call->web->env, call->web->database, true, key, why);
	if (err < 0) {
		web_refuse(call, 500, "%s", why);
		return;
	}
	err = second_make(call->web->env, key, call->session.person.ref, account->second,
		&account->second_len, uri);
	if (err == 0)
		err = account_put_second(
			call->api->store, account->id, account->second, account->second_len);
	if (err < 0)
		web_failed(call, err);
	else
		web_done(call, json_pack("{s:s}", "uri", uri));
}

void web_code(struct web_call *call)
{
	const char *digits = web_text(call, "code", 6);
	const struct account_row *account = &call->session.account;
	struct store *store = call->api->store;
	uint8_t key[SECOND_KEY];
	char why[STORE_WHY] = "";
	int64_t step = 0;
	int err;

	if (!digits)
		return;
	if (call->session.full) {
		web_refuse(call, 422, "You are signed in already.");
		return;
	}
	// Whoever is here knows the password: the account is what is counted.
	if (must_wait(call, ATTEMPT_KNOWN_BROWSER, (uint64_t)account->id))
		return;
	err = second_key(call->web->env, call->web->database, false, key, why);
	if (err < 0) {
		web_refuse(call, 500, "%s", why[0] ? why : "The second factor cannot be checked.");
		return;
	}
	if (!second_right(key, account, digits, call->api->now.wall, &step)) {
		attempts_failed(&call->web->attempts, ATTEMPT_KNOWN_BROWSER, (uint64_t)account->id,
			account->id, call->api->now.mono);
		web_refuse(call, 401,
			"That code is not right, or was used already: wait for the next one.");
		return;
	}
	attempts_right(&call->web->attempts, ATTEMPT_KNOWN_BROWSER, (uint64_t)account->id);
	err = account_put_second_step(store, account->id, step);
	if (err == 0)
		err = sessions_complete(store, call->web->env, call->api->now.wall, &call->session,
			call->answer->session);
	if (err == 0)
		err = know_browser(call, call->request->browser, account->id);
	if (err < 0)
		web_failed(call, err);
	else
		web_done(call, whether_second(true, account));
}

void web_sign_out(struct web_call *call)
{
	int err = sessions_end(call->api->store, call->api->now.wall, &call->session);

	if (err < 0) {
		web_failed(call, err);
		return;
	}
	if (call->web->reader.by == call->session.person.id)
		call->web->reader = (struct web_reader){0};
	call->answer->end_session = true;
	web_done(call, json_object());
}

void web_me(struct web_call *call)
{
	const struct session *session = &call->session;
	json_t *may = json_array(), *own = json_array();
	json_t *rules = json_array(), *classes = json_array();
	struct class_list theirs = {0};
	const struct policy *in_force = call->api->policy;
	char policy[64] = "", school[64] = "";
	const char *name;

	for (size_t i = 0; session->full && (name = access_name(i)); i++) {
		enum access access = access_of(name, session->account.role);

		if (access != ACCESS_NO)
			json_array_append_new(access == ACCESS_YES ? may : own, json_string(name));
	}
	store_setting(call->api->store, "policy", policy, sizeof policy);
	store_setting(call->api->store, "name", school, sizeof school);
	if (session->full)
		class_teacher_classes(call->api->store, session->person.id, &theirs);
	for (int i = 0; i < theirs.count; i++)
		json_array_append_new(classes, json_string(theirs.class[i]));
	// A screen cites a rule where the policy in force has it, and nowhere else.
	for (int i = 0; in_force && i < policy_rule_count(in_force); i++)
		json_array_append_new(rules, json_string(policy_rule_at(in_force, i)->id));
	web_done(call, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:I}",
			       "person", session->person.ref, "given", session->person.given,
			       "family", session->person.family, "role",
			       account_role_word((int)session->account.role), "next",
			       session->full			  ? "in"
			       : session->account.second_step > 0 ? "code"
								  : "set-up",
			       "policy", policy, "school",
			       school[0] || !in_force ? school : policy_title(in_force), "rules",
			       rules, "may", may, "own", own, "classes", classes, "idle",
			       (json_int_t)(sessions_idle_ms(session->account.role) / 1000)));
}
