// SPDX-License-Identifier: GPL-3.0-or-later
// Finding a person by the beginning of a name or reference.
#include <string.h>

#include "api/handler.h"
#include "base/err.h"
#include "store/custodies.h"
#include "store/people.h"

#define FOUND_MOST 12

static int add_person(void *arg, const struct person_record *person)
{
	struct api_call *call = arg;
	struct custody_row custody;
	bool in = custody_of_person(call->api->store, person->id, &custody, 1) > 0;

	json_array_append_new(json_object_get(call->answer, "people"),
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:b}", "ref", person->ref, "given",
			person->given, "family", person->family, "category", person->category,
			"class", person->class, "year", person->year, "in", in));
	api_line(call, "%s  %s %s  %s %s%s", person->ref, person->given, person->family,
		person->category, person->class, in ? ", something of theirs is in" : "");
	return 0;
}

int request_people_find(struct api_call *call)
{
	const char *text = api_needed(call, "text");
	int count;

	if (!text)
		return -1;
	json_object_set_new(call->answer, "people", json_array());
	count = person_search(
		call->api->store, text, api_today(call), FOUND_MOST, add_person, call);
	return count < 0 ? api_failed(call, "Looking on the register", count) : 0;
}
