// SPDX-License-Identifier: GPL-3.0-or-later
// The evidence page (LAW-6): how the school's policy on phones is applied, for an inspector who
// asks. Rule by rule what the policy says, whether the locker enforces it, where it stands in the
// school's document and how often it decided; what the school chose where its policy is silent,
// beside what the national guidance would have (LAW-7). Counts only: no names, and medical ones
// from five on.
#ifndef REPORTS_EVIDENCE_H
#define REPORTS_EVIDENCE_H

#include "policy/policy.h"
#include "reports/report.h"
#include "store/report_counts.h"

// Pure. NULL: no memory.
struct report *report_evidence(
	const struct report_counts *counts, const struct policy *policy, struct local_date today);

#endif
