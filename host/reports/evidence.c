// SPDX-License-Identifier: GPL-3.0-or-later
// From a period's counts to the evidence page.
#include "reports/evidence.h"

#include <string.h>

#include "reports/count_tables.h"
#include "reports/governors.h"
#include "reports/review.h"
#include "reports/words.h"

#define COLUMNS(list) list, (int)(sizeof list / sizeof *list)

static void tell_policy(
	struct report *r, const struct report_counts *c, const struct policy *policy)
{
	static const struct report_column columns[] = {
		{"what", "What", COLUMN_TEXT}, {"is", "As it is", COLUMN_TEXT}};
	int enforced = 0, count = policy_rule_count(policy);

	for (int i = 0; i < count; i++)
		enforced += policy_rule_at(policy, i)->enforced;
	report_table(r, "policy", "The policy", "", COLUMNS(columns));
	report_text(r, "policy");
	report_text(r, policy_title(policy));
	report_text(r, "rules the lockers enforce, the law's among them");
	report_cell(r, "%d", enforced);
	report_text(r, "rules that are recorded");
	report_cell(r, "%d", count - enforced);
	report_text(r, "where it is silent, for pupils the school chose");
	report_text(r, c->pupils[0] ? c->pupils : "nothing yet: the office decides");
	report_text(r, "where it is silent, for staff the school chose");
	report_text(r, c->staff[0] ? c->staff : "nothing yet: the office decides");
	report_text(r, "the national guidance (LAW-7)");
	report_text(r, "no access for pupils in lessons, between them, at break or lunch: "
		       "home-time; staff not in front of pupils: contact");
}

static void tell_practice(struct report *r, const struct report_counts *c)
{
	static const struct report_column columns[] = {
		{"what", "What", COLUMN_TEXT}, {"count", "How many", COLUMN_NUMBER}};
	int64_t tenths = c->school_days ? c->hand_ins * 10 / c->school_days : 0;
	int64_t refused = 0, referred = 0, allowed = 0;

	// With a medical answer's outcome in them these sums could be taken apart (LAW-1).
	for (size_t i = 0; i < c->decision_count; i++) {
		const struct count_decision *d = &c->decisions[i];

		if (words_medical(d->rule))
			continue;
		allowed += strcmp(d->outcome, "allow") == 0 ? d->count : 0;
		refused += strcmp(d->outcome, "refuse") == 0 ? d->count : 0;
		referred += strcmp(d->outcome, "refer") == 0 ? d->count : 0;
	}
	report_table(r, "practice", "As it is lived", "", COLUMNS(columns));
	report_text(r, "school days");
	report_number(r, c->school_days);
	report_text(r, "devices handed in");
	report_number(r, c->hand_ins);
	report_text(r, "of these a school day");
	report_cell(r, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
	report_text(r, "answers: allowed");
	report_number(r, allowed);
	report_text(r, "answers: refused");
	report_number(r, refused);
	report_text(r, "answers: sent to the office");
	report_number(r, referred);
}

// Where a rule stands, for a reader who has the school's policy and not the files it was read from.
static void tell_source(struct report *r, const struct policy_rule *rule)
{
	if (rule->ours)
		report_text(r, "school practice");
	else if (strncmp(rule->id, "LAW-", 4) == 0)
		report_text(r, "the law");
	else
		report_cell(r, "policy text: %s", rule->section);
}

static void tell_rule(
	struct report *r, const struct report_counts *c, const struct policy_rule *rule)
{
	bool medical = words_medical(rule->id);

	report_text(r, rule->id);
	report_text(r, rule->title);
	report_text(r, rule->enforced ? "enforced" : "recorded");
	tell_source(r, rule);
	count_small(r, count_answers(c, rule->id, NULL), medical);
	if (medical) {
		report_text(r, "");
		report_text(r, "");
	} else {
		report_number(r, count_answers(c, rule->id, "refuse"));
		report_number(r, count_answers(c, rule->id, "refer"));
	}
}

static void tell_rules(struct report *r, const struct report_counts *c, const struct policy *policy)
{
	static const struct report_column columns[] = {{"rule", "Rule", COLUMN_TEXT},
		{"says", "What it says, in our words", COLUMN_TEXT}, {"kind", "Kind", COLUMN_TEXT},
		{"source", "Where it stands", COLUMN_TEXT}, {"answers", "Answers", COLUMN_NUMBER},
		{"refused", "Refused", COLUMN_NUMBER},
		{"referred", "To the office", COLUMN_NUMBER}};

	report_table(r, "rules", "Rule by rule", "", COLUMNS(columns));
	for (int i = 0; i < policy_rule_count(policy); i++)
		tell_rule(r, c, policy_rule_at(policy, i));
}

struct report *report_evidence(
	const struct report_counts *counts, const struct policy *policy, struct local_date today)
{
	struct report *r = report_open("evidence");
	char from[WORDS_DATE], until[WORDS_DATE], made[WORDS_DATE];

	if (!r)
		return NULL;
	words_date(counts->from, from);
	words_date(counts->until, until);
	words_date(today, made);
	report_title(
		r, "%s: how the policy on phones is applied", words_school(counts->school, policy));
	report_note(r, "%s to %s; made on %s.", from, until, made);
	report_note(r, "Counts only. Medical counts under %d are not shown (LAW-1).", REPORT_SMALL);
	tell_policy(r, counts, policy);
	tell_practice(r, counts);
	tell_rules(r, counts, policy);
	count_table_grants(r, counts);
	count_table_breaches(r, counts, policy);
	count_table_incidents(r, counts);
	count_table_bans(r, counts);
	report_review(r, policy, counts->reviewed, today);
	if (report_end(r) < 0) {
		report_close(r);
		return NULL;
	}
	return r;
}
