// SPDX-License-Identifier: GPL-3.0-or-later
// What is over because time went by: written down once, at its minute, and overdue only where a
// device that was let go is not back.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../register/made_school.h"
#include "base/err.h"
#include "exceptions/asks.h"
#include "exceptions/due.h"
#include "store/custodies.h"
#include "store/internal.h"

#define NOW moment("2026-11-23T09:00")

static const enum grant_kind kinds[] = {GRANT_SAFEKEEPING, GRANT_EXCEPTIONAL, GRANT_VISIT,
	GRANT_MEDICAL, GRANT_EARLY_LEAVE, GRANT_EMERGENCY_RELEASE};

static int64_t give(struct school *s, enum grant_kind kind, const char *ref, const char *from,
	const char *until)
{
	struct grant_wish wish = {.kind = kind,
		.person = ref,
		.reason = "a reason",
		.rooms = "staff room",
		.parent_request = true,
		.review = "2026-12-01",
		.from = moment(from),
		.until = moment(until)};
	int64_t id = grants_give(s->store, &s->head, NOW, &wish, s->why);

	assert_true(id > 0);
	return id;
}

static int64_t put_in(struct school *s, const char *ref, const char *at)
{
	struct custody_row row = {.person = school_id(s, ref),
		.kind = CUSTODY_DEPOSIT,
		.safe = "Office",
		.began_at = moment(at),
		.began_how = KNOWN_SAID};

	strcpy(row.envelope, at + 11);
	row.device = device_for(s->store, row.person, DEVICE_PHONE);
	int64_t id = custody_add(s->store, &row);

	assert_true(id > 0);
	return id;
}

static void take_out(struct school *s, int64_t custody, const char *at)
{
	struct custody_end end = {.at = moment(at), .how = KNOWN_SAID};

	assert_int_equal(custody_end(s->store, custody, &end), 0);
}

static int sweep(struct school *s, const char *at)
{
	return exceptions_due(s->store, moment(at));
}

static int64_t events(struct school *s, const char *kind)
{
	char what[80];

	snprintf(what, sizeof what, "event WHERE kind = '%s'", kind);
	return school_count(s, what);
}

static void a_grants_end_is_recorded_once_and_not_before_its_time(void **state)
{
	struct school *s = *state;

	for (size_t k = 0; k < 6; k++) {
		bool staff = kinds[k] == GRANT_EXCEPTIONAL || kinds[k] == GRANT_VISIT;

		give(s, kinds[k], staff ? "staff2" : "P4", "2026-11-23T10:00", "2026-11-23T10:40");
	}
	assert_int_equal(sweep(s, "2026-11-23T10:39"), 0);
	assert_int_equal(sweep(s, "2026-11-23T10:40"), 6); // the moment itself is outside
	assert_int_equal(events(s, "grant over"), 6);
	assert_int_equal(sweep(s, "2026-11-23T10:40"), 0);
	assert_int_equal(sweep(s, "2026-11-24T10:40"), 0);
	assert_int_equal(events(s, "overdue"), 0);
}

static void what_was_ended_before_its_time_is_not_over_again(void **state)
{
	struct school *s = *state;
	int64_t id = give(s, GRANT_EXCEPTIONAL, "staff2", "2026-11-23T10:00", "2026-11-23T10:40");

	assert_int_equal(grants_end(s->store, &s->slt, moment("2026-11-23T10:10"), id, s->why), 0);
	assert_int_equal(sweep(s, "2026-11-23T10:40"), 0);
	assert_int_equal(events(s, "grant over"), 0);
	assert_int_equal(events(s, "overdue"), 0);
}

// Every kind by where the device is when it ends, in time or before its time.
static void one_that_ends_while_the_device_it_let_go_is_out_makes_it_overdue(void **state)
{
	static const struct {
		const char *in, *out; // NULL: never handed in; never taken out
		const char *in_again;
		bool overdue; // for a kind that lets go
	} cases[] = {
		{NULL, NULL, NULL, false},
		{"2026-11-23T08:40", NULL, NULL, false},
		{"2026-11-23T08:40", "2026-11-23T09:30", NULL, false}, // before it: another reason
		{"2026-11-23T08:40", "2026-11-23T10:00", NULL, true},
		{"2026-11-23T08:40", "2026-11-23T10:39", NULL, true},
		{"2026-11-23T08:40", "2026-11-23T10:05", "2026-11-23T10:38", false},
	};
	struct school *s = *state;
	int64_t overdue = 0;

	for (size_t k = 0; k < 6; k++) {
		bool staff = kinds[k] == GRANT_EXCEPTIONAL || kinds[k] == GRANT_VISIT;
		const char *ref = staff ? "staff2" : "P4";

		for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
			for (int early = 0; early < 2; early++) {
				bool lets_go = staff;

				assert_int_equal(sql_run(s->store, "DELETE FROM custody", ""), 0);
				assert_int_equal(
					sql_run(s->store, "DELETE FROM permission", ""), 0);
				int64_t id = give(s, kinds[k], ref, "2026-11-23T10:00",
					early ? "2026-11-23T11:40" : "2026-11-23T10:40");

				if (cases[i].in) {
					int64_t custody = put_in(s, ref, cases[i].in);

					if (cases[i].out)
						take_out(s, custody, cases[i].out);
				}
				if (cases[i].in_again)
					put_in(s, ref, cases[i].in_again);
				if (early)
					assert_int_equal(
						grants_end(s->store, &s->head,
							moment("2026-11-23T10:40"), id, s->why),
						0);
				else
					assert_int_equal(sweep(s, "2026-11-23T10:40"), 1);
				overdue += lets_go && cases[i].overdue;
				assert_int_equal(events(s, "overdue"), overdue);
				assert_int_equal(
					school_count(s, "permission WHERE overdue_at IS NOT NULL"),
					lets_go && cases[i].overdue);
			}
		}
	}
	assert_int_equal(overdue, 2 * 2 * 2);
}

static void it_is_overdue_until_it_is_in_again(void **state)
{
	struct school *s = *state;

	give(s, GRANT_VISIT, "staff2", "2026-11-23T10:00", "2026-11-23T10:40");
	take_out(s, put_in(s, "staff2", "2026-11-23T08:40"), "2026-11-23T10:05");
	sweep(s, "2026-11-23T10:40");
	assert_int_equal(events(s, "overdue"), 1);
	assert_int_equal(sweep(s, "2026-11-23T10:50"), 0);
	put_in(s, "staff2", "2026-11-23T10:55");
	assert_int_equal(sweep(s, "2026-11-23T10:56"), 1);
	assert_int_equal(events(s, "no longer overdue"), 1);
	assert_int_equal(sweep(s, "2026-11-23T10:57"), 0);
}

static void nobody_waits_for_it_on_the_next_day(void **state)
{
	struct school *s = *state;

	give(s, GRANT_VISIT, "staff2", "2026-11-23T10:00", "2026-11-23T16:00");
	take_out(s, put_in(s, "staff2", "2026-11-23T08:40"), "2026-11-23T10:05");
	sweep(s, "2026-11-23T16:00");
	assert_int_equal(sweep(s, "2026-11-23T23:59"), 0);
	assert_int_equal(sweep(s, "2026-11-24T00:00"), 1);
	assert_int_equal(events(s, "overdue"), 1);
	assert_int_equal(events(s, "no longer overdue"), 1);
}

static void an_exception_that_runs_on_from_the_first_is_overdue_at_its_own_end(void **state)
{
	struct school *s = *state;

	give(s, GRANT_EXCEPTIONAL, "staff2", "2026-11-23T10:00", "2026-11-23T10:40");
	give(s, GRANT_VISIT, "staff2", "2026-11-23T10:40", "2026-11-23T12:00");
	take_out(s, put_in(s, "staff2", "2026-11-23T08:40"), "2026-11-23T10:05");
	sweep(s, "2026-11-23T10:40");
	assert_int_equal(events(s, "overdue"), 0);
	sweep(s, "2026-11-23T12:00");
	assert_int_equal(events(s, "overdue"), 1);
}

static void a_safekeeping_that_ends_while_the_phone_is_in_is_not_overdue(void **state)
{
	struct school *s = *state;

	give(s, GRANT_SAFEKEEPING, "P4", "2026-11-23T09:30", "2026-11-23T15:15");
	put_in(s, "P4", "2026-11-23T10:00");
	assert_int_equal(sweep(s, "2026-11-23T15:15"), 1);
	assert_int_equal(events(s, "overdue"), 0);
}

static void a_review_date_that_came_makes_one_notice_and_ends_nothing(void **state)
{
	struct school *s = *state;
	int64_t id = give(s, GRANT_MEDICAL, "P4", "2026-11-23T09:00", "2027-07-21T15:15");

	assert_int_equal(sweep(s, "2026-11-30T23:59"), 0);
	assert_int_equal(sweep(s, "2026-12-01T00:00"), 1);
	assert_int_equal(sweep(s, "2026-12-02T00:00"), 0);
	assert_int_equal(school_count(s, "notice WHERE kind = 'review due' AND role = "
					 "'headteacher' AND text NOT LIKE '%medical%'"),
		1);
	assert_int_equal(school_count(s, "permission WHERE over_at IS NULL"), 1);
	// Looked at: the next date makes its own.
	assert_int_equal(grants_review(s->store, &s->office, moment("2026-12-02T09:00"), id,
				 "2027-03-01", s->why),
		-ERR_DENIED);
	assert_int_equal(grants_review(s->store, &s->slt, moment("2026-12-02T09:00"), id,
				 "2026-12-01", s->why),
		-ERR_ARG);
	assert_int_equal(grants_review(s->store, &s->slt, moment("2026-12-02T09:00"), id,
				 "2027-03-01", s->why),
		0);
	assert_int_equal(sweep(s, "2027-03-01T08:00"), 1);
	assert_int_equal(school_count(s, "notice WHERE kind = 'review due'"), 2);
	assert_int_equal(sweep(s, "2027-07-21T15:15"), 1); // over; no review is due any more
	assert_int_equal(school_count(s, "notice"), 2);
}

static void what_nobody_answered_in_time_lapses(void **state)
{
	struct school *s = *state;
	struct grant_wish wish = {.kind = GRANT_EXCEPTIONAL,
		.reason = "a reason",
		.from = NOW,
		.until = moment("2026-11-23T10:00")};
	const char *person = "staff2";

	assert_true(asks_enter(s->store, &s->teacher, NOW, &wish, &person, 1, s->why) > 0);
	assert_int_equal(sweep(s, "2026-11-23T09:59"), 0);
	assert_int_equal(sweep(s, "2026-11-23T10:00"), 1);
	assert_int_equal(sweep(s, "2026-11-23T10:00"), 0);
	assert_int_equal(school_count(s, "ask WHERE state = 'lapsed'"), 1);
	assert_int_equal(events(s, "ask lapsed"), 1);
}

static void a_long_pause_is_caught_up_and_nothing_is_lost(void **state)
{
	struct school *s = *state;
	int calls = 0;

	for (int i = 0; i < 3 * DUE_AT_ONCE + 1; i++)
		give(s, GRANT_EARLY_LEAVE, "P4", "2026-11-23T10:00", "2026-11-23T10:40");
	while (calls < 9 && sweep(s, "2026-12-24T10:40") > 0)
		calls++;
	assert_int_equal(calls, 4);
	assert_int_equal(events(s, "grant over"), 3 * DUE_AT_ONCE + 1);
}

// The look every minute costs the same after ten years: no table is walked through.
static void the_sweep_walks_through_no_table(void **state)
{
	struct school *s = *state;

	for (int i = 0; i < 200; i++)
		give(s, GRANT_EXCEPTIONAL, "staff2", "2026-11-23T10:00", "2026-11-23T10:40");
	for (int i = 0; i < 4; i++)
		sweep(s, "2026-11-23T10:41");
	give(s, GRANT_EXCEPTIONAL, "staff2", "2026-11-23T10:00", "2026-11-24T10:40");
	for (sqlite3_stmt *q = sqlite3_next_stmt(s->store->db, NULL); q;
		q = sqlite3_next_stmt(s->store->db, q)) {
		sqlite3_stmt_status(q, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
		sqlite3_stmt_status(q, SQLITE_STMTSTATUS_VM_STEP, 1);
	}
	assert_int_equal(sweep(s, "2026-11-23T10:42"), 0);
	int steps = 0;

	for (sqlite3_stmt *q = sqlite3_next_stmt(s->store->db, NULL); q;
		q = sqlite3_next_stmt(s->store->db, q)) {
		if (sqlite3_stmt_status(q, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0) > 0)
			fail_msg("walked: %s", sqlite3_sql(q));
		steps += sqlite3_stmt_status(q, SQLITE_STMTSTATUS_VM_STEP, 0);
	}
	print_message("a sweep with nothing due: %d steps of SQLite's machine\n", steps);
	assert_true(steps < 400);
}

int main(void)
{
#define IN_SCHOOL(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
	const struct CMUnitTest tests[] = {
		IN_SCHOOL(a_grants_end_is_recorded_once_and_not_before_its_time),
		IN_SCHOOL(what_was_ended_before_its_time_is_not_over_again),
		IN_SCHOOL(one_that_ends_while_the_device_it_let_go_is_out_makes_it_overdue),
		IN_SCHOOL(it_is_overdue_until_it_is_in_again),
		IN_SCHOOL(nobody_waits_for_it_on_the_next_day),
		IN_SCHOOL(an_exception_that_runs_on_from_the_first_is_overdue_at_its_own_end),
		IN_SCHOOL(a_safekeeping_that_ends_while_the_phone_is_in_is_not_overdue),
		IN_SCHOOL(a_review_date_that_came_makes_one_notice_and_ends_nothing),
		IN_SCHOOL(what_nobody_answered_in_time_lapses),
		IN_SCHOOL(a_long_pause_is_caught_up_and_nothing_is_lost),
		IN_SCHOOL(the_sweep_walks_through_no_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
