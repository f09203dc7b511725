// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees who asks what is kept about them: all of it, and nothing of anybody else.
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
#include "register/cards.h"
#include "reports/person.h"
#include "store/notices.h"
#include "store/questions.h"
#include "store/report_person.h"
#include "store/sql.h"
#include "term.h"

static struct report *record_of(struct school *s, const char *ref, struct policy *policy)
{
	struct person_record person;
	struct report *report;

	assert_int_equal(person_find(s->store, ref, &person), 0);
	assert_int_equal(report_person(s->store, policy, &person, date("2026-12-18"), &report), 0);
	return report;
}

static char *told(struct school *s, const char *ref)
{
	struct policy *policy = term_policy("roby-park");
	char *text = term_printed(record_of(s, ref, policy));

	policy_close(policy);
	return text;
}

// A row of a table that no function above the store writes alone; ?1 is the office.
static void put(struct school *s, const char *sql)
{
	assert_int_equal(sql_run(s->store, sql, "i", school_id(s, "office")), 0);
}

// One row at least of every list, about P6.
static void fill(struct school *s)
{
	struct policy *policy = term_policy("roby-park");
	int64_t hall = term_bank(s), custody, ban, breach;

	assert_int_equal(cards_give(s->store, &s->office, moment("2026-09-02T08:00"),
				 "04AABBCCDDEE80", "P6", s->why),
		0);
	assert_true(grants_walker(s->store, &s->office, moment("2026-09-02T08:00"), "P6",
			    "2026-09-01", "2027-07-21", "mon-fri", s->why) > 0);
	custody = term_hand_in(s, "P6", hall, 3, "2026-11-23T08:41");
	term_decision(
		s, "P6", hall, "collect", OUTCOME_REFUSE, "RP-4", "At 15:15.", "2026-11-23T12:01");
	term_collect(s, custody, "P6", "2026-11-23T15:16");
	term_grant(s, "P6", GRANT_MEDICAL, "2026-11-24T00:00", "2027-07-21T00:00", "2027-01-15");
	term_decision(s, "P6", hall, "hand-in", OUTCOME_REFUSE, "LAW-1", "Keep this with you.",
		"2026-11-24T08:41");
	breach = breaches_record(s->store, policy, &s->slt, moment("2026-11-25T10:00"), "P6",
		"RP-4", (struct wall_time){0}, &ban, s->why);
	assert_true(breach > 0);
	assert_true(bans_start(s->store, policy, &s->slt, moment("2026-11-25T10:05"), "P6",
			    BAN_PHONE, "school", "2026-11-26", "2026-12-11", s->why) > 0);
	policy_close(policy);
	assert_int_equal(arrival_put(s->store, school_id(s, "P6"), "2026-11-26",
				 moment("2026-11-26T10:20"), school_id(s, "office")),
		0);
	assert_true(question_add(s->store, &(struct question_row){.kind = "gone",
						   .bank = hall,
						   .door = 4,
						   .person = school_id(s, "P6"),
						   .asked_at = moment("2026-11-26T12:00"),
						   .sentence = "Where is it?",
						   .answers = "[]"}) > 0);
	assert_true(notice_add(s->store, &(struct notice_row){.role = "office",
						 .kind = "lost card",
						 .person = school_id(s, "P6"),
						 .at = moment("2026-11-26T12:01"),
						 .text = "A lost card was shown."}) > 0);
	term_loan(s, "P6", "Tablet 2", "2026-11-26T13:00", "2026-11-26T15:15", false);
	put(s, "INSERT INTO ask (id, kind, asked_by, reason, from_at, until_at, at, state, "
	       "answered_at,"
	       " answered_by, answer) VALUES (1, 'safekeeping', ?1, 'a long bus ride', "
	       "1795000000000,"
	       " 1795020000000, 1794990000000, 'declined', 1794995000000, ?1, 'not now')");
	put(s, "INSERT INTO ask_person (ask, person) SELECT 1, id FROM person WHERE ref = 'P6' AND "
	       "?1 > 0");
	put(s, "INSERT INTO person_past (person, until_date, year, class)"
	       " SELECT id, '2026-09-01', '5', '5A' FROM person WHERE ref = 'P6' AND ?1 > 0");
	put(s, "INSERT INTO club (id, name, weekdays, from_date, until_date, ends)"
	       " SELECT 1, 'Chess', 1, '2026-09-01', '2026-12-18', '16:30' WHERE ?1 > 0");
	put(s, "INSERT INTO club_member (person, club, from_date)"
	       " SELECT id, 1, '2026-09-07' FROM person WHERE ref = 'P6' AND ?1 > 0");
	put(s, "INSERT INTO hold (person, kind, rule, reason, by_person, at, look_on)"
	       " SELECT id, 'parent', 'RP-4', 'found in a lesson', ?1, 1795000000000, '2026-12-01'"
	       " FROM person WHERE ref = 'P6'");
	put(s, "INSERT INTO override (person, by_person, at, acted, justification)"
	       " SELECT id, ?1, 1795000000000, 'now', 'a broken leg' FROM person WHERE ref = 'P6'");
	put(s, "INSERT INTO sign_in (person, about, in_at, in_by)"
	       " SELECT id, 'the choir', 1795000000000, ?1 FROM person WHERE ref = 'P6'");
	// Of others, which must not appear.
	term_decision(
		s, "P5", hall, "collect", OUTCOME_REFUSE, "RP-4", "Not yours.", "2026-11-23T12:02");
	term_hand_in(s, "P5", hall, 5, "2026-11-23T08:42");
}

static void the_whole_record_of_one_person(void **state)
{
	struct school *s = *state;
	char *text;

	fill(s);
	text = told(s, "P6");
	assert_golden(text, "person.txt");
	assert_null(strstr(text, "P5"));
	assert_null(strstr(text, "Not yours."));
	assert_null(strstr(text, "04AABBCC"));
	free(text);
}

// A list whose query or columns are wrong, or that is forgotten, would be empty.
static void every_list_shows_the_row_it_was_given(void **state)
{
	struct school *s = *state;
	struct policy *policy = term_policy("roby-park");
	struct report *report;

	fill(s);
	report = record_of(s, "P6", policy);
	assert_int_equal(report_table_count(report), PERSON_LISTS + 1);
	for (int i = 1; i < report_table_count(report); i++) {
		const struct report_table *table = report_table_at(report, i);

		if (i - 1 != PERSON_CONTACT && report_rows(table) == 0)
			fail_msg("%s is empty", table->key);
	}
	report_close(report);
	assert_int_equal(contact_put(s->store, school_id(s, "staff"), 2,
				 &(struct dayspan){540, 600}, 1, false),
		0);
	report = record_of(s, "staff", policy);
	assert_int_equal(report_rows(report_table_at(report, 1 + PERSON_CONTACT)), 1);
	assert_string_equal(
		report_cell_text(report, report_table_at(report, 1 + PERSON_CONTACT), 0, 0),
		"Tuesday");
	report_close(report);
	policy_close(policy);
}

static void somebody_of_whom_nothing_is_kept_has_an_empty_record(void **state)
{
	struct school *s = *state;
	char *text = told(s, "visitor");

	assert_non_null(strstr(text, "Handed in and given back\n  None.\n"));
	assert_non_null(strstr(text, "Breaches\n  None.\n"));
	free(text);
}

#define T(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_whole_record_of_one_person),
		T(every_list_shows_the_row_it_was_given),
		T(somebody_of_whom_nothing_is_kept_has_an_empty_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
