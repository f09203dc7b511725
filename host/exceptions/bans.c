// SPDX-License-Identifier: GPL-3.0-or-later
// Bans begun and lifted.
#include "exceptions/bans.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"

#define LIFT_REASON 257

int rule_in_force(const struct policy *policy, const char *rule, char why[ACTOR_WHY])
{
	int own = policy_rule_count(policy) > 0 ? 0 : -1;

	if (strcmp(rule, "school") == 0 || policy_rule(policy, rule))
		return 0;
	return REFUSE(ERR_ARG, "%s has no rule %.20s: name one of its rules, like %s, or school.",
		policy_name(policy), rule[0] ? rule : "without an id",
		own < 0 ? "those of its file" : policy_rule_at(policy, own)->id);
}

static int check_span(
	const char *from, const char *until, struct ban_record *out, char why[ACTOR_WHY])
{
	struct local_date first, last;

	if (local_date_parse(from, strlen(from), &first) < 0)
		return REFUSE(
			ERR_ARG, "The first day %.20s is not a date: write 2026-09-01.", from);
	local_date_print(first, out->from);
	if (!until || !until[0])
		return 0;
	if (local_date_parse(until, strlen(until), &last) < 0)
		return REFUSE(
			ERR_ARG, "The last day %.20s is not a date: write 2026-09-01.", until);
	if (last.day < first.day)
		return REFUSE(ERR_ARG, "The last day %s is before the first, %s.", until, from);
	local_date_print(last, out->until);
	return 0;
}

int64_t bans_start(struct store *store, const struct policy *policy, const struct actor *by,
	struct wall_time now, const char *person_ref, enum ban_kind kind, const char *rule,
	const char *from, const char *until, char why[ACTOR_WHY])
{
	struct ban_record ban = {.kind = kind, .at = now, .by = by->person}, held;
	struct person_record person;
	char facts[80];
	enum role role;
	int64_t id;
	int result =
		actor_role(store, by->person, now, ROLES_LEADERSHIP, "start a ban", &role, why);

	if (result == 0)
		result = actor_whom(store, now, person_ref, &person, why);
	if (result == 0 && strcmp(person.category, "pupil") != 0)
		return REFUSE(ERR_ARG, "Only a pupil can be banned; %s is %s.", person.ref,
			person.category);
	if (result == 0)
		result = rule_in_force(policy, rule, why);
	if (result == 0)
		result = check_span(from, until, &ban, why);
	if (result == 0)
		result = ban_find(store, person.id, kind, ban.from, &held);
	else
		return result;
	if (result == 0)
		return REFUSE(ERR_EXISTS, "A ban holds for %s on %s already (%lld).", person.ref,
			ban.from, (long long)held.id);
	if (result != -ERR_NOT_FOUND)
		return result;
	ban.person = person.id;
	snprintf(ban.rule, sizeof(ban.rule), "%s", rule);
	id = ban_add(store, &ban);
	if (id < 0)
		return id;
	snprintf(facts, sizeof(facts), "{\"ban\":%lld,\"rule\":\"%s\"}", (long long)id, ban.rule);
	result = actor_record(store, by, now, "ban began", person.id, facts);
	return result < 0 ? result : id;
}

int bans_lift(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const char *reason, char why[ACTOR_WHY])
{
	struct ban_record ban;
	char facts[32];
	enum role role;
	int result = actor_role(store, by->person, now, ROLES_HEAD, "lift a ban", &role, why);

	if (result < 0)
		return result;
	result = ban_get(store, id, &ban);
	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "There is no ban %lld.", (long long)id);
	if (result < 0)
		return result;
	if (ban.lifted_at.ms)
		return REFUSE(ERR_ARG, "Ban %lld is lifted already.", (long long)id);
	if (!reason || !reason[strspn(reason, " \t\n")] || strlen(reason) >= LIFT_REASON)
		return REFUSE(ERR_ARG, "Say why the ban is lifted, in at most %d letters.",
			LIFT_REASON - 1);
	result = ban_lift(store, id, now, by->person, reason);
	if (result < 0)
		return result;
	snprintf(facts, sizeof(facts), "{\"ban\":%lld}", (long long)id);
	return actor_record(store, by, now, "ban lifted", ban.person, facts);
}

int bans_list(struct store *store, const struct actor *by, struct wall_time now, bool all,
	int (*each)(void *arg, const struct ban_record *ban), void *arg, char why[ACTOR_WHY])
{
	char today[LOCAL_DATE_TEXT];
	enum role role;
	int err = actor_role(store, by->person, now, ROLES_OFFICE, "see bans", &role, why);

	local_date_print(local_date_of(local_from_wall(now)), today);
	return err < 0 ? err : ban_each(store, all ? NULL : today, each, arg);
}
