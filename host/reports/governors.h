// SPDX-License-Identifier: GPL-3.0-or-later
// The governors' report over a period (LAW-6, CC-3): counts by rule and outcome, exceptions by kind
// with their review dates, breaches, bans, the time devices were in the school's care, and whether
// the policy's own review is overdue. No names, and no words that anybody wrote.
//
// What is medical is told only from five on (LAW-1), and its row is there even at none, so that
// neither its absence nor a small number points at one child. No sums are printed from which such a
// number could be taken back.
#ifndef REPORTS_GOVERNORS_H
#define REPORTS_GOVERNORS_H

#include "policy/policy.h"
#include "reports/report.h"
#include "store/report_counts.h"

#define REPORT_SMALL 5 // medical counts below this are not shown

// Pure. NULL: no memory.
struct report *report_governors(
	const struct report_counts *counts, const struct policy *policy, struct local_date today);

#endif
