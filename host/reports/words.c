// SPDX-License-Identifier: GPL-3.0-or-later
// Words that every report shares.
#include "reports/words.h"

#include <string.h>

static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December"};

bool words_medical(const char *rule)
{
	return strcmp(rule, "LAW-1") == 0;
}

const char *words_rule(const char *rule)
{
	return words_medical(rule) ? "arranged" : rule;
}

void words_meaning(const struct policy *policy, const char *rule, char out[WORDS_RULE])
{
	static const struct {
		const char *word, *meaning;
	} lockers[] = {
		{"school", "the school's own setting: the policy does not say"},
		{"card", "a card that is unknown, ended or lost"},
		{"place", "kept in another cabinet"},
		{"day", "an earlier day's is still in: the desk settles it first"},
		{"done", "collected today already, or after home-time"},
		{"full", "no free door"},
		{"time", "the clock was in doubt"},
		{"disk", "the disk was full"},
		{"jam", "the door did not open"},
		{"lock-down", "self-service was closed by the leadership team"},
		{"staff", "a member of staff's own act at the cabinet"},
	};
	const struct policy_rule *known = policy_rule(policy, rule);

	if (known) {
		snprintf(out, WORDS_RULE, "%s%s", known->title,
			known->ours ? " (school practice)" : "");
		return;
	}
	snprintf(out, WORDS_RULE, "a word of the locker's");
	for (size_t i = 0; i < sizeof lockers / sizeof *lockers; i++) {
		if (strcmp(lockers[i].word, rule) == 0)
			snprintf(out, WORDS_RULE, "%s", lockers[i].meaning);
	}
}

void words_source(const struct policy *policy, const char *rule, char out[WORDS_RULE])
{
	if (words_medical(rule))
		snprintf(out, WORDS_RULE, "the office knows");
	else
		words_meaning(policy, rule, out);
}

const char *words_school(const char *entered, const struct policy *policy)
{
	return entered[0] ? entered : policy_title(policy);
}

void words_date(struct local_date date, char out[WORDS_DATE])
{
	static const char *const days[] = {
		"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
	struct local_fields fields;

	local_time_fields(local_day_start(date), &fields);
	snprintf(out, WORDS_DATE, "%s %d %s %d", days[local_weekday(date)], fields.day,
		months[fields.month - 1], fields.year);
}

void words_time_cell(struct report *report, struct wall_time at, const struct local_date *day)
{
	struct local_fields f;
	struct local_time local = local_from_wall(at);

	if (at.ms == 0) {
		report_text(report, "");
		return;
	}
	local_time_fields(local, &f);
	if (day && local_date_of(local).day == day->day)
		report_cell(report, "%02d:%02d", f.hour, f.minute);
	else
		report_cell(report, "%d %.3s %d %02d:%02d", f.day, months[f.month - 1], f.year,
			f.hour, f.minute);
}
