// SPDX-License-Identifier: GPL-3.0-or-later
// The day, from rows written as the use cases write them to the page the office reads.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "exceptions/grants.h"
#include "policy/load.h"
#include "reports/day.h"
#include "store/devices.h"
#include "store/loans.h"
#include "term.h"

// The day as the terminal shows it, told at a moment.
static char *told(struct school *s, const char *day, const char *at)
{
	struct policy *policy = term_policy("roby-park");
	struct report_day_rows rows;
	char *text;

	assert_int_equal(report_day_read(s->store, date(day), moment(at), &rows), 0);
	text = term_printed(report_day(&rows, policy));
	report_day_release(&rows);
	policy_close(policy);
	return text;
}

static void assert_says(char *text, const char *wanted)
{
	if (!strstr(text, wanted))
		print_error("not there: %s\nin:\n%s", wanted, text);
	assert_non_null(strstr(text, wanted));
}

static void assert_count(char *text, const char *what, int count)
{
	char wanted[80];

	snprintf(wanted, sizeof wanted, "\n  %-37s  %8d\n", what, count);
	assert_says(text, wanted);
}

static void walker(struct school *s, const char *ref, const char *days)
{
	assert_true(grants_walker(s->store, &s->office, moment("2026-09-02T08:00"), ref,
			    "2026-09-01", "2027-07-21", days, s->why) > 0);
}

static void an_empty_day_says_so_in_every_table(void **state)
{
	struct school *s = *state;
	char *text = told(s, "2026-11-23", "2026-11-23T12:00");

	assert_says(text, "Monday 23 November 2026");
	assert_says(text, "As it stood at 12:00.");
	assert_says(text, "Nobody is expected on this day.");
	assert_says(text, "Nothing was handed in.");
	assert_says(text, "Nobody was.");
	free(text);
}

static void the_whole_page_reads_as_the_office_needs_it(void **state)
{
	struct school *s = *state;
	int64_t hall = term_bank(s), custody;
	char *text;

	walker(s, "P6", "mon-fri");
	custody = term_hand_in(s, "P6", hall, 3, "2026-11-23T08:41");
	term_decision(
		s, "P6", hall, "collect", OUTCOME_REFUSE, "RP-4", "At 15:15.", "2026-11-23T12:01");
	term_collect(s, custody, "P6", "2026-11-23T15:16");
	text = told(s, "2026-11-23", "2026-11-24T09:00");
	assert_golden(text, "day.txt");
	free(text);
	// At midday it was in.
	text = told(s, "2026-11-23", "2026-11-23T12:30");
	assert_says(text, "6A     in     08:41\n");
	assert_count(text, "in our care", 1);
	assert_count(text, "collected", 0);
	free(text);
}

static void who_counts_as_late_overdue_and_not_collected(void **state)
{
	struct school *s = *state;
	int64_t hall = term_bank(s);
	char *text;

	term_hand_in(s, "P5", hall, 1, "2026-11-20T08:40"); // Friday's, still there on Monday
	term_hand_in(s, "P6", hall, 2, "2026-11-23T09:00"); // the window is up to 09:00
	term_hand_in(s, "P4", hall, 3, "2026-11-23T08:59");
	text = told(s, "2026-11-23", "2026-11-23T15:14");
	assert_count(text, "in our care", 3);
	assert_count(text, "handed in late", 1);
	assert_count(text, "left overnight: overdue", 1);
	assert_count(text, "not collected after home-time", 0);
	free(text);
	text = told(s, "2026-11-23", "2026-11-23T15:15");
	assert_count(text, "not collected after home-time", 3);
	assert_says(text, "20 Nov 2026 08:40");
	free(text);
}

// A Year 6 walker with the school's tablet has handed nothing in.
static void what_is_lent_is_told_apart_with_its_time_and_overdue_after_it(void **state)
{
	struct school *s = *state;
	struct school_device tablet = {.kind = DEVICE_TABLET, .label = "Tablet 3", .shelf = "x"};
	struct loan_row loan = {.person = school_id(s, "P6"),
		.asked_at = moment("2026-11-23T09:30"),
		.return_by = moment("2026-11-23T15:15")};
	char *text;

	walker(s, "P6", "mon-fri");
	loan.device = device_add_school(s->store, &tablet);
	struct custody_row row = {.device = loan.device,
		.person = loan.person,
		.kind = CUSTODY_LOAN,
		.began_at = loan.asked_at,
		.began_how = KNOWN_SAID};
	int64_t id = loan_add(s->store, &loan), custody = custody_add(s->store, &row);

	assert_int_equal(loan_taken(s->store, id, custody), 0);
	term_event(s, "custody began", "P6", custody, "2026-11-23T09:30");
	text = told(s, "2026-11-23", "2026-11-23T15:14");
	assert_count(text, "in our care", 0);
	assert_count(text, "expected, and nothing handed in", 1);
	assert_count(text, "school devices lent", 1);
	assert_count(text, "lent and not back in time: overdue", 0);
	assert_says(text, "Tablet 3  out    09:30  15:15");
	free(text);
	text = told(s, "2026-11-23", "2026-11-23T15:15");
	assert_count(text, "lent and not back in time: overdue", 1);
	free(text);
	term_collect(s, custody, "P6", "2026-11-23T15:20");
	text = told(s, "2026-11-23", "2026-11-23T16:00");
	assert_says(text, "Tablet 3  back   09:30  15:15    15:20");
	assert_count(text, "collected", 0);
	assert_count(text, "school devices lent", 0);
	free(text);
}

static void signed_in_by_the_office_is_not_late(void **state)
{
	struct school *s = *state;
	int64_t hall = term_bank(s);
	char *text;

	assert_int_equal(arrival_put(s->store, school_id(s, "P6"), "2026-11-23",
				 moment("2026-11-23T10:20"), school_id(s, "office")),
		0);
	term_hand_in(s, "P6", hall, 2, "2026-11-23T10:25");
	text = told(s, "2026-11-23", "2026-11-23T11:00");
	assert_count(text, "handed in late", 0);
	free(text);
}

static void an_expected_walker_is_asked_for_only_on_their_days_and_in_year_6(void **state)
{
	struct school *s = *state;
	char *text;

	walker(s, "P6", "mon,wed");
	walker(s, "P5", "mon-fri");
	text = told(s, "2026-11-23", "2026-11-23T10:00");
	assert_count(text, "walkers expected", 1);
	assert_count(text, "expected, and nothing handed in", 1);
	free(text);
	text = told(s, "2026-11-24", "2026-11-24T10:00");
	assert_count(text, "walkers expected", 0);
	free(text);
}

static void a_medical_reason_is_told_nowhere_on_the_page(void **state)
{
	struct school *s = *state;
	int64_t hall = term_bank(s);
	char *text;

	walker(s, "P6", "mon-fri");
	term_grant(s, "P6", GRANT_MEDICAL, "2026-09-01T00:00", "2027-07-21T00:00", "2027-01-15");
	term_decision(s, "P6", hall, "hand-in", OUTCOME_REFUSE, "LAW-1",
		"Please keep your phone with you.", "2026-11-23T08:45");
	text = told(s, "2026-11-23", "2026-11-23T10:00");
	assert_null(strstr(text, "LAW-1"));
	assert_null(strcasestr(text, "medical"));
	assert_null(strstr(text, "keep your phone"));
	assert_null(strstr(text, "15 Jan"));
	assert_null(strstr(text, "2027"));
	assert_says(text, "arranged");
	assert_count(text, "expected, and nothing handed in", 0);
	free(text);
}

static void a_phone_not_back_when_its_exception_ends_is_overdue_and_back_again_is_not(void **state)
{
	struct school *s = *state;
	int64_t hall = term_bank(s), custody;
	char *text;

	custody = term_hand_in(s, "staff", hall, 1, "2026-11-23T08:40");
	term_grant(s, "staff", GRANT_EXCEPTIONAL, "2026-11-23T10:00", "2026-11-23T12:00", "");
	term_collect(s, custody, "staff", "2026-11-23T10:30");
	text = told(s, "2026-11-23", "2026-11-23T11:59");
	assert_count(text, "out after an exception ended: overdue", 0);
	free(text);
	text = told(s, "2026-11-23", "2026-11-23T12:00");
	assert_count(text, "out after an exception ended: overdue", 1);
	free(text);
	term_hand_in(s, "staff", hall, 1, "2026-11-23T12:05");
	text = told(s, "2026-11-23", "2026-11-23T12:10");
	assert_count(text, "out after an exception ended: overdue", 0);
	free(text);
}

static void what_came_back_the_next_morning_was_overdue_that_evening(void **state)
{
	struct school *s = *state;
	int64_t hall = term_bank(s), custody;
	char *text;

	custody = term_hand_in(s, "staff", hall, 1, "2026-11-23T08:40");
	term_grant(s, "staff", GRANT_VISIT, "2026-11-23T10:00", "2026-11-23T15:00", "");
	term_collect(s, custody, "staff", "2026-11-23T10:30");
	term_hand_in(s, "staff", hall, 1, "2026-11-24T08:40");
	text = told(s, "2026-11-23", "2026-11-24T09:00");
	assert_count(text, "out after an exception ended: overdue", 1);
	assert_says(text, "  overdue\n");
	free(text);
}

static void the_day_the_clocks_change_begins_and_ends_at_the_schools_midnight(void **state)
{
	struct school *s = *state;
	char *text;

	// 25 October 2026 has 25 hours: its 23:59 is 23:59 UTC, the day before's was 22:59 UTC.
	term_decision(s, "P6", 0, "collect", OUTCOME_REFUSE, "RP-4", "Before.", "2026-10-24T23:59");
	term_decision(s, "P6", 0, "collect", OUTCOME_REFUSE, "RP-4", "First.", "2026-10-25T00:00");
	term_decision(s, "P6", 0, "collect", OUTCOME_REFUSE, "RP-4", "Last.", "2026-10-25T23:59");
	term_decision(s, "P6", 0, "collect", OUTCOME_REFUSE, "RP-4", "After.", "2026-10-26T00:00");
	text = told(s, "2026-10-25", "2026-10-27T09:00");
	assert_null(strstr(text, "Before."));
	assert_says(text, "First.");
	assert_says(text, "Last.");
	assert_null(strstr(text, "After."));
	free(text);
}

static void yesterdays_page_is_the_same_after_a_year_of_days(void **state)
{
	struct school *s = *state;
	int64_t hall = term_bank(s);
	char at[32], *text;

	for (int day = 1; day <= 28; day++) {
		for (int i = 0; i < 40; i++) {
			snprintf(at, sizeof at, "2026-%02d-%02dT%02d:%02d", 9 + day / 10,
				1 + day % 10, 9 + i / 10, i % 10);
			term_decision(s, "P5", hall, "collect", OUTCOME_REFUSE, "RP-4", at, at);
		}
	}
	text = told(s, "2026-10-05", "2026-12-01T09:00");
	assert_count(text, "refused", 40);
	assert_null(strstr(text, "2026-10-04T"));
	assert_null(strstr(text, "2026-10-06T"));
	free(text);
}

#define T(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_empty_day_says_so_in_every_table),
		T(the_whole_page_reads_as_the_office_needs_it),
		T(who_counts_as_late_overdue_and_not_collected),
		T(what_is_lent_is_told_apart_with_its_time_and_overdue_after_it),
		T(signed_in_by_the_office_is_not_late),
		T(an_expected_walker_is_asked_for_only_on_their_days_and_in_year_6),
		T(a_medical_reason_is_told_nowhere_on_the_page),
		T(a_phone_not_back_when_its_exception_ends_is_overdue_and_back_again_is_not),
		T(what_came_back_the_next_morning_was_overdue_that_evening),
		T(the_day_the_clocks_change_begins_and_ends_at_the_schools_midnight),
		T(yesterdays_page_is_the_same_after_a_year_of_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
