// SPDX-License-Identifier: GPL-3.0-or-later
// Accounts made, changed and ended.
#include "accounts/accounts.h"

#include <stdio.h>
#include <string.h>

#include "accounts/token.h"
#include "base/err.h"
#include "store/notices.h"

bool accounts_role_fits(enum account_role role, const char *category)
{
	switch (role) {
	case ACCOUNT_OFFICE:
		return strcmp(category, "office") == 0;
	case ACCOUNT_SLT:
		return strcmp(category, "slt") == 0;
	case ACCOUNT_HEADTEACHER:
		return strcmp(category, "headteacher") == 0;
	case ACCOUNT_READER:
		if (strcmp(category, "governor") == 0)
			return true;
		break;
	case ACCOUNT_ADMINISTRATOR:
	case ACCOUNT_STAFF:
	case ACCOUNT_ROLES:
		break;
	}
	return strcmp(category, "pupil") != 0 && strcmp(category, "parent") != 0 &&
	       strcmp(category, "visitor") != 0 && strcmp(category, "contractor") != 0;
}

bool accounts_needs_second(enum account_role role)
{
	return role == ACCOUNT_SLT || role == ACCOUNT_HEADTEACHER || role == ACCOUNT_ADMINISTRATOR;
}

// Administrators, and whoever sets the house up.
static int check_by(
	struct store *store, const struct actor *by, enum account_role role, char why[ACTOR_WHY])
{
	struct account_row mine;
	int count = account_count(store, ACCOUNT_ADMINISTRATOR);

	if (count < 0)
		return count;
	if (count == 0 && role == ACCOUNT_ADMINISTRATOR)
		return 0;
	if (count == 0)
		return REFUSE(ERR_DENIED, "The first account is an administrator's: make that one "
					  "first.");
	if (account_of_person(store, by->person, &mine) == 0 && !mine.ended_at.ms &&
		mine.role == ACCOUNT_ADMINISTRATOR)
		return 0;
	return REFUSE(ERR_DENIED, "Only an administrator makes, changes or ends an account.");
}

static int find_role(const char *word, const struct person_record *person, char why[ACTOR_WHY])
{
	int role = account_role_find(word);

	if (role < 0)
		return REFUSE(ERR_ARG, "A role is office, slt, headteacher, administrator, reader "
				       "or staff.");
	if (!accounts_role_fits((enum account_role)role, person->category))
		return REFUSE(ERR_ARG,
			"%s is %s on the register: the role %s is not theirs. Put the register "
			"right first.",
			person->ref, person->category, word);
	return role;
}

static int record(struct store *store, const struct actor *by, struct wall_time now,
	const char *kind, const struct account_row *account)
{
	char facts[80];

	snprintf(facts, sizeof facts, "{\"account\":%lld,\"role\":\"%s\"}", (long long)account->id,
		account_role_word((int)account->role));
	return actor_record(store, by, now, kind, account->person, facts);
}

// The person reads it when they are in again; what reaches furthest the Headteacher reads as well,
// where it was not her own act. The sentence is of "your account" or "this account": before, after.
static int tell(struct store *store, const struct actor *by, struct wall_time now,
	const struct account_row *account, const char *before, const char *after)
{
	char text[NOTICE_TEXT], unused[ACTOR_WHY];
	struct notice_row notice = {.role = "person",
		.kind = "account",
		.person = by->person,
		.at = now,
		.text = text,
		.to = account->person};
	enum role role;
	int64_t id = 0;

	snprintf(text, sizeof text, "%s your account%s", before, after);
	if (by->person != account->person)
		id = notice_add(store, &notice);
	if (id < 0 || !accounts_needs_second(account->role) ||
		actor_role(store, by->person, now, ROLES_HEAD, "", &role, unused) == 0)
		return id < 0 ? (int)id : 0;
	notice.role = "headteacher";
	notice.person = account->person;
	notice.to = 0;
	snprintf(text, sizeof text, "%s this account%s", before, after);
	id = notice_add(store, &notice);
	return id < 0 ? (int)id : 0;
}

static int give_link(struct store *store, const struct env *env, struct wall_time now, int64_t id,
	char out_link[ACCOUNT_TOKEN])
{
	uint8_t hash[ACCOUNT_HASH];
	int err = token_make(env, out_link, hash);

	return err < 0 ? err
		       : account_put_link(store, id, hash, (struct wall_time){now.ms + LINK_MS});
}

int accounts_make(struct store *store, const struct env *env, const struct actor *by,
	struct wall_time now, const char *person_ref, const char *role_word,
	char out_link[ACCOUNT_TOKEN], char why[ACTOR_WHY])
{
	struct account_row account;
	struct person_record person;
	int err = actor_whom(store, now, person_ref, &person, why);
	int role = err < 0 ? err : find_role(role_word, &person, why);

	if (role < 0)
		return role;
	err = check_by(store, by, (enum account_role)role, why);
	if (err < 0)
		return err;
	err = account_of_person(store, person.id, &account);
	if (err == 0 && !account.ended_at.ms)
		return REFUSE(ERR_EXISTS, "%s has an account already, as %s.", person.ref,
			account_role_word((int)account.role));
	if (err == 0) {
		err = account_revive(store, account.id, (enum account_role)role);
	} else if (err == -ERR_NOT_FOUND) {
		account = (struct account_row){.person = person.id};
		account.id =
			account_add(store, person.id, (enum account_role)role, now, by->person);
		err = account.id < 0 ? (int)account.id : 0;
	}
	account.role = (enum account_role)role;
	if (err == 0)
		err = give_link(store, env, now, account.id, out_link);
	return err < 0 ? err : record(store, by, now, "account made", &account);
}

// The account of a reference, not ended, that by may change.
static int find_theirs(struct store *store, const struct actor *by, const char *person_ref,
	struct account_row *out_account, struct person_record *out_person, char why[ACTOR_WHY])
{
	// Of somebody who left too: ending their account is what is wanted then.
	int err = person_find(store, person_ref, out_person);

	if (err == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "Nobody has the reference %.40s.", person_ref);
	if (err == 0)
		err = account_of_person(store, out_person->id, out_account);
	if (err == -ERR_NOT_FOUND || (err == 0 && out_account->ended_at.ms))
		return REFUSE(ERR_NOT_FOUND, "%s has no account.", out_person->ref);
	return err < 0 ? err : check_by(store, by, ACCOUNT_ADMINISTRATOR, why);
}

int accounts_relink(struct store *store, const struct env *env, const struct actor *by,
	struct wall_time now, const char *person_ref, bool second, char out_link[ACCOUNT_TOKEN],
	char why[ACTOR_WHY])
{
	struct account_row account;
	struct person_record person;
	int err = find_theirs(store, by, person_ref, &account, &person, why);

	if (err == 0)
		err = give_link(store, env, now, account.id, out_link);
	if (err == 0)
		err = session_end_all(store, account.id, NULL);
	if (err == 0 && second)
		err = account_put_second(store, account.id, NULL, 0);
	if (err == 0)
		err = tell(store, by, now, &account,
			second ? "The second factor was taken off, and a new link made, for"
			       : "A new link was made for",
			": whoever has the link chooses its password.");
	return err < 0 ? err
		       : record(store, by, now, second ? "second factor taken off" : "account link",
				 &account);
}

int accounts_sign_out(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, char why[ACTOR_WHY])
{
	struct account_row account;
	struct person_record person;
	int err = person_find(store, person_ref, &person);

	if (err == 0 && person.id == by->person)
		err = account_of_person(store, person.id, &account);
	else
		err = find_theirs(store, by, person_ref, &account, &person, why);
	if (err == 0)
		err = session_end_all(store, account.id, NULL);
	return err < 0 ? err : record(store, by, now, "signed out everywhere", &account);
}

int accounts_let_in(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, int64_t *out_account, char why[ACTOR_WHY])
{
	struct account_row account;
	struct person_record person;
	int err = find_theirs(store, by, person_ref, &account, &person, why);

	if (err == 0)
		err = record(store, by, now, "account let in", &account);
	if (err == 0)
		*out_account = account.id;
	return err;
}

static int keep_an_administrator(
	struct store *store, const struct account_row *account, char why[ACTOR_WHY])
{
	int count = account_count(store, ACCOUNT_ADMINISTRATOR);

	if (count < 0 || account->role != ACCOUNT_ADMINISTRATOR || count > 1)
		return count < 0 ? count : 0;
	return REFUSE(ERR_DENIED, "This is the last administrator: make another one first.");
}

int accounts_set_role(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, const char *role_word, char why[ACTOR_WHY])
{
	struct account_row account;
	struct person_record person;
	int err = find_theirs(store, by, person_ref, &account, &person, why);
	int role = err < 0 ? err : find_role(role_word, &person, why);
	char as[40];

	if (role < 0)
		return role;
	if (role != ACCOUNT_ADMINISTRATOR)
		err = keep_an_administrator(store, &account, why);
	account.role = (enum account_role)role;
	if (err == 0)
		err = account_put_role(store, account.id, account.role);
	if (err == 0)
		err = session_end_all(store, account.id, NULL);
	snprintf(as, sizeof as, ": it is now %s.", role_word);
	if (err == 0)
		err = tell(store, by, now, &account, "The role was changed of", as);
	return err < 0 ? err : record(store, by, now, "account role", &account);
}

int accounts_end(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, char why[ACTOR_WHY])
{
	struct account_row account;
	struct person_record person;
	int err = find_theirs(store, by, person_ref, &account, &person, why);

	if (err == 0)
		err = keep_an_administrator(store, &account, why);
	if (err == 0)
		err = account_end(store, account.id, now, by->person);
	return err < 0 ? err : record(store, by, now, "account ended", &account);
}

int accounts_by_link(struct store *store, struct wall_time now, const char *link,
	struct account_row *out_account, char why[ACTOR_WHY])
{
	uint8_t hash[ACCOUNT_HASH];
	int err = token_hash(link, hash);

	if (err == 0)
		err = account_by_link(store, hash, out_account);
	if (err == 0 && now.ms < out_account->link_until.ms)
		return 0;
	if (err < 0 && err != -ERR_NOT_FOUND && err != -ERR_FORMAT)
		return err;
	return REFUSE(ERR_NOT_FOUND,
		"This link was used already, or is more than three days old. Ask the "
		"administrator for a new one.");
}

int accounts_set_password(struct store *store, const struct actor *by, struct wall_time now,
	int64_t id, const char *hash)
{
	struct account_row account;
	int err = account_get(store, id, &account);

	if (err == 0)
		err = account_put_password(store, id, hash);
	if (err == 0)
		err = session_end_all(store, id, NULL);
	return err < 0 ? err : record(store, by, now, "password set", &account);
}
