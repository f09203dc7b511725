// SPDX-License-Identifier: GPL-3.0-or-later
// Reception's book.
#include "register/visitors.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"

static bool is_of_visit(const char *category)
{
	return strcmp(category, "visitor") == 0 || strcmp(category, "contractor") == 0 ||
	       strcmp(category, "parent") == 0;
}

static int check_wish(const struct visitor_wish *wish, char why[ACTOR_WHY])
{
	struct person_record person;

	if (strpbrk(wish->given, "\t\r\n") || strpbrk(wish->family, "\t\r\n"))
		return REFUSE(ERR_ARG, "A name stands on one line.");
	if (!is_of_visit(wish->category))
		return REFUSE(ERR_ARG, "Whoever signs in is a visitor, contractor or parent.");
	if (strlen(wish->given) >= sizeof person.given ||
		strlen(wish->family) >= sizeof person.family ||
		strlen(wish->about) >= VISITOR_ABOUT)
		return REFUSE(ERR_ARG, "A name, and what they come for, have at most %d letters.",
			VISITOR_ABOUT - 1);
	return 0;
}

// Somebody new, on the register from now on.
static int add_person(struct store *store, const struct actor *by, struct wall_time now,
	const struct visitor_wish *wish, struct person_record *out_person)
{
	struct person_record person = {0};
	int err = visitor_reference(store, person.ref);

	if (err < 0)
		return err;
	snprintf(person.given, sizeof person.given, "%s", wish->given);
	snprintf(person.family, sizeof person.family, "%s", wish->family);
	snprintf(person.category, sizeof person.category, "%s", wish->category);
	person.id = person_add(store, &person);
	if (person.id < 0)
		return (int)person.id;
	*out_person = person;
	return actor_record(store, by, now, "person added", person.id, NULL);
}

static int find_person(struct store *store, const struct actor *by, struct wall_time now,
	const struct visitor_wish *wish, struct person_record *out_person, char why[ACTOR_WHY])
{
	int err;

	if (wish->ref[0]) {
		err = actor_whom(store, now, wish->ref, out_person, why);
		if (err == 0 && !is_of_visit(out_person->category))
			return REFUSE(ERR_ARG,
				"%s is %s: only visitors, contractors and parents "
				"sign in.",
				out_person->ref, out_person->category);
		return err;
	}
	err = visitor_known(store, wish->given, wish->family, wish->category, out_person);
	if (err == -ERR_EXISTS)
		return REFUSE(ERR_EXISTS, "Several people have that name: say which by their "
					  "reference, from the list of visitors or the register.");
	return err == -ERR_NOT_FOUND ? add_person(store, by, now, wish, out_person) : err;
}

int visitors_sign_in(struct store *store, const struct actor *by, struct wall_time now,
	const struct visitor_wish *wish, struct person_record *out_person, char why[ACTOR_WHY])
{
	enum role role;
	char facts[48];
	int err = actor_role(store, by->person, now, ROLES_OFFICE, "sign visitors in", &role, why);

	if (err == 0)
		err = check_wish(wish, why);
	if (err == 0)
		err = find_person(store, by, now, wish, out_person, why);
	if (err < 0)
		return err;
	int64_t id = visitor_in(store, out_person->id, wish->about, now, by->person);

	if (id == -ERR_EXISTS)
		return REFUSE(ERR_EXISTS, "%s is signed in already.", out_person->ref);
	if (id < 0)
		return (int)id;
	snprintf(facts, sizeof facts, "{\"visit\":%lld}", (long long)id);
	return actor_record(store, by, now, "signed in", out_person->id, facts);
}

int visitors_sign_out(struct store *store, const struct actor *by, struct wall_time now,
	int64_t person, int left_behind, char why[ACTOR_WHY])
{
	struct visitor_row row;
	enum role role;
	char facts[64];
	int err = actor_role(store, by->person, now, ROLES_OFFICE, "sign visitors out", &role, why);

	if (err == 0)
		err = visitor_find(store, person, &row);
	if (err == -ERR_NOT_FOUND)
		return REFUSE(
			ERR_NOT_FOUND, "They are not signed in; the list of visitors says who is.");
	if (err == 0)
		err = visitor_out(store, person, now, by->person);
	if (err < 0)
		return err;
	snprintf(facts, sizeof facts, "{\"visit\":%lld,\"left_behind\":%d}", (long long)row.id,
		left_behind);
	return actor_record(store, by, now, "signed out", person, facts);
}
