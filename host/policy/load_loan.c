// SPDX-License-Identifier: GPL-3.0-or-later
// What the policy says of a school device that is lent, out of its data file.
#include <string.h>

#include "base/err.h"
#include "policy/loading.h"

#define MAY_AUTHORISE (1u << ROLE_OFFICE | 1u << ROLE_SLT | 1u << ROLE_HEADTEACHER)

static int load_words(struct loading *l, const json_t *row, struct policy_loan_term *term)
{
	const json_t *devices = json_object_get(row, "device");
	const json_t *by = json_object_get(row, "authorised_by");

	if (devices && loading_words(l, "device", devices, &device_kind_words, &term->devices) < 0)
		return -ERR_FORMAT;
	if (by && loading_words(l, "authorised_by", by, &role_words, &term->authorised_by) < 0)
		return -ERR_FORMAT;
	return term->authorised_by & ~MAY_AUTHORISE
		       ? loading_refuse(l, "\"authorised_by\" is office, slt or headteacher")
		       : 0;
}

static int load_term(struct loading *l, const json_t *row, struct policy_loan_term *out_term)
{
	static const char *const keys[] = {
		"rule", "tell", "device", "attest", "authorised_by", NULL};
	const char *id = json_string_value(json_object_get(row, "rule"));
	struct policy_loan_term term = {.say = json_string_value(json_object_get(row, "tell")),
		.rule = id ? policy_rule(l->policy, id) : NULL,
		.devices = (1u << device_kind_words.count) - 1};

	l->rule = id ? id : "loan";
	if (!term.rule)
		return loading_refuse(l, "\"rule\" names no rule of this policy");
	if (!term.say || !term.say[0])
		return loading_refuse(l, "a term of a loan says nothing: \"tell\"");
	if (loading_flag(l, row, "attest", &term.attests) < 0 || load_words(l, row, &term) < 0 ||
		loading_keys(l, row, keys) < 0)
		return -ERR_FORMAT;
	*out_term = term;
	return 0;
}

int loading_loan(struct loading *l, const json_t *terms)
{
	size_t count = json_array_size(terms);

	l->rule = "loan";
	if (terms && (!json_is_array(terms) || count > LOAN_TERMS_MAX))
		return loading_refuse(l, "is not a list of at most %d terms", LOAN_TERMS_MAX);
	for (size_t i = 0; i < count; i++)
		if (load_term(l, json_array_get(terms, i), &l->policy->loan_terms[i]) < 0)
			return -ERR_FORMAT;
	l->policy->loan_term_count = (int)count;
	return 0;
}

const struct policy_loan_term *policy_loan_term_at(const struct policy *policy, int index)
{
	return index >= 0 && index < policy->loan_term_count ? &policy->loan_terms[index] : NULL;
}
