// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen shows of exceptions before anything is pressed: the rule a kind rests on, and what
// whoever looks may do with what was asked and what was given. Nothing is changed here; grants.h
// and asks.h check again when it is done.
#ifndef EXCEPTIONS_GRANT_ACTS_H
#define EXCEPTIONS_GRANT_ACTS_H

#include "exceptions/asks.h"
#include "policy/policy.h"

// The rule of the policy in force by which that kind may be given (policies.md, "Who may give a
// grant"). NULL: the policy has none and it is the school's own practice.
const struct policy_rule *grant_acts_rule(const struct policy *policy, enum grant_kind kind);
// Whether by could give that kind to somebody else.
bool grant_acts_give(
	struct store *store, const struct actor *by, struct wall_time now, enum grant_kind kind);

// Bits. AGREE is never there of one's own.
enum ask_act { ASK_ACT_AGREE = 1, ASK_ACT_DECLINE = 2, ASK_ACT_WITHDRAW = 4 };
unsigned ask_acts(struct store *store, const struct actor *by, struct wall_time now,
	const struct ask_record *ask);
enum grant_act { GRANT_ACT_END = 1, GRANT_ACT_REVIEW = 2 };
unsigned grant_acts(struct store *store, const struct actor *by, struct wall_time now,
	const struct permission_record *grant);

#endif
