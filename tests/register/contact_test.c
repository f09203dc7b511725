// SPDX-License-Identifier: GPL-3.0-or-later
// Staff's contact times from a table.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "made_school.h"
#include "register/contact_import.h"
#include "store/contacts.h"
#include "store/facts.h"

#define NOW moment("2026-11-20T09:00")

static int apply(struct school *s, const char *text)
{
	struct contact_plan *plan = NULL;
	int result = contact_import_plan(s->store, text, strlen(text), NOW, &plan, s->why);

	if (result == 0)
		result = contact_import_apply(s->store, plan, &s->office, NOW, s->why);
	contact_plan_close(plan);
	return result;
}

static const char table[] = "Ref,Monday,tue,Wed,note\n"
			    "staff,\"08:45-12:00,13:00-15:15\",none,,x\n"
			    "staff2,08:45-10:00; 11:00-12:00,,none,\n";

static void times_none_and_nothing_are_three_things(void **state)
{
	struct school *s = *state;
	struct facts facts;

	assert_int_equal(apply(s, table), 2);
	assert_int_equal(facts_of_person(s->store, school_id(s, "staff"),
				 local_moment("2026-11-23T09:00"), &facts),
		0);
	assert_int_equal(facts.request.person.contact, CONTACT_ENTERED);
	assert_int_equal(facts.request.person.contact_count, 2);
	assert_int_equal(facts_of_person(s->store, school_id(s, "staff"),
				 local_moment("2026-11-24T09:00"), &facts),
		0);
	assert_int_equal(facts.request.person.contact, CONTACT_NONE);
	assert_int_equal(facts_of_person(s->store, school_id(s, "staff"),
				 local_moment("2026-11-25T09:00"), &facts),
		0);
	assert_int_equal(facts.request.person.contact, CONTACT_UNENTERED);
	// The same again changes nothing; an empty cell says nothing; a hyphen takes away.
	assert_int_equal(apply(s, table), 0);
	assert_int_equal(apply(s, "ref,mon,tue\nstaff,-,\n"), 1);
	assert_int_equal(school_count(s, "contact WHERE weekday = 1"), 2);
	assert_int_equal(school_count(s, "contact WHERE weekday = 2"), 1);
	assert_int_equal(school_count(s, "event WHERE kind = 'contact times set'"), 3);
}

static void every_refusal_names_its_line_and_nothing_is_written(void **state)
{
	static const char *const cases[][2] = {
		{"P6,none,", "P6 is a pupil"},
		{"nobody,none,", "Nobody has the reference nobody"},
		{"staff2,none,", "staff2 is on line 2 already"},
		{"staff,9-12,", "the mon 9-12 cannot be read"},
		{"staff,12:00-09:00,", "cannot be read"},
		{"staff,08:45-12:00,13:00-15:15,none", "4 columns"},
	};
	struct school *s = *state;
	char text[200];

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct contact_plan *plan;
		size_t count;

		snprintf(text, sizeof text, "ref,mon,tue\nstaff2,none,\n%s\n", cases[i][0]);
		assert_int_equal(
			contact_import_plan(s->store, text, strlen(text), NOW, &plan, s->why), 0);
		const struct contact_row *row = &contact_plan_rows(plan, &count)[1];

		assert_int_equal(row->act, CONTACT_REFUSED);
		assert_true(strncmp(row->what, "Line 3: ", 8) == 0);
		if (!strstr(row->what, cases[i][1]))
			fail_msg("wanted %s, said %s", cases[i][1], row->what);
		assert_int_equal(
			contact_import_apply(s->store, plan, &s->office, NOW, s->why), -ERR_ARG);
		contact_plan_close(plan);
	}
	assert_int_equal(apply(s, "mon,tue\nnone,none\n"), -ERR_FORMAT);
	assert_int_equal(apply(s, "ref,left\nstaff,\n"), -ERR_FORMAT);
	assert_int_equal(apply(s, ""), -ERR_FORMAT);
	assert_int_equal(school_count(s, "contact"), 0);
	assert_int_equal(school_count(s, "event"), 0);
}

static void a_teacher_does_not_enter_their_own(void **state)
{
	struct school *s = *state;
	struct contact_plan *plan;

	assert_int_equal(
		contact_import_plan(s->store, table, strlen(table), NOW, &plan, s->why), 0);
	assert_int_equal(
		contact_import_apply(s->store, plan, &s->teacher, NOW, s->why), -ERR_DENIED);
	contact_plan_close(plan);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(times_none_and_nothing_are_three_things),
		CASE(every_refusal_names_its_line_and_nothing_is_written),
		CASE(a_teacher_does_not_enter_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
