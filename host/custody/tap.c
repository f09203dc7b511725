// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the tap table in their order.
#include "custody/tap.h"

#include <stddef.h>

static const struct row {
	unsigned needs; // all of these
	enum tap_meaning means;
} rows[] = {
	{TAP_HAS_OPENING, TAP_SAME_AGAIN},
	{TAP_HAS_UNOPENED, TAP_PULSE},
	{TAP_HAS_ASIDE, TAP_PULSE},
	// What the school lent goes first, before all that could refuse or refer: its door is
	// empty, so opening it harms nobody. Shut empty, the tap after it means what it would
	// without the loan.
	{TAP_HAS_LOAN_HERE, TAP_RETURN},
	{TAP_HAS_ASIDE_LONG, TAP_ASIDE_COLLECT},
	// A phone that lies in a loan cabinet was there before it became one.
	{TAP_AT_LOAN_CABINET | TAP_HAS_HERE, TAP_COLLECT},
	{TAP_AT_LOAN_CABINET, TAP_BORROW},
	// Before "a custody in this bank", or it would never be reached: Friday's phone must not
	// turn Monday's hand-in into a collection.
	{TAP_HAS_EARLIER_DAY | TAP_DURING_HAND_IN, TAP_OLD_FIRST},
	{TAP_HAS_HERE, TAP_COLLECT},
	{TAP_HAS_ELSEWHERE, TAP_ELSEWHERE},
	{TAP_HAS_IN_SAFE, TAP_AT_OFFICE},
	{TAP_IS_PUPIL_DONE, TAP_DONE},
	{0, TAP_HAND_IN},
};

enum tap_meaning tap_mean(unsigned facts)
{
	size_t i = 0;

	while ((facts & rows[i].needs) != rows[i].needs)
		i++;
	return rows[i].means;
}
