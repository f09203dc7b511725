// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands that print a report (reports/report.h) share: its form, its days, its end.
#ifndef CLI_REPORT_FORMS_H
#define CLI_REPORT_FORMS_H

#include "base/walltime.h"
#include "cli/house.h"
#include "reports/report.h"

#define REPORT_FORM_OPTIONS                                                                        \
	{"csv", NULL, "for a spreadsheet", OPTION_FLAG},                                           \
	{                                                                                          \
		"html", "FILE", "a page to print, written to FILE (- for standard output)",        \
			OPTION_TEXT                                                                \
	}

// The form that was asked for (enum report_form); -1 where two were.
int report_form(const struct call *call);
// Opens the database to read. -1 where house is open; otherwise an exit status, said: of --csv,
// --html and --json one at most.
int report_begin(const struct call *call, struct house *out_house);
// Prints the report in the form that was asked for and closes it; NULL: there was no memory.
int report_finish(const struct call *call, struct report *report);
// The exit status of a record that could not be read, said.
int report_failed(const struct house *house, int err);

// The date an operand or option names, or fallback where it is absent. False: said.
bool report_date(const char *text, struct local_date fallback, struct local_date *out);
// --from and --until: until today, from so many days before, where absent. False: said.
bool report_period(const struct call *call, struct local_date today, int days,
	struct local_date *out_from, struct local_date *out_until);

#endif
