// SPDX-License-Identifier: GPL-3.0-or-later
// The day sheet: what is in our care at this moment, by cabinet and door, on one page of A4 for the
// hour in which nothing works (design.md section 3: the mechanical keys open, the sheet says whose
// is whose). Two doors a line, so that some sixty phones fit one side, and a space to sign each
// off. Names people.
#ifndef REPORTS_SHEET_H
#define REPORTS_SHEET_H

#include "policy/policy.h"
#include "reports/report.h"
#include "store/report_day.h"

// Pure. NULL: no memory.
struct report *report_sheet(const struct report_day_rows *rows);

#endif
