// SPDX-License-Identifier: GPL-3.0-or-later
// A school year's turns: leaving, moving up, and what a past day still answers.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "made_school.h"
#include "register/cards.h"
#include "register/leavers.h"
#include "register/people_import.h"
#include "register/roll_over.h"
#include "store/cards.h"
#include "store/custodies.h"
#include "store/facts.h"
#include "store/permissions.h"
#include "store/person_past.h"
#include "store/sql.h"

#define BEFORE moment("2027-07-20T12:00")
#define AFTER  moment("2027-09-01T08:00")

static enum year year_on(struct school *s, const char *ref, const char *at, char *out_class)
{
	struct facts facts;

	assert_int_equal(facts_of_person(s->store, school_id(s, ref), local_moment(at), &facts), 0);
	if (out_class)
		strcpy(out_class, facts.class);
	return facts.request.person.year;
}

static void give_walker(struct school *s, const char *ref, const char *from, const char *until)
{
	struct walker_record walker = {.person = school_id(s, ref)};

	strcpy(walker.from, from);
	strcpy(walker.until, until);
	strcpy(walker.days, "mon-fri");
	assert_true(walker_add(s->store, &walker, s->office.person, BEFORE) > 0);
}

static struct roll_over *plan_of(struct school *s, const char *classes)
{
	struct roll_over *plan = NULL;

	assert_int_equal(roll_over_plan(s->store, classes, date("2027-09-01"), &plan, s->why), 0);
	return plan;
}

static const char table[] = "from,to\n6A,\n5A,6A\n4A,5 Oak\nRA,1A\n";

static void in_september_everybody_moves_up_and_the_oldest_leave(void **state)
{
	struct school *s = *state;
	struct person_record person;
	struct roll_over *plan;

	give_walker(s, "P5", "2026-09-01", "2028-07-21");
	give_walker(s, "P4", "2027-09-01", "2028-07-21");
	plan = plan_of(s, table);
	assert_int_equal(roll_over_count(plan, ROLL_OVER_MOVES), 3);
	assert_int_equal(roll_over_count(plan, ROLL_OVER_LEAVES), 1);
	assert_int_equal(roll_over_walkers(plan), 1);
	assert_int_equal(roll_over_apply(s->store, plan, &s->office, AFTER, s->why), 4);
	roll_over_close(plan);
	assert_int_equal(person_find(s->store, "P5", &person), 0);
	assert_string_equal(person.year, "6");
	assert_string_equal(person.class, "6A");
	assert_int_equal(person_find(s->store, "PR", &person), 0);
	assert_string_equal(person.year, "1");
	assert_int_equal(person_find(s->store, "P6", &person), 0);
	assert_string_equal(person.left_on, "2027-09-01");
	// The old year's permission is over; the one that begins with the new year is not.
	assert_int_equal(school_count(s, "walker WHERE ended_at IS NULL"), 1);
	assert_int_equal(school_count(s, "event WHERE kind = 'year rolled over'"), 3);
}

static void the_year_on_the_day_decides_also_long_after(void **state)
{
	struct school *s = *state;
	struct person_record person;
	char class[PERSON_CLASS];
	struct roll_over *plan = plan_of(s, table);

	assert_int_equal(roll_over_apply(s->store, plan, &s->office, AFTER, s->why), 4);
	roll_over_close(plan);
	assert_int_equal(year_on(s, "P5", "2027-08-31T09:00", class), YEAR_5);
	assert_string_equal(class, "5A");
	assert_int_equal(year_on(s, "P5", "2027-09-01T09:00", class), YEAR_6);
	assert_string_equal(class, "6A");
	assert_int_equal(person_on(s->store, school_id(s, "P4"), "2026-11-23", &person), 0);
	assert_string_equal(person.year, "4");
	assert_string_equal(person.class, "4A");
	// And a year later again.
	assert_int_equal(roll_over_plan(s->store, NULL, date("2028-09-04"), &plan, s->why), 0);
	assert_int_equal(
		roll_over_apply(s->store, plan, &s->office, moment("2028-09-05T08:00"), s->why), 3);
	roll_over_close(plan);
	assert_int_equal(year_on(s, "P4", "2027-08-31T09:00", class), YEAR_4);
	assert_int_equal(year_on(s, "P4", "2028-09-03T09:00", class), YEAR_5);
	assert_string_equal(class, "5 Oak");
	assert_int_equal(year_on(s, "P4", "2028-09-04T09:00", class), YEAR_6);
	assert_string_equal(class, "");
}

static void a_change_by_import_is_history_too(void **state)
{
	static const char file[] = "ref,given,family,category,year,class\n"
				   "P4,GivenP4,FamilyP4,pupil,5,5A\n";
	struct school *s = *state;
	struct people_plan *plan;

	assert_int_equal(people_import_plan(s->store, NULL, file, strlen(file), date("2026-11-23"),
				 &plan, s->why),
		0);
	assert_int_equal(people_import_apply(s->store, plan, "office", "root",
				 moment("2026-11-23T09:00"), s->why),
		1);
	people_plan_close(plan);
	assert_int_equal(year_on(s, "P4", "2026-11-22T09:00", NULL), YEAR_4);
	assert_int_equal(year_on(s, "P4", "2026-11-23T09:00", NULL), YEAR_5);
}

static void a_roll_over_that_cannot_be_is_explained_and_writes_nothing(void **state)
{
	struct school *s = *state;
	struct roll_over *plan;
	size_t count;

	assert_int_equal(
		roll_over_plan(s->store, NULL, date("2027-03-01"), &plan, s->why), -ERR_ARG);
	assert_int_equal(
		roll_over_plan(s->store, "a,b\n", date("2027-09-01"), &plan, s->why), -ERR_FORMAT);
	assert_int_equal(
		roll_over_plan(s->store, "from,to\n6A,\n6A,x\n", date("2027-09-01"), &plan, s->why),
		-ERR_FORMAT);
	plan = plan_of(s, "from,to\n5A,6A\n4A,5A\n");
	assert_int_equal(roll_over_count(plan, ROLL_OVER_REFUSED), 1);
	assert_string_equal(roll_over_rows(plan, &count)[3].what,
		"Class RA is not in the table of classes: add a row for it.");
	assert_int_equal(roll_over_apply(s->store, plan, &s->office, AFTER, s->why), -ERR_ARG);
	roll_over_close(plan);
	plan = plan_of(s, NULL);
	assert_int_equal(roll_over_apply(s->store, plan, &s->office, BEFORE, s->why), -ERR_ARG);
	assert_non_null(strstr(s->why, "has not come"));
	assert_int_equal(roll_over_apply(s->store, plan, &s->teacher, AFTER, s->why), -ERR_DENIED);
	assert_int_equal(school_count(s, "event"), 0);
	assert_int_equal(roll_over_apply(s->store, plan, &s->office, AFTER, s->why), 4);
	roll_over_close(plan);
	assert_int_equal(
		roll_over_plan(s->store, NULL, date("2027-09-06"), &plan, s->why), -ERR_EXISTS);
}

static void leave(struct school *s, const char *ref, const char *on)
{
	struct person_record person;

	assert_int_equal(person_find(s->store, ref, &person), 0);
	strcpy(person.left_on, on);
	assert_int_equal(person_update(s->store, &person), 0);
}

static void who_leaves_keeps_everything_until_the_day_and_nothing_from_then_on(void **state)
{
	struct school *s = *state;
	struct permission_record grant = {.person = school_id(s, "P6"),
		.kind = GRANT_SAFEKEEPING,
		.by = s->head.person,
		.by_role = ROLE_HEADTEACHER,
		.reason = "made up",
		.from = moment("2027-07-01T08:00"),
		.until = moment("2027-12-01T08:00"),
		.at = BEFORE};
	struct card card;

	assert_int_equal(
		cards_give(s->store, &s->office, BEFORE, "04A1B2C3D4E5F6", "P6", s->why), 0);
	give_walker(s, "P6", "2026-09-01", "2027-12-21");
	assert_true(permission_add(s->store, &grant) > 0);
	leave(s, "P6", "2027-07-22");
	assert_int_equal(leavers_settle(s->store, moment("2027-07-21T23:59")), 0);
	assert_int_equal(card_find(s->store, "04A1B2C3D4E5F6", &card), 0);
	assert_int_equal(card.state, CARD_ACTIVE);
	assert_int_equal(leavers_settle(s->store, moment("2027-07-22T00:00")), 1);
	assert_int_equal(card_find(s->store, "04A1B2C3D4E5F6", &card), 0);
	assert_int_equal(card.state, CARD_ENDED);
	assert_int_equal(school_count(s, "walker WHERE ended_at IS NULL"), 0);
	assert_int_equal(school_count(s, "permission WHERE ended_at IS NULL"), 0);
	assert_int_equal(school_count(s, "event WHERE kind IN ('card ended', 'walker ended', "
					 "'grant ended') AND by_person IS NULL"),
		3);
	// Once is enough; and one who comes back and leaves again is settled again.
	assert_int_equal(leavers_settle(s->store, moment("2027-07-23T00:00")), 0);
	leave(s, "P6", "");
	leave(s, "P6", "2027-07-23");
	assert_int_equal(leavers_settle(s->store, moment("2027-07-23T00:00")), 1);
}

static void a_device_still_here_is_a_question_to_the_office_and_stays_theirs(void **state)
{
	struct school *s = *state;
	struct custody_row custody = {.person = school_id(s, "P6"),
		.kind = CUSTODY_DEPOSIT,
		.safe = "office safe",
		.envelope = "17",
		.began_at = BEFORE,
		.began_how = KNOWN_SAID,
		.began_by = s->office.person};

	custody.device = device_for(s->store, custody.person, DEVICE_PHONE);
	assert_true(custody_add(s->store, &custody) > 0);
	leave(s, "P6", "2027-07-22");
	assert_int_equal(leavers_settle(s->store, moment("2027-07-22T00:00")), 1);
	assert_int_equal(
		school_count(s, "notice WHERE role = 'office' AND kind = 'leaver' AND done_at IS "
				"NULL AND text LIKE '%office safe, envelope 17%'"),
		1);
	assert_int_equal(
		school_count(s, "event WHERE kind = 'leaver device' AND custody IS NOT NULL"), 1);
	assert_int_equal(school_count(s, "custody WHERE ended_at IS NULL"), 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(in_september_everybody_moves_up_and_the_oldest_leave),
		CASE(the_year_on_the_day_decides_also_long_after),
		CASE(a_change_by_import_is_history_too),
		CASE(a_roll_over_that_cannot_be_is_explained_and_writes_nothing),
		CASE(who_leaves_keeps_everything_until_the_day_and_nothing_from_then_on),
		CASE(a_device_still_here_is_a_question_to_the_office_and_stays_theirs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
