// SPDX-License-Identifier: GPL-3.0-or-later
// The role of who acts: looked up each time, since people leave and change what they do.
#include "store/actor.h"

#include <string.h>

#include "base/err.h"
#include "base/walltime.h"
#include "store/events.h"

static const char *whom(unsigned roles)
{
	return roles == ROLES_HEAD	   ? "the Headteacher"
	       : roles == ROLES_LEADERSHIP ? "the leadership team"
					   : "the office or the leadership team";
}

int actor_role(struct store *store, int64_t id, struct wall_time now, unsigned roles,
	const char *what, enum role *out_role, char why[ACTOR_WHY])
{
	struct person_record person;
	char today[LOCAL_DATE_TEXT];
	int role = -1, result = person_get(store, id, &person);

	if (result == -ERR_NOT_FOUND) {
		snprintf(why, ACTOR_WHY, "Nobody on record did this: say who you are.");
		return -ERR_DENIED;
	}
	if (result < 0)
		return result;
	local_date_print(local_date_of(local_from_wall(now)), today);
	if (person.left_on[0] && strcmp(person.left_on, today) <= 0) {
		snprintf(why, ACTOR_WHY, "%s left on %s.", person.ref, person.left_on);
		return -ERR_DENIED;
	}
	// A parent's role is to ask, never to decide.
	if (strcmp(person.category, "parent") != 0)
		role = word_find(&role_words, person.category, strlen(person.category));
	if (role < 0 || !(roles >> role & 1)) {
		snprintf(why, ACTOR_WHY, "Only %s may %s; %s is %s.", whom(roles), what, person.ref,
			person.category);
		return -ERR_DENIED;
	}
	*out_role = (enum role)role;
	return 0;
}

bool actor_is_staff(const char *category)
{
	static const char *const outside[] = {"pupil", "parent", "visitor", "contractor"};

	for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
		if (strcmp(category, outside[i]) == 0)
			return false;
	}
	return true;
}

int actor_staff(struct store *store, int64_t id, struct wall_time now, char why[ACTOR_WHY])
{
	struct person_record person;
	char today[LOCAL_DATE_TEXT];
	int result = person_get(store, id, &person);

	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_DENIED, "Nobody on record did this: say who you are.");
	if (result < 0)
		return result;
	local_date_print(local_date_of(local_from_wall(now)), today);
	if (person.left_on[0] && strcmp(person.left_on, today) <= 0)
		return REFUSE(ERR_DENIED, "%s left on %s.", person.ref, person.left_on);
	if (!actor_is_staff(person.category))
		return REFUSE(
			ERR_DENIED, "That is for staff; %s is a %s.", person.ref, person.category);
	return 0;
}

int actor_record(struct store *store, const struct actor *by, struct wall_time now,
	const char *kind, int64_t person, const char *facts)
{
	struct event event = {.at = now,
		.kind = kind,
		.person = person,
		.by_person = by->person,
		.by_user = by->user,
		.facts = facts};
	int64_t seq = event_append(store, &event);

	return seq < 0 ? (int)seq : 0;
}

int actor_whom(struct store *store, struct wall_time now, const char *ref,
	struct person_record *out_person, char why[ACTOR_WHY])
{
	struct person_record person;
	char today[LOCAL_DATE_TEXT];
	int result = person_find(store, ref, &person);

	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND,
			"Nobody has the reference %.40s: import them first, or look for a typing "
			"slip.",
			ref);
	if (result < 0)
		return result;
	local_date_print(local_date_of(local_from_wall(now)), today);
	if (person.left_on[0] && strcmp(person.left_on, today) <= 0)
		return REFUSE(ERR_ARG, "%s left on %s.", person.ref, person.left_on);
	*out_person = person;
	return 0;
}
