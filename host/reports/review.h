// SPDX-License-Identifier: GPL-3.0-or-later
// When the policy in force is to be looked at again, and whether that date has gone by (RP-16,
// BF-10, HH-7, CC-3). Pure.
#ifndef REPORTS_REVIEW_H
#define REPORTS_REVIEW_H

#include "policy/policy.h"
#include "reports/report.h"

// Used where a policy names a date and no interval, once that date was met (ours).
#define REVIEW_MONTHS 12

// The same day so many months later, or that month's last day.
struct local_date review_after(struct local_date date, int months);

// A table of one row. reviewed is the school's own setting ("" where it has none): when it last
// looked; a date that is later than the policy's counts instead of it.
void report_review(struct report *report, const struct policy *policy, const char *reviewed,
	struct local_date today);

#endif
