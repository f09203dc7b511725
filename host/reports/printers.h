// SPDX-License-Identifier: GPL-3.0-or-later
// The four forms of a report; report_print() chooses. Inside the room only.
#ifndef REPORTS_PRINTERS_H
#define REPORTS_PRINTERS_H

#include "reports/report.h"

void print_terminal(const struct report *report, FILE *out);
void print_csv(const struct report *report, FILE *out);
void print_html(const struct report *report, FILE *out);
int print_json(const struct report *report, FILE *out); // -ERR_NO_MEMORY

#endif
