// SPDX-License-Identifier: GPL-3.0-or-later
// The policy in force as set-up shows it: every rule with its source and whether the policy says it
// or the school's practice does, what the school chose where the policy is silent, and what is
// still to be checked.
#include "api/handler.h"
#include "base/err.h"
#include "register/calendar.h"

static json_t *rule_json(const struct policy_rule *rule)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:b, s:b}", "id", rule->id, "title", rule->title,
		"document", rule->document, "section", rule->section, "ours", rule->ours,
		"enforced", rule->enforced);
}

static json_t *words_json(const struct words *words, unsigned bits)
{
	json_t *list = json_array();

	for (int i = 0; i < words->count; i++) {
		if (bits >> i & 1)
			json_array_append_new(list, json_string(word_text(words, i)));
	}
	return list;
}

// What is answered by each rule, and whether that is the policy's text or how the school goes about
// it.
static void add_answers(struct api_call *call, const struct policy *policy)
{
	json_t *answers = json_array();

	for (int i = 0; i < policy_answer_count(policy); i++) {
		struct policy_answer answer;

		policy_answer_at(policy, i, &answer);
		json_array_append_new(answers,
			json_pack("{s:s, s:o, s:o, s:o, s:s, s:s, s:b}", "rule", answer.rule,
				"actions", words_json(&action_words, answer.actions), "categories",
				words_json(&category_words, answer.categories), "places",
				words_json(&place_words, answer.places), "outcome",
				word_text(&outcome_words, (int)answer.outcome), "say",
				answer.say ? answer.say : "", "ours", (int)answer.ours));
	}
	json_object_set_new(call->answer, "answers", answers);
}

static void add_rules(struct api_call *call, const struct policy *policy)
{
	json_t *rules = json_array(), *loan = json_array();
	const struct policy_loan_term *term;

	for (int i = 0; i < policy_rule_count(policy); i++) {
		const struct policy_rule *rule = policy_rule_at(policy, i);

		json_array_append_new(rules, rule_json(rule));
		api_line(call, "%s  %s (%s%s%s)%s", rule->id, rule->title, rule->document,
			rule->section[0] ? ", " : "", rule->section,
			rule->ours ? ", school practice" : "");
	}
	for (int i = 0; (term = policy_loan_term_at(policy, i)); i++)
		json_array_append_new(
			loan, json_pack("{s:s, s:s}", "rule", term->rule->id, "say", term->say));
	json_object_set_new(call->answer, "rules", rules);
	json_object_set_new(call->answer, "loan", loan);
}

static json_t *date_json(bool known, struct local_date date)
{
	char text[LOCAL_DATE_TEXT];

	if (!known)
		return json_null();
	local_date_print(date, text);
	return json_string(text);
}

static void add_review(struct api_call *call, const struct policy_review *review)
{
	json_object_set_new(call->answer, "review",
		review ? json_pack("{s:s, s:o, s:o, s:i}", "rule", review->rule->id, "last",
				 date_json(review->last_known, review->last), "due",
				 date_json(review->due_known, review->due), "every_months",
				 review->every_months)
		       : json_null());
}

static int add_settings(struct api_call *call)
{
	static const char *const names[] = {
		"pupils", "staff", "mentions", "reviewed", "site", "name"};
	json_t *settings = json_object();

	json_object_set_new(call->answer, "settings", settings);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char value[64] = "";
		int err = store_setting(call->api->store, names[i], value, sizeof value);

		if (err < 0 && err != -ERR_NOT_FOUND)
			return err;
		json_object_set_new(settings, names[i], json_string(err < 0 ? "" : value));
	}
	return 0;
}

int request_policy_show(struct api_call *call)
{
	const struct policy *policy = call->api->policy;
	char unchecked[ACTOR_WHY] = "";
	int err;

	if (!policy)
		return api_refuse(call, "The policy in force is not known here.");
	json_object_set_new(call->answer, "name", json_string(policy_name(policy)));
	json_object_set_new(call->answer, "title", json_string(policy_title(policy)));
	add_rules(call, policy);
	add_answers(call, policy);
	add_review(call, policy_review(policy));
	err = add_settings(call);
	if (err == 0)
		err = calendar_unchecked(call->api->store, unchecked);
	json_object_set_new(call->answer, "unchecked", json_string(unchecked));
	return err < 0 ? api_failed(call, "Reading the settings", err) : 0;
}
