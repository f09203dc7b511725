// SPDX-License-Identifier: GPL-3.0-or-later
// Asking the policy: the person's facts, what is to be done, and the answer.
#ifndef CUSTODY_JUDGE_H
#define CUSTODY_JUDGE_H

#include "custody/internal.h"

struct ask {
	enum action action;
	enum place place;
	struct wall_time at;
	enum device_kind device;
	enum owner owner;
	// Its custody; kind NONE where there is none.
	enum custody_kind custody;
	struct wall_time since;
	int door;
	bool of_child;		     // a parent asks for the child's
	const struct hold_row *hold; // whom it names; NULL: nobody
	enum attested switched_off, internet_off, supervised;
};

// Fills in the rest of the person's request and decides. facts are the person's at ask->at.
void judge_request(const struct custody *c, struct facts *facts, const struct ask *ask,
	struct decision *out_decision);

// The answer of the locker itself, where policy cannot know: rule is one of decisions.h's words.
void answer_without_policy(
	struct decision *out_decision, enum outcome outcome, const char *rule, const char *say);

// The row of a decision; borrows from it, and from request: what the policy was asked, kept with
// its answer (store/decisions.h), or NULL where the locker itself answered.
struct decision_row decision_of(const struct custody *c, const struct decision *decision,
	const struct request *request, struct wall_time at, int64_t person, int64_t bank,
	enum action action, enum place place);

#endif
