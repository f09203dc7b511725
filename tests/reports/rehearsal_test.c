// SPDX-License-Identifier: GPL-3.0-or-later
// A rehearsal as it is read in the office.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "policy/load.h"
#include "reports/rehearsal.h"
#include "term.h"

#define MUST(what) (1u << MUST_##what)

static struct local_time clock_at(const char *text)
{
	struct local_time time;

	assert_int_equal(local_time_parse(text, strlen(text), &time), 0);
	return time;
}

static struct rehearsal_row row_of(int64_t person, const char *name, const char *at)
{
	struct rehearsal_row row = {
		.at = clock_at(at), .person = person, .place = "locker", .asked = "hand-in"};

	strcpy(row.name, name);
	strcpy(row.class, person < 3 ? "4A" : "");
	return row;
}

static struct rehearsal_answer answer(
	const char *outcome, const char *rule, unsigned obligations, const char *say)
{
	struct rehearsal_answer answer = {.obligations = obligations};

	strcpy(answer.outcome, outcome);
	strcpy(answer.rule, rule);
	strcpy(answer.say, say);
	return answer;
}

static struct rehearsal of_a_week(struct rehearsal_row rows[4])
{
	struct rehearsal r = {.from = local_date_of(clock_at("2026-11-23T00:00")),
		.until = local_date_of(clock_at("2026-11-27T00:00")),
		.before = term_policy("roby-park"),
		.through = term_policy("flixton"),
		.decided = 40,
		.same = 30,
		.other_rule = 6,
		.passed_over = 3,
		.unkept = 2,
		.unreadable = 1,
		.rows = rows,
		.row_count = 4};

	rows[0] = row_of(1, "Ben Bold", "2026-11-23T08:41");
	rows[1] = row_of(2, "Zoe Zest", "2026-11-23T08:43");
	rows[2] = row_of(1, "Ben Bold", "2026-11-24T08:40");
	for (int i = 0; i < 3; i++) {
		rows[i].was = answer("refer", "RP-1", 0, "Please take your phone to the office.");
		rows[i].now = answer("allow", "FX-1", MUST(ATTEST_INTERNET_OFF),
			"Switch it off, put it in, close the door.");
	}
	rows[3] = row_of(3, "Tom Hale", "2026-11-24T10:00");
	rows[3].asked = "collect";
	rows[3].was = answer("allow", "LAW-1", 0, "You may keep your phone with you.");
	rows[3].now = answer("refuse", "FX-5", 0, "Not in session time. A leader can agree it.");
	return r;
}

static void release(struct rehearsal *r)
{
	policy_close((struct policy *)r->before);
	policy_close((struct policy *)r->through);
}

static void a_rehearsal_counts_by_rule_and_names_whose_answers_would_change(void **state)
{
	struct rehearsal_row rows[4];
	struct rehearsal r = of_a_week(rows);
	char *text = term_printed(report_rehearsal(&r));

	(void)state;
	assert_golden(text, "rehearsal.txt");
	free(text);
	release(&r);
}

static void a_medical_answer_reads_arranged_and_says_nothing(void **state)
{
	struct rehearsal_row rows[4];
	struct rehearsal r = of_a_week(rows);
	char *text = term_printed(report_rehearsal(&r));

	(void)state;
	assert_null(strstr(text, "LAW-1"));
	assert_null(strstr(text, "keep your phone"));
	assert_non_null(strstr(text, "arranged"));
	free(text);
	release(&r);
}

static void a_rehearsal_that_changes_nothing_says_so(void **state)
{
	struct rehearsal r = {.from = local_date_of(clock_at("2026-11-24T00:00")),
		.until = local_date_of(clock_at("2026-11-24T00:00")),
		.is_register = true,
		.before = term_policy("roby-park"),
		.through = term_policy("roby-park"),
		.decided = 6,
		.same = 6};
	char *text = term_printed(report_rehearsal(&r));

	(void)state;
	assert_non_null(strstr(text, "Nothing of this has happened."));
	assert_non_null(strstr(text, "Nobody's."));
	assert_null(strstr(text, "passed over"));
	free(text);
	release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rehearsal_counts_by_rule_and_names_whose_answers_would_change),
		cmocka_unit_test(a_medical_answer_reads_arranged_and_says_nothing),
		cmocka_unit_test(a_rehearsal_that_changes_nothing_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
