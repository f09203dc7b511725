// SPDX-License-Identifier: GPL-3.0-or-later
// Breaches from report to outcome (RP-11, FX-10, BF-3, BF-6, HH-3, CC-7). Inside the caller's
// transaction, each an event of the record; errors and sentences as in grants.h.
#ifndef EXCEPTIONS_BREACHES_H
#define EXCEPTIONS_BREACHES_H

#include <stdbool.h>

#include "policy/policy.h"
#include "store/actor.h"
#include "store/permissions.h"

// BF-3: a contractor's breach is told at once; the notice is overdue after this (ours).
#define BREACH_TELL_MS ((int64_t)60 * 60 * 1000)

// A rule of the policy in force not followed, seen by the office or the leadership team. Where it
// is FX-1 or FX-2 and a pupil's, a phone ban begins at once (FX-3); *out_ban is its id, or 0. A
// contractor's puts a notice into the Headteacher's tray, due at once (BF-3). happened: 0 where it
// was now. The breach's id.
int64_t breaches_record(struct store *store, const struct policy *policy, const struct actor *by,
	struct wall_time now, const char *person, const char *rule, struct wall_time happened,
	int64_t *out_ban, char why[ACTOR_WHY]);
// reported -> under investigation -> closed, never back; closed with an outcome (RP-11).
// disciplinary: the Disciplinary Procedure; never for a pupil. By the leadership team, and nobody
// their own.
int breaches_move(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	enum breach_state state, const char *outcome, bool disciplinary, char why[ACTOR_WHY]);
// Open ones; all: the closed ones too. The leadership team sees everybody's but their own, the
// office the pupils'. Returns how many were shown.
int breaches_list(struct store *store, const struct actor *by, struct wall_time now, bool all,
	int (*each)(void *arg, const struct breach_record *breach), void *arg, char why[ACTOR_WHY]);

#endif
