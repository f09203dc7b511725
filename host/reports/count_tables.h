// SPDX-License-Identifier: GPL-3.0-or-later
// What the two pages of counts share, governors.h and evidence.h. Inside the room only.
#ifndef REPORTS_COUNT_TABLES_H
#define REPORTS_COUNT_TABLES_H

#include "policy/policy.h"
#include "reports/report.h"
#include "store/report_counts.h"

// A cell; of what is medical "under 5" (LAW-1).
void count_small(struct report *report, int64_t count, bool medical);
// How many answers cite the rule, with that outcome or, where it is NULL, with any.
int64_t count_answers(const struct report_counts *counts, const char *rule, const char *outcome);

void count_table_grants(struct report *report, const struct report_counts *counts);
void count_table_breaches(
	struct report *report, const struct report_counts *counts, const struct policy *policy);
void count_table_incidents(struct report *report, const struct report_counts *counts);
void count_table_bans(struct report *report, const struct report_counts *counts);

#endif
