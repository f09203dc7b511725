// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/patch.h"

#include <stdbool.h>
#include <stdint.h>

static json_t *items(const json_t *list, size_t from, size_t until)
{
	json_t *some = json_array();

	for (; from < until; from++)
		json_array_append(some, json_array_get(list, from));
	return some;
}

static void add_splice(json_t *splices, size_t at, size_t count, json_t *with)
{
	json_array_append_new(
		splices, json_pack("[I, I, o]", (json_int_t)at, (json_int_t)count, with));
}

static bool same(const json_t *before, size_t i, const json_t *after, size_t j)
{
	return json_equal(json_array_get(before, i), json_array_get(after, j));
}

// Of as many as before each that is another; else all between what both begin and end with. Lists
// here are short, or change in one place: no need of the shortest way between them.
static json_t *list_between(const json_t *before, const json_t *after)
{
	size_t was = json_array_size(before), is = json_array_size(after), from = 0, rest = 0;
	size_t shorter = was < is ? was : is;
	json_t *splices = json_array();

	while (from < shorter && same(before, from, after, from))
		from++;
	while (rest < shorter - from && same(before, was - 1 - rest, after, is - 1 - rest))
		rest++;
	if (was != is) {
		add_splice(splices, from, was - rest - from, items(after, from, is - rest));
		return splices;
	}
	for (; from < is - rest; from++) {
		if (!same(before, from, after, from))
			add_splice(splices, from, 1, items(after, from, from + 1));
	}
	return splices;
}

static void put(json_t *patch, const char *name, json_t *value)
{
	if (json_object_size(value) + json_array_size(value) > 0)
		json_object_set_new(patch, name, value);
	else
		json_decref(value);
}

json_t *patch_between(const json_t *before, const json_t *after)
{
	json_t *patch = json_object(), *set = json_object(), *gone = json_array(),
	       *lists = json_object();
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)after, name, value)
	{
		const json_t *was = json_object_get(before, name);

		if (json_equal(was, value))
			continue;
		if (json_is_array(was) && json_is_array(value))
			json_object_set_new(lists, name, list_between(was, value));
		else
			json_object_set(set, name, value);
	}
	json_object_foreach((json_t *)(uintptr_t)before, name, value)
	{
		if (!json_object_get(after, name))
			json_array_append_new(gone, json_string(name));
	}
	put(patch, "set", set);
	put(patch, "gone", gone);
	put(patch, "lists", lists);
	return patch;
}
