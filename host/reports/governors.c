// SPDX-License-Identifier: GPL-3.0-or-later
// From a period's counts to the governors' page.
#include "reports/governors.h"

#include <string.h>

#include "reports/review.h"
#include "reports/words.h"

#define COLUMNS(list) list, (int)(sizeof list / sizeof *list)

static void small_number(struct report *report, int64_t count, bool medical)
{
	if (medical && count < REPORT_SMALL)
		report_cell(report, "under %d", REPORT_SMALL);
	else
		report_number(report, count);
}

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
	};

	report_table(r, "summary", "The period in numbers", "", COLUMNS(columns));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		report_text(r, rows[i].what);
		report_number(r, rows[i].count);
	}
}

// Of one rule, by outcome; medical ones are told together.
static int64_t answers(const struct report_counts *c, const char *rule, const char *outcome)
{
	int64_t count = 0;

	for (size_t i = 0; i < c->decision_count; i++) {
		if (strcmp(c->decisions[i].rule, rule) == 0 &&
			(!outcome || strcmp(c->decisions[i].outcome, outcome) == 0))
			count += c->decisions[i].count;
	}
	return count;
}

static void tell_rule(struct report *r, const struct report_counts *c, const struct policy *policy,
	const char *rule)
{
	char meaning[WORDS_RULE];

	words_source(policy, rule, meaning);
	report_text(r, rule);
	report_text(r, meaning);
	report_number(r, answers(c, rule, "allow"));
	report_number(r, answers(c, rule, "refuse"));
	report_number(r, answers(c, rule, "refer"));
	report_number(r, answers(c, rule, NULL));
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
	small_number(r, answers(c, "LAW-1", NULL), true);
}

static void tell_grants(struct report *r, const struct report_counts *c)
{
	static const struct report_column columns[] = {{"kind", "Exception", COLUMN_TEXT},
		{"given", "Given", COLUMN_NUMBER}, {"ended_early", "Ended early", COLUMN_NUMBER},
		{"running", "Running at the end", COLUMN_NUMBER},
		{"review_passed", "Review overdue", COLUMN_NUMBER},
		{"next_review", "Next review", COLUMN_TEXT}};

	report_table(r, "exceptions", "Exceptions by kind", "", COLUMNS(columns));
	for (int kind = 0; kind < COUNT_GRANTS; kind++) {
		const struct count_grant *g = &c->grants[kind];
		bool medical = kind == GRANT_MEDICAL;
		bool few = medical && g->running < REPORT_SMALL;

		report_text(r, word_text(&grant_kind_words, kind));
		small_number(r, g->given, medical);
		small_number(r, g->ended_early, medical);
		small_number(r, g->running, medical);
		small_number(r, g->reviews_passed, medical);
		report_text(r, few ? "" : g->next_review);
	}
}

static void tell_breaches(
	struct report *r, const struct report_counts *c, const struct policy *policy)
{
	static const struct report_column columns[] = {{"rule", "Rule", COLUMN_TEXT},
		{"meaning", "What it is about", COLUMN_TEXT},
		{"reported", "Reported", COLUMN_NUMBER},
		{"investigated", "Under investigation", COLUMN_NUMBER},
		{"closed", "Closed with an outcome", COLUMN_NUMBER}};

	report_table(r, "breaches", "Breaches of the period, as they stand now", "None recorded.",
		COLUMNS(columns));
	for (size_t i = 0; i < c->breach_count; i++) {
		char meaning[WORDS_RULE];

		words_source(policy, c->breaches[i].rule, meaning);
		report_text(r, c->breaches[i].rule);
		report_text(r, meaning);
		for (int state = 0; state < 3; state++)
			report_number(r, c->breaches[i].by_state[state]);
	}
}

static void tell_bans(struct report *r, const struct report_counts *c)
{
	static const struct report_column columns[] = {{"kind", "Ban", COLUMN_TEXT},
		{"rule", "Rule", COLUMN_TEXT}, {"began", "Began", COLUMN_NUMBER},
		{"lifted", "Lifted", COLUMN_NUMBER},
		{"running", "Running at the end", COLUMN_NUMBER}};

	report_table(r, "bans", "Bans", "None.", COLUMNS(columns));
	for (size_t i = 0; i < c->ban_count; i++) {
		report_text(r, c->bans[i].kind);
		report_text(r, c->bans[i].rule);
		report_number(r, c->bans[i].began);
		report_number(r, c->bans[i].lifted);
		report_number(r, c->bans[i].running);
	}
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
	report_title(r, "%s%sphones and devices, report to the governors", counts->site,
		counts->site[0] ? ": " : "");
	report_note(r, "%s to %s; made on %s.", from, until, made);
	report_note(r, "Counts only. Medical counts under %d are not shown (LAW-1).", REPORT_SMALL);
	tell_summary(r, counts);
	tell_answers(r, counts, policy);
	tell_grants(r, counts);
	tell_breaches(r, counts, policy);
	tell_bans(r, counts);
	tell_held(r, counts);
	report_review(r, policy, counts->reviewed, today);
	if (report_end(r) < 0) {
		report_close(r);
		return NULL;
	}
	return r;
}
