// SPDX-License-Identifier: GPL-3.0-or-later
// One request against one policy: the first clause that matches answers.
#include <assert.h>
#include <string.h>

#include "policy/model.h"

const char *policy_name(const struct policy *policy)
{
	return policy->name;
}

const char *policy_title(const struct policy *policy)
{
	return policy->title;
}

int policy_rule_count(const struct policy *policy)
{
	return policy->rule_count;
}

const struct policy_rule *policy_rule_at(const struct policy *policy, int index)
{
	assert(index >= 0 && index < policy->rule_count);
	return &policy->rules[index];
}

const struct policy_rule *policy_rule(const struct policy *policy, const char *id)
{
	for (int i = 0; i < policy->rule_count; i++)
		if (strcmp(policy->rules[i].id, id) == 0)
			return &policy->rules[i];
	return NULL;
}

// A loan comes back at the end of the last session, a practice of ours under RP-9; one that begins
// after it, or on a day whose sessions nobody entered, by the end of the day.
static struct local_time loan_end(const struct request *r)
{
	struct local_time midnight = local_day_start(local_date_of(r->at));
	int32_t now = local_second_of_day(r->at);
	int32_t last = now;

	if (r->day.kind == DAY_SCHOOL)
		for (int i = 0; i < r->day.session_count; i++)
			if (r->day.sessions[i].until > last)
				last = r->day.sessions[i].until;
	return (struct local_time){midnight.s + (last > now ? last : 24 * 3600 - 1)};
}

static struct local_time return_by(
	const struct policy *p, const struct request *r, enum return_by which)
{
	switch (which) {
	case RETURN_BY_EXCEPTIONAL:
		return grant_end(p, r, GRANT_EXCEPTIONAL);
	case RETURN_BY_VISIT:
		return grant_end(p, r, GRANT_VISIT);
	case RETURN_BY_LOAN:
		break;
	}
	return loan_end(r);
}

static void answer(const struct policy *p, const struct request *r, const struct clause *c,
	uint32_t facts, struct decision *out)
{
	out->outcome = c->outcome;
	memcpy(out->rule, c->rule, sizeof(out->rule));
	out->lifted_by = c->lifted_by;
	// The Headteacher's own refusal is lifted by another member of the leadership team.
	if (r->person.category == CATEGORY_HEADTEACHER)
		out->lifted_by &= ~(1u << ROLE_HEADTEACHER);
	out->ours = c->ours;
	out->obligations = c->obligations;
	// What was attested already is not asked for again.
	if (!(facts >> FACT_OFF_UNSAID & 1))
		out->obligations &= ~(1u << MUST_ATTEST_OFF);
	if (!(facts >> FACT_INTERNET_UNSAID & 1))
		out->obligations &= ~(1u << MUST_ATTEST_INTERNET_OFF);
	out->return_by = NEVER_BEGINS;
	if (out->obligations >> MUST_RETURN_BY & 1)
		out->return_by = return_by(p, r, c->return_by);
	for (int i = 0; i < SAYS_MAX && c->says[i]; i++)
		if (say_print(c->says[i], r, out->say))
			return;
	// The loader has seen that the last sentence can always be said.
	memcpy(out->say, "Please see the office.", sizeof("Please see the office."));
}

void policy_decide(const struct policy *p, const struct request *r, struct decision *out)
{
	uint64_t bits = request_bits(r);
	uint32_t facts = request_facts(p, r);

	for (int i = 0; i < p->clause_count; i++) {
		const struct clause *c = &p->clauses[i];

		if ((bits & ~c->where) == 0 && (facts & c->needs) == c->needs &&
			(facts & c->never) == 0) {
			answer(p, r, c, facts, out);
			return;
		}
	}
	// The loader refuses a policy whose last clause asks anything.
	assert(false);
}
