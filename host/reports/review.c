// SPDX-License-Identifier: GPL-3.0-or-later
// The policy's review date.
#include "reports/review.h"

#include <string.h>

struct local_date review_after(struct local_date date, int months)
{
	struct local_fields f;
	struct local_date later = date;

	local_time_fields(local_day_start(date), &f);
	months += f.year * 12 + f.month - 1;
	while (local_date_make(months / 12, months % 12 + 1, f.day, &later) < 0 && f.day > 28)
		f.day--;
	return later;
}

struct standing {
	struct local_date last, due;
	bool last_known, due_known;
};

static struct standing standing_of(const struct policy_review *review, const char *reviewed)
{
	struct standing s = {0};
	struct local_date own;
	int months = review && review->every_months ? review->every_months : REVIEW_MONTHS;

	if (review)
		s = (struct standing){
			review->last, review->due, review->last_known, review->due_known};
	if (s.last_known && !s.due_known) {
		s.due = review_after(s.last, months);
		s.due_known = true;
	}
	if (local_date_parse(reviewed, strlen(reviewed), &own) == 0 &&
		(!s.last_known || own.day > s.last.day))
		s = (struct standing){own, review_after(own, months), true, true};
	return s;
}

static void date_cell(struct report *report, struct local_date date, bool known)
{
	char text[LOCAL_DATE_TEXT];

	if (!known) {
		report_text(report, "not known");
		return;
	}
	local_date_print(date, text);
	report_text(report, text);
}

void report_review(struct report *report, const struct policy *policy, const char *reviewed,
	struct local_date today)
{
	static const struct report_column columns[] = {{"policy", "Policy", COLUMN_TEXT},
		{"rule", "Rule", COLUMN_TEXT}, {"says", "What it says", COLUMN_TEXT},
		{"last", "Last looked at", COLUMN_TEXT}, {"due", "Due", COLUMN_TEXT},
		{"state", "State", COLUMN_TEXT}};
	const struct policy_review *review = policy_review(policy);
	struct standing s = standing_of(review, reviewed);

	report_table(report, "review", "The policy's own review", "", columns,
		(int)(sizeof columns / sizeof *columns));
	report_text(report, policy_title(policy));
	report_text(report, review ? review->rule->id : "");
	report_text(report, review ? review->rule->title : "names no review; a year is ours");
	date_cell(report, s.last, s.last_known);
	date_cell(report, s.due, s.due_known);
	if (!s.due_known)
		report_text(report, "not known: enter when it was last reviewed");
	else
		report_text(report, s.due.day < today.day ? "OVERDUE" : "not yet due");
}
