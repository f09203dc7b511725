// SPDX-License-Identifier: GPL-3.0-or-later
// Roles looked up each time: people leave, and a deputy deputises for a time.
#include "exceptions/who.h"

#include <string.h>

#include "base/err.h"
#include "store/absences.h"

int who_works_here(struct store *store, int64_t id, struct wall_time now, const char *what,
	char why[ACTOR_WHY])
{
	struct person_record person;
	char today[LOCAL_DATE_TEXT];
	int err = person_get(store, id, &person);

	if (err == -ERR_NOT_FOUND)
		return REFUSE(ERR_DENIED, "Nobody on record did this: say who you are.");
	if (err < 0)
		return err;
	local_date_print(local_date_of(local_from_wall(now)), today);
	if (person.left_on[0] && strcmp(person.left_on, today) <= 0)
		return REFUSE(ERR_DENIED, "%s left on %s.", person.ref, person.left_on);
	if (strcmp(person.category, "pupil") == 0 || strcmp(person.category, "parent") == 0 ||
		strcmp(person.category, "visitor") == 0)
		return REFUSE(ERR_DENIED, "Only staff may %s; %s is a %s.", what, person.ref,
			person.category);
	return 0;
}

bool who_is_headteacher(struct store *store, int64_t person, struct wall_time now)
{
	char why[ACTOR_WHY];
	enum role role;

	return actor_role(store, person, now, ROLES_HEAD, "", &role, why) == 0;
}

int who_heads(struct store *store, int64_t person, struct wall_time now, const char *what,
	char why[ACTOR_WHY])
{
	enum role role;

	if (absence_heads(store, person, now))
		return 0;
	return actor_role(store, person, now, ROLES_HEAD, what, &role, why);
}

int who_says(const char *text, size_t room, const char *what, char why[ACTOR_WHY])
{
	if (!text || !text[strspn(text, " \t\n")])
		return REFUSE(ERR_ARG, "Say %s.", what);
	if (strlen(text) >= room)
		return REFUSE(ERR_ARG, "That is more than %zu letters: shorten it.", room - 1);
	return 0;
}
