// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime rehearse`: what another policy, or other settings, would have answered. Reads the
// database by itself, like the reports.
#include <string.h>

#include "api/rehearse.h"
#include "base/err.h"
#include "cli/families.h"
#include "cli/report_forms.h"

#define DAYS 28 // before the last one, where no --from is given

static const struct command_option options[] = {
	{"policy", "NAME|FILE", "a school's policy, or a file of one; absent: the one in force",
		OPTION_TEXT},
	{"from", "DATE", "the first day; where absent, four weeks before the last", OPTION_TEXT},
	{"until", "DATE", "the last day; today where absent", OPTION_TEXT},
	{"register", "DATE", "what a day's register would likely ask, in the place of a period",
		OPTION_TEXT},
	{"pupils", "SETTING", "with the school's own setting for pupils: home-time, none, own",
		OPTION_TEXT},
	{"staff", "SETTING", "with its setting for staff: contact, sessions, day, own",
		OPTION_TEXT},
	{"person", "PERSON", "only this person's", OPTION_TEXT},
	{"print-requests", NULL, "print the requests themselves, for `hometime decide`",
		OPTION_FLAG},
	REPORT_FORM_OPTIONS, {0}};

struct rehearsing {
	struct house house;
	struct policy *policy; // to be closed; NULL: the one in force is tried
	struct rehearse_ask ask;
	struct local_date from, until;
	bool is_register;
};

static int print_line(void *arg, const char *line)
{
	(void)arg;
	return puts(line) < 0;
}

// A built-in policy's name goes before a file of the same name. -1, or the exit status, said.
static int open_policy(const char *name, struct policy **out)
{
	char why[POLICY_WHY_MAX];
	int err = policy_open(name, out, why);

	if (err == -ERR_NOT_FOUND && (strchr(name, '/') || strchr(name, '.')))
		err = policy_open_file(name, out, why);
	else if (err == -ERR_NOT_FOUND)
		return call_fail(EXIT_USAGE,
			"no policy is called \"%s\"; name roby-park, flixton, balfour, helsby, "
			"christ-church or a file such as ./ours.json.",
			name);
	return err < 0 ? call_fail(EXIT_REFUSED, "%s", why) : -1;
}

// The setting an option names, from the second word of its list on. False: said.
static bool read_setting(
	const struct call *call, const char *name, const struct words *words, int *out)
{
	const char *text = call_option(call, name);

	*out = text ? word_find(words, text, strlen(text)) : -1;
	if (!text || *out > 0)
		return true;
	call_fail(EXIT_USAGE, "--%s cannot be \"%s\"; see --help.", name, text);
	return false;
}

static bool read_days(const struct call *call, struct rehearsing *r)
{
	struct local_date today = local_date_of(local_from_wall(env_now(call->env).wall));
	const char *date = call_option(call, "register");

	r->is_register = date != NULL;
	if (!date)
		return report_period(call, today, DAYS, &r->from, &r->until);
	if (call_option(call, "from") || call_option(call, "until")) {
		call_fail(EXIT_USAGE, "--register is one day: leave --from and --until out.");
		return false;
	}
	return report_date(date, today, &r->from);
}

static int read_person(const struct call *call, struct rehearsing *r)
{
	const char *ref = call_option(call, "person");
	struct person_record person;
	int err = ref ? person_find(r->house.store, ref, &person) : 0;

	r->ask.person = ref && err == 0 ? person.id : 0;
	if (err == -ERR_NOT_FOUND)
		return call_fail(EXIT_REFUSED,
			"nobody has the reference \"%s\"; it is the one on the register.", ref);
	return err < 0 ? report_failed(&r->house, err) : -1;
}

// The policy that answered gives every answer again, unless the record or the rules were changed.
static int judge(const struct call *call, const struct rehearsing *r, size_t changed)
{
	if (changed == 0 || r->policy || r->is_register || call_option(call, "pupils") ||
		call_option(call, "staff"))
		return EXIT_DONE;
	return call_fail(EXIT_REFUSED,
		"%zu of the answers on record would not be given now: the record or the "
		"rules were changed since, or another policy was in force.",
		changed);
}

static int rehearse_run(const struct call *call, struct rehearsing *r)
{
	bool lines = call_option(call, "print-requests") != NULL;
	struct rehearsal rehearsal;
	int status, err;

	r->ask.through = r->policy ? r->policy : r->house.policy;
	r->ask.request = lines ? print_line : NULL;
	if (r->is_register)
		err = rehearse_register(
			r->house.store, &r->ask, r->house.policy, r->from, &rehearsal);
	else
		err = rehearse_period(r->house.store, &r->ask, r->from, r->until, &rehearsal);
	if (err < 0)
		return report_failed(&r->house, err);
	status = lines ? EXIT_DONE : report_finish(call, report_rehearsal(&rehearsal));
	if (status == EXIT_DONE && !lines)
		status = judge(call, r, rehearsal.row_count);
	rehearsal_release(&rehearsal);
	return status;
}

static int rehearse(const struct call *call)
{
	const char *name = call_option(call, "policy");
	struct rehearsing r = {0};
	int status;

	if (!read_days(call, &r) ||
		!read_setting(call, "pupils", &pupils_setting_words, &r.ask.pupils) ||
		!read_setting(call, "staff", &staff_setting_words, &r.ask.staff))
		return EXIT_USAGE;
	status = name ? open_policy(name, &r.policy) : -1;
	if (status < 0)
		status = report_begin(call, &r.house);
	if (status < 0) {
		status = read_person(call, &r);
		if (status < 0)
			status = rehearse_run(call, &r);
		house_close(&r.house);
	}
	policy_close(r.policy);
	return status;
}

const struct command rehearse_commands[] = {
	{"rehearse", NULL, "a period's requests, or a day's register, through another policy",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, options, rehearse, NULL},
	{0},
};
