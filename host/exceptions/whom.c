// SPDX-License-Identifier: GPL-3.0-or-later
// Whom an exception is for, and the event that says it was made.
#include "exceptions/whom.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/walltime.h"
#include "store/events.h"

int exception_whom(struct store *store, struct wall_time now, const char *ref,
	struct person_record *out_person, char why[ACTOR_WHY])
{
	struct person_record person;
	char today[LOCAL_DATE_TEXT];
	int result = person_find(store, ref, &person);

	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "Nobody has the reference %.40s.", ref);
	if (result < 0)
		return result;
	local_date_print(local_date_of(local_from_wall(now)), today);
	if (person.left_on[0] && strcmp(person.left_on, today) <= 0)
		return REFUSE(ERR_ARG, "%s left on %s.", person.ref, person.left_on);
	*out_person = person;
	return 0;
}

int exception_record(struct store *store, const struct actor *by, struct wall_time now,
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
