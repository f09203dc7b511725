// SPDX-License-Identifier: GPL-3.0-or-later
// Bans begun and lifted, breaches recorded and followed to their end.
#include "exceptions/bans.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"

#define LIFT_REASON 257

static int check_rule(const char *rule, char why[ACTOR_WHY])
{
	bool fine = rule[0] && strlen(rule) < PERMISSION_RULE;

	for (const char *p = rule; *p; p++)
		fine = fine && (isalnum((unsigned char)*p) || *p == '-');
	return fine ? 0 : REFUSE(ERR_ARG, "Name the rule by its id, like FX-1, or school.");
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

int64_t bans_start(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, enum ban_kind kind, const char *rule, const char *from,
	const char *until, char why[ACTOR_WHY])
{
	struct ban_record ban = {.kind = kind, .at = now}, held;
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
		result = check_rule(rule, why);
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
		return REFUSE(ERR_ARG, "Say why the ban is lifted, in at most %d bytes.",
			LIFT_REASON - 1);
	result = ban_lift(store, id, now, by->person, reason);
	if (result < 0)
		return result;
	snprintf(facts, sizeof(facts), "{\"ban\":%lld}", (long long)id);
	return actor_record(store, by, now, "ban lifted", ban.person, facts);
}

int64_t breaches_record(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, const char *rule, int64_t *out_ban, char why[ACTOR_WHY])
{
	struct person_record person;
	char today[LOCAL_DATE_TEXT], facts[80];
	int64_t id, ban = 0;
	enum role role;
	int result =
		actor_role(store, by->person, now, ROLES_OFFICE, "record a breach", &role, why);

	if (result == 0)
		result = actor_whom(store, now, person_ref, &person, why);
	if (result == 0)
		result = check_rule(rule, why);
	if (result < 0)
		return result;
	if (strcmp(person.category, "pupil") == 0 &&
		(strcmp(rule, "FX-1") == 0 || strcmp(rule, "FX-2") == 0)) {
		local_date_print(local_date_of(local_from_wall(now)), today);
		result = breach_with_ban(store, person.id, rule, today, now, by, &id, &ban);
	} else {
		id = breach_add(store, person.id, rule, now);
		if (id < 0)
			return id;
		snprintf(facts, sizeof(facts), "{\"breach\":%lld,\"rule\":\"%s\"}", (long long)id,
			rule);
		result = actor_record(store, by, now, "breach recorded", person.id, facts);
	}
	if (result < 0)
		return result;
	*out_ban = ban;
	return id;
}

int breaches_move(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	enum breach_state state, const char *outcome, char why[ACTOR_WHY])
{
	struct breach_record breach;
	char facts[64];
	enum role role;
	int result = actor_role(
		store, by->person, now, ROLES_LEADERSHIP, "follow up a breach", &role, why);

	if (result < 0)
		return result;
	result = breach_get(store, id, &breach);
	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "There is no breach %lld.", (long long)id);
	if (result < 0)
		return result;
	if (breach.person == by->person)
		return REFUSE(ERR_DENIED, "Nobody follows up their own breach.");
	if (state <= breach.state)
		return REFUSE(ERR_ARG, "Breach %lld is further than that already.", (long long)id);
	if (state == BREACH_CLOSED && (!outcome || !outcome[strspn(outcome, " \t\n")]))
		return REFUSE(ERR_ARG, "A breach is closed with its outcome: say what it was "
				       "(RP-11).");
	if (outcome && strlen(outcome) >= BREACH_OUTCOME)
		return REFUSE(ERR_ARG, "The outcome has more than %d bytes: shorten it.",
			BREACH_OUTCOME - 1);
	result = breach_state_put(store, id, state, outcome);
	if (result < 0)
		return result;
	snprintf(facts, sizeof(facts), "{\"breach\":%lld,\"state\":%d}", (long long)id, (int)state);
	return actor_record(store, by, now, "breach moved", breach.person, facts);
}
