// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of counts, and what is not counted aloud.
#include "reports/count_tables.h"

#include <string.h>

#include "reports/governors.h"
#include "reports/words.h"

#define COLUMNS(list) list, (int)(sizeof list / sizeof *list)

void count_small(struct report *report, int64_t count, bool medical)
{
	if (medical && count < REPORT_SMALL)
		report_cell(report, "under %d", REPORT_SMALL);
	else
		report_number(report, count);
}

int64_t count_answers(const struct report_counts *c, const char *rule, const char *outcome)
{
	int64_t count = 0;

	for (size_t i = 0; i < c->decision_count; i++) {
		if (strcmp(c->decisions[i].rule, rule) == 0 &&
			(!outcome || strcmp(c->decisions[i].outcome, outcome) == 0))
			count += c->decisions[i].count;
	}
	return count;
}

void count_table_grants(struct report *r, const struct report_counts *c)
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
		count_small(r, g->given, medical);
		count_small(r, g->ended_early, medical);
		count_small(r, g->running, medical);
		count_small(r, g->reviews_passed, medical);
		report_text(r, few ? "" : g->next_review);
	}
}

void count_table_breaches(
	struct report *r, const struct report_counts *c, const struct policy *policy)
{
	static const struct report_column columns[] = {{"rule", "Rule", COLUMN_TEXT},
		{"meaning", "What it is about", COLUMN_TEXT},
		{"reported", "Reported", COLUMN_NUMBER},
		{"investigated", "Under investigation", COLUMN_NUMBER},
		{"closed", "Closed with an outcome", COLUMN_NUMBER},
		{"disciplinary", "Of these the Disciplinary Procedure", COLUMN_NUMBER}};

	report_table(r, "breaches", "Breaches of the period, as they stand now", "None recorded.",
		COLUMNS(columns));
	for (size_t i = 0; i < c->breach_count; i++) {
		char meaning[WORDS_RULE];

		words_source(policy, c->breaches[i].rule, meaning);
		report_text(r, c->breaches[i].rule);
		report_text(r, meaning);
		for (int state = 0; state < 3; state++)
			report_number(r, c->breaches[i].by_state[state]);
		report_number(r, c->breaches[i].disciplinary);
	}
}

void count_table_bans(struct report *r, const struct report_counts *c)
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

void count_table_incidents(struct report *r, const struct report_counts *c)
{
	static const struct report_column columns[] = {{"kind", "Incident", COLUMN_TEXT},
		{"count", "Reported", COLUMN_NUMBER}, {"closed", "Closed", COLUMN_NUMBER}};

	report_table(r, "incidents", "Incidents", "None reported.", COLUMNS(columns));
	for (size_t i = 0; i < c->incident_count; i++) {
		report_text(r, c->incidents[i].kind);
		report_number(r, c->incidents[i].count);
		report_number(r, c->incidents[i].closed);
	}
}
