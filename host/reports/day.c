// SPDX-License-Identifier: GPL-3.0-or-later
// From a day's rows to its report.
#include "reports/day.h"

#include <string.h>

#include "reports/words.h"

#define COLUMNS(list) list, (int)(sizeof list / sizeof *list)

// The day as it is told: rows, the moment it is told of, and the growing report.
struct telling {
	const struct report_day_rows *rows;
	const struct policy *policy;
	struct wall_time at;
	struct report *report;
};

enum { IN, OUT, LATE, OVERDUE, UNCOLLECTED, NOT_BACK, MISSING, LENT, NOT_RETURNED, COUNTS };

// A day's minute of the school's clock, on the day told of.
static bool past(const struct telling *t, int minute, struct wall_time at)
{
	struct local_time when = local_from_wall(at);

	return minute >= 0 && when.s >= local_day_start(t->rows->date).s + (int64_t)minute * 60;
}

static bool is_in(const struct telling *t, const struct report_custody *c)
{
	return c->began_at.ms <= t->at.ms && (c->ended_at.ms == 0 || c->ended_at.ms > t->at.ms);
}

static bool is_loan(const struct report_custody *c)
{
	return c->kind == CUSTODY_LOAN;
}

// A school device that should be back by now.
static bool is_not_returned(const struct telling *t, const struct report_custody *c)
{
	return is_loan(c) && is_in(t, c) && c->return_by.ms && c->return_by.ms <= t->at.ms;
}

static bool is_of_day(const struct telling *t, struct wall_time at)
{
	return at.ms && local_date_of(local_from_wall(at)).day == t->rows->date.day;
}

static bool is_out(const struct telling *t, const struct report_custody *c)
{
	return !c->taken_back && is_of_day(t, c->ended_at) && c->ended_at.ms <= t->at.ms;
}

// Handed in after the window, and not signed in late by the office (FX-1).
static bool is_late(const struct telling *t, const struct report_custody *c)
{
	return c->person.pupil && c->kind == CUSTODY_DEPOSIT && !c->arrived && !c->taken_back &&
	       is_of_day(t, c->began_at) && past(t, c->hours.hand_in_until, c->began_at);
}

// Left overnight. A held device waits for somebody else, a loan for its own time.
static bool is_overdue(const struct telling *t, const struct report_custody *c)
{
	return c->kind == CUSTODY_DEPOSIT && is_in(t, c) &&
	       local_date_of(local_from_wall(c->began_at)).day < t->rows->date.day;
}

static bool is_uncollected(const struct telling *t, const struct report_custody *c)
{
	return c->person.pupil && c->kind == CUSTODY_DEPOSIT && is_in(t, c) &&
	       past(t, c->hours.home_time, t->at);
}

// Let go for a time that is over, and not back in our care (policies.md: overdue, not lost).
static bool is_not_back(const struct telling *t, const struct report_exception *e)
{
	return (e->kind == GRANT_EXCEPTIONAL || e->kind == GRANT_VISIT) &&
	       e->until.ms <= t->at.ms && e->last_out.ms >= e->from.ms &&
	       e->last_out.ms <= e->until.ms;
}

static bool keeps(const struct telling *t, int64_t person)
{
	for (size_t i = 0; i < t->rows->exception_count; i++) {
		const struct report_exception *e = &t->rows->exceptions[i];

		if (e->person.id == person && e->kind == GRANT_MEDICAL)
			return true;
	}
	return false;
}

// The custody of the day that tells most of an expected person: the last that was not taken back.
static const struct report_custody *custody_of(const struct telling *t, int64_t person)
{
	const struct report_custody *found = NULL;

	for (size_t i = 0; i < t->rows->custody_count; i++) {
		const struct report_custody *c = &t->rows->custodies[i];

		if (c->person.id == person && !is_loan(c) && !c->taken_back &&
			c->began_at.ms <= t->at.ms)
			found = c;
	}
	return found;
}

static void count(const struct telling *t, int64_t counts[COUNTS])
{
	for (size_t i = 0; i < t->rows->custody_count; i++) {
		const struct report_custody *c = &t->rows->custodies[i];

		counts[IN] += !is_loan(c) && is_in(t, c);
		counts[OUT] += !is_loan(c) && is_out(t, c);
		counts[LENT] += is_loan(c) && is_in(t, c);
		counts[NOT_RETURNED] += is_not_returned(t, c);
		counts[LATE] += is_late(t, c);
		counts[OVERDUE] += is_overdue(t, c);
		counts[UNCOLLECTED] += is_uncollected(t, c);
	}
	for (size_t i = 0; i < t->rows->exception_count; i++)
		counts[NOT_BACK] += is_not_back(t, &t->rows->exceptions[i]);
	for (size_t i = 0; i < t->rows->expected_count; i++) {
		int64_t person = t->rows->expected[i].person.id;

		counts[MISSING] += !custody_of(t, person) && !keeps(t, person);
	}
}

static void tell_summary(const struct telling *t)
{
	static const struct report_column columns[] = {
		{"what", "What", COLUMN_TEXT}, {"count", "How many", COLUMN_NUMBER}};
	static const char *const names[COUNTS] = {"in our care", "collected", "handed in late",
		"left overnight: overdue", "not collected after home-time",
		"out after an exception ended: overdue", "expected, and nothing handed in",
		"school devices lent", "lent and not back in time: overdue"};
	int64_t counts[COUNTS] = {0}, refused = 0, referred = 0;

	count(t, counts);
	for (size_t i = 0; i < t->rows->refusal_count; i++) {
		refused += strcmp(t->rows->refusals[i].outcome, "refuse") == 0;
		referred += strcmp(t->rows->refusals[i].outcome, "refer") == 0;
	}
	report_table(t->report, "summary", "The day in numbers", "", COLUMNS(columns));
	report_text(t->report, "walkers expected");
	report_number(t->report, (int64_t)t->rows->expected_count);
	for (int i = 0; i < COUNTS; i++) {
		report_text(t->report, names[i]);
		report_number(t->report, counts[i]);
	}
	report_text(t->report, "refused");
	report_number(t->report, refused);
	report_text(t->report, "sent to the office");
	report_number(t->report, referred);
	report_text(t->report, "questions open");
	report_number(t->report, (int64_t)t->rows->question_count);
	report_text(t->report, "exceptions running");
	report_number(t->report, (int64_t)t->rows->exception_count);
}

static void tell_person(const struct telling *t, const struct report_person *person)
{
	report_text(t->report, person->id ? person->name : "nobody known");
	report_text(t->report, person->class);
}

static void tell_expected(const struct telling *t)
{
	static const struct report_column columns[] = {{"person", "Walker", COLUMN_TEXT},
		{"class", "Class", COLUMN_TEXT}, {"state", "State", COLUMN_TEXT},
		{"in", "In", COLUMN_TEXT}, {"out", "Out", COLUMN_TEXT}};

	report_table(t->report, "expected", "Walkers expected", "Nobody is expected on this day.",
		COLUMNS(columns));
	for (size_t i = 0; i < t->rows->expected_count; i++) {
		const struct report_person *person = &t->rows->expected[i].person;
		const struct report_custody *c = custody_of(t, person->id);

		tell_person(t, person);
		report_text(t->report, !c	     ? keeps(t, person->id) ? "arranged" : "not in"
				       : is_in(t, c) ? "in"
						     : "out");
		words_time_cell(t->report, c ? c->began_at : (struct wall_time){0}, &t->rows->date);
		words_time_cell(t->report, c && !is_in(t, c) ? c->ended_at : (struct wall_time){0},
			&t->rows->date);
	}
}

static void tell_known(const struct telling *t, struct wall_time at, const char *how)
{
	words_time_cell(t->report, at, &t->rows->date);
	report_text(t->report, at.ms ? how : "");
}

static const char *custody_state(const struct telling *t, const struct report_custody *c)
{
	if (c->taken_back)
		return "taken back";
	if (is_overdue(t, c))
		return "overdue";
	if (is_uncollected(t, c))
		return "not collected";
	return is_in(t, c) ? "in" : "out";
}

static void tell_custodies(const struct telling *t)
{
	static const struct report_column columns[] = {{"person", "Person", COLUMN_TEXT},
		{"class", "Class", COLUMN_TEXT}, {"device", "Device", COLUMN_TEXT},
		{"kind", "Kind", COLUMN_TEXT}, {"place", "Place", COLUMN_TEXT},
		{"state", "State", COLUMN_TEXT}, {"in", "In", COLUMN_TEXT},
		{"in_known", "Known", COLUMN_TEXT}, {"late", "Late", COLUMN_TEXT},
		{"out", "Out", COLUMN_TEXT}, {"out_known", "Known", COLUMN_TEXT}};

	report_table(t->report, "custodies", "In our care on this day", "Nothing was handed in.",
		COLUMNS(columns));
	for (size_t i = 0; i < t->rows->custody_count; i++) {
		const struct report_custody *c = &t->rows->custodies[i];
		bool ended = c->ended_at.ms && c->ended_at.ms <= t->at.ms;

		if (c->began_at.ms > t->at.ms || is_loan(c))
			continue;
		tell_person(t, &c->person);
		report_text(t->report, c->device);
		report_text(t->report, word_text(&custody_kind_words, (int)c->kind));
		report_text(t->report, c->place);
		report_text(t->report, custody_state(t, c));
		tell_known(t, c->began_at, c->began_how);
		report_text(t->report, is_late(t, c) ? "late" : "");
		tell_known(t, ended ? c->ended_at : (struct wall_time){0}, c->ended_how);
	}
}

static void tell_loans(const struct telling *t)
{
	static const struct report_column columns[] = {{"person", "Lent to", COLUMN_TEXT},
		{"class", "Class", COLUMN_TEXT}, {"device", "Device", COLUMN_TEXT},
		{"state", "State", COLUMN_TEXT}, {"from", "From", COLUMN_TEXT},
		{"return_by", "Back by", COLUMN_TEXT}, {"back", "Back", COLUMN_TEXT}};

	report_table(t->report, "loans", "School devices lent", "None.", COLUMNS(columns));
	for (size_t i = 0; i < t->rows->custody_count; i++) {
		const struct report_custody *c = &t->rows->custodies[i];
		bool back = !is_in(t, c);

		if (!is_loan(c) || c->began_at.ms > t->at.ms || c->taken_back)
			continue;
		tell_person(t, &c->person);
		report_text(t->report, c->label[0] ? c->label : c->device);
		report_text(t->report, is_not_returned(t, c) ? "overdue" : back ? "back" : "out");
		words_time_cell(t->report, c->began_at, &t->rows->date);
		words_time_cell(t->report, c->return_by, &t->rows->date);
		words_time_cell(
			t->report, back ? c->ended_at : (struct wall_time){0}, &t->rows->date);
	}
}

static void tell_refusals(const struct telling *t)
{
	static const struct report_column columns[] = {{"at", "At", COLUMN_TEXT},
		{"person", "Person", COLUMN_TEXT}, {"class", "Class", COLUMN_TEXT},
		{"place", "Place", COLUMN_TEXT}, {"action", "Asked", COLUMN_TEXT},
		{"outcome", "Answer", COLUMN_TEXT}, {"rule", "Rule", COLUMN_TEXT},
		{"why", "Why", COLUMN_TEXT}, {"say", "Said", COLUMN_TEXT}};

	report_table(t->report, "refused", "Refused, or sent to the office", "Nobody was.",
		COLUMNS(columns));
	for (size_t i = 0; i < t->rows->refusal_count; i++) {
		const struct report_refusal *r = &t->rows->refusals[i];
		char source[WORDS_RULE];

		words_source(t->policy, r->rule, source);
		words_time_cell(t->report, r->at, &t->rows->date);
		tell_person(t, &r->person);
		report_text(t->report, r->place);
		report_text(t->report, r->action);
		report_text(t->report, r->outcome);
		report_text(t->report, words_rule(r->rule));
		report_text(t->report, source);
		report_text(t->report, words_medical(r->rule) ? "" : r->say);
	}
}

static void tell_questions(const struct telling *t)
{
	static const struct report_column columns[] = {{"since", "Since", COLUMN_TEXT},
		{"place", "Place", COLUMN_TEXT}, {"person", "Person", COLUMN_TEXT},
		{"sentence", "Question", COLUMN_TEXT}};

	report_table(t->report, "questions", "Questions open", "None.", COLUMNS(columns));
	for (size_t i = 0; i < t->rows->question_count; i++) {
		const struct report_question *q = &t->rows->questions[i];

		words_time_cell(t->report, q->asked_at, &t->rows->date);
		report_text(t->report, q->place);
		report_text(t->report, q->person.name);
		report_text(t->report, q->sentence);
	}
}

// A medical one's review date, reason or long run would tell as much as its kind.
static void tell_exceptions(const struct telling *t)
{
	static const struct report_column columns[] = {{"person", "Person", COLUMN_TEXT},
		{"class", "Class", COLUMN_TEXT}, {"kind", "Exception", COLUMN_TEXT},
		{"from", "From", COLUMN_TEXT}, {"until", "Until", COLUMN_TEXT},
		{"by", "Given by", COLUMN_TEXT}, {"state", "State", COLUMN_TEXT}};

	report_table(t->report, "exceptions", "Exceptions running", "None.", COLUMNS(columns));
	for (size_t i = 0; i < t->rows->exception_count; i++) {
		const struct report_exception *e = &t->rows->exceptions[i];
		bool medical = e->kind == GRANT_MEDICAL;
		struct wall_time none = {0};

		tell_person(t, &e->person);
		report_text(t->report,
			medical ? "arranged" : word_text(&grant_kind_words, (int)e->kind));
		words_time_cell(t->report, medical ? none : e->from, &t->rows->date);
		words_time_cell(t->report, medical ? none : e->until, &t->rows->date);
		report_text(t->report, medical ? "" : e->by);
		report_text(t->report, medical			 ? ""
				       : is_not_back(t, e)	 ? "overdue"
				       : e->until.ms <= t->at.ms ? "over"
								 : "");
	}
}

static void tell_title(const struct telling *t)
{
	static const char *const kinds[] = {
		"A school day", "An INSET day", "A holiday", "A weekend"};
	char day[WORDS_DATE], at[LOCAL_CLOCK_TEXT];

	words_date(t->rows->date, day);
	report_title(t->report, "%s: %s", words_school(t->rows->school, t->policy), day);
	local_clock_print(local_from_wall(t->at), at);
	report_note(t->report, "%s%s%s%s.", kinds[t->rows->kind], t->rows->name[0] ? " (" : "",
		t->rows->name, t->rows->name[0] ? ")" : "");
	if (is_of_day(t, t->at) && t->at.ms == t->rows->now.ms)
		report_note(t->report, "As it stood at %s.", at);
	else
		report_note(t->report, "As it stood at the end of the day.");
	report_note(t->report, "By the policy of %s. Names people: keep it in the office.",
		policy_title(t->policy));
}

struct report *report_day(const struct report_day_rows *rows, const struct policy *policy)
{
	struct local_date next = {rows->date.day + 1};
	struct wall_time last = {local_to_wall(local_day_start(next)).ms - 1};
	struct telling t = {
		rows, policy, rows->now.ms < last.ms ? rows->now : last, report_open("day")};

	if (!t.report)
		return NULL;
	tell_title(&t);
	tell_summary(&t);
	tell_expected(&t);
	tell_custodies(&t);
	tell_loans(&t);
	tell_refusals(&t);
	tell_questions(&t);
	tell_exceptions(&t);
	if (report_end(t.report) < 0) {
		report_close(t.report);
		return NULL;
	}
	return t.report;
}
