// SPDX-License-Identifier: GPL-3.0-or-later
// The governors' page of a made-up autumn, its numbers counted by hand beside the rows.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "exceptions/bans.h"
#include "exceptions/breaches.h"
#include "exceptions/grants.h"
#include "policy/load.h"
#include "reports/governors.h"
#include "reports/review.h"
#include "store/sql.h"
#include "term.h"

static char *told(struct school *s, const char *from, const char *until, const char *name)
{
	struct policy *policy = term_policy(name);
	struct report_counts counts;
	char *text;

	assert_int_equal(report_counts_read(s->store, date(from), date(until), &counts), 0);
	text = term_printed(report_governors(&counts, policy, date("2026-12-18")));
	report_counts_release(&counts);
	policy_close(policy);
	return text;
}

static void assert_says(const char *text, const char *wanted)
{
	if (!strstr(text, wanted))
		fprintf(stderr, "not there: %s\nin:\n%s", wanted, text);
	assert_non_null(strstr(text, wanted));
}

// Rows of ?1, the office, at ?2, a moment in the period.
static void put(struct school *s, const char *sql)
{
	assert_int_equal(
		sql_run(s->store, sql, "iw", school_id(s, "office"), moment("2026-11-20T10:00")),
		0);
}

// Times around the period 2 November to 30 November: only what is in it may be counted.
static void make_autumn(struct school *s)
{
	struct policy *policy = term_policy("roby-park");
	int64_t hall = term_bank(s), custody, ban, breach;

	// Three deposits given back, after 6 h 30, 7 h 00 and 7 h 31 min: 21 h 01, on average 7 h
	// 00.
	custody = term_hand_in(s, "P6", hall, 1, "2026-11-02T08:45");
	term_collect(s, custody, "P6", "2026-11-02T15:15");
	custody = term_hand_in(s, "P5", hall, 2, "2026-11-02T08:30");
	term_collect(s, custody, "P5", "2026-11-02T15:30");
	custody = term_hand_in(s, "P6", hall, 1, "2026-11-30T08:45");
	term_collect(s, custody, "P6", "2026-11-30T16:16");
	// One begun in the period and still there; one begun before it and ended after it.
	term_hand_in(s, "P4", hall, 3, "2026-11-30T08:50");
	// Four refused by RP-4 and one allowed; the days before and after are not counted.
	term_decision(s, "P6", hall, "collect", OUTCOME_REFUSE, "RP-4", "x", "2026-11-01T23:59");
	for (int i = 0; i < 4; i++)
		term_decision(s, "P6", hall, "collect", OUTCOME_REFUSE, "RP-4", "Ann asked",
			"2026-11-02T00:00");
	term_decision(s, "P6", hall, "collect", OUTCOME_ALLOW, "RP-4", "x", "2026-11-30T23:59");
	term_decision(s, "P6", hall, "collect", OUTCOME_REFUSE, "RP-4", "x", "2026-12-01T00:00");
	term_decision(s, NULL, hall, "card", OUTCOME_REFER, "card", "x", "2026-11-10T09:00");
	term_grant(s, "P5", GRANT_SAFEKEEPING, "2026-11-03T08:00", "2026-11-03T16:00", "");
	term_grant(s, "staff", GRANT_EXCEPTIONAL, "2026-11-05T08:00", "2027-01-05T16:00",
		"2026-12-01");
	breach = breaches_record(s->store, policy, &s->slt, moment("2026-11-12T10:00"), "P6",
		"RP-4", (struct wall_time){0}, &ban, s->why);
	assert_true(breach > 0);
	breach = breaches_record(s->store, policy, &s->slt, moment("2026-11-13T10:00"), "P5",
		"RP-4", (struct wall_time){0}, &ban, s->why);
	assert_int_equal(breaches_move(s->store, &s->slt, moment("2026-11-13T11:00"), breach,
				 BREACH_INVESTIGATED, NULL, false, s->why),
		0);
	assert_int_equal(breaches_move(s->store, &s->slt, moment("2026-11-14T11:00"), breach,
				 BREACH_CLOSED, "Talked with Ann's mother", false, s->why),
		0);
	put(s, "INSERT INTO incident (kind, rule, at, by_person, happened_at, what, restricted,"
	       " preserved, closed_at, closed_by, outcome) VALUES ('misread', 'RP-13', ?2, ?1, ?2,"
	       " 'Ann was seen', 1, 0, ?2, ?1, 'settled'), ('misread', 'RP-13', ?2, ?1, ?2, 'x', "
	       "1, 0,"
	       " NULL, NULL, NULL), ('cyber-bullying', 'RP-13', ?2, ?1, ?2, 'x', 1, 1, NULL, NULL, "
	       "NULL)");
	put(s, "INSERT INTO override (id, by_person, at, acted, justification)"
	       " VALUES (1, ?1, ?2, 'now', 'Ann fell'), (2, ?1, ?2, 'before', 'x')");
	put(s, "INSERT INTO notice (role, kind, at, text, override, done_at, done_by)"
	       " VALUES ('headteacher', 'override', ?2, 'x', 1, ?2, ?1)");
	put(s, "INSERT INTO hold (person, kind, rule, reason, at, look_on)"
	       " VALUES (?1, 'parent', 'RP-4', 'Ann', ?2, '2026-12-01')");
	put(s, "INSERT INTO sign_in (person, in_at, in_by) VALUES (?1, ?2, ?1)");
	assert_true(bans_start(s->store, policy, &s->slt, moment("2026-11-16T10:00"), "P4",
			    BAN_PHONE, "school", "2026-11-16", "2026-12-11", s->why) > 0);
	policy_close(policy);
}

static void the_page_of_an_autumn_is_as_counted_by_hand(void **state)
{
	struct school *s = *state;
	char *text;

	make_autumn(s);
	text = told(s, "2026-11-02", "2026-11-30", "roby-park");
	assert_golden(text, "governors.txt");
	assert_null(strstr(text, "Ann"));
	assert_null(strstr(text, "Family"));
	free(text);
}

// Neither is a hand-in nor a collection; a loan has a line of its own under the time kept.
static void what_was_taken_back_at_once_and_what_was_lent_are_no_hand_ins(void **state)
{
	struct school *s = *state;
	struct custody_end back = {
		.at = moment("2026-11-02T08:46"), .how = KNOWN_SEEN, .taken_back = true};
	struct custody_row loan = {
		.device = device_for(s->store, school_id(s, "staff"), DEVICE_CAMERA),
		.person = school_id(s, "staff"),
		.kind = CUSTODY_LOAN,
		.began_at = moment("2026-11-03T09:00"),
		.began_how = KNOWN_SAID};
	int64_t hall = term_bank(s), id;
	struct report_counts counts;

	id = term_hand_in(s, "P6", hall, 1, "2026-11-02T08:45");
	assert_int_equal(custody_end(s->store, id, &back), 0);
	term_event(s, "custody ended", "P6", id, "2026-11-02T08:46");
	id = custody_add(s->store, &loan);
	assert_true(id > 0);
	term_event(s, "custody began", "staff", id, "2026-11-03T09:00");
	term_collect(s, id, "staff", "2026-11-03T10:30");
	assert_int_equal(
		report_counts_read(s->store, date("2026-11-02"), date("2026-11-06"), &counts), 0);
	assert_int_equal(counts.hand_ins, 0);
	assert_int_equal(counts.collections, 0);
	assert_int_equal(counts.said, 0);
	assert_int_equal(counts.held_count, 1);
	assert_int_equal(counts.held[0].kind, CUSTODY_LOAN);
	assert_int_equal(counts.held[0].total_minutes, 90);
	report_counts_release(&counts);
}

static void what_was_lent_is_counted_and_a_device_in_its_own_door_is_nobodys(void **state)
{
	struct school *s = *state;
	struct custody_row stock = {.device = 0,
		.kind = CUSTODY_STOCK,
		.bank = term_bank(s),
		.door = 5,
		.began_at = moment("2026-11-03T15:30"),
		.began_how = KNOWN_SEEN};
	struct report_counts counts;
	struct custody_row lent;
	int64_t id;

	id = term_loan(s, "staff", "Camera 1", "2026-11-03T09:00", "2026-11-03T15:15", true);
	assert_int_equal(custody_get(s->store, id, &lent), 0);
	term_collect(s, id, "staff", "2026-11-03T15:30");
	stock.device = lent.device;
	id = custody_add(s->store, &stock);
	assert_true(id > 0);
	term_event(s, "custody began", "staff", id, "2026-11-03T15:30");
	term_collect(s, id, "staff", "2026-11-04T09:00");
	term_loan(s, "P6", "Tablet 2", "2026-11-04T09:00", "2026-11-06T12:00", false);
	term_hand_in(s, "staff", stock.bank, 1, "2026-11-04T08:45");
	term_hand_in(s, "P6", stock.bank, 2, "2026-11-04T08:45");
	assert_int_equal(
		report_counts_read(s->store, date("2026-11-02"), date("2026-11-05"), &counts), 0);
	assert_int_equal(counts.lent, 2);
	assert_int_equal(counts.lent_overdue, 1);
	assert_int_equal(counts.to_attest, 1);
	assert_int_equal(counts.hand_ins, 2);
	assert_int_equal(counts.handed_in[COUNT_PUPILS].devices, 1);
	assert_int_equal(counts.handed_in[COUNT_STAFF].people, 1);
	assert_int_equal(counts.handed_in[COUNT_VISITORS].devices, 0);
	assert_int_equal(counts.held_count, 1);
	report_counts_release(&counts);
}

static void an_empty_period_is_all_noughts_and_still_hides_the_medical_row(void **state)
{
	struct school *s = *state;
	char *text = told(s, "2026-08-03", "2026-08-09", "flixton");

	assert_says(text, "None recorded.");
	assert_says(text, "None was given back in the period.");
	assert_says(text, "school days                                                   0\n");
	assert_says(text, "under 5\n");
	free(text);
}

// From five on a number points at nobody; below it, and at none, the row reads the same.
static void medical_counts_are_shown_from_five_on(void **state)
{
	struct school *s = *state;
	static const char *const people[] = {"P6", "P5", "P4", "PR", "staff"};
	char *none = told(s, "2026-11-02", "2026-11-30", "roby-park"), *text;

	for (int i = 0; i < 4; i++) {
		term_decision(s, people[i], 0, "hand-in", OUTCOME_REFUSE, "LAW-1", "x",
			"2026-11-10T09:00");
		term_grant(s, people[i], GRANT_MEDICAL, "2026-11-05T08:00", "2027-07-05T16:00",
			"2027-01-15");
	}
	text = told(s, "2026-11-02", "2026-11-30", "roby-park");
	assert_string_equal(text, none);
	free(text);
	free(none);
	term_decision(s, "staff", 0, "keep", OUTCOME_ALLOW, "LAW-1", "x", "2026-11-10T09:00");
	term_grant(s, "staff", GRANT_MEDICAL, "2026-11-05T08:00", "2027-07-05T16:00", "2026-11-20");
	text = told(s, "2026-11-02", "2026-11-30", "roby-park");
	assert_says(text, "is not stopped from using it                                     5\n");
	assert_says(text, "medical                5      under 5                   5"
			  "         under 5  2027-01-15\n");
	free(text);
}

static void a_review_date_gone_by_says_so(void **state)
{
	struct school *s = *state;
	static const struct {
		const char *policy, *says;
	} rows[] = {
		{"balfour", "2018-12-12      2020-12-31  OVERDUE"},
		{"helsby", "2023-11-20      2024-12-31  OVERDUE"},
		{"christ-church", "2014-11-30      2015-11-30  OVERDUE"},
		{"roby-park", "not known       not known  not known: enter when"},
		{"flixton", "names no review; a year is ours"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *text = told(s, "2026-11-02", "2026-11-30", rows[i].policy);

		assert_says(text, rows[i].says);
		free(text);
	}
	assert_int_equal(store_setting_put(s->store, "reviewed", "2025-12-18"), 0);
	char *text = told(s, "2026-11-02", "2026-11-30", "roby-park");

	assert_says(text, "2025-12-18      2026-12-18  not yet due"); // made on that very day
	free(text);
	assert_int_equal(store_setting_put(s->store, "reviewed", "2025-12-17"), 0);
	text = told(s, "2026-11-02", "2026-11-30", "balfour");
	assert_says(text, "2025-12-17      2026-12-17  OVERDUE");
	free(text);
}

static void a_year_after_the_29th_of_february_is_the_28th(void **state)
{
	(void)state;
	assert_int_equal(review_after(date("2024-02-29"), 12).day, date("2025-02-28").day);
	assert_int_equal(review_after(date("2024-02-29"), 48).day, date("2028-02-29").day);
	assert_int_equal(review_after(date("2026-08-31"), 6).day, date("2027-02-28").day);
	assert_int_equal(review_after(date("2026-12-31"), 1).day, date("2027-01-31").day);
}

#define T(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_page_of_an_autumn_is_as_counted_by_hand),
		T(what_was_taken_back_at_once_and_what_was_lent_are_no_hand_ins),
		T(what_was_lent_is_counted_and_a_device_in_its_own_door_is_nobodys),
		T(an_empty_period_is_all_noughts_and_still_hides_the_medical_row),
		T(medical_counts_are_shown_from_five_on),
		T(a_review_date_gone_by_says_so),
		cmocka_unit_test(a_year_after_the_29th_of_february_is_the_28th),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
