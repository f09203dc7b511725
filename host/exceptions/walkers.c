// SPDX-License-Identifier: GPL-3.0-or-later
// The permission to walk home alone, entered from a parent's written word and withdrawn.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "exceptions/grants.h"

static int may(struct store *store, const struct actor *by, struct wall_time now, const char *ref,
	struct person_record *out_person, char why[ACTOR_WHY])
{
	enum role role;
	int result = actor_role(
		store, by->person, now, ROLES_OFFICE, "enter who walks home alone", &role, why);

	if (result == 0)
		result = actor_whom(store, now, ref, out_person, why);
	if (result == 0 && strcmp(out_person->category, "pupil") != 0)
		return REFUSE(ERR_ARG, "Only a pupil can be a walker; %s is %s.", out_person->ref,
			out_person->category);
	return result;
}

static int check(const char *from, const char *until, const char *days, struct wall_time now,
	struct walker_record *out, char why[ACTOR_WHY])
{
	struct local_date first, last;
	uint8_t mask;

	if (!from || local_date_parse(from, strlen(from), &first) < 0)
		return REFUSE(ERR_ARG, "The first day %.20s is not a date: write 2026-09-01.",
			from ? from : "");
	if (!until || local_date_parse(until, strlen(until), &last) < 0)
		return REFUSE(ERR_ARG, "The last day %.20s is not a date: write 2027-07-21.",
			until ? until : "");
	if (last.day < first.day)
		return REFUSE(ERR_ARG, "The last day %s is before the first, %s.", until, from);
	if (last.day < local_date_of(local_from_wall(now)).day)
		return REFUSE(ERR_ARG, "The last day %s is over already.", until);
	if (last.day - first.day >= GRANT_MAX_DAYS)
		return REFUSE(
			ERR_ARG, "It lasts more than %d days: is the year right?", GRANT_MAX_DAYS);
	if (!days || weekdays_parse(days, &mask) < 0)
		return REFUSE(ERR_ARG,
			"The weekdays %.40s cannot be read: write mon-fri or "
			"mon,wed.",
			days ? days : "");
	local_date_print(first, out->from);
	local_date_print(last, out->until);
	weekdays_print(mask, out->days);
	return 0;
}

int64_t grants_walker(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, const char *from, const char *until, const char *days,
	char why[ACTOR_WHY])
{
	struct walker_record walker = {0}, old;
	struct person_record person;
	char facts[64];
	int64_t id;
	int result = may(store, by, now, person_ref, &person, why);

	if (result == 0)
		result = check(from, until, days, now, &walker, why);
	if (result < 0)
		return result;
	while ((result = walker_overlapping(store, person.id, walker.from, walker.until, &old)) ==
		0) {
		result = walker_end(store, old.id, now);
		if (result == 0)
			result = actor_record(store, by, now, "walker ended", person.id, NULL);
		if (result < 0)
			return result;
	}
	if (result != -ERR_NOT_FOUND)
		return result;
	walker.person = person.id;
	id = walker_add(store, &walker, by->person, now);
	if (id < 0)
		return id;
	snprintf(facts, sizeof(facts), "{\"from\":\"%s\",\"until\":\"%s\"}", walker.from,
		walker.until);
	result = actor_record(store, by, now, "walker given", person.id, facts);
	return result < 0 ? result : id;
}

int grants_walker_end(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, char why[ACTOR_WHY])
{
	struct person_record person;
	struct walker_record old;
	char today[LOCAL_DATE_TEXT];
	int ended = 0, result = may(store, by, now, person_ref, &person, why);

	if (result < 0)
		return result;
	local_date_print(local_date_of(local_from_wall(now)), today);
	while ((result = walker_overlapping(store, person.id, today, "9999-12-31", &old)) == 0) {
		result = walker_end(store, old.id, now);
		if (result == 0)
			result = actor_record(store, by, now, "walker ended", person.id, NULL);
		if (result < 0)
			return result;
		ended++;
	}
	if (result != -ERR_NOT_FOUND)
		return result;
	if (!ended)
		return REFUSE(
			ERR_NOT_FOUND, "%s has no permission to walk home alone.", person.ref);
	return ended;
}
