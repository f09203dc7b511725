// SPDX-License-Identifier: GPL-3.0-or-later
// A policy file: its rules and their sources, who counts as staff, who may grant what, and its
// clauses by level, with the law's of the same level behind them.
#include "policy/load.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "policy/loading.h"

static const char *const level_names[LEVEL_COUNT] = {
	"always", "evidence", "medical", "emergency", "hold", "ban", "grant", "time", "silence"};

int loading_refuse(struct loading *l, const char *reason, ...)
{
	char text[POLICY_WHY_MAX];
	va_list args;

	va_start(args, reason);
	vsnprintf(text, sizeof(text), reason, args);
	va_end(args);
	snprintf(l->why, POLICY_WHY_MAX, "%.80s: %.24s: %.140s", l->file, l->rule, text);
	return -ERR_FORMAT;
}

int loading_words(struct loading *l, const char *key, const json_t *value,
	const struct words *words, unsigned *out_bits)
{
	size_t count = json_is_array(value) ? json_array_size(value) : 1;
	unsigned bits = 0;

	for (size_t i = 0; i < count; i++) {
		const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;
		const char *text = json_string_value(one);
		int number = text ? word_find(words, text, strlen(text)) : -1;

		if (number < 0)
			return loading_refuse(
				l, "\"%s\" cannot be \"%s\"", key, text ? text : "no text");
		bits |= 1u << number;
	}
	*out_bits = bits;
	return 0;
}

static int load_groups(struct loading *l, const json_t *groups)
{
	const char *name;
	json_t *list;

	l->rule = "groups";
	if (!json_is_object(groups) || !json_is_array(json_object_get(groups, "staff")))
		return loading_refuse(l, "does not say whom the policy counts as \"staff\"");
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

static int load_grant(struct loading *l, const char *name, const json_t *entry)
{
	const unsigned may = 1u << ROLE_OFFICE | 1u << ROLE_SLT | 1u << ROLE_HEADTEACHER;
	int kind = word_find(&grant_kind_words, name, strlen(name));
	const json_t *needs = json_object_get(entry, "needs");
	struct grant_rule rule = {0};

	l->rule = name;
	if (kind < 0)
		return loading_refuse(l, "no kind of grant we know");
	if (loading_words(l, "by", json_object_get(entry, "by"), &role_words, &rule.by) < 0)
		return -ERR_FORMAT;
	if (rule.by == 0 || (rule.by & ~may) != 0)
		return loading_refuse(l, "\"by\" names an approver nobody can be: only office, slt "
					 "and headteacher give grants");
	for (size_t i = 0; i < json_array_size(needs); i++) {
		const char *need = json_string_value(json_array_get(needs, i));

		if (need && strcmp(need, "parent-request") == 0)
			rule.needs_parent_request = true;
		else if (need && strcmp(need, "room") == 0)
			rule.needs_room = true;
		else if (need && strcmp(need, "staff-room") == 0)
			rule.needs_staff_room = true;
		else if (need && strcmp(need, "staff") == 0)
			rule.needs_staff = true;
		else
			return loading_refuse(l, "\"needs\" cannot be \"%s\"", need ? need : "?");
	}
	l->policy->grants[kind] = rule;
	return 0;
}

static int load_grants(struct loading *l, const json_t *grants)
{
	const char *name;
	json_t *entry;

	json_object_foreach((json_t *)grants, name, entry)
	{
		if (load_grant(l, name, entry) < 0)
			return -ERR_FORMAT;
	}
	return 0;
}

static int load_rule(struct loading *l, const json_t *entry)
{
	struct policy_rule *rule = &l->policy->rules[l->policy->rule_count];
	const char *id = json_string_value(json_object_get(entry, "id"));
	const char *kind = json_string_value(json_object_get(entry, "kind"));
	const json_t *source = json_object_get(entry, "source");

	l->rule = id ? id : "a rule without an id";
	if (l->policy->rule_count == RULES_MAX)
		return loading_refuse(l, "more than %d rules", RULES_MAX);
	if (!id || strlen(id) >= RULE_ID_MAX)
		return loading_refuse(l, "the id is missing or too long");
	if (policy_rule(l->policy, id))
		return loading_refuse(l, "stated twice");
	if (!kind || (strcmp(kind, "enforced") != 0 && strcmp(kind, "recorded") != 0))
		return loading_refuse(l, "\"kind\" is neither enforced nor recorded");
	rule->title = json_string_value(json_object_get(entry, "title"));
	rule->document = json_string_value(json_object_get(source, "document"));
	rule->section = json_string_value(json_object_get(source, "section"));
	rule->ours = json_is_true(json_object_get(entry, "ours"));
	rule->enforced = strcmp(kind, "enforced") == 0;
	if (!rule->title || !rule->title[0])
		return loading_refuse(l, "has no title");
	if (!rule->document || !rule->document[0] || !rule->section || !rule->section[0])
		return loading_refuse(l, "has no source: a document and a section");
	memcpy(rule->id, id, strlen(id) + 1);
	l->policy->rule_count++;
	return 0;
}

static int load_rules(struct loading *l, const json_t *rules)
{
	l->rule = "rules";
	if (!json_is_array(rules))
		return loading_refuse(l, "is not a list");
	for (size_t i = 0; i < json_array_size(rules); i++)
		if (load_rule(l, json_array_get(rules, i)) < 0)
			return -ERR_FORMAT;
	return 0;
}

static int check_levels(struct loading *l, const json_t *decide)
{
	const char *name;
	json_t *list;

	l->rule = "decide";
	if (!json_is_object(decide))
		return loading_refuse(l, "is not an object of levels");
	json_object_foreach((json_t *)decide, name, list)
	{
		bool known = false;

		for (int i = 0; i < LEVEL_COUNT; i++)
			known = known || strcmp(level_names[i], name) == 0;
		if (!known || !json_is_array(list))
			return loading_refuse(l, "\"%s\" is no level, or no list", name);
	}
	return 0;
}

static int load_level(struct loading *l, const json_t *decide, enum level level)
{
	const json_t *list = json_object_get(decide, level_names[level]);

	for (size_t i = 0; i < json_array_size(list); i++)
		if (loading_clause(l, json_array_get(list, i)) < 0)
			return -ERR_FORMAT;
	return 0;
}

static int load(struct loading *l, const json_t *own, const json_t *law)
{
	const json_t *decide = json_object_get(own, "decide");
	const char *name = json_string_value(json_object_get(own, "policy"));
	const struct clause *last;

	l->rule = "policy";
	if (!name || !name[0] || strlen(name) >= sizeof(l->policy->name))
		return loading_refuse(l, "the policy has no name, or a long one");
	memcpy(l->policy->name, name, strlen(name) + 1);
	if (load_groups(l, json_object_get(own, "groups")) < 0 ||
		load_grants(l, json_object_get(law, "grants")) < 0 ||
		load_grants(l, json_object_get(own, "grants")) < 0 ||
		load_rules(l, json_object_get(own, "rules")) < 0 ||
		load_rules(l, json_object_get(law, "rules")) < 0 ||
		loading_review(l, json_object_get(own, "review")) < 0 ||
		check_levels(l, decide) < 0)
		return -ERR_FORMAT;
	for (int level = 0; level < LEVEL_COUNT; level++)
		if (load_level(l, decide, (enum level)level) < 0 ||
			load_level(l, json_object_get(law, "decide"), (enum level)level) < 0)
			return -ERR_FORMAT;
	last = &l->policy->clauses[l->policy->clause_count - 1];
	l->rule = "decide";
	if (l->policy->clause_count == 0 || last->where != (UINT64_C(1) << BIT_END) - 1 ||
		last->needs || last->never)
		return loading_refuse(l, "the last clause does not answer everything");
	return 0;
}

static const struct builtin *builtin_find(const char *name)
{
	for (const struct builtin *b = policy_builtins; b->name; b++)
		if (strcmp(b->name, name) == 0)
			return b;
	return NULL;
}

int policy_open_text(const char *file, const char *text, size_t len, struct policy **out_policy,
	char out_why[POLICY_WHY_MAX])
{
	const struct builtin *law_text = builtin_find("law");
	json_error_t error;
	json_t *own = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
	json_t *law = NULL;
	struct loading l = {.policy = calloc(1, sizeof(*l.policy)), .file = file, .why = out_why};
	int err = -ERR_FORMAT;

	if (!own)
		snprintf(out_why, POLICY_WHY_MAX, "%s: line %d: %s", file, error.line, error.text);
	if (own && law_text)
		law = json_loadb((const char *)law_text->text, law_text->len, 0, &error);
	if (!l.policy || (own && !law)) {
		snprintf(out_why, POLICY_WHY_MAX, "%s: no memory to read it", file);
		err = -ERR_NO_MEMORY;
	} else if (own) {
		err = load(&l, own, law);
	}
	if (err < 0) {
		json_decref(own);
		json_decref(law);
		free(l.policy);
		return err;
	}
	l.policy->source = json_pack("[oo]", own, law);
	*out_policy = l.policy;
	return 0;
}

int policy_open(const char *name, struct policy **out_policy, char out_why[POLICY_WHY_MAX])
{
	const struct builtin *b = builtin_find(name);
	char file[64];

	if (!b || strcmp(name, "law") == 0) {
		snprintf(out_why, POLICY_WHY_MAX, "no policy is called \"%.60s\"", name);
		return -ERR_NOT_FOUND;
	}
	snprintf(file, sizeof(file), "%s.json", name);
	return policy_open_text(file, (const char *)b->text, b->len, out_policy, out_why);
}

int policy_open_file(const char *path, struct policy **out_policy, char out_why[POLICY_WHY_MAX])
{
	FILE *f = fopen(path, "rb");
	size_t size = 1u << 20, len = 0;
	char *text = malloc(size);
	int err = -ERR_IO;

	if (f && text)
		len = fread(text, 1, size, f);
	// The largest of ours has 30 KiB: a megabyte is some other file.
	if (!f || !text || ferror(f) || len == size)
		snprintf(out_why, POLICY_WHY_MAX, "%.120s: cannot be read as a policy file", path);
	else
		err = policy_open_text(path, text, len, out_policy, out_why);
	free(text);
	if (f)
		fclose(f);
	return err;
}

void policy_close(struct policy *policy)
{
	if (!policy)
		return;
	json_decref(policy->source);
	free(policy);
}

const char *policy_builtin(int index)
{
	const struct builtin *b = policy_builtins;

	// "law" stands behind every policy and is none itself; it is the last of the list.
	for (; b->name && strcmp(b->name, "law") != 0; b++, index--)
		if (index == 0)
			return b->name;
	return NULL;
}
