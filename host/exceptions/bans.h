// SPDX-License-Identifier: GPL-3.0-or-later
// Bans and breaches. Inside the caller's transaction, each an event of the record; errors and
// sentences as in grants.h.
#ifndef EXCEPTIONS_BANS_H
#define EXCEPTIONS_BANS_H

#include "store/actor.h"
#include "store/permissions.h"
#include "store/store.h"

// The school's own ban (rule "school") or one a rule asks for (FX-3, FX-9), of a pupil, by the
// leadership team. from and until as YYYY-MM-DD, both included; until NULL: until it is lifted. Its
// id; -ERR_EXISTS where one of that kind holds on its first day.
int64_t bans_start(struct store *store, const struct actor *by, struct wall_time now,
	const char *person, enum ban_kind kind, const char *rule, const char *from,
	const char *until, char why[ACTOR_WHY]);
// Only the Headteacher, with a reason (FX-3).
int bans_lift(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const char *reason, char why[ACTOR_WHY]);

// A rule not followed, seen by staff. Where the rule is FX-1 or FX-2 a phone ban begins at once
// (FX-3); *out_ban is its id, or 0. The breach's id.
int64_t breaches_record(struct store *store, const struct actor *by, struct wall_time now,
	const char *person, const char *rule, int64_t *out_ban, char why[ACTOR_WHY]);
// reported -> under investigation -> closed, never back; closed with an outcome (RP-11). By the
// leadership team, and nobody their own.
int breaches_move(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	enum breach_state state, const char *outcome, char why[ACTOR_WHY]);

#endif
