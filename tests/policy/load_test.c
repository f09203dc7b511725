// SPDX-License-Identifier: GPL-3.0-or-later
// A policy file that is wrong is refused with file, rule and reason; the sixth school of
// db/policies/README.md is not.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "policy/load.h"

static char readme[32768];
static char school[16384];

static int read_readme(void **state)
{
	FILE *f = fopen(SOURCE_DIR "/db/policies/README.md", "r");
	char *begin, *end;

	(void)state;
	if (!f)
		return -1;
	readme[fread(readme, 1, sizeof(readme) - 1, f)] = '\0';
	fclose(f);
	begin = strstr(readme, "```json\n");
	end = begin ? strstr(begin + 8, "```") : NULL;
	if (!end)
		return -1;
	snprintf(school, sizeof(school), "%.*s", (int)(end - begin - 8), begin + 8);
	return 0;
}

// Opens the sixth school with `old` replaced by `new`.
static int open_changed(
	const char *old, const char *new, struct policy **out, char why[POLICY_WHY_MAX])
{
	static char text[20000];
	const char *at = strstr(school, old);

	assert_non_null(at);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - school), school, new, at + strlen(old));
	return policy_open_text("sixth.json", text, strlen(text), out, why);
}

static void refused_with(const char *old, const char *new, const char *rule, const char *reason)
{
	struct policy *policy = NULL;
	char why[POLICY_WHY_MAX] = "", beginning[64];

	if (open_changed(old, new, &policy, why) != -ERR_FORMAT)
		fail_msg("taken with %s", new);
	assert_null(policy);
	snprintf(beginning, sizeof(beginning), "sixth.json: %s: ", rule);
	if (strncmp(why, beginning, strlen(beginning)) != 0 || !strstr(why, reason))
		fail_msg("refused with: %s", why);
}

static void the_request(struct request *r)
{
	struct local_fields f = {2026, 11, 23, 14, 50, 0};

	memset(r, 0, sizeof(*r));
	request_init(r);
	assert_int_equal(local_time_make(&f, &r->at), 0);
	r->action = ACTION_COLLECT;
	r->person.category = CATEGORY_PUPIL;
	r->person.year = YEAR_3;
	r->custody.kind = CUSTODY_DEPOSIT;
	r->day.home_time = 15 * 3600 + 900;
}

static void the_sixth_school_of_the_readme_decides(void **state)
{
	struct policy *policy;
	struct request r;
	struct decision d;
	char why[POLICY_WHY_MAX];

	(void)state;
	if (open_changed("SW-2", "SW-2", &policy, why) < 0)
		fail_msg("%s", why);
	the_request(&r);
	policy_decide(policy, &r, &d);
	assert_int_equal(d.outcome, OUTCOME_REFUSE);
	assert_string_equal(d.rule, "SW-2");
	assert_string_equal(d.say, "Your phone stays in until 15:15.");
	assert_false(d.ours);
	assert_string_equal(policy_rule(policy, "SW-2")->section, "2");
	assert_string_equal(policy_name(policy), "st-swithun");
	r.at.s += 3600;
	policy_decide(policy, &r, &d);
	assert_int_equal(d.outcome, OUTCOME_ALLOW);
	// What it does not say is the school's own practice.
	r.device = DEVICE_TABLET;
	policy_decide(policy, &r, &d);
	assert_int_equal(d.outcome, OUTCOME_REFER);
	assert_string_equal(d.rule, "school");
	assert_true(d.ours);
	policy_close(policy);
}

static void a_wrong_file_is_refused_with_file_rule_and_reason(void **state)
{
	(void)state;
	refused_with("\"kind\": \"enforced\"", "\"kind\": \"wished\"", "SW-2", "neither enforced");
	refused_with("\"section\": \"2\"", "\"section\": \"\"", "SW-2", "no source");
	refused_with(", \"source\": {\"document\": \"st-swithun.txt\", \"section\": \"3\"}", "",
		"SW-3", "no source");
	refused_with("\"id\": \"SW-3\"", "\"id\": \"SW-2\"", "SW-2", "stated twice");
	refused_with("\"id\": \"SW-3\"", "\"id\": \"SW-3-and-more\"", "SW-3-and-more", "too long");
	refused_with("\"rule\": \"SW-3\"", "\"rule\": \"SW-9\"", "SW-9", "no such rule");
	refused_with("\"rules\": [",
		"\"grants\": {\"visit\": {\"by\": [\"parent\"]}}, \"rules\": [", "visit",
		"an approver nobody can be");
	refused_with("\"rules\": [", "\"grants\": {\"visit\": {\"by\": [\"king\"]}}, \"rules\": [",
		"visit", "king");
	refused_with("\"rules\": [", "\"grants\": {\"wish\": {\"by\": [\"slt\"]}}, \"rules\": [",
		"wish", "no kind of grant");
	refused_with("\"rules\": [",
		"\"grants\": {\"visit\": {\"by\": [\"slt\"], \"needs\": [\"luck\"]}}, \"rules\": [",
		"visit", "luck");
	refused_with("\"time\": [", "\"tide\": [", "decide", "tide");
	refused_with("\"in-session\"", "\"in-bed\"", "SW-3", "in-bed");
	refused_with("\"who\": \"pupil\"", "\"who\": \"child\"", "SW-2", "child");
	refused_with("\"action\": \"collect\"", "\"action\": \"grab\"", "SW-2", "grab");
	refused_with("\"outcome\": \"allow\"", "\"outcome\": \"maybe\"", "SW-2", "outcome");
	refused_with("\"outcome\": \"allow\"", "\"outcome\": \"refuse\"", "SW-2", "who lifts");
	refused_with(
		"\"outcome\": \"allow\"", "\"outcome\": \"allow\", \"mood\": 1", "SW-2", "mood");
	refused_with("\"outcome\": \"allow\"",
		"\"outcome\": \"allow\", \"obligations\": [\"return-by\"]", "SW-2", "return_by");
	refused_with("Switch it off, put it in,", "Switch-it-off-at-once, put it in,", "SW-2",
		"does not fit");
	refused_with("Switch it off", "Take {home} off", "SW-2", "may not be known");
	refused_with("\"staff\": [\"staff\",", "\"crew\": [\"staff\",", "groups", "staff");
	refused_with("\"policy\": \"st-swithun\"", "\"policy\": \"\"", "policy", "no name");
	refused_with("\"title\": \"Phones", "\"titles\": \"Phones", "SW-2", "title");
}

#define NAME "\"policy\": \"st-swithun\","

static void a_school_may_not_say_otherwise_than_the_law(void **state)
{
	(void)state;
	refused_with("\"rules\": [",
		"\"grants\": {\"medical\": {\"by\": [\"office\"]}}, \"rules\": [", "medical",
		"is the law's");
	refused_with("\"rules\": [",
		"\"grants\": {\"emergency-release\": {\"by\": [\"office\"]}}, \"rules\": [",
		"emergency-release", "is the law's");
	refused_with("\"grant\": [", "\"medical\": [", "decide", "is the law's");
	refused_with("\"id\": \"SW-3\"", "\"id\": \"LAW-1\"", "LAW-1", "stated twice");
}

static void a_clause_on_a_level_it_is_not_for_is_refused(void **state)
{
	(void)state;
	// "grant": the signed-out child's collection, a deposit.
	refused_with("\"grant\": [", "\"evidence\": [", "SW-2", "which nothing gives back");
	refused_with("\"grant\": [", "\"hold\": [", "SW-2", "\"custody\": held");
	refused_with("\"grant\": [", "\"ban\": [", "SW-2", "is for phone-ban");
	refused_with("\"grant\": [\n      {\"rule\": \"SW-2\", \"action\": \"collect\", \"who\": "
		     "\"pupil\","
		     " \"day\": \"school\", \"custody\": \"deposit\", \"if\": [\"signed-out\"",
		"\"ban\": [{\"rule\": \"SW-2\", \"action\": \"collect\", \"who\": \"pupil\","
		" \"if\": [\"phone-ban\"",
		"SW-2", "never keeps a deposit");
	refused_with("\"grant\": [",
		"\"always\": [{\"rule\": \"SW-2\", \"action\": \"keep\","
		" \"outcome\": \"refer\", \"say\": \"Please see the office.\"}], \"grant\": [",
		"SW-2", "always allowed");
}

static void a_year_without_a_pupil_is_refused_since_it_would_let_everybody_else_in(void **state)
{
	(void)state;
	refused_with("\"who\": \"pupil\", \"place\": \"locker\"",
		"\"year\": \"6\", \"place\": \"locker\"", "SW-2", "pupil alone");
	refused_with("\"who\": \"pupil\", \"place\": \"locker\"",
		"\"year\": \"6\", \"who\": [\"pupil\", \"staff\"], \"place\": \"locker\"", "SW-2",
		"pupil alone");
}

static void a_slip_of_the_pen_is_not_read_as_a_no(void **state)
{
	(void)state;
	refused_with("\"ours\": true", "\"ours\": \"yes\"", "SW-3", "neither true nor false");
	refused_with(
		"\"title\": \"Phones", "\"our\": true, \"title\": \"Phones", "SW-2", "\"our\"");
	refused_with("\"rules\": [", "\"grant\": {}, \"rules\": [", "policy", "\"grant\"");
	refused_with("\"rules\": [",
		"\"grants\": {\"visit\": {\"by\": [\"slt\"], \"needs\": \"staff\"}}, \"rules\": [",
		"visit", "not a list");
	refused_with("[\"not at-home-time\"]", "[\"not at-home-time\", \"at-home-time\"]", "SW-2",
		"its opposite");
	refused_with("Switch it off", "Switch it off \u2013 now", "SW-2", "no display shows");
	refused_with("\"id\": \"SW-3\"", "\"id\": \"school\"", "school", "is no id");
	refused_with("\"policy\": \"st-swithun\"", "\"policy\": \"law\"", "policy", "law");
	refused_with("\"adult\": [", "\"grown\": [", "groups", "adult");
	refused_with("\"outcome\": \"refer\"",
		"\"outcome\": \"refer\", \"obligations\": [\"record-breach\"]", "SW-2",
		"only an allow");
	refused_with("\"outcome\": \"allow\"",
		"\"outcome\": \"allow\", \"obligations\": [\"return-by\"], \"return_by\": "
		"\"visit\"",
		"SW-2", "does not ask for");
}

static void a_review_without_a_rule_a_date_or_an_interval_is_refused(void **state)
{
	(void)state;
	refused_with(NAME, NAME "\"review\": {\"rule\": \"SS-9\", \"every_months\": 12},", "review",
		"names no rule");
	refused_with(NAME, NAME "\"review\": {\"rule\": \"LAW-1\"},", "review", "neither");
	refused_with(NAME, NAME "\"review\": {\"rule\": \"LAW-1\", \"every_months\": 0},", "review",
		"1 to 120");
	refused_with(NAME, NAME "\"review\": {\"rule\": \"LAW-1\", \"due\": \"2025-02-29\"},",
		"review", "no date");
}

static void each_school_has_the_review_its_policy_names(void **state)
{
	static const struct {
		const char *policy, *rule;
		bool last, due;
		int months;
	} reviews[] = {{"roby-park", "RP-16", false, false, 12},
		{"balfour", "BF-10", true, true, 0}, {"helsby", "HH-7", true, true, 0},
		{"christ-church", "CC-3", true, false, 12}, {"flixton", NULL, false, false, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(reviews) / sizeof(reviews[0]); i++) {
		struct policy *policy;
		char why[POLICY_WHY_MAX];
		const struct policy_review *review;

		assert_int_equal(policy_open(reviews[i].policy, &policy, why), 0);
		review = policy_review(policy);
		assert_int_equal(review != NULL, reviews[i].rule != NULL);
		if (review) {
			assert_string_equal(review->rule->id, reviews[i].rule);
			assert_int_equal(review->last_known, reviews[i].last);
			assert_int_equal(review->due_known, reviews[i].due);
			assert_int_equal(review->every_months, reviews[i].months);
		}
		policy_close(policy);
	}
}

static void a_file_that_is_no_json_names_the_line(void **state)
{
	struct policy *policy;
	char why[POLICY_WHY_MAX];

	(void)state;
	assert_int_equal(policy_open_text("x.json", "{\n\"a\" 1}", 8, &policy, why), -ERR_FORMAT);
	assert_memory_equal(why, "x.json: line 2: ", 16);
	assert_int_equal(policy_open_text("x.json", "[]", 2, &policy, why), -ERR_FORMAT);
	assert_int_equal(policy_open_text("x.json", "", 0, &policy, why), -ERR_FORMAT);
	assert_int_equal(policy_open_file("/nowhere/x.json", &policy, why), -ERR_IO);
	assert_memory_equal(why, "/nowhere/x.json: ", 17);
	assert_int_equal(policy_open("eton", &policy, why), -ERR_NOT_FOUND);
	assert_int_equal(policy_open("law", &policy, why), -ERR_NOT_FOUND);
}

static void every_built_in_policy_states_its_rules_and_opens_from_its_file_too(void **state)
{
	int count = 0;

	(void)state;
	for (; policy_builtin(count); count++) {
		struct policy *built, *read;
		char why[POLICY_WHY_MAX], path[512];

		assert_int_equal(policy_open(policy_builtin(count), &built, why), 0);
		snprintf(path, sizeof(path), SOURCE_DIR "/db/policies/%s.json",
			policy_builtin(count));
		assert_int_equal(policy_open_file(path, &read, why), 0);
		assert_string_equal(policy_name(built), policy_builtin(count));
		assert_int_equal(policy_rule_count(built), policy_rule_count(read));
		assert_non_null(policy_rule(built, "LAW-1"));
		assert_non_null(policy_rule(built, "SYS-1"));
		policy_close(built);
		policy_close(read);
	}
	assert_int_equal(count, 5);
	policy_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sixth_school_of_the_readme_decides),
		cmocka_unit_test(a_wrong_file_is_refused_with_file_rule_and_reason),
		cmocka_unit_test(a_school_may_not_say_otherwise_than_the_law),
		cmocka_unit_test(a_clause_on_a_level_it_is_not_for_is_refused),
		cmocka_unit_test(
			a_year_without_a_pupil_is_refused_since_it_would_let_everybody_else_in),
		cmocka_unit_test(a_slip_of_the_pen_is_not_read_as_a_no),
		cmocka_unit_test(a_review_without_a_rule_a_date_or_an_interval_is_refused),
		cmocka_unit_test(each_school_has_the_review_its_policy_names),
		cmocka_unit_test(a_file_that_is_no_json_names_the_line),
		cmocka_unit_test(
			every_built_in_policy_states_its_rules_and_opens_from_its_file_too),
	};

	return cmocka_run_group_tests(tests, read_readme, NULL);
}
