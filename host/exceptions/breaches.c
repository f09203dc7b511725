// SPDX-License-Identifier: GPL-3.0-or-later
// Breaches recorded, and followed to their end.
#include "exceptions/breaches.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "exceptions/bans.h"
#include "exceptions/who.h"
#include "store/notices.h"

static bool is_pupil(const struct person_record *person)
{
	return strcmp(person->category, "pupil") == 0;
}

// BF-3: the Headteacher is told immediately; when it happened and when it was told are both kept.
static int tell_of_contractor(struct store *store, struct wall_time now, int64_t person)
{
	struct notice_row notice = {.role = "headteacher",
		.kind = "contractor's breach",
		.person = person,
		.at = now,
		.due = {now.ms + BREACH_TELL_MS},
		.text = "A contractor's breach was recorded. Action is by the contractor's own "
			"procedure (BF-3)."};
	int64_t id = notice_add(store, &notice);

	return id < 0 ? (int)id : 0;
}

static int64_t record_alone(struct store *store, const struct actor *by, struct wall_time now,
	int64_t person, const char *rule)
{
	char facts[80];
	int64_t id = breach_add(store, person, rule, now);

	if (id < 0)
		return id;
	snprintf(facts, sizeof(facts), "{\"breach\":%lld,\"rule\":\"%s\"}", (long long)id, rule);
	int err = actor_record(store, by, now, "breach recorded", person, facts);

	return err < 0 ? err : id;
}

int64_t breaches_record(struct store *store, const struct policy *policy, const struct actor *by,
	struct wall_time now, const char *person_ref, const char *rule, struct wall_time happened,
	int64_t *out_ban, char why[ACTOR_WHY])
{
	struct person_record person;
	char today[LOCAL_DATE_TEXT];
	int64_t id = 0, ban = 0;
	enum role role;
	int result =
		actor_role(store, by->person, now, ROLES_OFFICE, "record a breach", &role, why);

	if (result == 0)
		result = actor_whom(store, now, person_ref, &person, why);
	if (result == 0)
		result = rule_in_force(policy, rule, why);
	if (result == 0 && happened.ms > now.ms)
		return REFUSE(ERR_ARG, "It happened in the future: look at the time.");
	if (result < 0)
		return result;
	if (is_pupil(&person) && (strcmp(rule, "FX-1") == 0 || strcmp(rule, "FX-2") == 0)) {
		local_date_print(local_date_of(local_from_wall(now)), today);
		result = breach_with_ban(store, person.id, rule, today, now, by, &id, &ban);
	} else {
		id = record_alone(store, by, now, person.id, rule);
		result = id < 0 ? (int)id : 0;
	}
	if (result == 0)
		result = breach_told_put(store, id, by->person, happened.ms ? happened : now);
	if (result == 0 && strcmp(person.category, "contractor") == 0)
		result = tell_of_contractor(store, now, person.id);
	if (result < 0)
		return result;
	*out_ban = ban;
	return id;
}

static int check_end(struct store *store, const struct breach_record *breach, const char *outcome,
	bool disciplinary, char why[ACTOR_WHY])
{
	struct person_record person;
	int err = outcome && outcome[strspn(outcome, " \t\n")]
			  ? who_says(outcome, BREACH_OUTCOME, "what the outcome was", why)
			  : REFUSE(ERR_ARG, "A breach is closed with its outcome: say what it was "
					    "(RP-11).");

	if (err == 0)
		err = person_get(store, breach->person, &person);
	if (err == 0 && disciplinary && is_pupil(&person))
		return REFUSE(ERR_ARG, "A pupil's breach has no disciplinary outcome: that "
				       "procedure is for staff (RP-11).");
	return err;
}

int breaches_move(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	enum breach_state state, const char *outcome, bool disciplinary, char why[ACTOR_WHY])
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
	if (state == BREACH_CLOSED)
		result = check_end(store, &breach, outcome, disciplinary, why);
	if (result == 0)
		result = breach_state_put(store, id, state, outcome, disciplinary, by->person);
	if (result < 0)
		return result;
	snprintf(facts, sizeof(facts), "{\"breach\":%lld,\"state\":%d}", (long long)id, (int)state);
	return actor_record(store, by, now, "breach moved", breach.person, facts);
}

struct listing {
	struct store *store;
	int64_t by;
	bool pupils_only;
	int (*each)(void *arg, const struct breach_record *breach);
	void *arg;
	int shown;
};

static int show(void *arg, const struct breach_record *breach)
{
	struct listing *listing = arg;
	struct person_record person;

	if (breach->person == listing->by)
		return 0;
	if (listing->pupils_only &&
		(person_get(listing->store, breach->person, &person) < 0 || !is_pupil(&person)))
		return 0;
	listing->shown++;
	return listing->each(listing->arg, breach);
}

int breaches_list(struct store *store, const struct actor *by, struct wall_time now, bool all,
	int (*each)(void *arg, const struct breach_record *breach), void *arg, char why[ACTOR_WHY])
{
	struct listing listing = {.store = store, .by = by->person, .each = each, .arg = arg};
	enum role role = ROLE_OFFICE;
	int err = actor_role(store, by->person, now, ROLES_OFFICE, "see breaches", &role, why);

	listing.pupils_only = role == ROLE_OFFICE;
	if (err == 0)
		err = breach_each(store, all, show, &listing);
	return err < 0 ? err : listing.shown;
}
