// SPDX-License-Identifier: GPL-3.0-or-later
// cases.jsonl, case by case: each becomes one test with its sentence for a name, and goes the whole
// way from a line of JSON to a line of JSON.
//
// A line {"base": NAME, "request": {...}} states a request; {"base": NAME, "like": OTHER, "set":
// {...}} one that differs from another. A line {"case": SENTENCE, "from": WHERE IN policies.md,
// "base": NAME, "set": {...}, "want": {...}} changes a base (null takes a field away, an object
// goes into the object that is there) and says what must be answered. What `want` does not name may
// be anything, except that obligations and lifted_by not named are empty (a refer: the office).
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "api/decide.h"
#include "policy/load.h"

#define CASES_MAX 600

static struct decider *decider;
static json_t *bases;

static json_t *merged(const json_t *base, const json_t *set)
{
	json_t *out = json_is_object(base) ? json_copy((json_t *)base) : json_object();
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)set, key, value)
	{
		json_t *old = json_object_get(out, key);

		if (json_is_null(value))
			json_object_del(out, key);
		else if (json_is_object(value))
			json_object_set_new(out, key, merged(old, value));
		else
			json_object_set(out, key, value);
	}
	return out;
}

static json_t *decided(const json_t *request)
{
	char answer[DECIDE_ANSWER_MAX];
	char *line = json_dumps(request, JSON_COMPACT);
	size_t len = decider_answer(decider, line, strlen(line), answer);
	json_t *got = json_loadb(answer, len, 0, NULL);

	free(line);
	assert_non_null(got);
	return got;
}

static void check_part(const json_t *got, const json_t *want, const char *key, json_t *otherwise)
{
	const json_t *expected = json_object_get(want, key);

	if (!expected)
		expected = otherwise;
	if (expected && !json_equal(json_object_get(got, key), expected)) {
		char *text = json_dumps(got, JSON_COMPACT);

		print_error("%s is otherwise: %s\n", key, text);
		free(text);
		fail();
	}
}

static void run_case(void **state)
{
	const json_t *one = *state;
	const json_t *want = json_object_get(one, "want");
	const json_t *base =
		json_object_get(bases, json_string_value(json_object_get(one, "base")));
	const char *outcome = json_string_value(json_object_get(want, "outcome"));
	json_t *nothing = json_array(), *office = json_pack("[s]", "office");
	json_t *request, *got;

	assert_non_null(base);
	request = merged(base, json_object_get(one, "set"));
	got = decided(request);
	check_part(got, want, "outcome", NULL);
	check_part(got, want, "rule", NULL);
	check_part(got, want, "say", NULL);
	check_part(got, want, "error", NULL);
	if (outcome) {
		bool open = strcmp(outcome, "refuse") == 0;

		check_part(got, want, "lifted_by",
			open				? NULL
			: strcmp(outcome, "refer") == 0 ? office
							: nothing);
		check_part(got, want, "obligations", nothing);
	}
	json_decref(got);
	json_decref(request);
	json_decref(nothing);
	json_decref(office);
}

static int read_lines(json_t *cases[CASES_MAX])
{
	FILE *f = fopen(SOURCE_DIR "/tests/policy/cases.jsonl", "r");
	char line[4096];
	int count = 0;

	assert_non_null(f);
	bases = json_object();
	while (fgets(line, sizeof(line), f)) {
		json_error_t error;
		json_t *one = line[0] == '\n' ? NULL : json_loads(line, 0, &error);
		const char *name = json_string_value(json_object_get(one, "base"));
		const char *like = json_string_value(json_object_get(one, "like"));

		if (line[0] == '\n')
			continue;
		if (!one)
			fail_msg("%s in %.60s", error.text, line);
		if (json_object_get(one, "case")) {
			assert_true(count < CASES_MAX);
			assert_non_null(json_object_get(one, "from"));
			assert_non_null(json_object_get(one, "want"));
			cases[count++] = one;
			continue;
		}
		assert_non_null(name);
		json_object_set_new(bases, name,
			like ? merged(json_object_get(bases, like), json_object_get(one, "set"))
			     : json_incref(json_object_get(one, "request")));
		json_decref(one);
	}
	fclose(f);
	return count;
}

// A policy file named on the command line takes its built-in namesake's place: see mutants.py.
static int replace_policy(const char *path)
{
	struct policy *policy;
	char why[POLICY_WHY_MAX];

	if (policy_open_file(path, &policy, why) == 0)
		return decider_replace(decider, policy);
	print_error("%s\n", why);
	return -1;
}

int main(int argc, char **argv)
{
	static json_t *cases[CASES_MAX];
	static struct CMUnitTest tests[CASES_MAX];
	int count = read_lines(cases), failed;

	if (decider_open(&decider) < 0)
		return 1;
	if (argc > 1 && replace_policy(argv[1]) < 0)
		return 99;
	for (int i = 0; i < count; i++) {
		tests[i].name = json_string_value(json_object_get(cases[i], "case"));
		tests[i].test_func = run_case;
		tests[i].initial_state = cases[i];
	}
	failed = _cmocka_run_group_tests("policy/cases", tests, (size_t)count, NULL, NULL);
	for (int i = 0; i < count; i++)
		json_decref(cases[i]);
	json_decref(bases);
	decider_close(decider);
	return failed;
}
