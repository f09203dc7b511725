// SPDX-License-Identifier: GPL-3.0-or-later
// Which class is whose: given and taken by hand and by the people file, gone with who leaves.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "made_school.h"
#include "register/class_teachers.h"
#include "register/leavers.h"
#include "register/people_import.h"

#define NOW    moment("2026-11-23T09:00")
#define HEADER "ref,given,family,category,year,class,left\n"

static int give(struct school *s, const struct actor *by, const char *ref, const char *class)
{
	s->why[0] = '\0';
	return class_teachers_give(s->store, by, NOW, ref, class, s->why);
}

static const char *classes_of(struct school *s, const char *ref)
{
	static char text[CLASSES_TEXT];
	struct class_list classes;

	assert_int_equal(class_teacher_classes(s->store, school_id(s, ref), &classes), 0);
	class_list_print(&classes, text);
	return text;
}

static void the_office_gives_a_class_and_takes_it_back_and_each_is_on_the_record(void **state)
{
	struct school *s = *state;

	assert_int_equal(class_teachers_known(s->store), 0);
	assert_int_equal(give(s, &s->office, "staff", "6A"), 0);
	assert_int_equal(give(s, &s->slt, "staff", "5A"), 0);
	assert_string_equal(classes_of(s, "staff"), "5A; 6A");
	assert_int_equal(class_teacher_has(s->store, school_id(s, "staff"), "6A"), 1);
	assert_int_equal(class_teacher_has(s->store, school_id(s, "staff2"), "6A"), 0);
	assert_int_equal(class_teachers_known(s->store), 1);
	assert_int_equal(class_teachers_take(s->store, &s->office, NOW, "staff", "6A", s->why), 0);
	assert_string_equal(classes_of(s, "staff"), "5A");
	// It may come back; and the record names the row, never the class.
	assert_int_equal(give(s, &s->office, "staff", "6A"), 0);
	assert_int_equal(school_count(s, "event WHERE kind = 'class given'"), 3);
	assert_int_equal(school_count(s, "event WHERE kind = 'class taken'"), 1);
	assert_int_equal(school_count(s, "event WHERE facts LIKE '%6A%'"), 0);
}

static void what_makes_no_sense_is_refused_with_its_sentence(void **state)
{
	struct school *s = *state;
	char class[4];

	assert_int_equal(give(s, &s->teacher, "staff", "6A"), -ERR_DENIED);
	assert_int_equal(give(s, &s->office, "P6", "6A"), -ERR_ARG);
	assert_non_null(strstr(s->why, "A class is given to staff"));
	assert_int_equal(give(s, &s->office, "staff", "6Q"), -ERR_ARG);
	assert_non_null(strstr(s->why, "Nobody is in class 6Q"));
	assert_int_equal(give(s, &s->office, "nobody", "6A"), -ERR_NOT_FOUND);
	assert_int_equal(give(s, &s->office, "staff", "6A"), 0);
	assert_int_equal(give(s, &s->office, "staff", "6A"), -ERR_EXISTS);
	assert_int_equal(class_teachers_take(s->store, &s->office, NOW, "staff2", "6A", s->why),
		-ERR_NOT_FOUND);
	assert_non_null(strstr(s->why, "does not have class 6A"));
	for (int i = 1; i < CLASSES_MAX; i++) {
		snprintf(class, sizeof class, "%d", i);
		assert_true(class_teacher_add(s->store, school_id(s, "staff"), class, 0, NOW) > 0);
	}
	assert_int_equal(give(s, &s->office, "staff", "5A"), -ERR_FULL);
}

static void a_cell_of_the_people_file_may_name_several(void **state)
{
	static const struct {
		const char *text, *is;
	} cells[] = {{"6A", "6A"}, {"6B; 6A", "6A; 6B"}, {"6A,6B ,6A", "6A; 6B"},
		{" Owls ;; ", "Owls"}, {";", ""}};
	char why[CSV_WHY], text[CLASSES_TEXT], many[200] = "";
	struct class_list classes;

	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		assert_int_equal(class_list_read(cells[i].text, &classes, why), 0);
		class_list_print(&classes, text);
		assert_string_equal(text, cells[i].is);
	}
	assert_int_equal(class_list_read("A name of a class that is far too long", &classes, why),
		-ERR_FORMAT);
	for (int i = 0; i <= CLASSES_MAX; i++)
		snprintf(many + strlen(many), sizeof many - strlen(many), "%d;", i);
	assert_int_equal(class_list_read(many, &classes, why), -ERR_FORMAT);
}

static int import(struct school *s, const char *text, char what[PEOPLE_WHAT])
{
	struct people_plan *plan = NULL;
	size_t count;

	assert_int_equal(people_import_plan(s->store, NULL, text, strlen(text), date("2026-11-23"),
				 &plan, s->why),
		0);
	snprintf(what, PEOPLE_WHAT, "%s", people_plan_rows(plan, &count)[0].what);
	int result = people_import_apply(s->store, plan, "office", "root", NOW, s->why);

	people_plan_close(plan);
	return result;
}

static void the_class_of_a_member_of_staff_in_the_file_is_the_one_they_have(void **state)
{
	struct school *s = *state;
	char what[PEOPLE_WHAT];

	assert_int_equal(give(s, &s->office, "staff", "4A"), 0);
	assert_int_equal(
		import(s, HEADER "staff,Givenstaff,Familystaff,staff,,6A; 5A,\n", what), 1);
	assert_string_equal(what, "class 4A to 5A; 6A");
	assert_string_equal(classes_of(s, "staff"), "5A; 6A");
	// As its pupils' class it never counts: a teacher's phone is not released with the class.
	assert_int_equal(school_count(s, "person WHERE category <> 'pupil' AND class <> ''"), 0);
	assert_int_equal(import(s, HEADER "staff,Givenstaff,Familystaff,staff,,6A;5A,\n", what), 0);
	assert_int_equal(import(s, HEADER "staff,Givenstaff,Familystaff,staff,,,\n", what), 0);
	assert_string_equal(classes_of(s, "staff"), "5A; 6A");
	assert_int_equal(import(s, HEADER "staff,Givenstaff,Familystaff,staff,,-,\n", what), 1);
	assert_string_equal(classes_of(s, "staff"), "");
	assert_int_equal(import(s, HEADER "N9,Nora,New,supply,,6A,\n", what), 1);
	assert_string_equal(classes_of(s, "N9"), "6A");
	assert_int_equal(
		import(s, HEADER "parent,Givenparent,Familyparent,parent,,6A,\n", what), -ERR_ARG);
	assert_non_null(strstr(what, "Only pupils and staff have a class"));
}

static void who_leaves_has_no_class_any_more(void **state)
{
	struct school *s = *state;
	char what[PEOPLE_WHAT];

	assert_int_equal(give(s, &s->office, "staff", "6A"), 0);
	assert_int_equal(
		import(s, HEADER "staff,Givenstaff,Familystaff,staff,,,2026-11-23\n", what), 1);
	assert_string_equal(classes_of(s, "staff"), "");
	assert_int_equal(
		school_count(s, "event WHERE kind = 'class taken' AND by_person IS NULL"), 1);
}

int main(void)
{
#define IN_SCHOOL(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
	const struct CMUnitTest tests[] = {
		IN_SCHOOL(the_office_gives_a_class_and_takes_it_back_and_each_is_on_the_record),
		IN_SCHOOL(what_makes_no_sense_is_refused_with_its_sentence),
		cmocka_unit_test(a_cell_of_the_people_file_may_name_several),
		IN_SCHOOL(the_class_of_a_member_of_staff_in_the_file_is_the_one_they_have),
		IN_SCHOOL(who_leaves_has_no_class_any_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
