// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime report ...`: reads the database by itself, beside a service or alone, so that no report
// of a whole year ever stands between a child and a door.
#include "base/err.h"
#include "cli/families.h"
#include "cli/report_forms.h"
#include "reports/day.h"
#include "reports/evidence.h"
#include "reports/governors.h"
#include "reports/person.h"
#include "reports/sheet.h"

static const struct command_option form_options[] = {REPORT_FORM_OPTIONS, {0}};
static const struct command_option period_options[] = {
	{"from", "DATE", "the first day; where absent, a year before the last", OPTION_TEXT},
	{"until", "DATE", "the last day; today where absent", OPTION_TEXT}, REPORT_FORM_OPTIONS,
	{0}};

static int report_day_run(const struct call *call)
{
	struct now now = env_now(call->env);
	struct local_date date;
	struct report_day_rows rows;
	struct house house;
	int status, err;

	if (!report_date(call->operand_count ? call->operands[0] : NULL,
		    local_date_of(local_from_wall(now.wall)), &date))
		return EXIT_USAGE;
	status = report_begin(call, &house);
	if (status >= 0)
		return status;
	err = report_day_read(house.store, date, now.wall, &rows);
	if (err < 0) {
		status = report_failed(&house, err);
	} else {
		status = report_finish(call, report_day(&rows, house.policy));
		report_day_release(&rows);
	}
	house_close(&house);
	return status;
}

static int report_sheet_run(const struct call *call)
{
	struct now now = env_now(call->env);
	struct report_day_rows rows;
	struct house house;
	int status = report_begin(call, &house), err;

	if (status >= 0)
		return status;
	err = report_day_read(
		house.store, local_date_of(local_from_wall(now.wall)), now.wall, &rows);
	if (err < 0) {
		status = report_failed(&house, err);
	} else {
		status = report_finish(call, report_sheet(&rows));
		report_day_release(&rows);
	}
	house_close(&house);
	return status;
}

// HH-4: that somebody's records are looked into is on the record, and told to them, before anything
// is shown.
static int say_seen(const struct call *call)
{
	json_t *answer;
	int status;

	status = call_answer(call,
		json_pack("{s:s, s:s, s:s}", "request", "person seen", "by", call->by, "person",
			call->operands[0]),
		&answer);
	if (answer && status != EXIT_DONE)
		call_fail(status, "%s", json_string_value(json_object_get(answer, "error")));
	json_decref(answer);
	return status;
}

static int report_person_run(const struct call *call)
{
	struct local_date today = local_date_of(local_from_wall(env_now(call->env).wall));
	struct person_record person;
	struct report *report;
	struct house house;
	int status = report_begin(call, &house), err;

	if (status >= 0)
		return status;
	status = say_seen(call);
	if (status != EXIT_DONE) {
		house_close(&house);
		return status;
	}
	err = person_find(house.store, call->operands[0], &person);
	if (err == 0)
		err = report_person(house.store, house.policy, &person, today, &report);
	if (err == -ERR_NOT_FOUND)
		status = call_fail(EXIT_REFUSED,
			"nobody has the reference \"%s\"; it is the one on the register.",
			call->operands[0]);
	else
		status = err < 0 ? report_failed(&house, err) : report_finish(call, report);
	house_close(&house);
	return status;
}

// One of the two pages of counts.
static int count_run(const struct call *call, struct report *(*tell)(const struct report_counts *,
						      const struct policy *, struct local_date))
{
	struct local_date today = local_date_of(local_from_wall(env_now(call->env).wall));
	struct local_date from, until;
	struct report_counts counts;
	struct house house;
	int status, err;

	if (!report_period(call, today, 365, &from, &until))
		return EXIT_USAGE;
	status = report_begin(call, &house);
	if (status >= 0)
		return status;
	err = report_counts_read(house.store, from, until, &counts);
	if (err < 0) {
		status = report_failed(&house, err);
	} else {
		status = report_finish(call, tell(&counts, house.policy, today));
		report_counts_release(&counts);
	}
	house_close(&house);
	return status;
}

static int report_governors_run(const struct call *call)
{
	return count_run(call, report_governors);
}

static int report_evidence_run(const struct call *call)
{
	return count_run(call, report_evidence);
}

const struct command report_commands[] = {
	{"report day", "[DATE]", "one day, today's where none is named: in, out, late, refused",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, form_options, report_day_run, NULL},
	{"report sheet", NULL,
		"the day sheet: what is in now, by cabinet and door, for a power cut",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, form_options, report_sheet_run, NULL},
	{"report person", "PERSON", "all that is kept about one person, for them to see",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, form_options, report_person_run, NULL},
	{"report governors", NULL, "a period in counts, without a name",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, period_options, report_governors_run,
		NULL},
	{"report evidence", NULL, "how the policy is applied, rule by rule, without a name",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, period_options, report_evidence_run,
		NULL},
	{0},
};
