// SPDX-License-Identifier: GPL-3.0-or-later
// The table of incidents.def, and who may read what. Inside the room only.
#ifndef EXCEPTIONS_INCIDENT_KINDS_H
#define EXCEPTIONS_INCIDENT_KINDS_H

#include "exceptions/incidents.h"

enum incident_flags {
	RESTRICTED = 1,	   // only its readers and the Headteacher
	HEADS = 2,	   // the Headteacher alone names them
	PRESERVED = 4,	   // from the start
	ANYWHERE = 8,	   // whatever the policy, then by rule "school"
	AGAINST = 16,	   // it is against whom it is about: they never read it
	POLICE_FIRST = 32, // not closed before the police were told
	HR_FIRST = 64,	   // not evaluated before HR was asked
};

enum incident_notices {
	TELL_HEAD = 1,
	TELL_PARENTS = 2, // the office's to do
	TELL_LEADERS = 4,
	TELL_THEM = 8, // whom it is about
	TELL_UNSUITABLE = 16,
	TELL_POLICE = 32,
	TELL_NAMED = 64, // the role that the school names (setting "mentions"): HH-6 leaves it open
};

struct incident_kind {
	const char *word, *rules, *about;
	unsigned flags, notices;
};

// NULL past the last.
const struct incident_kind *incident_kind_at(int index);
// NULL: no such kind.
const struct incident_kind *incident_kind_of(const char *word);
// The rule it rests on under that policy; NULL: it cannot be recorded there.
const char *incident_kind_rule(const struct policy *policy, const struct incident_kind *kind);

bool incident_may_read(struct store *store, const struct incident_row *incident, int64_t person,
	struct wall_time now);
// The incident, where `by` may read it. -ERR_NOT_FOUND, -ERR_DENIED with a sentence.
int incident_for(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	struct incident_row *out_incident, char why[ACTOR_WHY]);
// An event that carries its number.
int incident_event(struct store *store, const struct actor *by, struct wall_time now,
	const char *kind, int64_t id);

#endif
