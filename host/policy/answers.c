// SPDX-License-Identifier: GPL-3.0-or-later
// The clauses of a policy told one by one, for who reads the policy and asks nothing of it.
#include <assert.h>

#include "policy/model.h"

static unsigned bits_of(uint64_t where, unsigned first, unsigned count)
{
	return (unsigned)(where >> first) & ((1u << count) - 1);
}

int policy_answer_count(const struct policy *policy)
{
	return policy->clause_count;
}

void policy_answer_at(const struct policy *policy, int index, struct policy_answer *out_answer)
{
	const struct clause *c = &policy->clauses[index];
	int last = SAYS_MAX - 1;

	assert(index >= 0 && index < policy->clause_count);
	// The last of its sentences needs the fewest words filled in.
	while (last > 0 && !c->says[last])
		last--;
	*out_answer = (struct policy_answer){c->rule,
		bits_of(c->where, BIT_ACTION, BIT_PLACE - BIT_ACTION),
		bits_of(c->where, BIT_CATEGORY, BIT_YEAR - BIT_CATEGORY),
		bits_of(c->where, BIT_PLACE, BIT_DAY - BIT_PLACE), c->outcome, c->says[last],
		c->ours};
}
