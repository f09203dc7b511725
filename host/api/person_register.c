// SPDX-License-Identifier: GPL-3.0-or-later
// A person's permission to walk home alone, and their own contact times.
#include "api/person_register.h"

#include <string.h>

#include "api/classes.h"
#include "base/err.h"
#include "store/contacts.h"

#define WEEKDAYS 7

static int add_walker(struct api_call *call, int64_t person)
{
	char today[LOCAL_DATE_TEXT];
	struct walker_record walker;
	int err;

	local_date_print(api_today(call), today);
	err = walker_find(call->api->store, person, today, &walker);
	if (err < 0 && err != -ERR_NOT_FOUND)
		return err;
	json_object_set_new(call->answer, "walker",
		err < 0 ? json_null()
			: json_pack("{s:s, s:s, s:s, s:o, s:o, s:s}", "from", walker.from, "until",
				  walker.until, "days", walker.days, "by",
				  api_named(call, walker.by), "at", api_time(walker.at), "state",
				  strcmp(walker.from, today) > 0    ? "coming"
				  : strcmp(walker.until, today) < 0 ? "over"
								    : "running"));
	return 0;
}

static int add_contact(struct api_call *call, int64_t person)
{
	json_t *week = json_array();

	json_object_set_new(call->answer, "contact", week);
	for (int weekday = 1; weekday <= WEEKDAYS; weekday++) {
		char text[CONTACT_SPANS * 12 + 1] = ""; // dayspans_print
		struct contact_day day;
		int err = contact_get(call->api->store, person, weekday, &day);

		if (err < 0)
			return err;
		if (day.count)
			dayspans_print(day.spans, day.count, text);
		json_array_append_new(week, json_string(day.none ? "none" : text));
	}
	return 0;
}

int person_register(struct api_call *call, const struct person_record *person)
{
	bool pupil = strcmp(person->category, "pupil") == 0;

	if (actor_is_staff(person->category))
		json_object_set_new(call->answer, "classes", classes_of(call, person->id));

	return pupil ? add_walker(call, person->id) : add_contact(call, person->id);
}
