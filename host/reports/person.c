// SPDX-License-Identifier: GPL-3.0-or-later
// A person's record, list by list. A column of rules takes two: the id and what it is about.
#include "reports/person.h"

#include <assert.h>

#include "base/err.h"
#include "reports/words.h"
#include "store/report_person.h"

#define TEXT(key, title)                                                                           \
	{                                                                                          \
		key, title, COLUMN_TEXT                                                            \
	}
#define RULE TEXT("rule", "Rule"), TEXT("meaning", "What it is about")

// Columns end at the first without a key.
static const struct {
	const char *key, *title;
	struct report_column columns[REPORT_COLUMNS + 1];
} lists[PERSON_LISTS] = {
	[PERSON_CARDS] = {"cards", "Cards",
		{TEXT("card", "Card"), TEXT("state", "State"), TEXT("since", "Since"),
			TEXT("state_at", "In this state since")}},
	[PERSON_CUSTODIES] = {"custodies", "Handed in and given back",
		{TEXT("device", "Device"), TEXT("kind", "Kind"), TEXT("place", "Place"),
			TEXT("in", "In"), TEXT("in_known", "Known"), TEXT("in_by", "Said by"),
			TEXT("out", "Out"), TEXT("out_known", "Known"), TEXT("out_by", "Said by"),
			TEXT("to", "Given to"), TEXT("off", "Switched off"),
			TEXT("internet", "Internet off")}},
	[PERSON_DECISIONS] = {"answers", "Answers",
		{TEXT("at", "At"), TEXT("place", "Place"), TEXT("action", "Asked"),
			TEXT("outcome", "Answer"), RULE, TEXT("say", "Said")}},
	[PERSON_GRANTS] = {"exceptions", "Exceptions",
		{TEXT("kind", "Kind"), TEXT("from", "From"), TEXT("until", "Until"),
			TEXT("by", "Given by"), TEXT("as", "As"), TEXT("reason", "Reason"),
			TEXT("rooms", "Rooms"), TEXT("review", "Review"),
			TEXT("entered", "Entered"), TEXT("ended", "Ended")}},
	[PERSON_ASKS] = {"asks", "Asked for",
		{TEXT("kind", "Kind"), TEXT("from", "From"), TEXT("until", "Until"),
			TEXT("by", "Asked by"), TEXT("reason", "Reason"), TEXT("rooms", "Rooms"),
			TEXT("at", "At"), TEXT("state", "State"), TEXT("answered", "Answered"),
			TEXT("answered_by", "By"), TEXT("answer", "Answer")}},
	[PERSON_WALKERS] = {"walker", "May walk home alone",
		{TEXT("from", "From"), TEXT("until", "Until"), TEXT("days", "Days"),
			TEXT("by", "Entered by"), TEXT("entered", "Entered"),
			TEXT("withdrawn", "Withdrawn")}},
	[PERSON_BANS] = {"bans", "Bans",
		{TEXT("kind", "Kind"), RULE, TEXT("from", "From"), TEXT("until", "Until"),
			TEXT("by", "By"), TEXT("lifted", "Lifted"), TEXT("lifted_by", "Lifted by"),
			TEXT("why", "Why")}},
	[PERSON_BREACHES] = {"breaches", "Breaches",
		{RULE, TEXT("at", "At"), TEXT("by", "Recorded by"), TEXT("state", "State"),
			TEXT("outcome", "Outcome")}},
	[PERSON_HOLDS] = {"holds", "Kept longer",
		{TEXT("kind", "For"), RULE, TEXT("reason", "Why"), TEXT("by", "By"),
			TEXT("at", "At"), TEXT("until", "Until"),
			TEXT("look_on", "Looked at again on"), TEXT("to", "Given to"),
			TEXT("identified", "Identified by")}},
	[PERSON_OVERRIDES] = {"overrides", "Acts against a decision",
		{TEXT("at", "At"), TEXT("by", "By"), TEXT("acted", "Acted"),
			TEXT("justification", "Justification")}},
	[PERSON_SIGN_INS] = {"visits", "Visits",
		{TEXT("in", "In"), TEXT("in_by", "By"), TEXT("out", "Out"), TEXT("out_by", "By"),
			TEXT("about", "About")}},
	[PERSON_LOANS] = {"loans", "School devices lent",
		{TEXT("device", "Device"), TEXT("out", "Out"), TEXT("due", "Due"),
			TEXT("back", "Back"), TEXT("beside", "Beside"),
			TEXT("authorised_by", "Authorised by"), TEXT("consent", "Consent"),
			TEXT("images", "Images moved")}},
	[PERSON_ARRIVALS] = {"arrivals", "Signed in late",
		{TEXT("date", "Date"), TEXT("at", "At"), TEXT("by", "By")}},
	[PERSON_CONTACT] = {"contact", "Own contact times",
		{TEXT("weekday", "Weekday"), TEXT("from", "From"), TEXT("until", "Until")}},
	[PERSON_PAST] = {"past", "Year and class before",
		{TEXT("until", "Until"), TEXT("year", "Year"), TEXT("class", "Class")}},
	[PERSON_CLUBS] = {"clubs", "Clubs",
		{TEXT("club", "Club"), TEXT("ends", "Ends at"), TEXT("from", "From"),
			TEXT("until", "Until")}},
	[PERSON_QUESTIONS] = {"questions", "Questions about a door",
		{TEXT("asked", "Asked"), TEXT("place", "Place"), TEXT("sentence", "Question"),
			TEXT("answered", "Answered"), TEXT("answer", "Answer"), TEXT("by", "By")}},
	[PERSON_NOTICES] = {"notices", "Notices",
		{TEXT("at", "At"), TEXT("to", "To"), TEXT("kind", "Kind"), TEXT("text", "Text"),
			TEXT("done", "Done"), TEXT("by", "By")}},
	[PERSON_EVENTS] = {"events", "The record, event by event",
		{TEXT("seq", "Number"), TEXT("at", "At"), TEXT("what", "What"),
			TEXT("place", "Place"), TEXT("by", "By")}},
};

struct telling {
	struct report *report;
	const struct policy *policy;
};

static int tell_row(void *arg, const struct person_cell *cells, int count)
{
	const struct telling *t = arg;
	char meaning[WORDS_RULE];

	for (int i = 0; i < count; i++) {
		switch (cells[i].kind) {
		case PERSON_CELL_TIME:
			words_time_cell(t->report, cells[i].at, NULL);
			break;
		case PERSON_CELL_RULE:
			words_meaning(t->policy, cells[i].text, meaning);
			report_text(t->report, cells[i].text);
			report_text(t->report, meaning);
			break;
		case PERSON_CELL_TEXT:
			report_text(t->report, cells[i].text);
			break;
		}
	}
	return 0;
}

static void tell_who(struct report *r, const struct person_record *person)
{
	static const struct report_column columns[] = {TEXT("ref", "Reference"),
		TEXT("given", "Given name"), TEXT("family", "Family name"),
		TEXT("category", "Category"), TEXT("year", "Year"), TEXT("class", "Class"),
		TEXT("left", "Left on")};
	const char *const cells[] = {person->ref, person->given, person->family, person->category,
		person->year, person->class, person->left_on};

	report_table(r, "person", "Who", "", columns, (int)(sizeof columns / sizeof *columns));
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		report_text(r, cells[i]);
}

int report_person(struct store *store, const struct policy *policy,
	const struct person_record *person, struct local_date today, struct report **out_report)
{
	struct telling t = {report_open("person"), policy};
	char made[WORDS_DATE];
	int err = t.report ? 0 : -ERR_NO_MEMORY;

	if (err < 0)
		return err;
	words_date(today, made);
	report_title(
		t.report, "%s %s (%s): own record", person->given, person->family, person->ref);
	report_note(t.report, "All that is kept about this person, as it stood on %s.", made);
	report_note(t.report,
		"What each answer was decided on is kept with it; the office can print that too.");
	report_note(t.report,
		"Incidents are not here: what somebody reported in confidence is read "
		"by those whom the Headteacher names.");
	report_note(t.report, "Private: for this person, or whoever may act for them, and for "
			      "nobody else.");
	tell_who(t.report, person);
	for (int list = 0; list < PERSON_LISTS && err >= 0; list++) {
		int columns = 0;

		while (lists[list].columns[columns].key)
			columns++;
		report_table(t.report, lists[list].key, lists[list].title, "None.",
			lists[list].columns, columns);
		err = report_person_each(store, person->id, (enum person_list)list, tell_row, &t);
	}
	if (err >= 0)
		err = report_end(t.report);
	if (err < 0) {
		report_close(t.report);
		return err;
	}
	*out_report = t.report;
	return 0;
}
