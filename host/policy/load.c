// SPDX-License-Identifier: GPL-3.0-or-later
// A policy file: its name, its parts in order, and its clauses by level, with the law's of the same
// level behind them.
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

	if (count == 0)
		return loading_refuse(l, "\"%s\" is an empty list", key);
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

int loading_keys(struct loading *l, const json_t *object, const char *const *keys)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)object, key, value)
	{
		int i = 0;

		while (keys[i] && strcmp(keys[i], key) != 0)
			i++;
		if (!keys[i])
			return loading_refuse(l, "there is no \"%s\"", key);
	}
	return 0;
}

int loading_flag(struct loading *l, const json_t *object, const char *key, bool *out_is)
{
	const json_t *value = json_object_get(object, key);

	*out_is = json_is_true(value);
	if (value && !json_is_boolean(value))
		return loading_refuse(l, "\"%s\" is neither true nor false", key);
	return 0;
}

// The law's levels are the same for every school: LAW-1 and SYS-1 hold under every policy.
static bool is_laws_alone(enum level level)
{
	return level == LEVEL_MEDICAL || level == LEVEL_EMERGENCY;
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
		int level = 0;

		while (level < LEVEL_COUNT && strcmp(level_names[level], name) != 0)
			level++;
		if (level == LEVEL_COUNT || !json_is_array(list))
			return loading_refuse(l, "\"%s\" is no level, or no list", name);
		if (is_laws_alone((enum level)level))
			return loading_refuse(
				l, "\"%s\" is the law's: it holds under every policy", name);
	}
	return 0;
}

static int load_level(struct loading *l, const json_t *decide, enum level level)
{
	const json_t *list = json_object_get(decide, level_names[level]);

	for (size_t i = 0; i < json_array_size(list); i++)
		if (loading_clause(l, level, json_array_get(list, i)) < 0)
			return -ERR_FORMAT;
	return 0;
}

static int load_name(struct loading *l, const json_t *own)
{
	static const char *const keys[] = {
		"policy", "title", "groups", "grants", "review", "loan", "rules", "decide", NULL};
	const char *name = json_string_value(json_object_get(own, "policy"));

	l->rule = "policy";
	if (!json_is_object(own))
		return loading_refuse(l, "the file is not one object");
	if (!name || !name[0] || strlen(name) >= sizeof(l->policy->name))
		return loading_refuse(l, "the policy has no name, or a long one");
	if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] || strcmp(name, "law") == 0)
		return loading_refuse(l,
			"\"%s\" cannot be the policy's name: small letters, digits and hyphens",
			name);
	if (json_string_length(json_object_get(own, "title")) == 0)
		return loading_refuse(l, "has no \"title\", the school's name");
	memcpy(l->policy->name, name, strlen(name) + 1);
	l->policy->title = json_string_value(json_object_get(own, "title"));
	return loading_keys(l, own, keys);
}

static int load(struct loading *l, const json_t *own, const json_t *law)
{
	const json_t *decide = json_object_get(own, "decide");
	const struct clause *last;

	if (load_name(l, own) < 0 || loading_groups(l, json_object_get(own, "groups")) < 0 ||
		loading_grants(l, json_object_get(law, "grants"), true) < 0 ||
		loading_grants(l, json_object_get(own, "grants"), false) < 0 ||
		loading_rules(l, json_object_get(own, "rules")) < 0 ||
		loading_rules(l, json_object_get(law, "rules")) < 0 ||
		loading_review(l, json_object_get(own, "review")) < 0 ||
		loading_loan(l, json_object_get(own, "loan")) < 0 || check_levels(l, decide) < 0)
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
