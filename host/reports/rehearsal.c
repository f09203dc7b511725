// SPDX-License-Identifier: GPL-3.0-or-later
// From a rehearsal's rows to its report.
#include "reports/rehearsal.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "reports/words.h"

#define COLUMNS(list) list, (int)(sizeof list / sizeof *list)
#define ANSWER_TEXT   160

// "allow, record-breach, start-ban"
static void answer_text(const struct rehearsal_answer *answer, char out[ANSWER_TEXT])
{
	size_t at = (size_t)snprintf(out, ANSWER_TEXT, "%s", answer->outcome);

	for (int i = 0; i < obligation_words.count && at < ANSWER_TEXT; i++) {
		if (answer->obligations >> i & 1)
			at += (size_t)snprintf(out + at, ANSWER_TEXT - at, ", %s",
				word_text(&obligation_words, i));
	}
}

static void tell_summary(struct report *report, const struct rehearsal *r)
{
	static const struct report_column columns[] = {
		{"what", "What", COLUMN_TEXT}, {"count", "How many", COLUMN_NUMBER}};
	const struct {
		const char *what;
		int64_t count;
		bool register_too;
	} rows[] = {
		{"requests decided again", r->decided, true},
		{"answered the same", r->same, true},
		{"the same by another rule, or in other words", r->other_rule, true},
		{"answers that would change", (int64_t)r->row_count, true},
		{"passed over: the locker's own answers, no policy asked", r->passed_over, false},
		{"passed over: from before requests were kept", r->unkept, false},
		{"passed over: kept in a form this version cannot read", r->unreadable, false},
	};

	report_table(report, "summary", "The rehearsal in numbers", "", COLUMNS(columns));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (r->is_register && !rows[i].register_too)
			continue;
		report_text(report, rows[i].what);
		report_number(report, rows[i].count);
	}
}

static int compare_answers(const struct rehearsal_answer *a, const struct rehearsal_answer *b)
{
	int order = strcmp(a->rule, b->rule);

	if (order == 0)
		order = strcmp(a->outcome, b->outcome);
	return order ? order
		     : (a->obligations > b->obligations) - (a->obligations < b->obligations);
}

static int compare_changes(const struct rehearsal_row *a, const struct rehearsal_row *b)
{
	int order = compare_answers(&a->was, &b->was);

	return order ? order : compare_answers(&a->now, &b->now);
}

static int compare_rows(const void *left, const void *right)
{
	const struct rehearsal_row *const *a = left, *const *b = right;
	int order = compare_changes(*a, *b);

	return order ? order : ((*a)->person > (*b)->person) - ((*a)->person < (*b)->person);
}

static void tell_answer(struct report *report, const struct rehearsal_answer *answer)
{
	char text[ANSWER_TEXT];

	answer_text(answer, text);
	report_text(report, text);
	report_text(report, words_rule(answer->rule));
}

// One kind of change: how many answers, and of how many people.
static void tell_change(struct report *report, const struct rehearsal *r,
	struct rehearsal_row *const *rows, size_t count)
{
	char meaning[WORDS_RULE];
	int64_t people = 1;

	for (size_t i = 1; i < count; i++)
		people += rows[i]->person != rows[i - 1]->person;
	words_source(r->through, rows[0]->now.rule, meaning);
	tell_answer(report, &rows[0]->was);
	tell_answer(report, &rows[0]->now);
	report_text(report, meaning);
	report_number(report, (int64_t)count);
	report_number(report, people);
}

static int tell_changes(struct report *report, const struct rehearsal *r)
{
	static const struct report_column columns[] = {{"was", "Answer", COLUMN_TEXT},
		{"was_rule", "Rule", COLUMN_TEXT}, {"now", "Would be", COLUMN_TEXT},
		{"now_rule", "By rule", COLUMN_TEXT}, {"why", "What it is about", COLUMN_TEXT},
		{"count", "Answers", COLUMN_NUMBER}, {"people", "People", COLUMN_NUMBER}};
	struct rehearsal_row **rows = calloc(r->row_count + 1, sizeof *rows);

	if (!rows)
		return -ERR_NO_MEMORY;
	for (size_t i = 0; i < r->row_count; i++)
		rows[i] = &r->rows[i];
	qsort(rows, r->row_count, sizeof *rows, compare_rows);
	report_table(report, "changes", "What would change, by rule", "Nothing.", COLUMNS(columns));
	for (size_t first = 0, past; first < r->row_count; first = past) {
		past = first + 1;
		while (past < r->row_count && compare_changes(rows[first], rows[past]) == 0)
			past++;
		tell_change(report, r, rows + first, past - first);
	}
	free(rows);
	return 0;
}

static void tell_said(struct report *report, const struct rehearsal_answer *answer)
{
	report_text(report, words_medical(answer->rule) ? "" : answer->say);
}

static void tell_rows(struct report *report, const struct rehearsal *r)
{
	static const struct report_column columns[] = {{"at", "At", COLUMN_TEXT},
		{"person", "Person", COLUMN_TEXT}, {"class", "Class", COLUMN_TEXT},
		{"place", "Place", COLUMN_TEXT}, {"asked", "Asked", COLUMN_TEXT},
		{"was", "Answer", COLUMN_TEXT}, {"was_rule", "Rule", COLUMN_TEXT},
		{"was_said", "Said", COLUMN_TEXT}, {"now", "Would be", COLUMN_TEXT},
		{"now_rule", "By rule", COLUMN_TEXT}, {"now_said", "Would say", COLUMN_TEXT}};
	const struct local_date *day = r->is_register ? &r->from : NULL;

	report_table(
		report, "changed", "Whose answers would change", "Nobody's.", COLUMNS(columns));
	for (size_t i = 0; i < r->row_count; i++) {
		const struct rehearsal_row *row = &r->rows[i];

		words_time_cell(report, local_to_wall(row->at), day);
		report_text(report, row->name[0] ? row->name : "nobody known");
		report_text(report, row->class);
		report_text(report, row->place);
		report_text(report, row->asked);
		tell_answer(report, &row->was);
		tell_said(report, &row->was);
		tell_answer(report, &row->now);
		tell_said(report, &row->now);
	}
}

static void tell_title(struct report *report, const struct rehearsal *r)
{
	char from[WORDS_DATE], until[WORDS_DATE];

	words_date(r->from, from);
	words_date(r->until, until);
	report_title(report, "Rehearsal through the policy of %s", policy_title(r->through));
	if (r->is_register)
		report_note(report,
			"What those on the register would likely ask on %s; the policy of %s is "
			"in force. Nothing of this has happened.",
			from, policy_title(r->before));
	else
		report_note(report,
			"The recorded requests of %s to %s, decided again. The answers "
			"on record stay as they were.",
			from, until);
	report_note(report, "Names people: keep it in the office.");
}

struct report *report_rehearsal(const struct rehearsal *rehearsal)
{
	struct report *report = report_open("rehearsal");
	int err;

	if (!report)
		return NULL;
	tell_title(report, rehearsal);
	tell_summary(report, rehearsal);
	err = tell_changes(report, rehearsal);
	tell_rows(report, rehearsal);
	if (err < 0 || report_end(report) < 0) {
		report_close(report);
		return NULL;
	}
	return report;
}
