// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of the policy in force, for whoever has to name one: a breach, a hold.
#include "api/handler.h"

int request_policy_rules(struct api_call *call)
{
	const struct policy *policy = call->api->policy;
	int count = policy ? policy_rule_count(policy) : 0;
	json_t *list = json_array();

	for (int i = 0; i < count; i++) {
		const struct policy_rule *rule = policy_rule_at(policy, i);

		json_array_append_new(
			list, json_pack("{s:s, s:s, s:s, s:s, s:b}", "rule", rule->id, "title",
				      rule->title, "document", rule->document, "section",
				      rule->section, "ours", rule->ours));
		api_line(call, "%s  %s", rule->id, rule->title);
	}
	json_object_set_new(call->answer, "rules", list);
	return count ? 0 : api_say(call, "No policy is in force here: the service runs with one.");
}
