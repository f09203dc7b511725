// SPDX-License-Identifier: GPL-3.0-or-later
// The forms, dates and periods that the commands which print reports have in common.
#include "cli/report_forms.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"

#define PERIOD_DAYS 3660 // ten years: a wrong century is a typing error

int report_form(const struct call *call)
{
	bool csv = call_option(call, "csv") != NULL;
	bool html = call_option(call, "html") != NULL;

	if (csv + html + call->json > 1)
		return -1;
	return csv ? REPORT_CSV : html ? REPORT_HTML : call->json ? REPORT_JSON : REPORT_TERMINAL;
}

// A page is there whole or as it was before: it may be the one that a power cut leaves.
static int print_file(const struct report *report, const char *path)
{
	char beside[4096];
	int len = snprintf(beside, sizeof beside, "%s.new", path);
	FILE *out = len > 0 && (size_t)len < sizeof beside ? fopen(beside, "w") : NULL;
	int err = out ? report_print(report, REPORT_HTML, out) : -ERR_IO;

	if (out && (fflush(out) != 0 || fsync(fileno(out)) != 0))
		err = -ERR_IO;
	if (out && fclose(out) != 0)
		err = -ERR_IO;
	if (out && err == 0 && rename(beside, path) != 0)
		err = -ERR_IO;
	if (out && err < 0)
		unlink(beside);
	return err;
}

static int print_to(const struct report *report, enum report_form form, const char *path)
{
	bool file = form == REPORT_HTML && strcmp(path, "-") != 0;
	int err = file ? print_file(report, path) : report_print(report, form, stdout);

	return err < 0 ? call_fail(EXIT_REFUSED, "%s could not be written (%s).",
				 file ? path : "the report", err_str(err))
		       : EXIT_DONE;
}

int report_finish(const struct call *call, struct report *report)
{
	int status = report ? print_to(report, (enum report_form)report_form(call),
				      call_option(call, "html"))
			    : call_fail(EXIT_REFUSED, "there was no memory for the report.");

	report_close(report);
	return status;
}

int report_begin(const struct call *call, struct house *out_house)
{
	if (report_form(call) < 0)
		return call_fail(EXIT_USAGE, "choose one of --csv, --html and --json; see --help.");
	return house_open(out_house, call->db, STORE_READ);
}

int report_failed(const struct house *house, int err)
{
	return call_fail(EXIT_REFUSED, "the record could not be read: %s (%s).", err_str(err),
		store_error(house->store));
}

bool report_date(const char *text, struct local_date fallback, struct local_date *out)
{
	*out = fallback;
	if (!text || local_date_parse(text, strlen(text), out) == 0)
		return true;
	call_fail(EXIT_USAGE, "\"%s\" is no date; write it as 2026-11-23.", text);
	return false;
}

bool report_period(const struct call *call, struct local_date today, int days,
	struct local_date *out_from, struct local_date *out_until)
{
	if (!report_date(call_option(call, "until"), today, out_until) ||
		!report_date(call_option(call, "from"), (struct local_date){out_until->day - days},
			out_from))
		return false;
	if (out_from->day <= out_until->day && out_until->day - out_from->day < PERIOD_DAYS)
		return true;
	call_fail(EXIT_USAGE, "--from must not be after --until, nor %d days before it.",
		PERIOD_DAYS);
	return false;
}
