// SPDX-License-Identifier: GPL-3.0-or-later
// Who may give which grant, and what it needs to count.
#include <string.h>

#include "base/err.h"
#include "policy/loading.h"

static int read_needs(struct loading *l, const json_t *needs, struct grant_rule *rule)
{
	if (needs && !json_is_array(needs))
		return loading_refuse(l, "\"needs\" is not a list");
	for (size_t i = 0; i < json_array_size(needs); i++) {
		const char *need = json_string_value(json_array_get(needs, i));

		if (need && strcmp(need, "parent-request") == 0)
			rule->needs_parent_request = true;
		else if (need && strcmp(need, "room") == 0)
			rule->needs_room = true;
		else if (need && strcmp(need, "staff-room") == 0)
			rule->needs_staff_room = true;
		else if (need && strcmp(need, "staff") == 0)
			rule->needs_staff = true;
		else
			return loading_refuse(l, "\"needs\" cannot be \"%s\"", need ? need : "?");
	}
	return 0;
}

static int load_grant(struct loading *l, const char *name, const json_t *entry, bool laws)
{
	static const char *const keys[] = {"by", "needs", NULL};
	const unsigned may = 1u << ROLE_OFFICE | 1u << ROLE_SLT | 1u << ROLE_HEADTEACHER;
	int kind = word_find(&grant_kind_words, name, strlen(name));
	struct grant_rule rule = {0};

	l->rule = name;
	if (kind < 0)
		return loading_refuse(l, "no kind of grant we know");
	if (!laws && (kind == GRANT_MEDICAL || kind == GRANT_EMERGENCY_RELEASE))
		return loading_refuse(l, "is the law's: it is given alike under every policy");
	if (!json_is_object(entry))
		return loading_refuse(l, "does not say \"by\" whom it is given");
	if (loading_words(l, "by", json_object_get(entry, "by"), &role_words, &rule.by) < 0)
		return -ERR_FORMAT;
	if (rule.by == 0 || (rule.by & ~may) != 0)
		return loading_refuse(l, "\"by\" names an approver nobody can be: only office, slt "
					 "and headteacher give grants");
	if (read_needs(l, json_object_get(entry, "needs"), &rule) < 0 ||
		loading_keys(l, entry, keys) < 0)
		return -ERR_FORMAT;
	l->policy->grants[kind] = rule;
	return 0;
}

int loading_grants(struct loading *l, const json_t *grants, bool laws)
{
	const char *name;
	json_t *entry;

	l->rule = "grants";
	if (grants && !json_is_object(grants))
		return loading_refuse(l, "is not an object of kinds of grant");

	json_object_foreach((json_t *)grants, name, entry)
	{
		if (load_grant(l, name, entry, laws) < 0)
			return -ERR_FORMAT;
	}
	return 0;
}
