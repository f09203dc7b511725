// SPDX-License-Identifier: GPL-3.0-or-later
// The evidence page: every rule of the policy stands on it, and nobody.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "policy/load.h"
#include "reports/evidence.h"
#include "term.h"

static char *told(struct school *s, const char *name)
{
	struct policy *policy = term_policy(name);
	struct report_counts counts;
	char *text;

	assert_int_equal(
		report_counts_read(s->store, date("2026-11-02"), date("2026-11-06"), &counts), 0);
	text = term_printed(report_evidence(&counts, policy, date("2026-12-18")));
	report_counts_release(&counts);
	policy_close(policy);
	return text;
}

static void make_week(struct school *s)
{
	int64_t hall = term_bank(s), custody;

	custody = term_hand_in(s, "P6", hall, 1, "2026-11-02T08:45");
	term_collect(s, custody, "P6", "2026-11-02T15:15");
	for (int i = 0; i < 3; i++)
		term_decision(s, "P6", hall, "collect", OUTCOME_REFUSE, "FX-4", "GivenP6 asked",
			"2026-11-02T10:00");
	term_decision(s, "P6", hall, "hand-in", OUTCOME_REFER, "FX-1", "x", "2026-11-03T09:10");
}

static void medical(struct school *s, int count)
{
	for (int i = 0; i < count; i++)
		term_decision(s, "P5", 0, "keep", OUTCOME_ALLOW, "LAW-1", "x", "2026-11-02T10:00");
}

static void every_rule_stands_on_the_page_with_its_source_and_how_often_it_decided(void **state)
{
	struct school *s = *state;
	struct policy *policy = term_policy("flixton");
	char *text;

	make_week(s);
	assert_int_equal(store_setting_put(s->store, "staff", "sessions"), 0);
	text = told(s, "flixton");
	assert_golden(text, "evidence.txt");
	for (int i = 0; i < policy_rule_count(policy); i++) {
		const struct policy_rule *rule = policy_rule_at(policy, i);

		assert_non_null(strstr(text, rule->id));
		// The law and the school's own practice are no passages of the policy.
		if (strncmp(rule->id, "LAW-", 4) != 0 && !rule->ours)
			assert_non_null(strstr(text, rule->section));
	}
	assert_null(strstr(text, "asked"));
	assert_null(strstr(text, "GivenP"));
	policy_close(policy);
	free(text);
}

static void what_is_medical_changes_no_number_on_the_page_under_five(void **state)
{
	struct school *s = *state;
	char *none, *four, *five;

	make_week(s);
	none = told(s, "flixton");
	medical(s, 4);
	four = told(s, "flixton");
	medical(s, 1);
	five = told(s, "flixton");
	assert_string_equal(four, none);
	assert_string_not_equal(five, none);
	free(none);
	free(four);
	free(five);
}

#define T(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(every_rule_stands_on_the_page_with_its_source_and_how_often_it_decided),
		T(what_is_medical_changes_no_number_on_the_page_under_five),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
