// SPDX-License-Identifier: GPL-3.0-or-later
// Accounts: the administrator's requests.
#include "accounts/accounts.h"
#include "accounts/attempts.h"
#include "accounts/sessions.h"

#include "api/handler.h"
#include "api/names.h"

// The link is shown once, to whoever asked: it is nowhere on record.
static int tell_link(struct api_call *call, int err, const char *why, const char *link)
{
	if (err < 0)
		return api_end(call, err, why, "");
	json_object_set_new(call->answer, "link", json_string(link));
	api_line(call, "#/welcome/%s", link);
	return api_say(call, "Give them this link; it is good for one password, for three days. It "
			     "is opened at the address of the screens, and shown only now.");
}

int request_account_make(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "", link[ACCOUNT_TOKEN] = "";
	const char *person = api_needed(call, "person");
	const char *role = person ? api_needed(call, "role") : NULL;

	if (!role)
		return -1;
	return tell_link(call,
		accounts_make(call->api->store, call->api->env, &by, call->api->now.wall, person,
			role, link, why),
		why, link);
}

// A new link is for whoever tried too often, too.
static void forgive(struct api_call *call, const char *ref)
{
	struct account_row account;
	struct person_record person;

	if (call->api->attempts && person_find(call->api->store, ref, &person) == 0 &&
		account_of_person(call->api->store, person.id, &account) == 0)
		attempts_forgive(call->api->attempts, account.id);
}

int request_account_link(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "", link[ACCOUNT_TOKEN] = "";
	const char *person = api_needed(call, "person");

	if (!person)
		return -1;
	int err = accounts_relink(call->api->store, call->api->env, &by, call->api->now.wall,
		person, api_flag(call, "second"), link, why);

	if (err == 0)
		forgive(call, person);
	return tell_link(call, err, why, link);
}

int request_account_sign_out(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	const char *person = api_needed(call, "person");

	if (!person)
		return -1;
	return api_end(call,
		accounts_sign_out(call->api->store, &by, call->api->now.wall, person, why), why,
		"They are signed out wherever they were.");
}

int request_account_let_in(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t account = 0;
	const char *person = api_needed(call, "person");
	int err = person ? accounts_let_in(call->api->store, &by, call->api->now.wall, person,
				   &account, why)
			 : -1;

	if (!person)
		return -1;
	if (err == 0 && !call->api->attempts)
		return api_refuse(call, "Tries are counted at the screens: let them in there.");
	if (err == 0)
		attempts_forgive(call->api->attempts, account);
	return api_end(call, err, why, "They may try again at once.");
}

int request_account_role(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	const char *person = api_needed(call, "person");
	const char *role = person ? api_needed(call, "role") : NULL;

	if (!role)
		return -1;
	return api_end(call,
		accounts_set_role(call->api->store, &by, call->api->now.wall, person, role, why),
		why, "Changed; they sign in again.");
}

int request_account_end(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	const char *person = api_needed(call, "person");

	if (!person)
		return -1;
	return api_end(call, accounts_end(call->api->store, &by, call->api->now.wall, person, why),
		why, "The account has ended, and whoever was signed in by it is out.");
}

static int add_account(void *arg, const struct account_row *account)
{
	struct api_call *call = arg;
	char person[NAME_TEXT], until[LOCAL_TIME_TEXT] = "";
	const char *state = account->ended_at.ms			      ? "ended"
			    : account->password[0]			      ? "in use"
			    : call->api->now.wall.ms < account->link_until.ms ? "link out"
									      : "link too old";
	struct person_record record;
	int64_t wait = 0;
	int sessions;

	name_person(call->api->store, account->person, person);
	if (person_get(call->api->store, account->person, &record) < 0)
		return 0;
	if (account->link_until.ms)
		local_time_print(local_from_wall(account->link_until), until);
	if (account->ended_at.ms == 0 && call->api->attempts)
		wait = attempts_wait_of(call->api->attempts, account->id, call->api->now.mono);
	sessions = session_count(call->api->store, account->id,
		(struct wall_time){call->api->now.wall.ms - SESSION_MS},
		(struct wall_time){call->api->now.wall.ms - SESSION_IDLE_MS});
	json_array_append_new(json_object_get(call->answer, "accounts"),
		json_pack("{s:s, s:s, s:s, s:s, s:b, s:s, s:i, s:I}", "person", record.ref, "name",
			person, "role", account_role_word((int)account->role), "state", state,
			"second", account->second_step > 0, "link_until", until, "sessions",
			sessions < 0 ? 0 : sessions, "wait_s", (json_int_t)(wait + 999) / 1000));
	api_line(call, "%s: %s, %s%s", person, account_role_word((int)account->role), state,
		account->second_step > 0 ? ", second factor" : "");
	return 0;
}

int request_account_list(struct api_call *call)
{
	int count;

	json_object_set_new(call->answer, "accounts", json_array());
	count = account_each(call->api->store, add_account, call);
	if (count < 0)
		return api_failed(call, "Reading the accounts", count);
	return api_say(call, "%d account%s.", count, count == 1 ? "" : "s");
}
