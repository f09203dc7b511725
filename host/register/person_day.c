// SPDX-License-Identifier: GPL-3.0-or-later
// What is one person's own in a day: a late arrival, and when they are with children.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "register/calendar.h"

int calendar_sign_in(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, char why[ACTOR_WHY])
{
	struct person_record person;
	char today[LOCAL_DATE_TEXT];
	enum role role;
	int result = actor_role(
		store, by->person, now, ROLES_OFFICE, "sign in a late pupil", &role, why);

	if (result == 0)
		result = actor_whom(store, now, person_ref, &person, why);
	if (result < 0)
		return result;
	if (strcmp(person.category, "pupil") != 0)
		return REFUSE(ERR_ARG, "Only a pupil is signed in late; %s is %s.", person.ref,
			person.category);
	local_date_print(local_date_of(local_from_wall(now)), today);
	result = arrival_put(store, person.id, today, now, by->person);
	return result < 0 ? result
			  : actor_record(store, by, now, "signed in late", person.id, NULL);
}

int calendar_set_contact(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, uint8_t mask, const char *text, char why[ACTOR_WHY])
{
	struct dayspan spans[CONTACT_SPANS];
	struct person_record person;
	enum role role;
	bool none = strcmp(text, "none") == 0;
	int count = none ? 0 : dayspans_parse(text, spans, CONTACT_SPANS);
	int result = actor_role(
		store, by->person, now, ROLES_OFFICE, "change contact times", &role, why);

	if (result == 0)
		result = actor_whom(store, now, person_ref, &person, why);
	if (result < 0)
		return result;
	if (strcmp(person.category, "pupil") == 0)
		return REFUSE(ERR_ARG, "Contact times are staff's; %s is a pupil.", person.ref);
	if (count < 0)
		return REFUSE(ERR_ARG,
			"The contact times %.60s cannot be read: write 08:45-12:00,13:00-15:15 (at "
			"most %d), or none.",
			text, CONTACT_SPANS);
	if ((mask & 0x7F) == 0)
		return REFUSE(ERR_ARG, "Say on which weekdays.");
	for (int day = 0; day < 7; day++) {
		if (!(mask >> day & 1))
			continue;
		result = contact_put(store, person.id, day + 1, spans, (size_t)count, none);
		if (result < 0)
			return result;
	}
	return actor_record(store, by, now, "contact times set", person.id, NULL);
}
