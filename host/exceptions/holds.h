// SPDX-License-Identifier: GPL-3.0-or-later
// Holds: who may place, end and release one, and until when it lasts (LAW-3, RP-20). This room
// decides and writes nothing; custody carries the decision out on the device (custody/custody.h),
// because a hold is a state of what lies behind a door. Errors and sentences as in grants.h.
#ifndef EXCEPTIONS_HOLDS_H
#define EXCEPTIONS_HOLDS_H

#include "policy/policy.h"
#include "store/actor.h"
#include "store/holds.h"

#define HOLD_MAX_DAYS  100 // a hold is not open-ended (ours)
#define HOLD_LOOK_DAYS 5   // school days until somebody looks, where nobody says (ours)

struct hold_wish {
	const char *person;	       // whose device
	const char *rule;	       // "" or of the policy in force
	const char *reason;	       // compulsory
	const char *named[HOLD_NAMED]; // references of adults; none: a parent
	int named_count;
	// At most one of these: it ends at that moment, after so many school hours or school days,
	// or when an adult collects, and then look_on is when somebody looks at it again.
	struct wall_time until; // 0
	int school_hours, school_days;
	const char *look_on; // YYYY-MM-DD or ""
};

// What would be held and until when, as the row to be: shown before it is confirmed. out_days: days
// on the calendar until then; out_school_days: school days among them. By the office and the
// leadership team.
int holds_plan(struct store *store, const struct policy *policy, const struct actor *by,
	struct wall_time now, const struct hold_wish *wish, struct hold_row *out_hold,
	int *out_days, int *out_school_days, char why[ACTOR_WHY]);
// An evidence hold (RP-20, elsewhere the law's): by the Headteacher, or who deputises while she is
// marked absent, tied to an incident that they may read.
int holds_plan_evidence(struct store *store, const struct policy *policy, const struct actor *by,
	struct wall_time now, const char *person, const char *reason, int64_t incident,
	struct hold_row *out_hold, char why[ACTOR_WHY]);
// Ends a hold before its time: it is a deposit again. By the leadership team; the office only those
// that the same person placed. An evidence hold is not ended: it goes to the police.
int holds_may_end(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	struct hold_row *out_hold, char why[ACTOR_WHY]);
// Evidence goes to an officer: by the Headteacher or her deputy. officer, number and reference are
// compulsory and kept.
int holds_may_give_police(struct store *store, const struct actor *by, struct wall_time now,
	int64_t id, const char *officer, const char *number, const char *reference,
	struct hold_row *out_hold, char why[ACTOR_WHY]);
// How whoever collects a held device was identified: one of holds_identified_word's.
int holds_identified(const char *word, char why[ACTOR_WHY]);
const char *holds_identified_word(int index); // NULL past the last
// Open holds, by the day somebody looks again, for the office and the leadership team. Of evidence
// reason and incident are left out for who may not read the incident.
int holds_list(struct store *store, const struct actor *by, struct wall_time now,
	int (*each)(void *arg, const struct hold_row *hold), void *arg, char why[ACTOR_WHY]);

#endif
