// SPDX-License-Identifier: GPL-3.0-or-later
// Bans. Inside the caller's transaction, each an event of the record; errors and
// sentences as in grants.h.
#ifndef EXCEPTIONS_BANS_H
#define EXCEPTIONS_BANS_H

#include <stdbool.h>

#include "policy/policy.h"
#include "store/actor.h"
#include "store/permissions.h"
#include "store/store.h"

// The school's own ban (rule "school") or one a rule of the policy asks for (FX-3, FX-9), of a
// pupil, by the leadership team. from and until as YYYY-MM-DD, both included; until NULL: until it
// is lifted. Its id; -ERR_EXISTS where one of that kind holds on its first day.
int64_t bans_start(struct store *store, const struct policy *policy, const struct actor *by,
	struct wall_time now, const char *person, enum ban_kind kind, const char *rule,
	const char *from, const char *until, char why[ACTOR_WHY]);
// Only the Headteacher, with a reason (FX-3).
int bans_lift(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const char *reason, char why[ACTOR_WHY]);

// The bans that hold today or begin later; all: the lifted and past ones too. For the office and
// the leadership team. Returns how many.
int bans_list(struct store *store, const struct actor *by, struct wall_time now, bool all,
	int (*each)(void *arg, const struct ban_record *ban), void *arg, char why[ACTOR_WHY]);

// That rule is one of the policy in force, or "school". -ERR_ARG with a sentence that names some.
int rule_in_force(const struct policy *policy, const char *rule, char why[ACTOR_WHY]);

#endif
