// SPDX-License-Identifier: GPL-3.0-or-later
// A good policy file broken in every way: each value gone, of another type, empty, unknown, twice
// or in a list, each object with one more key. Whatever is not a good file still is refused with
// the file, the rule and a reason; nothing is half read or passed over.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/err.h"
#include "policy/load.h"

enum mutation { GONE, NOTHING, NUMBER, TRUTH, EMPTY, WORD, NO_LIST, NO_OBJECT, IN_LIST, MUTATIONS };

static const char *const names[MUTATIONS] = {
	"gone", "null", "5", "true", "\"\"", "nonsense", "[]", "{}", "in a list"};

// What still is a good file, by the key that holds the value (a list's entries count as their
// list's): bits of 1 << mutation. What is not here must be refused.
#define IS(mutation) (1u << (mutation))
static const struct {
	const char *key;
	unsigned good;
} still_good[] = {
	{"policy", IS(WORD)},
	{"title", IS(WORD)},
	{"document", IS(WORD)},
	{"section", IS(WORD)},
	{"note", IS(GONE) | IS(EMPTY) | IS(WORD)},
	{"ours", IS(GONE) | IS(TRUTH)},
	{"say", IS(WORD) | IS(IN_LIST)},
	{"grants", IS(GONE) | IS(NO_OBJECT)},
	{"loan", IS(GONE) | IS(NO_LIST)},
	{"tell", IS(WORD)},
	{"attest", IS(GONE) | IS(TRUTH)},
	{"authorised_by", IS(GONE) | IS(IN_LIST)},
	{"needs", IS(GONE) | IS(NO_LIST)},
	{"loan", IS(GONE) | IS(NO_LIST)},
	{"tell", IS(WORD)},
	{"attest", IS(GONE) | IS(TRUTH)},
	{"authorised_by", IS(GONE)},
	{"review", IS(GONE)},
	{"last", IS(GONE)},
	{"due", IS(GONE)},
	{"every_months", IS(GONE) | IS(NUMBER)},
	{"decide", IS(NO_OBJECT)},
	{"always", IS(GONE) | IS(NO_LIST)},
	{"evidence", IS(GONE) | IS(NO_LIST)},
	{"hold", IS(GONE) | IS(NO_LIST)},
	{"ban", IS(GONE) | IS(NO_LIST)},
	{"grant", IS(GONE) | IS(NO_LIST)},
	{"time", IS(GONE) | IS(NO_LIST)},
	{"who", IS(GONE) | IS(IN_LIST)},
	{"if", IS(GONE) | IS(NO_LIST)},
	{"action", IS(GONE) | IS(IN_LIST)},
	{"place", IS(GONE) | IS(IN_LIST)},
	{"day", IS(GONE) | IS(IN_LIST)},
	{"year", IS(GONE) | IS(IN_LIST)},
	{"device", IS(GONE) | IS(IN_LIST)},
	{"owner", IS(GONE) | IS(IN_LIST)},
	{"custody", IS(IN_LIST)},
	{"lifted_by", IS(NO_LIST)},
};
// Entries of a list that may go, or stand there twice: those of these keys.
static const char *const entries_may_go[] = {"authorised_by", "staff", "adult", "by", "needs",
	"grant", "time", "loan", "who", "if", "action", "day", "device", "lifted_by"};
static const char *const entries_may_double[] = {"loan", "authorised_by", "staff", "adult", "by",
	"needs", "hold", "grant", "loan", "time", "always", "evidence", "ban", "who", "if",
	"action", "day", "device", "lifted_by", "obligations", "say"};
// Grants by kind: their entry may go.
static const char *const may_go[] = {"visit", "exceptional"};

#define KEYS 16

static json_t *root;
static const char *rule; // the id a refusal must name; NULL: the part it must name is not told
static int tried, taken;

static bool among(const char *const *list, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i], key) == 0)
			return true;
	return false;
}

#define AMONG(list, key) among(list, sizeof(list) / sizeof(list[0]), key)

// What a clause may not leave out, by its rule: its level, its year or its return_by need it.
static bool is_needed(const char *key)
{
	bool ban = rule && strcmp(rule, "GS-4") == 0;
	bool condition = strcmp(key, "if") == 0 || strcmp(key, "who") == 0;

	return (ban && (condition || strcmp(key, "action") == 0)) ||
	       (condition && rule && strcmp(rule, "GS-3") == 0);
}

static bool is_good(const char *key, enum mutation mutation)
{
	if ((mutation == GONE || mutation == NO_LIST) && is_needed(key))
		return false;
	for (size_t i = 0; i < sizeof(still_good) / sizeof(still_good[0]); i++)
		if (strcmp(still_good[i].key, key) == 0)
			return still_good[i].good >> mutation & 1;
	return mutation == GONE && AMONG(may_go, key);
}

static void held(const char *key, const char *what, bool good)
{
	char *text = json_dumps(root, JSON_COMPACT);
	char why[POLICY_WHY_MAX] = "", named[64];
	struct policy *policy = NULL;
	int err = policy_open_text("x.json", text, strlen(text), &policy, why);

	free(text);
	tried++;
	if (err == 0) {
		taken++;
		policy_close(policy);
		if (!good)
			fail_msg("%s: \"%s\" %s was taken", rule ? rule : "-", key, what);
		return;
	}
	assert_int_equal(err, -ERR_FORMAT);
	assert_null(policy);
	if (good)
		fail_msg("\"%s\" %s was refused: %s", key, what, why);
	snprintf(named, sizeof(named), "x.json: %s%s", rule ? rule : "", rule ? ": " : "");
	if (strncmp(why, named, strlen(named)) != 0)
		fail_msg("\"%s\" %s in %s is refused as: %s", key, what, rule ? rule : "-", why);
	const char *reason = strstr(why + strlen("x.json: "), ": ");

	if (!reason || strlen(reason) < 10 || strchr(why, '\n'))
		fail_msg("\"%s\" %s has no reason: %s", key, what, why);
}

static json_t *mutated(enum mutation mutation, json_t *value)
{
	switch (mutation) {
	case NOTHING:
		return json_null();
	case NUMBER:
		return json_integer(5);
	case TRUTH:
		return json_true();
	case EMPTY:
		return json_string("");
	case WORD:
		return json_string("nonsense");
	case NO_LIST:
		return json_array();
	case NO_OBJECT:
		return json_object();
	case IN_LIST:
		return json_pack("[O]", value);
	case GONE:
	case MUTATIONS:
		break;
	}
	return NULL;
}

static void walk(json_t *value, const char *key);

// The id of the rule or clause that an object is, as long as that itself is not what is changed.
static const char *id_of(const json_t *object)
{
	const char *id = json_string_value(json_object_get(object, "id"));

	return id ? id : json_string_value(json_object_get(object, "rule"));
}

static void break_member(json_t *object, const char *key, json_t *value)
{
	const char *before = rule;

	if (strcmp(key, "id") == 0 || strcmp(key, "rule") == 0)
		rule = NULL;
	for (int m = 0; m < MUTATIONS; m++) {
		json_t *other = mutated((enum mutation)m, value);

		if (other && json_equal(other, value)) {
			json_decref(other);
			continue;
		}
		if (other)
			json_object_set_new(object, key, other);
		else
			json_object_del(object, key);
		held(key, names[m],
			is_good(key, (enum mutation)m) && (m != IN_LIST || json_is_string(value)));
		json_object_set(object, key, value);
	}
	rule = before;
}

static void walk_object(json_t *object, const char *within)
{
	const char *before = rule, *key;
	char keys[KEYS][24];
	json_t *value;
	int count = 0;

	// A refusal names the rule, or the part that is no rule's.
	if (strcmp(within, "review") == 0 || strcmp(within, "visit") == 0)
		rule = within;
	else if (id_of(object))
		rule = id_of(object);
	json_object_set_new(object, "mood", json_string("good"));
	// In "groups" any name is a group's, of "grants" and "decide" the names are a closed list.
	held("mood", "added", false);
	json_object_del(object, "mood");
	// Copied: a key goes with its value.
	json_object_foreach(object, key, value)
	{
		assert_true(count < KEYS);
		snprintf(keys[count++], sizeof(keys[0]), "%s", key);
	}
	for (int i = 0; i < count; i++) {
		value = json_incref(json_object_get(object, keys[i]));
		break_member(object, keys[i], value);
		walk(value, keys[i]);
		json_decref(value);
	}
	rule = before;
}

// "return_by" holds on to its obligation; of sentences the last is the one that can always be said.
static bool may_miss(const char *key, size_t i, const json_t *entry)
{
	if (strcmp(key, "obligations") == 0)
		return strcmp(json_string_value(entry), "return-by") != 0;
	if (strcmp(key, "say") == 0)
		return i == 0;
	return AMONG(entries_may_go, key);
}

static void walk_list(json_t *list, const char *key)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *value = json_incref(json_array_get(list, i));
		bool alone = json_array_size(list) == 1;

		json_array_remove(list, i);
		// An entry alone leaves an empty list, judged above; a rule that is cited is
		// missed.
		if (!alone)
			held(key, "without one entry", may_miss(key, i, value));
		json_array_insert(list, i, value);
		json_array_insert(list, i, value);
		held(key, "with one entry twice", AMONG(entries_may_double, key));
		json_array_remove(list, i);
		for (int m = NOTHING; m < MUTATIONS; m++) {
			const char *before = rule;
			json_t *other = mutated((enum mutation)m, value);

			rule = NULL;
			json_array_set_new(list, i, other);
			held(key, names[m], m == WORD && strcmp(key, "say") == 0);
			json_array_set(list, i, value);
			rule = before;
		}
		walk(value, key);
		json_decref(value);
	}
}

static void walk(json_t *value, const char *key)
{
	if (json_is_object(value))
		walk_object(value, key);
	else if (json_is_array(value))
		walk_list(value, key);
}

static void a_good_file_broken_in_any_one_place_is_refused_with_file_rule_and_reason(void **state)
{
	json_error_t error;

	(void)state;
	root = json_load_file(SOURCE_DIR "/tests/policy/good.json", 0, &error);
	assert_non_null(root);
	held("", "whole", true);
	walk(root, "");
	held("", "whole again", true);
	print_message("%d files, %d of them good\n", tried, taken);
	assert_true(tried > 1400);
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_good_file_broken_in_any_one_place_is_refused_with_file_rule_and_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
