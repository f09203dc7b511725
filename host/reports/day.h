// SPDX-License-Identifier: GPL-3.0-or-later
// The day: who was expected, in, out, late, overdue, uncollected; what was refused and by which
// rule; questions that stand; exceptions that run. Names people: for the office, on paper or
// screen.
//
// Nothing here tells that anybody needs their phone for a medical reason (LAW-1): such an answer's
// rule reads "arranged" and its sentence is left out, and so does such an exception's kind.
#ifndef REPORTS_DAY_H
#define REPORTS_DAY_H

#include "policy/policy.h"
#include "reports/report.h"
#include "store/report_day.h"

// Pure. The day as it stood at rows->now, or at its end where that was earlier. NULL: no memory.
struct report *report_day(const struct report_day_rows *rows, const struct policy *policy);

#endif
