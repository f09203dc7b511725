// SPDX-License-Identifier: GPL-3.0-or-later
// One request to the policy from a person's facts.
#include "custody/judge.h"

#include <stdio.h>

void judge_request(const struct custody *c, struct facts *facts, const struct ask *ask,
	struct decision *out_decision)
{
	struct request *request = &facts->request;

	facts_settle(facts);
	request->action = ask->action;
	request->place = ask->place;
	request->device = ask->device;
	request->owner = ask->owner;
	request->switched_off = ask->switched_off;
	request->internet_off = ask->internet_off;
	request->supervised = ask->supervised;
	request->custody.kind = ask->custody;
	if (ask->custody != CUSTODY_NONE)
		request->custody.since = local_from_wall(ask->since);
	request->custody.door = ask->door;
	request->custody.of_child = ask->of_child;
	request->custody.release_count = 0;
	for (int i = 0; ask->hold && i < ask->hold->named_count; i++) {
		snprintf(facts->named[i], sizeof facts->named[i], "%lld",
			(long long)ask->hold->named[i]);
		request->custody.release_to[request->custody.release_count++] = facts->named[i];
	}
	policy_decide(c->policy, request, out_decision);
}

void answer_without_policy(
	struct decision *out_decision, enum outcome outcome, const char *rule, const char *say)
{
	*out_decision = (struct decision){.outcome = outcome, .lifted_by = 1u << ROLE_OFFICE};
	snprintf(out_decision->rule, sizeof out_decision->rule, "%s", rule);
	snprintf(out_decision->say, sizeof out_decision->say, "%s", say);
}

struct decision_row decision_of(const struct custody *c, const struct decision *decision,
	const struct request *request, struct wall_time at, int64_t person, int64_t bank,
	enum action action, enum place place)
{
	return (struct decision_row){.at = at,
		.person = person,
		.bank = bank,
		.action = word_text(&action_words, (int)action),
		.place = place,
		.outcome = decision->outcome,
		.rule = decision->rule,
		.say = decision->say,
		.obligations = decision->obligations,
		.request = request,
		.policy = policy_name(c->policy)};
}
