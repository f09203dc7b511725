// SPDX-License-Identifier: GPL-3.0-or-later
// Asking, agreeing, declining, withdrawing: who may, what is missing, what comes of it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../register/made_school.h"
#include "base/err.h"
#include "exceptions/grant_acts.h"
#include "store/class_teachers.h"
#include "store/people.h"

#define NOW moment("2026-11-23T09:00")

static const enum grant_kind kinds[] = {
	GRANT_SAFEKEEPING, GRANT_EXCEPTIONAL, GRANT_VISIT, GRANT_MEDICAL, GRANT_EARLY_LEAVE};
#define KINDS (sizeof kinds / sizeof *kinds)

static const char *somebody_for(enum grant_kind kind)
{
	return kind == GRANT_EXCEPTIONAL || kind == GRANT_VISIT ? "staff2" : "P4";
}

static struct grant_wish wish_for(enum grant_kind kind)
{
	return (struct grant_wish){.kind = kind,
		.reason = "a reason",
		.rooms = "PPA room",
		.parent_request = true,
		.review = "2027-01-11",
		.from = moment("2026-11-23T14:00"),
		.until = moment("2026-11-23T15:00")};
}

static int64_t ask(struct school *s, const struct actor *by, enum grant_kind kind)
{
	struct grant_wish wish = wish_for(kind);
	const char *person = somebody_for(kind);

	return asks_enter(s->store, by, NOW, &wish, &person, 1, s->why);
}

static int agree(struct school *s, const struct actor *by, int64_t id)
{
	struct ask_agreement nothing = {0};
	int64_t ids[ASK_PEOPLE];

	s->why[0] = '\0';
	return asks_agree(s->store, by, NOW, id, &nothing, ids, s->why);
}

static void whoever_works_at_the_school_may_ask_and_nobody_else(void **state)
{
	static const char *const outside = "pupil parent visitor contractor";
	struct school *s = *state;

	for (int c = 0; c < category_words.count; c++) {
		const char *category = word_text(&category_words, c);
		struct actor by = {school_id(s, c == CATEGORY_PUPIL ? "P5" : category), "root"};
		int64_t id = ask(s, &by, GRANT_EXCEPTIONAL);

		assert_int_equal(id > 0, strstr(outside, category) == NULL);
		if (id < 0)
			assert_int_equal(id, -ERR_DENIED);
	}
	assert_int_equal(school_count(s, "permission"), 0);
	assert_int_equal(school_count(s, "event WHERE kind = 'grant asked'"), 8);
}

// Every kind by every category of person, as "Who may give a grant" has it.
static void each_kind_is_answered_by_who_may_give_it(void **state)
{
	struct school *s = *state;

	for (size_t k = 0; k < KINDS; k++) {
		for (int c = 0; c < category_words.count; c++) {
			const char *category = word_text(&category_words, c);
			struct actor by = {
				school_id(s, c == CATEGORY_PUPIL ? "P5" : category), "root"};
			int role = c == CATEGORY_PARENT
					   ? -1
					   : word_find(&role_words, category, strlen(category));
			bool may = role >= 0 && grants_given_by(kinds[k]) >> role & 1;
			int64_t id = ask(s, &s->teacher, kinds[k]);

			assert_int_equal(agree(s, &by, id), may ? 1 : -ERR_DENIED);
			id = ask(s, &s->teacher, kinds[k]);
			assert_int_equal(asks_decline(s->store, &by, NOW, id, "not now", s->why),
				may ? 0 : -ERR_DENIED);
		}
	}
}

// What a screen offers to press is what is then done, and nothing else: every kind, asked for each
// of three people, seen by every category of person.
static void what_is_offered_is_exactly_what_is_then_done(void **state)
{
	static const char *const whom[] = {"staff2", "slt", "headteacher"};
	struct school *s = *state;
	struct ask_agreement nothing = {0};
	int64_t ids[ASK_PEOPLE];

	for (size_t k = 0; k < KINDS * 3; k++) {
		enum grant_kind kind = kinds[k / 3];
		const char *person = strcmp(somebody_for(kind), "P4") == 0 ? "P4" : whom[k % 3];
		struct grant_wish wish = wish_for(kind);

		for (int c = 0; c < category_words.count; c++) {
			const char *category = word_text(&category_words, c);
			struct actor by = {
				school_id(s, c == CATEGORY_PUPIL ? "P5" : category), "root"};
			struct permission_record grant;
			struct ask_record row;

			for (int act = 0; act < 3; act++) {
				int64_t id = asks_enter(
					s->store, &s->teacher, NOW, &wish, &person, 1, s->why);
				int done;

				assert_int_equal(ask_get(s->store, id, &row), 0);
				unsigned offered = ask_acts(s->store, &by, NOW, &row);

				done = act == 0 ? asks_agree(s->store, &by, NOW, id, &nothing, ids,
							  s->why)
				       : act == 1
					       ? asks_decline(s->store, &by, NOW, id, "no", s->why)
					       : asks_withdraw(s->store, &by, NOW, id, s->why);
				assert_int_equal(offered >> act & 1, done >= 0);
				assert_int_equal(ask_get(s->store, id, &row), 0);
				assert_int_equal(ask_acts(s->store, &by, NOW, &row) != 0,
					done < 0 && offered);
				if (act != 0 || done < 0)
					continue;
				assert_int_equal(permission_get(s->store, ids[0], &grant), 0);
				assert_int_equal(
					grant_acts(s->store, &by, NOW, &grant) & GRANT_ACT_END,
					grants_end(s->store, &by, NOW, ids[0], s->why) == 0);
				assert_int_equal(permission_get(s->store, ids[0], &grant), 0);
				assert_int_equal(grant_acts(s->store, &by, NOW, &grant), 0);
			}
		}
	}
}

static void only_the_headteacher_consents_to_a_safekeeping_whoever_asked_or_enters_it(void **state)
{
	struct school *s = *state;
	struct ask_agreement by_slt = {.approver = "slt2"}, by_head = {.approver = "headteacher"};
	int64_t id = ask(s, &s->office, GRANT_SAFEKEEPING), ids[ASK_PEOPLE];
	struct permission_record grant;

	assert_int_equal(agree(s, &s->slt, id), -ERR_DENIED);
	assert_non_null(strstr(s->why, "Only the Headteacher"));
	assert_int_equal(
		asks_agree(s->store, &s->office, NOW, id, &by_slt, ids, s->why), -ERR_DENIED);
	// The office writes down what she consented to, and the record says who is who.
	assert_int_equal(asks_agree(s->store, &s->office, NOW, id, &by_head, ids, s->why), 1);
	assert_int_equal(permission_get(s->store, ids[0], &grant), 0);
	assert_int_equal(grant.by, s->head.person);
	assert_int_equal(grant.by_role, ROLE_HEADTEACHER);
	assert_int_equal(grant.entered_by, s->office.person);
}

static void nobody_agrees_to_their_own_though_they_may_ask_for_it(void **state)
{
	struct school *s = *state;
	struct grant_wish wish = wish_for(GRANT_EXCEPTIONAL);
	const char *person = "slt";
	int64_t id = asks_enter(s->store, &s->slt, NOW, &wish, &person, 1, s->why);

	assert_true(id > 0);
	assert_int_equal(agree(s, &s->slt, id), -ERR_DENIED);
	assert_int_equal(agree(s, &s->head, id), 1);
	// The Headteacher's: another member of the leadership team.
	person = "headteacher";
	id = asks_enter(s->store, &s->head, NOW, &wish, &person, 1, s->why);
	assert_int_equal(agree(s, &s->head, id), -ERR_DENIED);
	assert_int_equal(agree(s, &s->slt, id), 1);
}

static void what_is_missing_is_listed_and_keeps_it_from_being_agreed(void **state)
{
	static const struct {
		enum grant_kind kind;
		const char *missing;
		struct ask_agreement agreement;
	} cases[] = {
		{GRANT_SAFEKEEPING, "the parent's request", {.parent_request = true}},
		{GRANT_EXCEPTIONAL, "a room for staff: staff room, office or PPA room",
			{.rooms = "the office"}},
		{GRANT_MEDICAL, "a review date", {.review = "2027-01-11"}},
	};
	struct school *s = *state;

	for (size_t i = 0; i < 3; i++) {
		struct grant_wish wish = wish_for(cases[i].kind);
		const char *person = somebody_for(cases[i].kind);
		int64_t ids[ASK_PEOPLE];
		struct ask_record row;

		wish.parent_request = false;
		wish.rooms = wish.review = NULL;
		int64_t id = asks_enter(s->store, &s->teacher, NOW, &wish, &person, 1, s->why);

		assert_true(id > 0);
		assert_int_equal(ask_get(s->store, id, &row), 0);
		assert_non_null(strstr(asks_missing(&row, 0),
			cases[i].kind == GRANT_SAFEKEEPING ? "Headteacher" : "leadership"));
		assert_string_equal(asks_missing(&row, 1), cases[i].missing);
		assert_null(asks_missing(&row, 2));
		assert_int_equal(agree(s, &s->head, id), -ERR_ARG);
		assert_int_equal(
			asks_agree(s->store, &s->head, NOW, id, &cases[i].agreement, ids, s->why),
			1);
	}
}

static void a_visit_is_agreed_for_all_its_staff_or_for_none(void **state)
{
	static const char *const staff[] = {"staff", "staff2", "supply", "slt"};
	struct school *s = *state;
	struct grant_wish wish = wish_for(GRANT_VISIT);
	int64_t id = asks_enter(s->store, &s->teacher, NOW, &wish, staff, 4, s->why);

	assert_true(id > 0);
	// slt goes along: another leader agrees.
	assert_int_equal(agree(s, &s->slt, id), -ERR_DENIED);
	assert_non_null(strstr(s->why, "for slt"));
	assert_int_equal(agree(s, &s->head, id), 4);
	assert_int_equal(school_count(s, "ask_person a JOIN permission p ON p.id = a.permission"
					 " AND p.person = a.person AND p.kind = 'visit'"),
		4);
	assert_int_equal(school_count(s, "permission WHERE party = (SELECT min(permission) FROM "
					 "ask_person)"),
		3);
	assert_int_equal(asks_enter(s->store, &s->teacher, NOW, &wish,
				 (const char *const[]){"staff", "staff"}, 2, s->why),
		-ERR_ARG);
	wish.kind = GRANT_EXCEPTIONAL;
	assert_int_equal(asks_enter(s->store, &s->teacher, NOW, &wish, staff, 2, s->why), -ERR_ARG);
}

// Every state by every answer.
static void what_is_answered_is_answered(void **state)
{
	struct school *s = *state;

	for (int first = 0; first < 3; first++) {
		for (int then = 0; then < 3; then++) {
			int64_t id = ask(s, &s->teacher, GRANT_EXCEPTIONAL);

			for (int turn = 0; turn < 2; turn++) {
				int answer = turn ? then : first;
				int result = answer == 0   ? agree(s, &s->head, id)
					     : answer == 1 ? asks_decline(s->store, &s->head, NOW,
								     id, "no", s->why)
							   : asks_withdraw(s->store, &s->teacher,
								     NOW, id, s->why);

				assert_int_equal(result < 0, turn == 1);
				if (turn == 1)
					assert_int_equal(result, -ERR_ARG);
			}
		}
	}
	assert_int_equal(school_count(s, "permission"), 3);
	assert_int_equal(agree(s, &s->head, 99), -ERR_NOT_FOUND);
}

static void a_no_says_why_and_only_the_asker_or_the_office_takes_it_back(void **state)
{
	struct school *s = *state;
	struct actor other = {school_id(s, "staff2"), "root"};
	int64_t id = ask(s, &s->teacher, GRANT_EXCEPTIONAL);

	assert_int_equal(asks_decline(s->store, &s->head, NOW, id, " ", s->why), -ERR_ARG);
	assert_int_equal(asks_withdraw(s->store, &other, NOW, id, s->why), -ERR_DENIED);
	assert_int_equal(asks_withdraw(s->store, &s->office, NOW, id, s->why), 0);
	id = ask(s, &s->teacher, GRANT_EXCEPTIONAL);
	assert_int_equal(asks_decline(s->store, &s->slt, NOW, id, "use the office's", s->why), 0);
	assert_int_equal(
		school_count(s, "ask WHERE state = 'declined' AND answer = 'use the office''s'"),
		1);
}

static void a_reason_and_times_are_demanded_when_it_is_asked_and_an_emergency_is_not(void **state)
{
	struct school *s = *state;
	const char *person = "staff2";
	struct grant_wish wish = wish_for(GRANT_EXCEPTIONAL);

	wish.reason = "";
	assert_int_equal(
		asks_enter(s->store, &s->teacher, NOW, &wish, &person, 1, s->why), -ERR_ARG);
	wish = wish_for(GRANT_EXCEPTIONAL);
	wish.until.ms = 0;
	assert_int_equal(
		asks_enter(s->store, &s->teacher, NOW, &wish, &person, 1, s->why), -ERR_ARG);
	assert_non_null(strstr(s->why, "open-ended"));
	wish = wish_for(GRANT_EMERGENCY_RELEASE);
	assert_int_equal(
		asks_enter(s->store, &s->teacher, NOW, &wish, &person, 1, s->why), -ERR_ARG);
	wish = wish_for(GRANT_SAFEKEEPING);
	assert_int_equal( // of a member of staff
		asks_enter(s->store, &s->teacher, NOW, &wish, &person, 1, s->why), -ERR_ARG);
	assert_int_equal(school_count(s, "ask"), 0);
}

static void a_medical_reason_is_stored_with_no_ask_either(void **state)
{
	struct school *s = *state;
	struct grant_wish wish = wish_for(GRANT_MEDICAL);
	const char *person = "P4";

	wish.reason = "diabetes";
	int64_t id = asks_enter(s->store, &s->teacher, NOW, &wish, &person, 1, s->why);

	assert_true(id > 0);
	assert_int_equal(agree(s, &s->slt, id), 1);
	id = asks_enter(s->store, &s->teacher, NOW, &wish, &person, 1, s->why);
	assert_int_equal(asks_decline(s->store, &s->slt, NOW, id, "diabetes is fine", s->why), 0);
	assert_int_equal(school_count(s, "ask WHERE reason <> '' OR answer LIKE '%diabetes%'"), 0);
	assert_int_equal(school_count(s, "permission WHERE reason <> ''"), 0);
	assert_int_equal(
		school_count(s, "event WHERE facts LIKE '%diabetes%' OR facts LIKE '%medical%'"),
		0);
}

static void one_agreed_late_counts_from_then_and_not_from_before(void **state)
{
	struct school *s = *state;
	int64_t id = ask(s, &s->teacher, GRANT_EXCEPTIONAL), ids[ASK_PEOPLE];
	struct wall_time late = moment("2026-11-23T14:30");
	struct ask_agreement nothing = {0};
	struct permission_record grant;

	assert_int_equal(asks_agree(s->store, &s->head, late, id, &nothing, ids, s->why), 1);
	assert_int_equal(permission_get(s->store, ids[0], &grant), 0);
	assert_int_equal(grant.from.ms, late.ms);
	id = ask(s, &s->teacher, GRANT_EXCEPTIONAL);
	assert_int_equal(asks_agree(s->store, &s->head, moment("2026-11-23T15:00"), id, &nothing,
				 ids, s->why),
		-ERR_ARG);
}

// Until the school says which class is whose, anybody of staff asks for any child.
static void once_classes_are_given_a_child_is_asked_for_by_whose_class_it_is_or_the_office(
	void **state)
{
	struct school *s = *state;
	struct actor other = {school_id(s, "staff2"), "root"};

	assert_true(ask(s, &other, GRANT_EARLY_LEAVE) > 0);
	assert_true(class_teacher_add(s->store, s->teacher.person, "4A", 0, NOW) > 0);
	assert_int_equal(ask(s, &other, GRANT_EARLY_LEAVE), -ERR_DENIED);
	assert_string_equal(s->why, "P4 is in no class of yours: the office asks for them.");
	assert_true(ask(s, &s->teacher, GRANT_EARLY_LEAVE) > 0);
	assert_true(ask(s, &s->office, GRANT_EARLY_LEAVE) > 0);
	assert_true(ask(s, &s->slt, GRANT_SAFEKEEPING) > 0);
	// Of staff nothing changes.
	assert_true(ask(s, &other, GRANT_EXCEPTIONAL) > 0);
	assert_true(class_teacher_end(s->store, s->teacher.person, "4A", NOW) > 0);
	assert_true(ask(s, &other, GRANT_EARLY_LEAVE) > 0);
}

int main(void)
{
#define IN_SCHOOL(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
	const struct CMUnitTest tests[] = {
		IN_SCHOOL(whoever_works_at_the_school_may_ask_and_nobody_else),
		IN_SCHOOL(each_kind_is_answered_by_who_may_give_it),
		IN_SCHOOL(what_is_offered_is_exactly_what_is_then_done),
		IN_SCHOOL(
			only_the_headteacher_consents_to_a_safekeeping_whoever_asked_or_enters_it),
		IN_SCHOOL(nobody_agrees_to_their_own_though_they_may_ask_for_it),
		IN_SCHOOL(what_is_missing_is_listed_and_keeps_it_from_being_agreed),
		IN_SCHOOL(a_visit_is_agreed_for_all_its_staff_or_for_none),
		IN_SCHOOL(what_is_answered_is_answered),
		IN_SCHOOL(a_no_says_why_and_only_the_asker_or_the_office_takes_it_back),
		IN_SCHOOL(a_reason_and_times_are_demanded_when_it_is_asked_and_an_emergency_is_not),
		IN_SCHOOL(a_medical_reason_is_stored_with_no_ask_either),
		IN_SCHOOL(
			once_classes_are_given_a_child_is_asked_for_by_whose_class_it_is_or_the_office),
		IN_SCHOOL(one_agreed_late_counts_from_then_and_not_from_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
