// SPDX-License-Identifier: GPL-3.0-or-later
// From a period's counts to the governors' page.
#include "reports/governors.h"

#include <string.h>

#include "reports/count_tables.h"
#include "reports/review.h"
#include "reports/words.h"

#define COLUMNS(list) list, (int)(sizeof list / sizeof *list)

static void tell_summary(struct report *r, const struct report_counts *c)
{
	static const struct report_column columns[] = {
		{"what", "What", COLUMN_TEXT}, {"count", "How many", COLUMN_NUMBER}};
	const struct {
		const char *what;
		int64_t count;
	} rows[] = {
		{"school days", c->school_days},
		{"devices handed in", c->hand_ins},
		{"devices given back", c->collections},
		{"of both: on the word of staff, not seen by the locker", c->said},
		{"children allowed to walk home, on the last day", c->walkers},
		{"doors in doubt: questions asked", c->questions},
		{"and answered since", c->answered},
		{"devices kept longer: holds", c->holds},
		{"of these for the police", c->evidence},
		{"acts against a decision", c->overrides},
		{"of these acknowledged by now", c->acknowledged},
		{"visits signed in at reception", c->sign_ins},
		{"school devices lent", c->lent},
		{"of these not back in time", c->lent_overdue},
		{"of these, consent or images still to be said", c->to_attest},
	};

	report_table(r, "summary", "The period in numbers", "", COLUMNS(columns));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		report_text(r, rows[i].what);
		report_number(r, rows[i].count);
	}
}

static void tell_whose(struct report *r, const struct report_counts *c)
{
	static const struct report_column columns[] = {{"whose", "Whose", COLUMN_TEXT},
		{"devices", "Devices handed in", COLUMN_NUMBER},
		{"people", "People", COLUMN_NUMBER}};
	static const char *const names[] = {[COUNT_PUPILS] = "pupils",
		[COUNT_STAFF] = "who works here",
		[COUNT_VISITORS] = "parents and visitors"};

	report_table(r, "whose", "Whose devices", "", COLUMNS(columns));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		report_text(r, names[i]);
		report_number(r, c->handed_in[i].devices);
		report_number(r, c->handed_in[i].people);
	}
}

static void tell_rule(struct report *r, const struct report_counts *c, const struct policy *policy,
	const char *rule)
{
	char meaning[WORDS_RULE];

	words_source(policy, rule, meaning);
	report_text(r, rule);
	report_text(r, meaning);
	report_number(r, count_answers(c, rule, "allow"));
	report_number(r, count_answers(c, rule, "refuse"));
	report_number(r, count_answers(c, rule, "refer"));
	report_number(r, count_answers(c, rule, NULL));
}

static void tell_answers(
	struct report *r, const struct report_counts *c, const struct policy *policy)
{
	static const struct report_column columns[] = {{"rule", "Rule", COLUMN_TEXT},
		{"meaning", "What it is about", COLUMN_TEXT}, {"allowed", "Allowed", COLUMN_NUMBER},
		{"refused", "Refused", COLUMN_NUMBER}, {"referred", "To the office", COLUMN_NUMBER},
		{"all", "All", COLUMN_NUMBER}};

	char meaning[WORDS_RULE];

	report_table(r, "answers", "Answers by rule", "", COLUMNS(columns));
	for (size_t i = 0; i < c->decision_count; i++) {
		const char *rule = c->decisions[i].rule;

		if (words_medical(rule) || (i > 0 && strcmp(c->decisions[i - 1].rule, rule) == 0))
			continue;
		tell_rule(r, c, policy, rule);
	}
	report_text(r, "LAW-1");
	words_meaning(policy, "LAW-1", meaning);
	report_text(r, meaning);
	report_text(r, "");
	report_text(r, "");
	report_text(r, "");
	count_small(r, count_answers(c, "LAW-1", NULL), true);
}

static void hours_cell(struct report *r, int64_t minutes)
{
	report_cell(r, "%lld h %02lld min", (long long)(minutes / 60), (long long)(minutes % 60));
}

static void tell_held(struct report *r, const struct report_counts *c)
{
	static const struct report_column columns[] = {{"kind", "Kind", COLUMN_TEXT},
		{"count", "Ended", COLUMN_NUMBER}, {"average", "Average time", COLUMN_TEXT},
		{"longest", "Longest", COLUMN_TEXT},
		{"average_minutes", "Average in minutes", COLUMN_NUMBER}};

	report_table(r, "held", "How long devices were kept", "None was given back in the period.",
		COLUMNS(columns));
	for (size_t i = 0; i < c->held_count; i++) {
		const struct count_held *h = &c->held[i];

		report_text(r, word_text(&custody_kind_words, (int)h->kind));
		report_number(r, h->count);
		hours_cell(r, h->total_minutes / h->count);
		hours_cell(r, h->longest_minutes);
		report_number(r, h->total_minutes / h->count);
	}
}

struct report *report_governors(
	const struct report_counts *counts, const struct policy *policy, struct local_date today)
{
	struct report *r = report_open("governors");
	char from[WORDS_DATE], until[WORDS_DATE], made[WORDS_DATE];

	if (!r)
		return NULL;
	words_date(counts->from, from);
	words_date(counts->until, until);
	words_date(today, made);
	report_title(r, "%s: phones and devices, report to the governors",
		words_school(counts->school, policy));
	report_note(r, "%s to %s; made on %s.", from, until, made);
	report_note(r, "Counts only. Medical counts under %d are not shown (LAW-1).", REPORT_SMALL);
	tell_summary(r, counts);
	tell_whose(r, counts);
	tell_answers(r, counts, policy);
	count_table_grants(r, counts);
	count_table_breaches(r, counts, policy);
	count_table_incidents(r, counts);
	count_table_bans(r, counts);
	tell_held(r, counts);
	report_review(r, policy, counts->reviewed, today);
	if (report_end(r) < 0) {
		report_close(r);
		return NULL;
	}
	return r;
}
