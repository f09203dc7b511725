// SPDX-License-Identifier: GPL-3.0-or-later
// The register as a list: how many are in each class and category, and, where one is named, who; of
// a class also whose it is.
#include <string.h>

#include "api/handler.h"
#include "base/err.h"
#include "store/card_admin.h"
#include "store/class_teachers.h"
#include "store/people.h"

#define LISTED 200 // of one class or category

struct listing {
	struct api_call *call;
	const char *class, *category; // "": any
	char today[LOCAL_DATE_TEXT];
	json_t *classes, *categories, *people;
	size_t more;
};

static void count_in(json_t *counts, const char *name)
{
	json_int_t count = json_integer_value(json_object_get(counts, name));

	json_object_set_new(counts, name, json_integer(count + 1));
}

static void add_person(struct listing *listing, const struct person_record *person)
{
	char uids[4][CARD_UID];
	int cards = card_list(listing->call->api->store, person->id, uids, 4);

	json_array_append_new(listing->people,
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i}", "ref", person->ref, "given",
			person->given, "family", person->family, "category", person->category,
			"class", person->class, "year", person->year, "cards",
			cards < 0 ? 0 : cards));
	api_line(listing->call, "%s  %s %s  %s %s", person->ref, person->given, person->family,
		person->category, person->class);
}

static int list_one(void *arg, const struct person_record *person)
{
	struct listing *listing = arg;
	bool asked = listing->class[0] || listing->category[0];

	if (person->left_on[0] && strcmp(person->left_on, listing->today) <= 0)
		return 0;
	count_in(listing->categories, person->category);
	if (person->class[0])
		count_in(listing->classes, person->class);
	if (!asked || (listing->class[0] && strcmp(person->class, listing->class) != 0) ||
		(listing->category[0] && strcmp(person->category, listing->category) != 0))
		return 0;
	if (json_array_size(listing->people) < LISTED)
		add_person(listing, person);
	else
		listing->more++;
	return 0;
}

static int add_teacher(void *arg, const struct person_record *person)
{
	struct listing *listing = arg;

	json_array_append_new(json_object_get(listing->call->answer, "teachers"),
		json_pack("{s:s, s:s, s:s}", "ref", person->ref, "given", person->given, "family",
			person->family));
	api_line(listing->call, "%s  %s %s  has the class", person->ref, person->given,
		person->family);
	return 0;
}

int request_people_list(struct api_call *call)
{
	struct listing listing = {.call = call,
		.class = api_text(call, "class", ""),
		.category = api_text(call, "category", "")};
	int count;

	if (!listing.class || !listing.category)
		return -1;
	local_date_print(api_today(call), listing.today);
	json_object_set_new(call->answer, "classes", listing.classes = json_object());
	json_object_set_new(call->answer, "categories", listing.categories = json_object());
	json_object_set_new(call->answer, "people", listing.people = json_array());
	json_object_set_new(call->answer, "teachers", json_array());
	count = listing.class[0]
			? class_teacher_each(call->api->store, listing.class, add_teacher, &listing)
			: 0;
	if (count >= 0)
		count = person_each(call->api->store, list_one, &listing);
	json_object_set_new(call->answer, "more", json_integer((json_int_t)listing.more));
	return count < 0 ? api_failed(call, "Reading the register", count) : 0;
}
