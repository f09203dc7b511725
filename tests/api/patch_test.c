// SPDX-License-Identifier: GPL-3.0-or-later
// What became of an answer, told as a patch: laid over the one before it is the one after.
#include "api/patch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// As base/told.js does it.
static json_t *laid_over(const json_t *before, const json_t *patch)
{
	json_t *next = json_deep_copy(before), *list, *splice, *name_of;
	const char *name;
	size_t i, j;

	json_object_update(next, json_object_get(patch, "set"));
	json_array_foreach(json_object_get(patch, "gone"), i, name_of)
		json_object_del(next, json_string_value(name_of));
	json_object_foreach(json_object_get(patch, "lists"), name, list)
	{
		json_t *now = json_object_get(next, name);

		json_array_foreach(list, i, splice)
		{
			size_t at = (size_t)json_integer_value(json_array_get(splice, 0));
			json_int_t gone = json_integer_value(json_array_get(splice, 1));
			json_t *items = json_array_get(splice, 2);

			while (gone-- > 0)
				assert_int_equal(json_array_remove(now, at), 0);
			for (j = 0; j < json_array_size(items); j++)
				assert_int_equal(
					json_array_insert(now, at + j, json_array_get(items, j)),
					0);
		}
	}
	return next;
}

static size_t leads(json_t *before, json_t *after)
{
	json_t *patch = patch_between(before, after), *next = laid_over(before, patch);
	char *text = json_dumps(patch, JSON_COMPACT);
	size_t len = strlen(text);

	assert_true(json_equal(next, after));
	free(text);
	json_decref(patch);
	json_decref(next);
	return len;
}

static uint32_t drawn = 1;

static uint32_t draw(uint32_t below)
{
	drawn = drawn * 1664525u + 1013904223u;
	return (drawn >> 16) % below;
}

static json_t *any_list(void)
{
	json_t *list = json_array();

	for (uint32_t i = draw(7); i > 0; i--)
		json_array_append_new(list, json_pack("{s:i}", "ref", (int)draw(4)));
	return list;
}

static json_t *any_answer(void)
{
	json_t *answer = json_pack("{s:b}", "ok", 1);

	for (uint32_t i = 0; i < 4; i++) {
		char name[] = {(char)('a' + i), '\0'};

		if (draw(5) == 0)
			continue;
		json_object_set_new(
			answer, name, draw(3) ? any_list() : json_integer((json_int_t)draw(3)));
	}
	return answer;
}

static void every_answer_leads_to_every_other(void **state)
{
	(void)state;
	for (int i = 0; i < 20000; i++) {
		json_t *before = any_answer(), *after = any_answer();

		leads(before, after);
		json_decref(before);
		json_decref(after);
	}
}

static void what_is_the_same_is_told_by_nothing_and_a_row_by_that_row(void **state)
{
	json_t *before = json_pack("{s:s, s:[]}", "now", "15:16", "rows"), *after;
	json_t *rows = json_object_get(before, "rows"), *patch;

	(void)state;
	for (int i = 0; i < 60; i++)
		json_array_append_new(rows, json_pack("{s:i, s:s}", "ref", i, "state", "in"));
	after = json_deep_copy(before);
	patch = patch_between(before, after);
	assert_int_equal(json_object_size(patch), 0);
	json_decref(patch);
	json_object_set_new(
		json_array_get(json_object_get(after, "rows"), 17), "state", json_string("out"));
	json_object_set_new(
		json_array_get(json_object_get(after, "rows"), 41), "state", json_string("out"));
	assert_true(leads(before, after) < 120);
	json_decref(before);
	json_decref(after);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_answer_leads_to_every_other),
		cmocka_unit_test(what_is_the_same_is_told_by_nothing_and_a_row_by_that_row),
	};

	return cmocka_run_group_tests_name("api/patch", tests, NULL, NULL);
}
