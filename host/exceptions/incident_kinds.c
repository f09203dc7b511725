// SPDX-License-Identifier: GPL-3.0-or-later
// What kinds of incident there are, which of them a policy knows, and who may read one.
#include "exceptions/incident_kinds.h"

#include <string.h>

#include "base/err.h"
#include "exceptions/who.h"
#include "store/absences.h"

static const struct incident_kind kinds[] = {
#define INCIDENT(word, rules, about, flags, notices) {word, rules, about, flags, notices},
#include "exceptions/incidents.def"
#undef INCIDENT
};
#define KINDS ((int)(sizeof kinds / sizeof kinds[0]))

const struct incident_kind *incident_kind_at(int index)
{
	return index >= 0 && index < KINDS ? &kinds[index] : NULL;
}

const struct incident_kind *incident_kind_of(const char *word)
{
	for (int i = 0; i < KINDS; i++) {
		if (strcmp(kinds[i].word, word) == 0)
			return &kinds[i];
	}
	return NULL;
}

const char *incident_kind_rule(const struct policy *policy, const struct incident_kind *kind)
{
	char id[RULE_ID_MAX];

	for (const char *at = kind->rules; *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");

		snprintf(id, sizeof id, "%.*s", (int)len, at);
		const struct policy_rule *rule = policy_rule(policy, id);

		if (rule)
			return rule->id;
		at += len;
	}
	return kind->flags & ANYWHERE ? "school" : NULL;
}

const char *incidents_kind(
	const struct policy *policy, int index, const char **out_rule, const char **out_about)
{
	for (int i = 0; i < KINDS; i++) {
		const char *rule = incident_kind_rule(policy, &kinds[i]);

		if (!rule || index-- > 0)
			continue;
		*out_rule = rule;
		*out_about = kinds[i].about;
		return kinds[i].word;
	}
	return NULL;
}

bool incident_may_read(struct store *store, const struct incident_row *incident, int64_t person,
	struct wall_time now)
{
	const struct incident_kind *kind = incident_kind_of(incident->kind);
	unsigned flags = kind ? kind->flags : RESTRICTED | HEADS;
	char unused[ACTOR_WHY];
	enum role role;

	if (who_works_here(store, person, now, "", unused) < 0)
		return false;
	if (flags & AGAINST && incident->about == person)
		return false;
	if (who_is_headteacher(store, person, now) ||
		incident_reader_is(store, incident->id, person))
		return true;
	if (kind && kind->notices & TELL_UNSUITABLE && absence_deputy(store, now) == person)
		return true;
	if (incident->restricted)
		return false;
	return incident->by == person ||
	       actor_role(store, person, now, ROLES_LEADERSHIP, "", &role, unused) == 0;
}

int incident_for(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	struct incident_row *out_incident, char why[ACTOR_WHY])
{
	int err = incident_get(store, id, out_incident);

	if (err < 0 && err != -ERR_NOT_FOUND)
		return err;
	// One that is not theirs is as one that is not there: that there is one would tell
	// something.
	if (err < 0 || !incident_may_read(store, out_incident, by->person, now))
		return REFUSE(ERR_DENIED,
			"Incident %lld, if there is one, is for its readers and the Headteacher, "
			"who names them.",
			(long long)id);
	return 0;
}

int incident_event(struct store *store, const struct actor *by, struct wall_time now,
	const char *kind, int64_t id)
{
	char facts[40];

	snprintf(facts, sizeof facts, "{\"incident\":%lld}", (long long)id);
	return actor_record(store, by, now, kind, 0, facts);
}
