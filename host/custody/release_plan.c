// SPDX-License-Identifier: GPL-3.0-or-later
// Two doors open side by side is how a hand takes the wrong phone: avoided by order, and by
// waiting.
#include "custody/release_plan.h"

static bool is_open(const struct release_plan *plan, int door)
{
	return door >= 0 && door < plan->doors && plan->open[door];
}

static bool is_open_for_now(const struct release_plan *plan, int door)
{
	return is_open(plan, door) && !plan->left[door];
}

int release_plan_next(const struct release_plan *plan)
{
	int standing = 0, second_best = -1;

	for (int i = 0; i < plan->doors; i++) {
		if (plan->being_opened[i])
			return -1;
		standing += is_open_for_now(plan, i);
	}
	if (standing >= plan->at_once)
		return -1;
	for (int i = 0; i < plan->doors; i++) {
		if (!plan->waiting[i] || is_open_for_now(plan, i - 1) ||
			is_open_for_now(plan, i + 1))
			continue;
		if (!is_open(plan, i - 1) && !is_open(plan, i + 1))
			return i;
		if (second_best < 0)
			second_best = i;
	}
	return second_best;
}
