// SPDX-License-Identifier: GPL-3.0-or-later
// Whom a policy file counts as what, and its rules with their sources.
#include <string.h>

#include "base/err.h"
#include "policy/loading.h"

int loading_groups(struct loading *l, const json_t *groups)
{
	const char *name;
	json_t *list;

	l->rule = "groups";
	if (!json_is_object(groups) || !json_is_array(json_object_get(groups, "staff")))
		return loading_refuse(l, "does not say whom the policy counts as \"staff\"");
	if (!json_is_array(json_object_get(groups, "adult")))
		return loading_refuse(l, "does not say who is an \"adult\" that a hold may name");
	json_object_foreach((json_t *)groups, name, list)
	{
		unsigned bits;

		if (l->group_count == GROUPS_MAX)
			return loading_refuse(l, "more than %d groups", GROUPS_MAX);
		if (!json_is_array(list) || json_array_size(list) == 0)
			return loading_refuse(l, "\"%s\" is not a list of categories", name);
		if (loading_words(l, name, list, &category_words, &bits) < 0)
			return -ERR_FORMAT;
		if (strcmp(name, "staff") == 0)
			l->policy->staff = bits;
		l->groups[l->group_count].name = name;
		l->groups[l->group_count++].categories = bits;
	}
	return 0;
}

// Capital letters, a hyphen and a number: never one of the locker's own words, nor "school".
static bool is_rule_id(const char *id)
{
	size_t letters = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	size_t digits = id[letters] == '-' ? strspn(id + letters + 1, "0123456789") : 0;

	return letters > 0 && digits > 0 && id[letters + 1 + digits] == '\0';
}

static int load_rule(struct loading *l, const json_t *entry)
{
	static const char *const keys[] = {"id", "kind", "title", "source", "ours", NULL};
	static const char *const source_keys[] = {"document", "section", NULL};
	struct policy_rule *rule = &l->policy->rules[l->policy->rule_count];
	const char *id = json_string_value(json_object_get(entry, "id"));
	const char *kind = json_string_value(json_object_get(entry, "kind"));
	const json_t *source = json_object_get(entry, "source");

	l->rule = id ? id : "a rule without an id";
	if (l->policy->rule_count == RULES_MAX)
		return loading_refuse(l, "more than %d rules", RULES_MAX);
	if (!id || strlen(id) >= RULE_ID_MAX)
		return loading_refuse(l, "the id is missing or too long");
	if (!is_rule_id(id))
		return loading_refuse(
			l, "is no id: capital letters, a hyphen and a number, such as SW-2");
	if (policy_rule(l->policy, id))
		return loading_refuse(l, "stated twice");
	if (!kind || (strcmp(kind, "enforced") != 0 && strcmp(kind, "recorded") != 0))
		return loading_refuse(l, "\"kind\" is neither enforced nor recorded");
	rule->title = json_string_value(json_object_get(entry, "title"));
	rule->document = json_string_value(json_object_get(source, "document"));
	rule->section = json_string_value(json_object_get(source, "section"));
	rule->enforced = strcmp(kind, "enforced") == 0;
	if (!rule->title || !rule->title[0])
		return loading_refuse(l, "has no title");
	if (!rule->document || !rule->document[0] || !rule->section || !rule->section[0])
		return loading_refuse(l, "has no source: a document and a section");
	if (loading_flag(l, entry, "ours", &rule->ours) < 0 || loading_keys(l, entry, keys) < 0 ||
		loading_keys(l, source, source_keys) < 0)
		return -ERR_FORMAT;
	memcpy(rule->id, id, strlen(id) + 1);
	l->policy->rule_count++;
	return 0;
}

int loading_rules(struct loading *l, const json_t *rules)
{
	l->rule = "rules";
	if (!json_is_array(rules))
		return loading_refuse(l, "is not a list");
	for (size_t i = 0; i < json_array_size(rules); i++)
		if (load_rule(l, json_array_get(rules, i)) < 0)
			return -ERR_FORMAT;
	return 0;
}
