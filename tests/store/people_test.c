// SPDX-License-Identifier: GPL-3.0-or-later
// People found and searched, and the written forms of weekdays and spans, enumerated.
#include "store/people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../register/made_school.h"
#include "base/err.h"
#include "store/card_admin.h"
#include "store/permissions.h"

#define NOW moment("2026-11-23T09:00")

static void every_set_of_weekdays_is_read_as_it_is_written(void **state)
{
	char text[WEEKDAYS_TEXT];
	uint8_t mask;

	(void)state;
	for (unsigned set = 1; set < 128; set++) {
		weekdays_print((uint8_t)set, text);
		assert_true(strlen(text) < WEEKDAYS_TEXT);
		assert_int_equal(weekdays_parse(text, &mask), 0);
		assert_int_equal(mask, set);
	}
	weekdays_print(0x1F, text);
	assert_string_equal(text, "mon-fri");
	weekdays_print(0x55, text);
	assert_string_equal(text, "mon,wed,fri,sun");
	weekdays_print(0x63, text);
	assert_string_equal(text, "mon,tue,sat,sun");
}

static void what_are_no_weekdays_is_refused(void **state)
{
	static const char *const wrong[] = {"", " ", "monday", "mon,", ",mon", "mon-", "fri-mon",
		"mon tue", "mon-wed-fri", "mo", "mon;tue", "mon--fri", "xyz"};
	uint8_t mask = 77;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(weekdays_parse(wrong[i], &mask), -ERR_FORMAT);
	assert_int_equal(mask, 77);
	assert_int_equal(weekdays_parse(" Mon - Wed , FRI ", &mask), 0);
	assert_int_equal(mask, 0x17);
}

static void every_minute_of_the_day_is_read_as_it_is_written(void **state)
{
	(void)state;
	for (int from = 0; from < 24 * 60 - 1; from++) {
		struct dayspan span = {(int16_t)from, (int16_t)(from + 1)}, read;
		char text[13];

		dayspans_print(&span, 1, text);
		assert_int_equal(dayspans_parse(text, &read, 1), 1);
		assert_int_equal(read.from, from);
		assert_int_equal(read.until, from + 1);
		text[5] = 0;
		assert_int_equal(dayminute_parse(text), from);
	}
}

static void what_are_no_spans_is_refused(void **state)
{
	static const char *const wrong[] = {"08:45", "8:45-12:00", "08:45-12:60", "08:45-24:00",
		"08:45-12:00,", "08:45-12:00;13:00-15:15", "08:45-12:00 13:00-15:15", "aa:bb-cc:dd",
		"08.45-12.00"};
	struct dayspan spans[2];

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(dayspans_parse(wrong[i], spans, 2), -ERR_FORMAT);
	assert_int_equal(dayspans_parse("12:00-08:45", spans, 2), -ERR_ARG);
	assert_int_equal(dayspans_parse("08:45-08:45", spans, 2), -ERR_ARG);
	assert_int_equal(dayspans_parse("08:45-12:00,11:59-13:00", spans, 2), -ERR_ARG);
	assert_int_equal(dayspans_parse("08:45-12:00,12:00-13:00", spans, 2), 2);
	assert_int_equal(
		dayspans_parse("08:00-09:00,09:00-10:00,10:00-11:00", spans, 2), -ERR_FULL);
	assert_int_equal(dayspans_parse("", spans, 2), 0);
	assert_int_equal(dayminute_parse("15:15 x"), -ERR_FORMAT);
}

struct found {
	int count;
	char first[PERSON_REF];
};

static int note(void *arg, const struct person_record *person)
{
	struct found *found = arg;

	if (found->count++ == 0)
		strcpy(found->first, person->ref);
	return 0;
}

static struct found search(struct school *s, const char *text, int limit)
{
	struct found found = {0};
	int count = person_search(s->store, text, date("2026-11-23"), limit, note, &found);

	assert_int_equal(count, found.count);
	return found;
}

static void people_are_found_by_the_beginning_of_a_name_or_reference(void **state)
{
	struct school *s = *state;

	assert_int_equal(search(s, "p6", 10).count, 1);
	assert_string_equal(search(s, "FAMILYP6", 10).first, "P6");
	assert_string_equal(search(s, "givenp6 fam", 10).first, "P6");
	assert_int_equal(search(s, "P", 3).count, 3);
	// Signs of the pattern language are letters like any other.
	assert_int_equal(search(s, "%", 10).count, 0);
	assert_int_equal(search(s, "P_", 10).count, 0);
	assert_int_equal(search(s, "\\", 10).count, 0);
}

static void who_left_is_not_found_by_searching_but_by_reference(void **state)
{
	struct school *s = *state;
	struct person_record person;

	assert_int_equal(person_find(s->store, "P6", &person), 0);
	strcpy(person.left_on, "2026-11-23");
	assert_int_equal(person_update(s->store, &person), 0);
	assert_int_equal(search(s, "P6", 10).count, 0);
	assert_int_equal(person_find(s->store, "P6", &person), 0);
	assert_int_equal(person_find(s->store, "p6", &person), -ERR_NOT_FOUND);
	assert_int_equal(person_get(s->store, 9999, &person), -ERR_NOT_FOUND);
}

static void a_reference_is_one_persons(void **state)
{
	struct school *s = *state;
	struct person_record person = {
		.ref = "P6", .given = "A", .family = "B", .category = "staff"};

	assert_int_equal(person_add(s->store, &person), -ERR_EXISTS);
}

static void the_cards_in_use_of_a_person_are_listed_and_set_together(void **state)
{
	struct school *s = *state;
	int64_t p6 = school_id(s, "P6");
	char uids[4][CARD_UID];

	assert_int_equal(card_add(s->store, "04000002", p6, NOW), 0);
	assert_int_equal(card_add(s->store, "04000001", p6, NOW), 0);
	assert_int_equal(card_add(s->store, "04000003", school_id(s, "P5"), NOW), 0);
	assert_int_equal(card_list(s->store, p6, uids, 4), 2);
	assert_string_equal(uids[0], "04000001");
	assert_int_equal(card_set_state_all(s->store, p6, CARD_LOST, NOW), 2);
	assert_int_equal(card_list(s->store, p6, uids, 4), 0);
	assert_int_equal(school_count(s, "card WHERE state = 'lost'"), 2);
	assert_int_equal(card_give_again(s->store, "04000001", p6, NOW), 0);
	assert_int_equal(card_give_again(s->store, "04000009", p6, NOW), -ERR_NOT_FOUND);
	assert_int_equal(card_list(s->store, p6, uids, 4), 1);
}

static void of_a_breach_and_its_ban_each_is_an_event(void **state)
{
	struct school *s = *state;
	int64_t breach = 0, ban = 0;

	assert_int_equal(breach_with_ban(s->store, school_id(s, "P4"), "FX-1", "2026-11-23", NOW,
				 NULL, &breach, &ban),
		0);
	assert_true(breach > 0 && ban > 0);
	assert_int_equal(school_count(s, "event WHERE by_person IS NULL"), 2);
	assert_int_equal(breach_with_ban(s->store, school_id(s, "P4"), "FX-1", "2026-11-24", NOW,
				 &s->office, &breach, &ban),
		0);
	assert_int_equal(ban, 0);
	assert_int_equal(school_count(s, "ban"), 1);
	assert_int_equal(school_count(s, "breach"), 2);
}

int main(void)
{
#define IN_SCHOOL(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_set_of_weekdays_is_read_as_it_is_written),
		cmocka_unit_test(what_are_no_weekdays_is_refused),
		cmocka_unit_test(every_minute_of_the_day_is_read_as_it_is_written),
		cmocka_unit_test(what_are_no_spans_is_refused),
		IN_SCHOOL(people_are_found_by_the_beginning_of_a_name_or_reference),
		IN_SCHOOL(who_left_is_not_found_by_searching_but_by_reference),
		IN_SCHOOL(a_reference_is_one_persons),
		IN_SCHOOL(the_cards_in_use_of_a_person_are_listed_and_set_together),
		IN_SCHOOL(of_a_breach_and_its_ban_each_is_an_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
