// SPDX-License-Identifier: GPL-3.0-or-later
// The people file: what a preview says, what applying writes, what is refused and why.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "made_school.h"
#include "register/people_import.h"
#include "store/cards.h"

#define HEADER                                                                                     \
	"ref,given,family,category,year,class,left,walker_from,walker_until,walker_days,card\n"
#define NOW "2026-11-23T09:00"

static struct people_plan *plan_of(struct school *s, const char *text)
{
	struct people_plan *plan = NULL;

	assert_int_equal(people_import_plan(s->store, NULL, text, strlen(text), date("2026-11-23"),
				 &plan, s->why),
		0);
	return plan;
}

static const struct people_plan_row *row_of(struct people_plan *plan, size_t i)
{
	size_t count;
	const struct people_plan_row *rows = people_plan_rows(plan, &count);

	assert_true(i < count);
	return &rows[i];
}

static int apply(struct school *s, const char *text)
{
	struct people_plan *plan = plan_of(s, text);
	int result = people_import_apply(s->store, plan, "office", "root", moment(NOW), s->why);

	people_plan_close(plan);
	return result;
}

static const char three[] =
	HEADER "N1,Ann,Able,pupil,6,6A,,2026-09-01,21/07/2027,Mon-Fri,04A1B2C3D4E5F6\n"
	       "N2,Bob,Best,staff,,,,,,,\n"
	       "P4,GivenP4,FamilyP4,pupil,Year 5,5A,,,,,\n";

static void a_preview_says_what_it_would_do_and_does_nothing(void **state)
{
	struct school *s = *state;
	int64_t people = school_count(s, "person");
	struct people_plan *plan = plan_of(s, three);

	assert_int_equal(row_of(plan, 0)->act, PEOPLE_ADD);
	assert_non_null(strstr(row_of(plan, 0)->what, "Ann Able, pupil"));
	assert_non_null(strstr(
		row_of(plan, 0)->what, "walks home alone 2026-09-01 to 2027-07-21 on mon-fri"));
	assert_non_null(strstr(row_of(plan, 0)->what, "gets a card"));
	assert_int_equal(row_of(plan, 1)->act, PEOPLE_ADD);
	assert_int_equal(row_of(plan, 2)->act, PEOPLE_CHANGE);
	assert_string_equal(row_of(plan, 2)->what, "year 4 to 5; class 4A to 5A");
	assert_int_equal(row_of(plan, 2)->line, 4);
	assert_int_equal(people_plan_count(plan, PEOPLE_ADD), 2);
	assert_int_equal(people_plan_count(plan, PEOPLE_REFUSED), 0);
	people_plan_close(plan);
	assert_int_equal(school_count(s, "person"), people);
	assert_int_equal(school_count(s, "event"), 0);
}

static void applying_writes_people_permissions_cards_and_their_events(void **state)
{
	struct school *s = *state;
	struct walker_record walker;
	struct person_record person;
	struct card card;

	assert_int_equal(apply(s, three), 3);
	assert_int_equal(walker_find(s->store, school_id(s, "N1"), "2026-11-23", &walker), 0);
	assert_string_equal(walker.until, "2027-07-21");
	assert_string_equal(walker.days, "mon-fri");
	assert_int_equal(card_find(s->store, "04A1B2C3D4E5F6", &card), 0);
	assert_int_equal(card.person, school_id(s, "N1"));
	assert_int_equal(person_find(s->store, "P4", &person), 0);
	assert_string_equal(person.year, "5");
	// N1: added, walker, card. N2: added. P4: changed.
	assert_int_equal(school_count(s, "event"), 5);
	assert_int_equal(
		school_count(s, "event WHERE by_user = 'root' AND by_person IS NOT NULL"), 5);
}

static void applying_the_same_file_twice_changes_nothing(void **state)
{
	struct school *s = *state;

	assert_int_equal(apply(s, three), 3);
	assert_int_equal(apply(s, three), 0);
	assert_int_equal(school_count(s, "event"), 5);
}

static void one_refused_row_stops_every_row(void **state)
{
	struct school *s = *state;
	int64_t people = school_count(s, "person");

	assert_int_equal(apply(s, HEADER "N1,Ann,Able,pupil,6,6A,,,,,\n"
					 "N2,Bob,Best,teacher,,,,,,,\n"),
		-ERR_ARG);
	assert_non_null(strstr(s->why, "1 of 2 rows are refused"));
	assert_int_equal(school_count(s, "person"), people);
}

static void every_refusal_names_its_line_and_its_reason(void **state)
{
	static const char *const cases[][2] = {
		{",Ann,Able,staff,,,,,,,", "ref is missing"},
		{"A B,Ann,Able,staff,,,,,,,", "a space"},
		{"Zo\xC3\xAB,Ann,Able,staff,,,,,,,", "an accent"},
		{"A801200005001,Ann,Able,pupil,6,,,,,,", "check letter should be B"},
		{"N1,,Able,staff,,,,,,,", "given is missing"},
		{"N1,Ann,,staff,,,,,,,", "family is missing"},
		{"N1,\"Ann\nB\",Able,staff,,,,,,,", "line break"},
		{"N1,Ann,Able,,,,,,,,", "category is missing"},
		{"N1,Ann,Able,teacher,,,,,,,", "category teacher is not known"},
		{"N1,Ann,Able,pupil,,,,,,,", "needs a year"},
		{"N1,Ann,Able,pupil,7,,,,,,", "year 7 is not known"},
		{"N1,Ann,Able,staff,6,,,,,,", "Only a pupil has a year"},
		{"N1,Ann,Able,staff,,,2026-02-30,,,,", "not a day of the calendar"},
		{"N1,Ann,Able,staff,,,soon,,,,", "not a date"},
		{"N1,Ann,Able,staff,,,,2026-09-01,2027-07-21,,", "Only a pupil can be a walker"},
		{"N1,Ann,Able,pupil,6,,,2026-09-01,,,", "walker_until is missing"},
		{"N1,Ann,Able,pupil,6,,,,2027-07-21,,", "walker_from is missing"},
		{"N1,Ann,Able,pupil,6,,,2027-09-01,2027-07-21,,", "is before the walker_from"},
		{"N1,Ann,Able,pupil,6,,,2026-09-01,2027-07-21,daily,", "are not days"},
		{"N1,Ann,Able,pupil,6,,,-,2027-07-21,,", "takes the permission away, but"},
		{"N1,Ann,Able,staff,,,,,,,08A1B2C3", "random"},
		{"N1,Ann,Able,staff,,,,,,,88A1B2C3", "half of a longer"},
		{"N1,Ann,Able,staff,,,,,,,xyz", "hex"},
		{"N1,Ann,Able,staff,,,,,,,04AAAAAA", "is P6's"},
		{"N1,Ann,Able,staff,,,,,,,04BBBBBB", "reported lost"},
		{"N1,Ann,Able,staff,,,2026-11-23,,,,04CCCCCC", "left on 2026-11-23"},
		{"N1,Ann,Able,staff", "has 4 columns and the first row 11"},
		{"staff,Ann,Able,pupil,6,,,,,,", "two people with one reference"},
		{"P6,Ann,Able,staff,,,,,,,", "two people with one reference"},
	};
	struct school *s = *state;
	char text[400];

	assert_int_equal(card_add(s->store, "04AAAAAA", school_id(s, "P6"), moment(NOW)), 0);
	assert_int_equal(card_add(s->store, "04BBBBBB", school_id(s, "P6"), moment(NOW)), 0);
	assert_int_equal(card_set_state(s->store, "04BBBBBB", CARD_LOST, moment(NOW)), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text), HEADER "\n%s\n", cases[i][0]);
		struct people_plan *plan = plan_of(s, text);
		const struct people_plan_row *row = row_of(plan, 0);

		assert_int_equal(row->act, PEOPLE_REFUSED);
		if (!strstr(row->what, cases[i][1]))
			print_message("wanted %s, said %s\n", cases[i][1], row->what);
		assert_non_null(strstr(row->what, cases[i][1]));
		assert_true(strncmp(row->what, "Line 3: ", 8) == 0);
		people_plan_close(plan);
	}
}

static void a_character_that_turns_the_text_around_is_in_nobodys_name(void **state)
{
	static const char *const turn[] = {"\xe2\x80\xaa", "\xe2\x80\xae", "\xe2\x81\xa6",
		"\xe2\x81\xa9", "\xe2\x80\x8b", "\xc2\xad"};
	static const char *const leave[] = {"\xe2\x80\xa6", "\xe2\x80\xaf", "\xe2\x81\xa5",
		"\xc3\xa9", "\xe2\x80\x99", "\xc5\x82"};
	struct school *s = *state;
	char file[200];

	for (int i = 0; i < 6; i++) {
		snprintf(file, sizeof file, HEADER "N1,An%sn,Able,pupil,6,6A,,,,,\n", turn[i]);
		assert_int_equal(apply(s, file), -ERR_ARG);
		snprintf(file, sizeof file, HEADER "X%d,An%sn,Able,pupil,6,6A,,,,,\n", i, leave[i]);
		assert_int_equal(apply(s, file), 1);
	}
}

static void two_rows_of_one_person_or_one_card_are_refused_by_both_lines(void **state)
{
	struct people_plan *plan = plan_of(*state,
		HEADER "N1,Ann,Able,staff,,,,,,,04A1B2C3\nN1,Ann,Able,staff,,,,,,,\n"
		       "N2,Ann,Able,staff,,,,,,,04:a1:b2:c3\n");

	assert_string_equal(
		row_of(plan, 1)->what, "Line 3: N1 is on line 2 already: one row for one person.");
	assert_string_equal(row_of(plan, 2)->what,
		"Line 4: the card is on line 2 already: one card, one person.");
	people_plan_close(plan);
}

static void a_file_that_breaks_off_refuses_its_last_row(void **state)
{
	struct people_plan *plan = plan_of(*state, HEADER "N1,Ann,Able,staff,,,,,,,\nN2,\"Bob,\n");

	assert_int_equal(row_of(plan, 0)->act, PEOPLE_ADD);
	assert_int_equal(row_of(plan, 1)->act, PEOPLE_REFUSED);
	assert_non_null(strstr(row_of(plan, 1)->what, "line 3 is never closed"));
	// Who stood after the break is not called missing.
	assert_null(people_plan_note(plan, 0));
	people_plan_close(plan);
}

static void a_header_without_its_columns_is_refused_whole(void **state)
{
	static const char *const cases[][2] = {
		{"", "empty"},
		{"ref;given;family;category\n", "semicolons"},
		{"ref,given,family\n", "no column called category"},
		{"ref,given,family,category,Ref\n", "two columns called ref"},
		{"\xFF", "UTF-8"},
	};
	struct school *s = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct people_plan *plan = NULL;

		assert_int_equal(people_import_plan(s->store, NULL, cases[i][0],
					 strlen(cases[i][0]), date("2026-11-23"), &plan, s->why),
			-ERR_FORMAT);
		assert_non_null(strstr(s->why, cases[i][1]));
		assert_null(plan);
	}
}

static void columns_may_stand_in_any_order_with_others_between(void **state)
{
	struct school *s = *state;

	assert_int_equal(
		apply(s, "DOB,Category,Family,Given,Ref\n01/02/2015,staff,Able,Ann,N1\n"), 1);
	assert_true(school_id(s, "N1") > 0);
}

static void an_empty_cell_says_nothing_and_a_hyphen_takes_away(void **state)
{
	struct school *s = *state;
	struct walker_record walker;
	struct person_record person;
	struct card card;

	assert_int_equal(apply(s, three), 3);
	assert_int_equal(apply(s, HEADER "N1,Ann,Able,pupil,6,,,,,,\n"), 0);
	assert_int_equal(apply(s, HEADER "N1,Ann,Able,pupil,6,-,,-,,,-\n"), 1);
	assert_int_equal(person_find(s->store, "N1", &person), 0);
	assert_string_equal(person.class, "");
	assert_int_equal(walker_find(s->store, person.id, "2026-11-23", &walker), -ERR_NOT_FOUND);
	assert_int_equal(card_find(s->store, "04A1B2C3D4E5F6", &card), 0);
	assert_int_equal(card.state, CARD_ENDED);
	assert_int_equal(apply(s, HEADER "N1,Ann,Able,pupil,6,-,,-,,,-\n"), 0);
}

static void a_changed_permission_ends_the_one_before(void **state)
{
	struct school *s = *state;
	struct walker_record walker;

	assert_int_equal(apply(s, three), 3);
	assert_int_equal(
		apply(s, HEADER "N1,Ann,Able,pupil,6,,,2026-09-01,2027-07-21,\"mon,wed\",\n"), 1);
	assert_int_equal(walker_find(s->store, school_id(s, "N1"), "2026-11-23", &walker), 0);
	assert_string_equal(walker.days, "mon,wed");
	assert_int_equal(school_count(s, "walker WHERE ended_at IS NULL"), 1);
}

static void who_has_left_is_an_end_and_loses_the_card_then(void **state)
{
	struct school *s = *state;
	struct card card;
	struct people_plan *plan;

	assert_int_equal(apply(s, three), 3);
	plan = plan_of(s, HEADER "N1,Ann,Able,pupil,6,,2026-11-23,,,,\n");
	assert_int_equal(row_of(plan, 0)->act, PEOPLE_END);
	people_plan_close(plan);
	assert_int_equal(apply(s, HEADER "N1,Ann,Able,pupil,6,,2026-12-18,,,,\n"), 1);
	assert_int_equal(card_find(s->store, "04A1B2C3D4E5F6", &card), 0);
	assert_int_equal(card.state, CARD_ACTIVE);
	assert_int_equal(apply(s, HEADER "N1,Ann,Able,pupil,6,,2026-11-23,,,,\n"), 1);
	assert_int_equal(card_find(s->store, "04A1B2C3D4E5F6", &card), 0);
	assert_int_equal(card.state, CARD_ENDED);
}

static bool noted(struct people_plan *plan, const char *words)
{
	const char *note;

	for (size_t i = 0; (note = people_plan_note(plan, i)); i++) {
		if (strstr(note, words))
			return true;
	}
	return false;
}

static void who_is_not_in_the_file_is_named_and_left_as_they_are(void **state)
{
	struct school *s = *state;
	struct people_plan *plan = plan_of(s, three);

	assert_true(noted(plan, "Not in the file, and left as they are: P6,"));
	assert_false(noted(plan, "left as they are: P4,"));
	people_plan_close(plan);
	assert_int_equal(apply(s, three), 3);
	assert_int_equal(school_count(s, "person WHERE left_on IS NOT NULL"), 0);
}

static void a_class_nobody_is_in_is_named_with_the_one_it_looks_like(void **state)
{
	struct people_plan *plan = plan_of(*state, HEADER "N1,Ann,Able,pupil,6,6a,,,,,\n"
							  "N2,Bob,Best,pupil,6,Owls  ,,,,,\n"
							  "N3,Cy,Cole,pupil,6,6A,,,,,\n");

	assert_true(noted(plan, "class 6a yet, but there is a class 6A"));
	assert_true(noted(plan, "Nobody is in class Owls yet: it will be new."));
	assert_false(noted(plan, "class 6A yet"));
	people_plan_close(plan);
}

static void only_office_and_leadership_import(void **state)
{
	struct school *s = *state;
	struct people_plan *plan = plan_of(s, three);

	assert_int_equal(people_import_apply(s->store, plan, "staff", "root", moment(NOW), s->why),
		-ERR_DENIED);
	assert_int_equal(people_import_apply(s->store, plan, "P6", "root", moment(NOW), s->why),
		-ERR_DENIED);
	assert_int_equal(people_import_apply(s->store, plan, "nobody", "root", moment(NOW), s->why),
		-ERR_DENIED);
	assert_int_equal(school_count(s, "event"), 0);
	people_plan_close(plan);
}

static void nobody_gives_themselves_a_post_that_decides(void **state)
{
	static const char *const files[] = {HEADER "office,Olive,Office,slt,,,,,,,\n",
		HEADER "office,Olive,Office,headteacher,,,,,,,\n",
		// Nor on the way out.
		"ref,given,family,category,left_on\noffice,Olive,Office,slt,2026-12-24\n"};
	struct school *s = *state;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		assert_int_equal(apply(s, files[i]), -ERR_DENIED);
		assert_non_null(strstr(s->why, "somebody else imports that row"));
	}
	assert_int_equal(school_count(s, "person WHERE ref = 'office' AND category = 'office'"), 1);
	assert_int_equal(apply(s, HEADER "office,Olive,Office,staff,,,,,,,\n"), 1);
}

static void the_headteacher_is_told_who_got_a_post_that_decides(void **state)
{
	struct school *s = *state;

	assert_int_equal(
		apply(s, HEADER "staff,Sam,Staff,staff,,,,,,,\nslt,Lou,Leader,slt,,,,,,,\n"), 2);
	assert_int_equal(school_count(s, "notice"), 0);
	assert_int_equal(apply(s, HEADER "staff,Sam,Staff,slt,,,,,,,\n"
					 "N1,New,Head,headteacher,,,,,,,\n"
					 "N2,New,Office,office,,,,,,,\n"),
		3);
	assert_int_equal(school_count(s, "notice JOIN person ON person.id = notice.person"
					 " WHERE role = 'headteacher' AND kind = 'post'"
					 " AND ref IN ('staff', 'N1')"),
		2);
	assert_int_equal(school_count(s, "notice"), 2);
}

static int open_empty(void **state)
{
	struct school *s;
	char path[96], why[STORE_WHY];

	if (school_open(state) != 0)
		return -1;
	s = *state;
	store_close(s->store);
	snprintf(path, sizeof(path), "%s/empty.db", s->folder);
	if (store_open(&s->store, path, STORE_CREATE, why) < 0)
		return -1;
	return store_begin(s->store);
}

static void the_first_import_is_made_by_somebody_in_the_file(void **state)
{
	static const char file[] = HEADER "P6,Ann,Able,pupil,6,6A,,,,,\n"
					  "H,Hal,Head,headteacher,,,,,,,04A1B2C3\n";
	struct school *s = *state;
	struct people_plan *plan = plan_of(s, file);

	assert_int_equal(
		people_import_apply(s->store, plan, "X", "root", moment(NOW), s->why), -ERR_DENIED);
	assert_int_equal(people_import_apply(s->store, plan, "H", "root", moment(NOW), s->why), 2);
	assert_null(people_plan_note(plan, 0));
	people_plan_close(plan);
	assert_int_equal(school_count(s, "event WHERE by_person IS NOT NULL"), 3);
	assert_int_equal(school_count(s, "notice"), 0);
	plan = plan_of(s, file);
	assert_int_equal(people_plan_count(plan, PEOPLE_SAME), 2);
	people_plan_close(plan);
}

static void the_first_import_by_a_pupil_of_the_file_is_refused(void **state)
{
	struct school *s = *state;
	struct people_plan *plan = plan_of(s, HEADER "P6,Ann,Able,pupil,6,6A,,,,,\n");

	assert_int_equal(people_import_apply(s->store, plan, "P6", "root", moment(NOW), s->why),
		-ERR_DENIED);
	people_plan_close(plan);
}

static void a_file_cut_anywhere_is_planned_or_refused(void **state)
{
	struct school *s = *state;

	for (size_t len = 0; len < sizeof(three); len++) {
		struct people_plan *plan = NULL;
		int result = people_import_plan(
			s->store, NULL, three, len, date("2026-11-23"), &plan, s->why);

		assert_true(result == 0 || result == -ERR_FORMAT);
		assert_int_equal(result == 0, plan != NULL);
		people_plan_close(plan);
	}
}

static void more_people_than_a_school_has_are_refused(void **state)
{
	static char text[PEOPLE_ROWS_MAX * 32 + 200];
	struct school *s = *state;
	struct people_plan *plan = NULL;
	size_t n = (size_t)sprintf(text, "ref,given,family,category\n");

	for (int i = 0; i < PEOPLE_ROWS_MAX; i++)
		n += (size_t)sprintf(text + n, "N%d,A,B,staff\n", i);
	assert_int_equal(
		people_import_plan(s->store, NULL, text, n, date("2026-11-23"), &plan, s->why), 0);
	assert_int_equal(people_plan_count(plan, PEOPLE_ADD), PEOPLE_ROWS_MAX);
	people_plan_close(plan);
	n += (size_t)sprintf(text + n, "ONE,A,B,staff\n");
	assert_int_equal(
		people_import_plan(s->store, NULL, text, n, date("2026-11-23"), &plan, s->why),
		-ERR_FULL);
	assert_non_null(strstr(s->why, "more than 5000 people"));
}

int main(void)
{
#define IN_SCHOOL(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
#define IN_EMPTY(name)	cmocka_unit_test_setup_teardown(name, open_empty, school_close)
	const struct CMUnitTest tests[] = {
		IN_SCHOOL(a_preview_says_what_it_would_do_and_does_nothing),
		IN_SCHOOL(applying_writes_people_permissions_cards_and_their_events),
		IN_SCHOOL(applying_the_same_file_twice_changes_nothing),
		IN_SCHOOL(one_refused_row_stops_every_row),
		IN_SCHOOL(every_refusal_names_its_line_and_its_reason),
		IN_SCHOOL(a_character_that_turns_the_text_around_is_in_nobodys_name),
		IN_SCHOOL(two_rows_of_one_person_or_one_card_are_refused_by_both_lines),
		IN_SCHOOL(a_file_that_breaks_off_refuses_its_last_row),
		IN_SCHOOL(a_header_without_its_columns_is_refused_whole),
		IN_SCHOOL(columns_may_stand_in_any_order_with_others_between),
		IN_SCHOOL(an_empty_cell_says_nothing_and_a_hyphen_takes_away),
		IN_SCHOOL(a_changed_permission_ends_the_one_before),
		IN_SCHOOL(who_has_left_is_an_end_and_loses_the_card_then),
		IN_SCHOOL(who_is_not_in_the_file_is_named_and_left_as_they_are),
		IN_SCHOOL(a_class_nobody_is_in_is_named_with_the_one_it_looks_like),
		IN_SCHOOL(only_office_and_leadership_import),
		IN_SCHOOL(nobody_gives_themselves_a_post_that_decides),
		IN_SCHOOL(the_headteacher_is_told_who_got_a_post_that_decides),
		IN_EMPTY(the_first_import_is_made_by_somebody_in_the_file),
		IN_EMPTY(the_first_import_by_a_pupil_of_the_file_is_refused),
		IN_SCHOOL(a_file_cut_anywhere_is_planned_or_refused),
		IN_SCHOOL(more_people_than_a_school_has_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
