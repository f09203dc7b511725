// SPDX-License-Identifier: GPL-3.0-or-later
// Grants and walkers: who may give which to whom, enumerated, and what each demands.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../register/made_school.h"
#include "base/err.h"
#include "exceptions/grants.h"
#include "store/people.h"

#define NOW   moment("2026-11-23T09:00")
#define FROM  moment("2026-11-23T14:00")
#define UNTIL moment("2026-11-23T15:00")

static const enum grant_kind kinds[] = {GRANT_SAFEKEEPING, GRANT_EXCEPTIONAL, GRANT_VISIT,
	GRANT_MEDICAL, GRANT_EARLY_LEAVE, GRANT_EMERGENCY_RELEASE};

static struct grant_wish wish_for(enum grant_kind kind, const char *person)
{
	return (struct grant_wish){.kind = kind,
		.person = person,
		.reason = "a reason",
		.rooms = "staff room",
		.parent_request = true,
		.review = "2027-01-11",
		.from = FROM,
		.until = UNTIL};
}

static const char *somebody_for(enum grant_kind kind)
{
	return kind == GRANT_EXCEPTIONAL || kind == GRANT_VISIT ? "staff2" : "P4";
}

// policies.md, "Who may give a grant": every kind by every category of person.
static void each_kind_is_given_by_its_roles_and_by_nobody_else(void **state)
{
	static const char *const givers[][2] = {
		{"headteacher", "safekeeping exceptional visit medical early-leave "
				"emergency-release"},
		{"slt", "exceptional visit medical early-leave emergency-release"},
		{"office", "early-leave"},
	};
	struct school *s = *state;

	for (size_t k = 0; k < 6; k++) {
		const char *kind = word_text(&grant_kind_words, (int)kinds[k]);

		for (int c = 0; c < category_words.count; c++) {
			const char *category = word_text(&category_words, c);
			const char *ref = c == CATEGORY_PUPIL ? "P5" : category;
			struct actor by = {school_id(s, ref), "root"};
			struct grant_wish wish = wish_for(kinds[k], somebody_for(kinds[k]));
			bool may = false;

			for (int g = 0; g < 3; g++)
				may = may || (strcmp(givers[g][0], category) == 0 &&
						     strstr(givers[g][1], kind));
			s->why[0] = 0;
			int64_t id = grants_give(s->store, &by, NOW, &wish, s->why);

			assert_int_equal(id > 0, may);
			assert_int_equal(s->why[0] == 0, may);
			if (!may)
				assert_int_equal(id, -ERR_DENIED);
		}
	}
}

static void the_office_enters_what_a_leader_agreed_and_the_record_names_both(void **state)
{
	struct school *s = *state;
	struct permission_record record;
	char events[160];

	for (size_t k = 0; k < 6; k++) {
		struct grant_wish wish = wish_for(kinds[k], somebody_for(kinds[k]));

		wish.approver = "headteacher";
		int64_t id = grants_give(s->store, &s->office, NOW, &wish, s->why);

		assert_true(id > 0);
		assert_int_equal(permission_get(s->store, id, &record), 0);
		assert_int_equal(record.by, s->head.person);
		assert_int_equal(record.by_role, ROLE_HEADTEACHER);
		wish.approver = "staff";
		assert_int_equal(
			grants_give(s->store, &s->office, NOW, &wish, s->why), -ERR_DENIED);
		wish.approver = "headteacher";
		assert_int_equal(
			grants_give(s->store, &s->teacher, NOW, &wish, s->why), -ERR_DENIED);
	}
	snprintf(events, sizeof(events),
		"event WHERE kind = 'grant given' AND by_person = %lld AND facts LIKE "
		"'%%\"agreed_by\":%lld}'",
		(long long)s->office.person, (long long)s->head.person);
	assert_int_equal(school_count(s, events), 6);
}

static void nobody_gives_their_own_nor_a_headteacher_a_headteachers(void **state)
{
	static const char *const leaders[] = {"headteacher", "slt", "office"};
	struct school *s = *state;

	for (size_t k = 0; k < 6; k++) {
		for (int l = 0; l < 3; l++) {
			struct actor by = {school_id(s, leaders[l]), "root"};
			struct grant_wish wish = wish_for(kinds[k], leaders[l]);

			assert_true(grants_give(s->store, &by, NOW, &wish, s->why) < 0);
			// Nor enter one that another agreed.
			wish.approver = "slt2";
			assert_true(grants_give(s->store, &by, NOW, &wish, s->why) < 0);
		}
		struct grant_wish wish = wish_for(kinds[k], "head2");

		assert_true(grants_give(s->store, &s->head, NOW, &wish, s->why) < 0);
	}
	// Nor agrees to their own, whoever enters it.
	for (size_t k = 0; k < 6; k++) {
		struct grant_wish own = wish_for(kinds[k], "slt");

		own.approver = "slt";
		assert_true(grants_give(s->store, &s->office, NOW, &own, s->why) < 0);
	}
	struct grant_wish wish = wish_for(GRANT_EXCEPTIONAL, "headteacher");

	assert_true(grants_give(s->store, &s->slt, NOW, &wish, s->why) > 0);
	wish = wish_for(GRANT_EXCEPTIONAL, "slt2");
	assert_true(grants_give(s->store, &s->slt, NOW, &wish, s->why) > 0);
}

static void each_kind_is_for_whom_it_is_made(void **state)
{
	struct school *s = *state;

	for (size_t k = 0; k < 6; k++) {
		for (int c = 0; c < category_words.count; c++) {
			const char *category = word_text(&category_words, c);
			bool pupil = c == CATEGORY_PUPIL;
			bool staff = !pupil && c != CATEGORY_PARENT && c != CATEGORY_VISITOR;
			// The Headteacher's is agreed by SLT; safekeepings are pupils'.
			const char *ref = pupil			      ? "P5"
					  : c == CATEGORY_HEADTEACHER ? "slt2"
								      : category;
			struct grant_wish wish = wish_for(kinds[k], ref);
			bool wanted =
				kinds[k] == GRANT_MEDICAL || kinds[k] == GRANT_EMERGENCY_RELEASE
					? true
				: kinds[k] == GRANT_EXCEPTIONAL || kinds[k] == GRANT_VISIT ? staff
											   : pupil;
			int64_t id = grants_give(s->store, &s->head, NOW, &wish, s->why);

			assert_int_equal(id > 0, wanted);
			if (!wanted)
				assert_int_equal(id, -ERR_ARG);
		}
	}
}

static void what_is_compulsory_is_asked_for(void **state)
{
	struct school *s = *state;

	for (size_t k = 0; k < 6; k++) {
		struct grant_wish whole = wish_for(kinds[k], somebody_for(kinds[k])), wish;

		wish = whole;
		wish.reason = " ";
		assert_int_equal(grants_give(s->store, &s->head, NOW, &wish, s->why) > 0,
			kinds[k] == GRANT_MEDICAL);
		wish = whole;
		wish.rooms = NULL;
		assert_int_equal(grants_give(s->store, &s->head, NOW, &wish, s->why) > 0,
			kinds[k] != GRANT_EXCEPTIONAL);
		wish = whole;
		wish.parent_request = false;
		assert_int_equal(grants_give(s->store, &s->head, NOW, &wish, s->why) > 0,
			kinds[k] != GRANT_SAFEKEEPING);
		wish = whole;
		wish.review = "";
		assert_int_equal(grants_give(s->store, &s->head, NOW, &wish, s->why) > 0,
			kinds[k] != GRANT_MEDICAL);
		wish.review = "2027-02-30";
		assert_int_equal(grants_give(s->store, &s->head, NOW, &wish, s->why), -ERR_ARG);
		wish.review = "2026-11-22"; // over already; today's is not
		assert_int_equal(grants_give(s->store, &s->head, NOW, &wish, s->why), -ERR_ARG);
		wish.review = "2026-11-23";
		assert_true(grants_give(s->store, &s->head, NOW, &wish, s->why) > 0);
		wish = whole;
		wish.until.ms = 0;
		assert_int_equal(grants_give(s->store, &s->head, NOW, &wish, s->why), -ERR_ARG);
		assert_non_null(strstr(s->why, "open-ended"));
		wish = whole;
		wish.until = wish.from;
		assert_int_equal(grants_give(s->store, &s->head, NOW, &wish, s->why), -ERR_ARG);
		wish = whole;
		wish.from = moment("2026-11-23T07:00");
		wish.until = NOW;
		assert_int_equal(grants_give(s->store, &s->head, NOW, &wish, s->why), -ERR_ARG);
		wish = whole;
		wish.until = moment("2028-11-23T15:00");
		assert_int_equal(grants_give(s->store, &s->head, NOW, &wish, s->why) > 0,
			kinds[k] == GRANT_MEDICAL);
		wish = whole;
		wish.person = "nobody";
		assert_int_equal(
			grants_give(s->store, &s->head, NOW, &wish, s->why), -ERR_NOT_FOUND);
	}
}

static void an_early_leave_is_of_one_day_and_an_emergency_of_two_hours(void **state)
{
	struct school *s = *state;
	struct grant_wish wish = wish_for(GRANT_EARLY_LEAVE, "P4");

	wish.until = moment("2026-11-24T08:00");
	assert_int_equal(grants_give(s->store, &s->office, NOW, &wish, s->why), -ERR_ARG);
	wish = wish_for(GRANT_EMERGENCY_RELEASE, "P4");
	wish.until = moment("2026-11-23T16:00");
	assert_true(grants_give(s->store, &s->slt, NOW, &wish, s->why) > 0);
	wish.until.ms++;
	assert_int_equal(grants_give(s->store, &s->slt, NOW, &wish, s->why), -ERR_ARG);
}

static void a_medical_reason_is_stored_nowhere(void **state)
{
	struct school *s = *state;
	struct grant_wish wish = wish_for(GRANT_MEDICAL, "P4");

	wish.reason = "diabetes";
	assert_true(grants_give(s->store, &s->head, NOW, &wish, s->why) > 0);
	assert_int_equal(school_count(s, "permission WHERE reason <> ''"), 0);
	assert_int_equal(
		school_count(s, "event WHERE facts LIKE '%diabetes%' OR facts LIKE '%medical%'"),
		0);
}

static void who_may_give_a_kind_may_end_it_once(void **state)
{
	struct school *s = *state;
	struct grant_wish wish = wish_for(GRANT_EXCEPTIONAL, "staff2");
	int64_t id = grants_give(s->store, &s->head, NOW, &wish, s->why);

	assert_true(id > 0);
	assert_int_equal(grants_end(s->store, &s->office, NOW, id, s->why), -ERR_DENIED);
	assert_int_equal(grants_end(s->store, &s->slt, NOW, id + 1, s->why), -ERR_NOT_FOUND);
	assert_int_equal(grants_end(s->store, &s->slt, NOW, id, s->why), 0);
	assert_int_equal(grants_end(s->store, &s->slt, NOW, id, s->why), -ERR_ARG);
	assert_int_equal(school_count(s, "event WHERE kind = 'grant ended'"), 1);
}

static void several_of_a_visit_are_entered_together_each_with_the_first(void **state)
{
	static const char *const staff[] = {"staff", "staff2", "supply"};
	struct school *s = *state;
	struct grant_wish wish = wish_for(GRANT_VISIT, NULL);
	struct permission_record record;
	int64_t ids[3];

	assert_int_equal(grants_give_all(s->store, &s->slt, NOW, &wish, staff, 3, ids, s->why), 3);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(permission_get(s->store, ids[i], &record), 0);
		assert_int_equal(record.person, school_id(s, staff[i]));
		assert_int_equal(record.party, i ? ids[0] : 0);
		assert_int_equal(record.entered_by, s->slt.person);
	}
	assert_int_equal(school_count(s, "event WHERE kind = 'grant given'"), 3);
	assert_int_equal(
		grants_give_all(s->store, &s->slt, NOW, &wish, staff, 0, ids, s->why), -ERR_ARG);
	assert_int_equal(grants_give_all(s->store, &s->slt, NOW, &wish,
				 (const char *const[]){"staff", "staff"}, 2, ids, s->why),
		-ERR_ARG);
	assert_int_equal(grants_give_all(s->store, &s->slt, NOW, &wish,
				 (const char *const[]){"staff", "P4"}, 2, ids, s->why),
		-ERR_ARG);
}

static void nobody_reviews_their_own_arrangement(void **state)
{
	struct school *s = *state;
	struct grant_wish wish = wish_for(GRANT_MEDICAL, "slt");
	int64_t id = grants_give(s->store, &s->head, NOW, &wish, s->why);

	assert_true(id > 0);
	assert_int_equal(
		grants_review(s->store, &s->slt, NOW, id, "2027-02-01", s->why), -ERR_DENIED);
	assert_int_equal(grants_review(s->store, &s->head, NOW, id, "2027-02-01", s->why), 0);
	wish = wish_for(GRANT_EXCEPTIONAL, "staff2");
	id = grants_give(s->store, &s->head, NOW, &wish, s->why);
	assert_int_equal(
		grants_review(s->store, &s->head, NOW, id, "2027-02-01", s->why), -ERR_ARG);
}

static void somebody_who_left_gives_and_gets_nothing(void **state)
{
	struct school *s = *state;
	struct grant_wish wish = wish_for(GRANT_EARLY_LEAVE, "P4");
	struct person_record person;

	assert_int_equal(person_find(s->store, "slt", &person), 0);
	strcpy(person.left_on, "2026-11-23");
	assert_int_equal(person_update(s->store, &person), 0);
	assert_int_equal(grants_give(s->store, &s->slt, NOW, &wish, s->why), -ERR_DENIED);
	assert_string_equal(s->why, "slt left on 2026-11-23.");
	assert_int_equal(person_find(s->store, "P4", &person), 0);
	strcpy(person.left_on, "2026-11-24");
	assert_int_equal(person_update(s->store, &person), 0);
	assert_true(grants_give(s->store, &s->office, NOW, &wish, s->why) > 0);
	strcpy(person.left_on, "2026-11-23");
	assert_int_equal(person_update(s->store, &person), 0);
	assert_int_equal(grants_give(s->store, &s->office, NOW, &wish, s->why), -ERR_ARG);
}

static int64_t walker(struct school *s, const struct actor *by, const char *ref, const char *from,
	const char *until, const char *days)
{
	return grants_walker(s->store, by, NOW, ref, from, until, days, s->why);
}

static void a_walker_is_entered_changed_and_withdrawn(void **state)
{
	struct school *s = *state;
	struct walker_record found;
	int64_t p6 = school_id(s, "P6");

	assert_true(walker(s, &s->office, "P6", "2026-09-01", "2027-07-21", "Mon - Fri") > 0);
	assert_true(walker(s, &s->office, "P6", "2026-12-01", "2027-07-21", "mon,wed") > 0);
	assert_int_equal(school_count(s, "walker WHERE ended_at IS NULL"), 1);
	assert_int_equal(walker_find(s->store, p6, "2026-11-23", &found), 0);
	assert_string_equal(found.days, "mon,wed");
	assert_int_equal(grants_walker_end(s->store, &s->office, NOW, "P6", s->why), 1);
	assert_int_equal(
		grants_walker_end(s->store, &s->office, NOW, "P6", s->why), -ERR_NOT_FOUND);
	assert_int_equal(walker_find(s->store, p6, "2026-11-23", &found), -ERR_NOT_FOUND);
	assert_int_equal(school_count(s, "event WHERE kind = 'walker ended'"), 2);
}

static void a_walker_that_makes_no_sense_is_refused(void **state)
{
	struct school *s = *state;

	assert_int_equal(
		walker(s, &s->office, "staff", "2026-09-01", "2027-07-21", "mon-fri"), -ERR_ARG);
	assert_int_equal(
		walker(s, &s->office, "P6", "2026-09-31", "2027-07-21", "mon-fri"), -ERR_ARG);
	assert_int_equal(walker(s, &s->office, "P6", "2026-09-01", NULL, "mon-fri"), -ERR_ARG);
	assert_int_equal(
		walker(s, &s->office, "P6", "2027-09-01", "2027-07-21", "mon-fri"), -ERR_ARG);
	assert_int_equal(
		walker(s, &s->office, "P6", "2026-09-01", "2026-11-22", "mon-fri"), -ERR_ARG);
	assert_int_equal(
		walker(s, &s->office, "P6", "2026-09-01", "2062-07-21", "mon-fri"), -ERR_ARG);
	assert_int_equal(
		walker(s, &s->office, "P6", "2026-09-01", "2027-07-21", "fri-mon"), -ERR_ARG);
	assert_int_equal(
		walker(s, &s->teacher, "P6", "2026-09-01", "2027-07-21", "mon-fri"), -ERR_DENIED);
	assert_int_equal(school_count(s, "walker"), 0);
	assert_true(walker(s, &s->office, "P6", "2026-09-01", "2026-11-23", "mon-fri") > 0);
}

int main(void)
{
#define IN_SCHOOL(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
	const struct CMUnitTest tests[] = {
		IN_SCHOOL(each_kind_is_given_by_its_roles_and_by_nobody_else),
		IN_SCHOOL(the_office_enters_what_a_leader_agreed_and_the_record_names_both),
		IN_SCHOOL(nobody_gives_their_own_nor_a_headteacher_a_headteachers),
		IN_SCHOOL(each_kind_is_for_whom_it_is_made),
		IN_SCHOOL(what_is_compulsory_is_asked_for),
		IN_SCHOOL(an_early_leave_is_of_one_day_and_an_emergency_of_two_hours),
		IN_SCHOOL(a_medical_reason_is_stored_nowhere),
		IN_SCHOOL(who_may_give_a_kind_may_end_it_once),
		IN_SCHOOL(several_of_a_visit_are_entered_together_each_with_the_first),
		IN_SCHOOL(nobody_reviews_their_own_arrangement),
		IN_SCHOOL(somebody_who_left_gives_and_gets_nothing),
		IN_SCHOOL(a_walker_is_entered_changed_and_withdrawn),
		IN_SCHOOL(a_walker_that_makes_no_sense_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
