// SPDX-License-Identifier: GPL-3.0-or-later
// The justification is a row; the record and the tray carry its number.
#include "exceptions/overrides.h"

#include <string.h>

#include "base/err.h"
#include "exceptions/who.h"
#include "store/notices.h"

static int check_justification(const char *text, char why[ACTOR_WHY])
{
	return who_says(text, OVERRIDE_JUSTIFICATION,
		"why in writing: a justification is compulsory (RP-12)", why);
}

int overrides_may_give(struct store *store, const struct actor *by, struct wall_time now,
	int64_t person, const char *justification, char why[ACTOR_WHY])
{
	enum role role;
	int err = actor_role(store, by->person, now, ROLES_OFFICE,
		"give a device back against a decision", &role, why);

	if (err == 0 && by->person == person)
		return REFUSE(ERR_DENIED, "Nobody overrides a decision about themselves: a "
					  "colleague does, or you advise the Headteacher.");
	return err < 0 ? err : check_justification(justification, why);
}

int64_t overrides_record(struct store *store, const struct actor *by, struct wall_time now,
	const struct override_row *wish, char why[ACTOR_WHY])
{
	static const char *const texts[] = {
		[OVERRIDE_NOW] = "Somebody acted against a decision; read why.",
		[OVERRIDE_BEFORE] = "Somebody says that they acted against the rules, or where "
				    "they are silent; read why.",
		[OVERRIDE_PROPOSED] = "Somebody proposes to act against the rules, or where they "
				      "are silent; read why.",
	};
	struct notice_row notice = {.role = "headteacher",
		.kind = "override",
		.person = wish->person,
		.at = now,
		.text = texts[wish->acted]};
	struct override_row row = *wish;
	char facts[96];
	int64_t id;
	int err = check_justification(wish->justification, why);

	if (err < 0)
		return err;
	row.by = by->person;
	row.at = now;
	id = override_add(store, &row);
	if (id < 0)
		return id;
	notice.override = id;
	int64_t told = notice_add(store, &notice);

	if (told < 0)
		return told;
	if (row.decision)
		snprintf(facts, sizeof facts, "{\"override\":%lld,\"decision\":%lld}",
			(long long)id, (long long)row.decision);
	else
		snprintf(facts, sizeof facts, "{\"override\":%lld}", (long long)id);
	err = actor_record(store, by, now, "override", row.person, facts);
	return err < 0 ? err : id;
}

int64_t overrides_note(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, int64_t decision, enum override_acted acted,
	const char *justification, char why[ACTOR_WHY])
{
	struct override_row row = {.decision = decision, .acted = acted};
	struct person_record person = {0};
	int64_t whose = 0;
	int err = who_works_here(store, by->person, now, "advise the Headteacher", why);

	if (err == 0 && person_ref)
		err = actor_whom(store, now, person_ref, &person, why);
	if (err == 0)
		err = check_justification(justification, why);
	if (err < 0)
		return err;
	if (decision) {
		err = override_decision_person(store, decision, &whose);
		if (err == -ERR_NOT_FOUND || (err == 0 && person.id && whose != person.id))
			return REFUSE(ERR_NOT_FOUND,
				"No decision about them has the number %lld; the record has its "
				"number.",
				(long long)decision);
		if (err < 0)
			return err;
	}
	row.person = person.id ? person.id : whose;
	snprintf(row.justification, sizeof row.justification, "%s", justification);
	return overrides_record(store, by, now, &row, why);
}
