// SPDX-License-Identifier: GPL-3.0-or-later
// One person's own record: every hand-in, collection, answer, exception, ban and breach, for a
// person who asks to see what is kept about them (LAW-5). It is theirs, so a medical exception is
// named here; whoever prints it gives it to nobody else. Of a card only the last four digits.
#ifndef REPORTS_PERSON_H
#define REPORTS_PERSON_H

#include "policy/policy.h"
#include "reports/report.h"
#include "store/people.h"

// 0 and *out_report, to be closed; -ERR_NO_MEMORY, or what the database says.
int report_person(struct store *store, const struct policy *policy,
	const struct person_record *person, struct local_date today, struct report **out_report);

#endif
