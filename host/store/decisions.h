// SPDX-License-Identifier: GPL-3.0-or-later
// Every answer to a request, refusals too.
#ifndef STORE_DECISIONS_H
#define STORE_DECISIONS_H

#include "base/time.h"
#include "policy/policy.h"
#include "store/store.h"

// rule is an id of policies.md, 'school', or where the locker itself had to answer one of its own
// words (custody/tap.h): 'card', 'place', 'day', 'done', 'full', 'time', 'disk', 'jam', 'staff',
// 'loan' (which school device, or where it is), 'lock-down', 'override', 'police', 'evidence'.
struct decision_row {
	struct wall_time at;
	int64_t person;	    // 0: a card nobody has
	int64_t bank;	    // 0: at the desk
	const char *action; // of words.h, or "card" where no action could be told from it
	enum place place;
	enum outcome outcome;
	const char *rule;
	const char *say;
	unsigned obligations; // 1 << enum obligation
	// What was decided on, and the name of the policy that did, kept as text
	// (policy/request_print.h) so that it can be rehearsed through another; NULL where no
	// policy was asked. Borrowed until the row is added.
	const struct request *request;
	const char *policy;
};

// Returns the new id or a negative enum err.
int64_t decision_add(struct store *store, const struct decision_row *decision);

#define DECISION_SAY 160 // bytes with the ending zero; a longer sentence is cut
// What was said. Returns 0 or a negative enum err: -ERR_NOT_FOUND where there is no such decision.
int decision_say(struct store *store, int64_t decision, char out_say[DECISION_SAY]);

#endif
