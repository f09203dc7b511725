// SPDX-License-Identifier: GPL-3.0-or-later
// An absence has a deputy and an end, or it is not entered.
#include "exceptions/absences.h"

#include <string.h>

#include "base/err.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)

static int check_times(
	struct wall_time now, struct wall_time from, struct wall_time until, char why[ACTOR_WHY])
{
	if (until.ms <= from.ms)
		return REFUSE(ERR_ARG, "It ends before it begins: look at from and until.");
	if (until.ms <= now.ms)
		return REFUSE(ERR_ARG, "It is over already: look at until.");
	if (until.ms - from.ms > ABSENCE_MAX_DAYS * DAY_MS)
		return REFUSE(ERR_ARG,
			"That is more than %d days: enter an acting Headteacher as headteacher.",
			ABSENCE_MAX_DAYS);
	return 0;
}

int64_t absences_mark(struct store *store, const struct actor *by, struct wall_time now,
	const char *deputy_ref, struct wall_time from, struct wall_time until, char why[ACTOR_WHY])
{
	struct absence_row absence = {.by = by->person, .at = now, .from = from, .until = until};
	struct person_record deputy;
	struct absence_row other;
	char facts[64];
	enum role role;
	int64_t id;
	int err = actor_role(
		store, by->person, now, ROLES_OFFICE, "mark the Headteacher absent", &role, why);

	if (err == 0)
		err = actor_whom(store, now, deputy_ref, &deputy, why);
	if (err == 0 && strcmp(deputy.category, "slt") != 0)
		return REFUSE(ERR_ARG, "A member of the SLT deputises (RP-15); %s is %s.",
			deputy.ref, deputy.category);
	if (err == 0 && deputy.id == by->person)
		return REFUSE(ERR_DENIED, "Nobody makes themselves the deputy: the Headteacher, "
					  "another leader or the office enters it.");
	if (err == 0)
		err = check_times(now, from, until, why);
	if (err < 0)
		return err;
	err = absence_overlapping(store, from, until, &other);
	if (err == 0)
		return REFUSE(ERR_EXISTS, "The Headteacher is marked absent for that time already; "
					  "marking the Headteacher back ends it.");
	if (err != -ERR_NOT_FOUND)
		return err;
	absence.deputy = deputy.id;
	id = absence_add(store, &absence);
	if (id < 0)
		return id;
	snprintf(facts, sizeof facts, "{\"absence\":%lld}", (long long)id);
	err = actor_record(store, by, now, "headteacher absent", deputy.id, facts);
	return err < 0 ? err : id;
}

int absences_end(
	struct store *store, const struct actor *by, struct wall_time now, char why[ACTOR_WHY])
{
	struct absence_row absence;
	char facts[64];
	enum role role;
	int err = actor_role(
		store, by->person, now, ROLES_OFFICE, "mark the Headteacher back", &role, why);

	if (err < 0)
		return err;
	err = absence_overlapping(
		store, now, (struct wall_time){now.ms + ABSENCE_MAX_DAYS * DAY_MS}, &absence);
	if (err == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "The Headteacher is not marked absent.");
	if (err == 0)
		err = absence_end(store, absence.id, now);
	if (err < 0)
		return err;
	snprintf(facts, sizeof facts, "{\"absence\":%lld}", (long long)absence.id);
	return actor_record(store, by, now, "headteacher back", absence.deputy, facts);
}
