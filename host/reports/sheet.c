// SPDX-License-Identifier: GPL-3.0-or-later
// From a day's rows to the sheet of what is in.
#include "reports/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "reports/words.h"

static const struct report_column columns[] = {{"place", "Where", COLUMN_TEXT},
	{"person", "Whose", COLUMN_TEXT}, {"class", "Class", COLUMN_TEXT},
	{"back", "Given back", COLUMN_TEXT}, {"place_2", "Where", COLUMN_TEXT},
	{"person_2", "Whose", COLUMN_TEXT}, {"class_2", "Class", COLUMN_TEXT},
	{"back_2", "Given back", COLUMN_TEXT}};

// Doors count as people count them: A door 2 before A door 10.
static int by_place(const void *a, const void *b)
{
	return strverscmp((*(const struct report_custody *const *)a)->place,
		(*(const struct report_custody *const *)b)->place);
}

// What somebody with a key may not simply hand out, and what is no phone, is said beside the name.
static void tell_one(struct report *report, const struct report_custody *c)
{
	bool phone = !c || strcmp(c->device, "phone") == 0;
	const char *kept = c && (c->kind == CUSTODY_HELD || c->kind == CUSTODY_EVIDENCE)
				   ? "HELD: ask the leadership"
				   : "";

	report_text(report, c ? c->place : "");
	if (!c)
		report_text(report, "");
	else if (phone && !kept[0])
		report_text(report, c->person.name);
	else
		report_cell(report, "%s (%s%s%s)", c->person.name, phone ? "" : c->device,
			!phone && kept[0] ? "; " : "", kept);
	report_text(report, c ? c->person.class : "");
	report_text(report, "");
}

static void tell_title(struct report *report, const struct report_day_rows *rows, size_t count)
{
	char day[WORDS_DATE], at[LOCAL_CLOCK_TEXT];

	words_date(rows->date, day);
	local_clock_print(local_from_wall(rows->now), at);
	report_title(report, "Day sheet: %s at %s", day, at);
	report_note(report,
		"Printed %s at %s: %zu in our care. What came or went after that is not on it.",
		day, at, count);
	report_note(report, "When nothing works: open with the mechanical key, give each to its "
			    "own person, sign here, and enter it afterwards as done by hand. "
			    "Names people: keep it in the office.");
}

struct report *report_sheet(const struct report_day_rows *rows)
{
	const struct report_custody **in = calloc(rows->custody_count + 1, sizeof(*in));
	struct report *report = report_open("sheet");
	size_t count = 0, half;

	if (!in || !report) {
		free(in);
		report_close(report);
		return NULL;
	}
	for (size_t i = 0; i < rows->custody_count; i++) {
		const struct report_custody *c = &rows->custodies[i];

		if (c->began_at.ms <= rows->now.ms && !c->ended_at.ms && c->kind != CUSTODY_LOAN &&
			c->kind != CUSTODY_STOCK)
			in[count++] = c;
	}
	qsort(in, count, sizeof(*in), by_place);
	tell_title(report, rows, count);
	report_table(report, "in", "In our care, by cabinet and door", "Nothing is in our care.",
		columns, (int)(sizeof columns / sizeof *columns));
	half = (count + 1) / 2;
	for (size_t i = 0; i < half; i++) {
		tell_one(report, in[i]);
		tell_one(report, half + i < count ? in[half + i] : NULL);
	}
	free(in);
	if (report_end(report) < 0) {
		report_close(report);
		return NULL;
	}
	return report;
}
