// SPDX-License-Identifier: GPL-3.0-or-later
// The Headteacher's tray, her deputy, overrides, and who is told that their records were looked
// into.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../register/made_school.h"
#include "base/err.h"
#include "exceptions/absences.h"
#include "exceptions/incidents.h"
#include "exceptions/notices.h"
#include "exceptions/overrides.h"
#include "policy/load.h"
#include "store/decisions.h"
#include "store/events.h"

#define NOW moment("2026-11-23T09:30")

static struct actor as(struct school *s, const char *ref)
{
	return (struct actor){school_id(s, ref), "root"};
}

static int count_one(void *arg, const struct notice_record *notice)
{
	(void)notice;
	++*(int *)arg;
	return 0;
}

// How many are shown to ref at `when`; negative: why not.
static int shown_at(
	struct school *s, const char *ref, struct wall_time when, struct notices_shown *out_shown)
{
	struct actor by = as(s, ref);
	int count = 0;
	int result = notices_shown_to(
		s->store, &by, when, false, INT64_MAX, count_one, &count, out_shown, s->why);

	assert_true(result < 0 || result == count);
	return result;
}

static int64_t add(struct school *s, const char *role, const char *kind, int64_t to)
{
	struct notice_row row = {.role = role, .kind = kind, .at = NOW, .text = "x", .to = to};
	int64_t id = notice_add(s->store, &row);

	assert_true(id > 0);
	return id;
}

// One notice of every role, and every category of person before them.
static void each_role_is_shown_its_own_notices_and_marks_no_others_done(void **state)
{
	struct school *s = *state;
	struct notices_shown shown;
	int64_t ids[4];

	for (int i = CATEGORY_STAFF; i <= CATEGORY_PARENT; i++) {
		const char *ref = word_text(&category_words, i);
		struct actor by = as(s, ref);
		bool head = i == CATEGORY_HEADTEACHER, slt = i == CATEGORY_SLT;
		bool office = i == CATEGORY_OFFICE;
		bool outside = i == CATEGORY_PARENT || i == CATEGORY_VISITOR;
		bool for_them[4] = {head || slt || office, head || slt, head, !outside};
		int expected = 0;

		ids[0] = add(s, "office", "lost card", 0);
		ids[1] = add(s, "leadership", "incident", 0);
		ids[2] = add(s, "headteacher", "override", 0);
		ids[3] = add(s, "person", "records looked into", by.person);
		for (int k = 0; k < 4; k++)
			expected += for_them[k];
		assert_int_equal(shown_at(s, ref, NOW, &shown), outside ? -ERR_DENIED : expected);
		for (int k = 0; k < 4; k++) {
			int result = notices_mark_done(s->store, &by, NOW, ids[k], false, s->why);

			assert_int_equal(result, for_them[k] ? 0
						 : outside   ? -ERR_DENIED
							     : -ERR_NOT_FOUND);
		}
		// What is left is nobody's who comes next.
		for (int k = 0; k < 4; k++)
			notice_done(s->store, ids[k], NOW, by.person, false);
	}
	assert_int_equal(shown_at(s, "P6", NOW, &shown), -ERR_DENIED);
}

static void the_headteacher_acknowledges_and_says_that_hr_was_asked(void **state)
{
	struct school *s = *state;
	int64_t id = add(s, "headteacher", "override", 0);

	assert_int_equal(notices_mark_done(s->store, &s->head, NOW, id, true, s->why), 0);
	assert_int_equal(notices_mark_done(s->store, &s->head, NOW, id, true, s->why), -ERR_ARG);
	assert_int_equal(
		school_count(s, "notice WHERE hr_at IS NOT NULL AND done_by IS NOT NULL"), 1);
	assert_int_equal(
		school_count(s, "event WHERE kind = 'notice done' AND facts LIKE '%hr%'"), 1);
}

static int mark(struct school *s, const struct actor *by, const char *deputy, const char *from,
	const char *until)
{
	int64_t id = absences_mark(s->store, by, NOW, deputy, moment(from), moment(until), s->why);

	return id < 0 ? (int)id : 0;
}

static void an_absence_has_an_slt_deputy_an_end_and_no_second_one_beside_it(void **state)
{
	struct school *s = *state;

	assert_int_equal(
		mark(s, &s->office, "staff", "2026-11-23T08:00", "2026-11-24T08:00"), -ERR_ARG);
	assert_int_equal(
		mark(s, &s->office, "head2", "2026-11-23T08:00", "2026-11-24T08:00"), -ERR_ARG);
	assert_int_equal(
		mark(s, &s->slt, "slt", "2026-11-23T08:00", "2026-11-24T08:00"), -ERR_DENIED);
	assert_int_equal(
		mark(s, &s->teacher, "slt", "2026-11-23T08:00", "2026-11-24T08:00"), -ERR_DENIED);
	assert_int_equal(
		mark(s, &s->office, "slt", "2026-11-24T08:00", "2026-11-24T08:00"), -ERR_ARG);
	assert_int_equal(
		mark(s, &s->office, "slt", "2026-11-22T08:00", "2026-11-23T08:00"), -ERR_ARG);
	assert_int_equal(
		mark(s, &s->office, "slt", "2026-11-23T08:00", "2027-03-23T08:00"), -ERR_ARG);
	assert_int_equal(mark(s, &s->office, "slt", "2026-11-23T08:00", "2026-11-24T08:00"), 0);
	assert_int_equal(
		mark(s, &s->head, "slt2", "2026-11-24T07:59", "2026-11-25T08:00"), -ERR_EXISTS);
	assert_int_equal(mark(s, &s->head, "slt2", "2026-11-24T08:00", "2026-11-25T08:00"), 0);
	assert_int_equal(absences_end(s->store, &s->teacher, NOW, s->why), -ERR_DENIED);
	assert_int_equal(absences_end(s->store, &s->head, NOW, s->why), 0);
	assert_int_equal(absence_deputy(s->store, NOW), 0);
}

static void only_unsuitable_material_goes_to_the_deputy_who_sees_that_others_wait(void **state)
{
	struct school *s = *state;
	struct notices_shown shown;
	int64_t theirs = add(s, "headteacher", NOTICE_UNSUITABLE_MATERIAL, 0);
	int64_t hers = add(s, "headteacher", "override", 0);

	assert_int_equal(shown_at(s, "slt", NOW, &shown), 0);
	assert_false(shown.deputising);
	assert_int_equal(mark(s, &s->office, "slt", "2026-11-23T09:00", "2026-11-23T12:00"), 0);
	assert_int_equal(shown_at(s, "slt", NOW, &shown), 1);
	assert_true(shown.deputising);
	assert_int_equal(shown.headteacher_waiting, 1);
	assert_int_equal(shown_at(s, "slt2", NOW, &shown), 0);
	assert_int_equal(
		notices_mark_done(s->store, &s->slt, NOW, hers, false, s->why), -ERR_NOT_FOUND);
	// From noon on it has ended by itself.
	assert_int_equal(shown_at(s, "slt", moment("2026-11-23T11:59"), &shown), 1);
	assert_int_equal(shown_at(s, "slt", moment("2026-11-23T12:00"), &shown), 0);
	assert_int_equal(notices_mark_done(s->store, &s->slt, moment("2026-11-23T12:00"), theirs,
				 true, s->why),
		-ERR_NOT_FOUND);
	assert_int_equal(notices_mark_done(s->store, &s->slt, NOW, theirs, true, s->why), 0);
	assert_int_equal(notices_mark_done(s->store, &s->head, NOW, hers, false, s->why), 0);
}

static void the_deputy_reads_unsuitable_material_while_deputising_and_nothing_else_of_hers(
	void **state)
{
	struct school *s = *state;
	struct incident_wish material = {.kind = "unsuitable material", .what = "x"};
	struct incident_wish images = {.kind = "indecent images", .what = "x"};
	struct incident_row row;
	struct policy *policy;
	char why[POLICY_WHY_MAX];
	int64_t first, second;

	assert_int_equal(policy_open("roby-park", &policy, why), 0);
	first = incidents_record(s->store, policy, &s->teacher, NOW, &material, s->why);
	second = incidents_record(s->store, policy, &s->teacher, NOW, &images, s->why);
	assert_int_equal(incidents_open(s->store, &s->slt, NOW, first, &row, s->why), -ERR_DENIED);
	assert_int_equal(mark(s, &s->office, "slt", "2026-11-23T09:00", "2026-11-23T12:00"), 0);
	assert_int_equal(incidents_open(s->store, &s->slt, NOW, first, &row, s->why), 0);
	assert_int_equal(incidents_open(s->store, &s->slt, NOW, second, &row, s->why), -ERR_DENIED);
	assert_int_equal(incidents_hr(s->store, &s->slt, NOW, first, s->why), 0);
	assert_int_equal(
		incidents_open(s->store, &s->slt, moment("2026-11-23T12:00"), first, &row, s->why),
		-ERR_DENIED);
	policy_close(policy);
}

static int64_t decision_about(struct school *s, const char *ref)
{
	struct decision_row row = {.at = NOW,
		.person = school_id(s, ref),
		.action = "collect",
		.place = PLACE_DESK,
		.outcome = OUTCOME_REFUSE,
		.rule = "RP-4",
		.say = "Not yet."};
	int64_t id = decision_add(s->store, &row);

	assert_true(id > 0);
	return id;
}

static void an_override_needs_a_justification_and_is_told_the_headteacher(void **state)
{
	struct school *s = *state;
	struct override_row override;
	int64_t decision = decision_about(s, "P6"), id;

	assert_int_equal(overrides_note(s->store, &s->teacher, NOW, "P6", decision, OVERRIDE_BEFORE,
				 " ", s->why),
		-ERR_ARG);
	assert_non_null(strstr(s->why, "RP-12"));
	id = overrides_note(s->store, &s->teacher, NOW, "P6", decision, OVERRIDE_BEFORE,
		"secret reason", s->why);
	assert_true(id > 0);
	assert_int_equal(override_get(s->store, id, &override), 0);
	assert_string_equal(override.outcome, "refuse");
	assert_string_equal(override.rule, "RP-4");
	assert_string_equal(override.justification, "secret reason");
	assert_int_equal(school_count(s, "notice WHERE role = 'headteacher' AND override = 1"), 1);
	assert_int_equal(school_count(s, "notice WHERE text LIKE '%secret%'"), 0);
	assert_int_equal(school_count(s, "event WHERE facts LIKE '%secret%'"), 0);
	// Where the rules are silent there is no decision; proposed, it is not done yet.
	assert_true(overrides_note(s->store, &s->teacher, NOW, NULL, 0, OVERRIDE_PROPOSED, "x",
			    s->why) > 0);
	assert_int_equal(
		school_count(s, "override WHERE decision IS NULL AND acted = 'proposed'"), 1);
	assert_int_equal(overrides_note(s->store, &s->teacher, NOW, "P5", decision, OVERRIDE_BEFORE,
				 "x", s->why),
		-ERR_NOT_FOUND);
	assert_int_equal(
		overrides_note(s->store, &s->teacher, NOW, NULL, 99, OVERRIDE_BEFORE, "x", s->why),
		-ERR_NOT_FOUND);
}

// Every category: who may advise, and who may give a pupil's device back against a decision.
static void everybody_who_works_here_advises_and_the_desk_alone_gives_back(void **state)
{
	struct school *s = *state;
	int64_t pupil = school_id(s, "P6");

	for (int i = CATEGORY_STAFF; i <= CATEGORY_PARENT; i++) {
		struct actor by = as(s, word_text(&category_words, i));
		bool works = i != CATEGORY_PARENT && i != CATEGORY_VISITOR;
		bool desk = i == CATEGORY_OFFICE || i == CATEGORY_SLT || i == CATEGORY_HEADTEACHER;
		int64_t id =
			overrides_note(s->store, &by, NOW, NULL, 0, OVERRIDE_BEFORE, "x", s->why);

		assert_true(works ? id > 0 : id == -ERR_DENIED);
		assert_int_equal(overrides_may_give(s->store, &by, NOW, pupil, "x", s->why),
			desk ? 0 : -ERR_DENIED);
		assert_int_equal(overrides_may_give(s->store, &by, NOW, by.person, "x", s->why),
			-ERR_DENIED);
		if (desk)
			assert_int_equal(overrides_may_give(s->store, &by, NOW, pupil, "", s->why),
				-ERR_ARG);
	}
}

static void whoever_looks_into_a_colleagues_records_is_told_of_to_them(void **state)
{
	struct school *s = *state;
	struct notices_shown shown;

	assert_int_equal(
		notices_records_seen(s->store, &s->teacher, NOW, "staff2", s->why), -ERR_DENIED);
	assert_int_equal(
		notices_records_seen(s->store, &s->slt, NOW, "nobody", s->why), -ERR_NOT_FOUND);
	assert_int_equal(school_count(s, "event WHERE kind = 'records seen'"), 0);
	assert_int_equal(notices_records_seen(s->store, &s->slt, NOW, "staff2", s->why), 0);
	assert_int_equal(shown_at(s, "staff2", NOW, &shown), 1);
	assert_int_equal(shown_at(s, "staff", NOW, &shown), 0);
	// One's own, and a pupil's: on the record, and nobody is told.
	assert_int_equal(notices_records_seen(s->store, &s->teacher, NOW, "staff", s->why), 0);
	assert_int_equal(notices_records_seen(s->store, &s->office, NOW, "P6", s->why), 0);
	assert_int_equal(school_count(s, "event WHERE kind = 'records seen'"), 3);
	assert_int_equal(school_count(s, "notice"), 1);
}

static int64_t pages[16];

static int note_id(void *arg, const struct notice_record *notice)
{
	int *count = arg;

	if (*count == 0)
		pages[1] = notice->id; // the first of the page
	pages[0] = notice->id;	       // and its last
	++*count;
	return 0;
}

// Done ones of the office with others' between: every one once, whatever lies between.
static void what_is_done_is_read_page_by_page_and_each_once(void **state)
{
	struct school *s = *state;
	struct actor office = as(s, "office");
	struct notices_shown shown;
	int seen = 0, turns = 0;
	int64_t before = INT64_MAX, last = INT64_MAX;

	for (int i = 0; i < 2 * NOTICES_PAGE + 7; i++) {
		int64_t id = add(s, "office", "leaver", 0);

		assert_int_equal(notice_done(s->store, id, NOW, office.person, false), 0);
		// Once more others' than are looked at together.
		for (int k = 0; k < (i == 30 ? NOTICE_ROWS + 3 : 2); k++) {
			id = add(s, "headteacher", "override", 0);
			assert_int_equal(notice_done(s->store, id, NOW, s->head.person, false), 0);
		}
	}
	for (; before; turns++) {
		int count = 0;
		int result = notices_shown_to(
			s->store, &office, NOW, true, before, note_id, &count, &shown, s->why);

		assert_int_equal(result, count);
		assert_true(count > 0 && pages[1] < last);
		last = pages[0];
		seen += count;
		before = shown.older;
	}
	assert_int_equal(turns, 3);
	assert_int_equal(seen, 2 * NOTICES_PAGE + 7);
}

static void of_those_that_wait_so_many_are_shown_and_the_rest_is_counted(void **state)
{
	struct school *s = *state;
	struct notices_shown shown;

	for (int i = 0; i < NOTICES_OPEN + 3; i++)
		add(s, "office", "leaver", 0);
	assert_int_equal(shown_at(s, "office", NOW, &shown), NOTICES_OPEN);
	assert_int_equal(shown.more, 3);
}

int main(void)
{
#define IN_SCHOOL(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
	const struct CMUnitTest tests[] = {
		IN_SCHOOL(each_role_is_shown_its_own_notices_and_marks_no_others_done),
		IN_SCHOOL(the_headteacher_acknowledges_and_says_that_hr_was_asked),
		IN_SCHOOL(an_absence_has_an_slt_deputy_an_end_and_no_second_one_beside_it),
		IN_SCHOOL(only_unsuitable_material_goes_to_the_deputy_who_sees_that_others_wait),
		IN_SCHOOL(
			the_deputy_reads_unsuitable_material_while_deputising_and_nothing_else_of_hers),
		IN_SCHOOL(an_override_needs_a_justification_and_is_told_the_headteacher),
		IN_SCHOOL(everybody_who_works_here_advises_and_the_desk_alone_gives_back),
		IN_SCHOOL(whoever_looks_into_a_colleagues_records_is_told_of_to_them),
		IN_SCHOOL(what_is_done_is_read_page_by_page_and_each_once),
		IN_SCHOOL(of_those_that_wait_so_many_are_shown_and_the_rest_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
