// SPDX-License-Identifier: GPL-3.0-or-later
// Clubs and their members; the record says which club by its number, since its name is free text.
#include "register/clubs.h"

#include <string.h>

#include "base/err.h"

static int may(
	struct store *store, const struct actor *by, struct wall_time now, char why[ACTOR_WHY])
{
	enum role role;

	return actor_role(store, by->person, now, ROLES_OFFICE, "change clubs", &role, why);
}

static int record(struct store *store, const struct actor *by, struct wall_time now,
	const char *kind, int64_t club, int64_t person, const char *date)
{
	char facts[64];

	snprintf(facts, sizeof(facts), "{\"club\":%lld,\"date\":\"%s\"}", (long long)club, date);
	return actor_record(store, by, now, kind, person, facts);
}

static int find(struct store *store, const struct actor *by, struct wall_time now, const char *name,
	struct club_record *out_club, char why[ACTOR_WHY])
{
	int result = may(store, by, now, why);

	if (result == 0)
		result = club_find(store, name, out_club);
	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND,
			"There is no club \"%.48s\"; the list of clubs names them.", name);
	return result;
}

int clubs_add(struct store *store, const struct actor *by, struct wall_time now, const char *name,
	uint8_t weekdays, struct local_date from, struct local_date until, int ends,
	char why[ACTOR_WHY])
{
	struct club_record club = {.weekdays = weekdays & 0x7F};
	int64_t result = may(store, by, now, why);

	if (result < 0)
		return (int)result;
	if (!name[0] || strlen(name) >= CLUB_NAME)
		return REFUSE(ERR_ARG, "A club's name has 1 to %d letters.", CLUB_NAME - 1);
	if (!club.weekdays)
		return REFUSE(ERR_ARG, "Say on which weekdays.");
	if (until.day < from.day)
		return REFUSE(ERR_ARG, "The club's last day is before its first.");
	if (ends < 0 || ends >= 24 * 60)
		return REFUSE(ERR_ARG, "The club's end is no time of day.");
	snprintf(club.name, sizeof(club.name), "%s", name);
	local_date_print(from, club.from);
	local_date_print(until, club.until);
	snprintf(club.ends, sizeof(club.ends), "%02d:%02d", ends / 60 % 24, ends % 60);
	result = club_add(store, &club);
	if (result == -ERR_EXISTS)
		return REFUSE(ERR_EXISTS, "There is a club \"%s\" already.", name);
	if (result < 0)
		return (int)result;
	return record(store, by, now, "club added", result, 0, club.from);
}

int clubs_end(struct store *store, const struct actor *by, struct wall_time now, const char *name,
	struct local_date date, char why[ACTOR_WHY])
{
	struct club_record club;
	char text[LOCAL_DATE_TEXT];
	int result = find(store, by, now, name, &club, why);

	if (result < 0)
		return result;
	local_date_print(date, text);
	if (strcmp(text, club.until) >= 0)
		return REFUSE(ERR_EXISTS, "The club ends on %s anyway.", club.until);
	result = club_set_until(store, club.id, text);
	return result < 0 ? result : record(store, by, now, "club ended", club.id, 0, text);
}

int clubs_join(struct store *store, const struct actor *by, struct wall_time now, const char *name,
	const char *person_ref, struct local_date from, char why[ACTOR_WHY])
{
	struct person_record person;
	struct club_record club;
	char text[LOCAL_DATE_TEXT];
	int result = find(store, by, now, name, &club, why);

	if (result == 0)
		result = actor_whom(store, now, person_ref, &person, why);
	if (result < 0)
		return result;
	if (strcmp(person.category, "pupil") != 0)
		return REFUSE(ERR_ARG, "A club's members are pupils; %s is %s.", person.ref,
			person.category);
	local_date_print(from, text);
	if (strcmp(text, club.until) > 0)
		return REFUSE(ERR_ARG, "The club is over on %s.", club.until);
	result = club_join(store, club.id, person.id, text);
	if (result == -ERR_EXISTS)
		return REFUSE(ERR_EXISTS, "%s is in that club already.", person.ref);
	return result < 0 ? result
			  : record(store, by, now, "club joined", club.id, person.id, text);
}

int clubs_leave(struct store *store, const struct actor *by, struct wall_time now, const char *name,
	const char *person_ref, struct local_date date, char why[ACTOR_WHY])
{
	struct person_record person;
	struct club_record club;
	char text[LOCAL_DATE_TEXT];
	int result = find(store, by, now, name, &club, why);

	if (result == 0)
		result = actor_whom(store, now, person_ref, &person, why);
	if (result < 0)
		return result;
	local_date_print(date, text);
	result = club_leave(store, club.id, person.id, text);
	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "%s is not in that club.", person.ref);
	return result < 0 ? result : record(store, by, now, "club left", club.id, person.id, text);
}

int clubs_cancel(struct store *store, const struct actor *by, struct wall_time now,
	const char *name, struct local_date date, bool back, char why[ACTOR_WHY])
{
	struct club_record club;
	char text[LOCAL_DATE_TEXT];
	int result = find(store, by, now, name, &club, why);

	if (result < 0)
		return result;
	local_date_print(date, text);
	if (!(club.weekdays >> local_weekday(date) & 1) || strcmp(text, club.from) < 0 ||
		strcmp(text, club.until) > 0)
		return REFUSE(ERR_ARG, "The club does not meet on %s anyway.", text);
	result = club_off(store, club.id, text, !back);
	return result < 0 ? result
			  : record(store, by, now, back ? "club on again" : "club cancelled",
				    club.id, 0, text);
}
