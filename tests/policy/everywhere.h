// SPDX-License-Identifier: GPL-3.0-or-later
// What everywhere_test.c holds each decision to, worked out again from the request and from
// policies.md: nothing of the engine is used but the types and the decision.
#ifndef TESTS_POLICY_EVERYWHERE_H
#define TESTS_POLICY_EVERYWHERE_H

#include "policy/policy.h"

// The policies by number: the order of everywhere_test.c's names.
enum { ROBY_PARK, FLIXTON, BALFOUR, HELSBY, CHRIST_CHURCH };

#define LEADERS (1u << ROLE_SLT | 1u << ROLE_HEADTEACHER)

// Whether the one grant is of that kind and given by one of `by`, not to oneself, and runs now.
bool counts(const struct request *r, enum grant_kind kind, unsigned by);
// Whether the one grant counts at all, each kind by its own conditions.
bool grant_is_live(int policy, const struct request *r);
// Each says what is wrong, or NULL.
const char *rule_promise(int policy, const struct decision *d);
const char *time_promise(int policy, const struct request *r, const struct decision *d);

#endif
