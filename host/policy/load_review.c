// SPDX-License-Identifier: GPL-3.0-or-later
// When a policy is to be looked at again, out of its data file.
#include <string.h>

#include "base/err.h"
#include "policy/loading.h"

static int load_date(struct loading *l, const json_t *review, const char *key,
	struct local_date *out_date, bool *out_known)
{
	const json_t *value = json_object_get(review, key);
	const char *text = json_string_value(value);

	*out_known = value != NULL;
	if (value && (!text || local_date_parse(text, strlen(text), out_date) < 0))
		return loading_refuse(l, "\"%s\" is no date", key);
	return 0;
}

int loading_review(struct loading *l, const json_t *review)
{
	static const char *const keys[] = {"rule", "last", "due", "every_months", NULL};
	struct policy_review *r = &l->policy->review;
	const char *id = json_string_value(json_object_get(review, "rule"));
	const json_t *months = json_object_get(review, "every_months");

	if (!review)
		return 0;
	l->rule = "review";
	if (!json_is_object(review))
		return loading_refuse(l, "is not an object");
	r->rule = id ? policy_rule(l->policy, id) : NULL;
	if (!r->rule)
		return loading_refuse(l, "\"rule\" names no rule of this policy");
	if (months && (json_integer_value(months) < 1 || json_integer_value(months) > 120))
		return loading_refuse(l, "\"every_months\" is not 1 to 120");
	r->every_months = (int)json_integer_value(months);
	if (load_date(l, review, "last", &r->last, &r->last_known) < 0 ||
		load_date(l, review, "due", &r->due, &r->due_known) < 0)
		return -ERR_FORMAT;
	if (!r->due_known && !r->every_months)
		return loading_refuse(l, "says neither \"due\" nor \"every_months\"");
	return loading_keys(l, review, keys);
}

const struct policy_review *policy_review(const struct policy *policy)
{
	return policy->review.rule ? &policy->review : NULL;
}
