// SPDX-License-Identifier: GPL-3.0-or-later
#include "exceptions/grant_acts.h"

#include <string.h>

// In order of enum grant_kind; a policy has at most one of a row.
static const char *const rules[][2] = {
	[GRANT_SAFEKEEPING] = {"RP-3"},
	[GRANT_EXCEPTIONAL] = {"RP-6"},
	[GRANT_VISIT] = {"RP-7"},
	[GRANT_MEDICAL] = {"LAW-1"},
	[GRANT_EARLY_LEAVE] = {"RP-4", "FX-4"},
	[GRANT_EMERGENCY_RELEASE] = {"SYS-1"},
};

const struct policy_rule *grant_acts_rule(const struct policy *policy, enum grant_kind kind)
{
	const struct policy_rule *rule = NULL;

	for (int i = 0; policy && !rule && i < 2 && rules[kind][i]; i++)
		rule = policy_rule(policy, rules[kind][i]);
	return rule;
}

static bool has_role(
	struct store *store, const struct actor *by, struct wall_time now, unsigned roles)
{
	char unused[ACTOR_WHY];
	enum role role;

	return actor_role(store, by->person, now, roles, "", &role, unused) == 0;
}

bool grant_acts_give(
	struct store *store, const struct actor *by, struct wall_time now, enum grant_kind kind)
{
	return has_role(store, by, now, grants_given_by(kind));
}

// Nobody gives their own, nor does one Headteacher give another's.
static bool is_own(
	struct store *store, const struct actor *by, struct wall_time now, int64_t person)
{
	struct person_record whose;

	return by->person == person || person_get(store, person, &whose) < 0 ||
	       (strcmp(whose.category, "headteacher") == 0 && has_role(store, by, now, ROLES_HEAD));
}

unsigned ask_acts(struct store *store, const struct actor *by, struct wall_time now,
	const struct ask_record *ask)
{
	int64_t people[ASK_PEOPLE];
	unsigned acts = 0;

	if (ask->state != ASK_ASKED)
		return 0;
	if (ask->asked_by == by->person || has_role(store, by, now, ROLES_OFFICE))
		acts |= ASK_ACT_WITHDRAW;
	if (!grant_acts_give(store, by, now, ask->kind))
		return acts;
	acts |= ASK_ACT_DECLINE | ASK_ACT_AGREE;
	for (int i = ask_people(store, ask->id, people); i > 0; i--) {
		if (is_own(store, by, now, people[i - 1]))
			acts &= ~(unsigned)ASK_ACT_AGREE;
	}
	return acts;
}

unsigned grant_acts(struct store *store, const struct actor *by, struct wall_time now,
	const struct permission_record *grant)
{
	if (grant->ended_at.ms || grant->until.ms <= now.ms ||
		!grant_acts_give(store, by, now, grant->kind))
		return 0;
	if (grant->kind != GRANT_MEDICAL || grant->person == by->person)
		return GRANT_ACT_END;
	return GRANT_ACT_END | GRANT_ACT_REVIEW;
}
