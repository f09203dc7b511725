// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime report ...`: reads the database by itself, beside a service or alone, so that no report
// of a whole year ever stands between a child and a door.
#include <string.h>

#include "base/err.h"
#include "cli/families.h"
#include "cli/house.h"
#include "reports/day.h"
#include "reports/governors.h"
#include "reports/person.h"

#define PERIOD_DAYS 3660 // ten years: a wrong century is a typing error

#define FORM_OPTIONS                                                                               \
	{"csv", NULL, "for a spreadsheet", OPTION_FLAG},                                           \
	{                                                                                          \
		"html", "FILE", "a page to print, written to FILE (- for standard output)",        \
			OPTION_TEXT                                                                \
	}

static const struct command_option form_options[] = {FORM_OPTIONS, {0}};
static const struct command_option period_options[] = {
	{"from", "DATE", "the first day; where absent, a year before the last", OPTION_TEXT},
	{"until", "DATE", "the last day; today where absent", OPTION_TEXT}, FORM_OPTIONS, {0}};

// The form that was asked for; -1 where two were.
static int form_of(const struct call *call)
{
	bool csv = call_option(call, "csv") != NULL;
	bool html = call_option(call, "html") != NULL;

	if (csv + html + call->json > 1)
		return -1;
	return csv ? REPORT_CSV : html ? REPORT_HTML : call->json ? REPORT_JSON : REPORT_TERMINAL;
}

static int print_to(const struct report *report, enum report_form form, const char *path)
{
	bool file = form == REPORT_HTML && strcmp(path, "-") != 0;
	FILE *out = file ? fopen(path, "w") : stdout;
	int err = out ? report_print(report, form, out) : -ERR_IO;

	if (out && file && fclose(out) != 0)
		err = -ERR_IO;
	return err < 0 ? call_fail(EXIT_REFUSED, "%s could not be written (%s).",
				 file ? path : "the report", err_str(err))
		       : EXIT_DONE;
}

// Prints and closes it.
static int finish(const struct call *call, struct report *report)
{
	int status = report ? print_to(report, (enum report_form)form_of(call),
				      call_option(call, "html"))
			    : call_fail(EXIT_REFUSED, "there was no memory for the report.");

	report_close(report);
	return status;
}

// -1 where house is open; otherwise an exit status, said.
static int begin(const struct call *call, struct house *out_house)
{
	if (form_of(call) < 0)
		return call_fail(EXIT_USAGE, "choose one of --csv, --html and --json; see --help.");
	return house_open(out_house, call->db, STORE_READ);
}

static int failed(const struct house *house, int err)
{
	return call_fail(EXIT_REFUSED, "the record could not be read: %s (%s).", err_str(err),
		store_error(house->store));
}

// The date an operand or option names, or fallback where it is absent. False: said.
static bool date_of(const char *text, struct local_date fallback, struct local_date *out)
{
	*out = fallback;
	if (!text || local_date_parse(text, strlen(text), out) == 0)
		return true;
	call_fail(EXIT_USAGE, "\"%s\" is no date; write it as 2026-11-23.", text);
	return false;
}

static int report_day_run(const struct call *call)
{
	struct now now = env_now(call->env);
	struct local_date date;
	struct report_day_rows rows;
	struct house house;
	int status, err;

	if (!date_of(call->operand_count ? call->operands[0] : NULL,
		    local_date_of(local_from_wall(now.wall)), &date))
		return EXIT_USAGE;
	status = begin(call, &house);
	if (status >= 0)
		return status;
	err = report_day_read(house.store, date, now.wall, &rows);
	if (err < 0) {
		status = failed(&house, err);
	} else {
		status = finish(call, report_day(&rows, house.policy));
		report_day_release(&rows);
	}
	house_close(&house);
	return status;
}

static int report_person_run(const struct call *call)
{
	struct local_date today = local_date_of(local_from_wall(env_now(call->env).wall));
	struct person_record person;
	struct report *report;
	struct house house;
	int status = begin(call, &house), err;

	if (status >= 0)
		return status;
	err = person_find(house.store, call->operands[0], &person);
	if (err == 0)
		err = report_person(house.store, house.policy, &person, today, &report);
	if (err == -ERR_NOT_FOUND)
		status = call_fail(EXIT_REFUSED,
			"nobody has the reference \"%s\"; it is the one on the register.",
			call->operands[0]);
	else
		status = err < 0 ? failed(&house, err) : finish(call, report);
	house_close(&house);
	return status;
}

// --from and --until. False: said.
static bool period_of(const struct call *call, struct local_date today, struct local_date *out_from,
	struct local_date *out_until)
{
	if (!date_of(call_option(call, "until"), today, out_until) ||
		!date_of(call_option(call, "from"), (struct local_date){out_until->day - 365},
			out_from))
		return false;
	if (out_from->day <= out_until->day && out_until->day - out_from->day < PERIOD_DAYS)
		return true;
	call_fail(EXIT_USAGE, "--from must not be after --until, nor %d days before it.",
		PERIOD_DAYS);
	return false;
}

static int report_governors_run(const struct call *call)
{
	struct local_date today = local_date_of(local_from_wall(env_now(call->env).wall));
	struct local_date from, until;
	struct report_counts counts;
	struct house house;
	int status, err;

	if (!period_of(call, today, &from, &until))
		return EXIT_USAGE;
	status = begin(call, &house);
	if (status >= 0)
		return status;
	err = report_counts_read(house.store, from, until, &counts);
	if (err < 0) {
		status = failed(&house, err);
	} else {
		status = finish(call, report_governors(&counts, house.policy, today));
		report_counts_release(&counts);
	}
	house_close(&house);
	return status;
}

const struct command report_commands[] = {
	{"report day", "[DATE]", "one day, today's where none is named: in, out, late, refused",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, form_options, report_day_run, NULL},
	{"report person", "PERSON", "all that is kept about one person, for them to see",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, form_options, report_person_run, NULL},
	{"report governors", NULL, "a period in counts, without a name",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, period_options, report_governors_run,
		NULL},
	{0},
};
