// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents: who may report, read, follow up and close which, and that nothing of them is told to
// anybody else.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../register/made_school.h"
#include "base/err.h"
#include "exceptions/absences.h"
#include "exceptions/incident_acts.h"
#include "exceptions/notices.h"
#include "policy/load.h"
#include "store/events.h"
#include "store/holds.h"
#include "store/sql.h"

#define NOW moment("2026-11-23T09:30")

static struct policy *roby_park, *flixton, *balfour, *helsby, *christ_church;

static const struct {
	const char *kind, *rule;
	struct policy **policy;
	bool restricted, preserved;
	bool recorder_reads;
	int notices;
} kinds[] = {
	{"misread", "RP-13", &roby_park, true, false, true, 0},
	{"cyber-bullying", "RP-13", &roby_park, true, true, true, 0},
	{"cyber-bullying", "FX-8", &flixton, true, true, true, 0},
	{"cyber-bullying", "BF-9", &balfour, true, true, true, 0},
	{"cyber-bullying", "school", &helsby, true, true, true, 0},
	{"improper contact", "FX-8", &flixton, true, true, true, 0},
	{"staff areas", "FX-7", &flixton, false, false, true, 2},
	{"contact with pupils", "BF-8", &balfour, true, false, true, 1},
	{"mention of staff", "HH-6", &helsby, false, false, true, 2},
	{"doubtful communication", "CC-4", &christ_church, true, false, true, 1},
	{"misuse", "CC-9", &christ_church, true, true, true, 1},
	{"unsuitable material", "RP-15", &roby_park, true, true, false, 1},
	{"indecent images", "RP-20", &roby_park, true, true, false, 1},
	{"indecent images", "school", &flixton, true, true, false, 1},
	{"other", "school", &balfour, false, false, true, 0},
};
#define KINDS (sizeof kinds / sizeof *kinds)

static struct actor as(struct school *s, const char *ref)
{
	return (struct actor){school_id(s, ref), "root"};
}

static int64_t report(struct school *s, size_t i, const char *by, const char *about)
{
	struct incident_wish wish = {
		.kind = kinds[i].kind, .what = "what happened", .about = about};
	struct actor actor = as(s, by);

	return incidents_record(s->store, *kinds[i].policy, &actor, NOW, &wish, s->why);
}

// Whatever a program of tomorrow tries, the schema says no.
#define schema_refuses(s, sql) (sql_run((s)->store, sql, "") < 0)

static int read_as(struct school *s, const char *ref, int64_t id)
{
	struct actor actor = as(s, ref);
	struct incident_row row;

	return incidents_open(s->store, &actor, NOW, id, &row, s->why);
}

static void every_kind_cites_its_rule_and_writes_its_notices(void **state)
{
	struct school *s = *state;

	for (size_t i = 0; i < KINDS; i++) {
		struct incident_row row;
		int64_t before = school_count(s, "notice");
		int64_t id = report(s, i, "staff", "staff2");

		assert_true(id > 0);
		assert_int_equal(incident_get(s->store, id, &row), 0);
		assert_string_equal(row.rule, kinds[i].rule);
		assert_int_equal(row.restricted, kinds[i].restricted);
		assert_int_equal(row.preserved, kinds[i].preserved);
		assert_int_equal(school_count(s, "notice") - before, kinds[i].notices);
	}
	// None of them says whom it is about but in its own row.
	assert_int_equal(school_count(s, "notice WHERE person IS NOT NULL"), 0);
}

static void a_kind_that_the_policy_does_not_know_cannot_be_recorded(void **state)
{
	static const char *const only_at[][2] = {{"misread", "roby-park"},
		{"improper contact", "flixton"}, {"staff areas", "flixton"},
		{"contact with pupils", "balfour"}, {"mention of staff", "helsby"},
		{"doubtful communication", "christ-church"}, {"misuse", "christ-church"},
		{"unsuitable material", "roby-park"}};
	struct policy *const all[] = {roby_park, flixton, balfour, helsby, christ_church};
	struct school *s = *state;
	struct actor by = s->teacher;

	for (size_t i = 0; i < sizeof only_at / sizeof *only_at; i++) {
		for (size_t p = 0; p < 5; p++) {
			struct incident_wish wish = {.kind = only_at[i][0], .what = "x"};
			bool there = strcmp(policy_name(all[p]), only_at[i][1]) == 0;
			int64_t id = incidents_record(s->store, all[p], &by, NOW, &wish, s->why);

			assert_true(there ? id > 0 : id == -ERR_ARG);
		}
	}
}

static void anybody_who_works_here_reports_and_nobody_else(void **state)
{
	struct school *s = *state;

	for (int i = CATEGORY_STAFF; i <= CATEGORY_PARENT; i++) {
		bool works = i != CATEGORY_VISITOR && i != CATEGORY_PARENT;
		int64_t id = report(s, 0, word_text(&category_words, i), "staff2");

		assert_true(works ? id > 0 : id == -ERR_DENIED);
	}
	assert_int_equal(report(s, 0, "P6", "staff2"), -ERR_DENIED);
}

// Kind x person: everybody of the school tries to read one of each kind about staff2, by staff.
static void only_named_readers_and_the_headteacher_read_a_restricted_one(void **state)
{
	struct school *s = *state;

	for (size_t k = 0; k < KINDS; k++) {
		int64_t id = report(s, k, "staff", "staff2");

		for (int i = CATEGORY_STAFF; i <= CATEGORY_PARENT; i++) {
			const char *ref = word_text(&category_words, i);
			bool reads = i == CATEGORY_HEADTEACHER ||
				     (i == CATEGORY_STAFF && kinds[k].recorder_reads) ||
				     (i == CATEGORY_SLT && !kinds[k].restricted);

			assert_int_equal(read_as(s, ref, id), reads ? 0 : -ERR_DENIED);
		}
		assert_int_equal(read_as(s, "slt2", id), kinds[k].restricted ? -ERR_DENIED : 0);
		assert_int_equal(read_as(s, "P6", id), -ERR_DENIED);
	}
	assert_int_equal(read_as(s, "headteacher", 999), -ERR_DENIED);
}

static void nobody_reads_an_incident_against_themselves_the_headteacher_included(void **state)
{
	struct school *s = *state;
	struct actor head2 = as(s, "head2");
	int64_t id = report(s, 11, "staff", "headteacher");

	assert_int_equal(read_as(s, "headteacher", id), -ERR_DENIED);
	assert_int_equal(read_as(s, "head2", id), 0);
	assert_int_equal(
		incidents_reader(s->store, &head2, NOW, id, "headteacher", true, s->why), -ERR_ARG);
}

static void every_reading_of_a_restricted_one_is_recorded(void **state)
{
	struct school *s = *state;
	int64_t restricted = report(s, 1, "staff", "P4"), other = report(s, 6, "staff", "P4");

	assert_int_equal(read_as(s, "headteacher", restricted), 0);
	assert_int_equal(read_as(s, "staff", restricted), 0);
	assert_int_equal(read_as(s, "slt", restricted), -ERR_DENIED);
	assert_int_equal(read_as(s, "slt", other), 0);
	assert_int_equal(school_count(s, "event WHERE kind = 'incident read'"), 2);
}

static void only_the_headteacher_names_the_readers_of_images_and_unsuitable_material(void **state)
{
	struct school *s = *state;

	for (size_t k = 11; k < 14; k++) {
		struct actor deputy = s->slt;
		int64_t id = report(s, k, "staff", "staff2");
		struct incident_wish wish = {
			.kind = kinds[k].kind, .what = "x", .readers = {"slt"}, .reader_count = 1};

		assert_int_equal(read_as(s, "slt", id), -ERR_DENIED);
		assert_int_equal(
			incidents_reader(s->store, &s->head, NOW, id, "slt", true, s->why), 0);
		assert_int_equal(read_as(s, "slt", id), 0);
		// A reader, and of the SLT: still not the one who names them.
		assert_int_equal(incidents_reader(s->store, &deputy, NOW, id, "slt2", true, s->why),
			-ERR_DENIED);
		assert_int_equal(
			incidents_reader(s->store, &s->head, NOW, id, "slt", false, s->why), 0);
		assert_int_equal(read_as(s, "slt", id), -ERR_DENIED);
		assert_int_equal(incidents_record(s->store, *kinds[k].policy, &s->teacher, NOW,
					 &wish, s->why),
			-ERR_DENIED);
	}
	int64_t id = report(s, 1, "slt", "P4");

	assert_int_equal(incidents_reader(s->store, &s->slt, NOW, id, "staff2", true, s->why), 0);
	assert_int_equal(read_as(s, "staff2", id), 0);
	assert_int_equal(
		incidents_reader(s->store, &s->slt, NOW, id, "P6", true, s->why), -ERR_DENIED);
	assert_int_equal(
		incidents_reader(s->store, &s->slt, NOW, id, "parent", true, s->why), -ERR_DENIED);
}

static void an_attempt_to_join_staff_areas_closes_after_headteacher_and_parents_are_told(
	void **state)
{
	struct school *s = *state;
	int64_t id = report(s, 6, "staff", "P4");

	assert_int_equal(notice_open_of_incident(s->store, id, NULL), 2);
	assert_int_equal(incidents_close(s->store, &s->head, NOW, id, "talked", s->why), -ERR_ARG);
	assert_int_equal(
		notices_mark_done(s->store, &s->office, NOW, 1, false, s->why), -ERR_NOT_FOUND);
	assert_int_equal(notices_mark_done(s->store, &s->head, NOW, 1, false, s->why), 0);
	assert_int_equal(incidents_close(s->store, &s->head, NOW, id, "talked", s->why), -ERR_ARG);
	assert_non_null(strstr(s->why, "1 notice of it is not marked done"));
	assert_int_equal(notices_mark_done(s->store, &s->office, NOW, 2, false, s->why), 0);
	assert_int_equal(incidents_close(s->store, &s->head, NOW, id, "", s->why), -ERR_ARG);
	assert_int_equal(incidents_close(s->store, &s->teacher, NOW, id, "x", s->why), -ERR_DENIED);
	assert_int_equal(incidents_close(s->store, &s->head, NOW, id, "talked", s->why), 0);
	assert_int_equal(incidents_close(s->store, &s->head, NOW, id, "again", s->why), -ERR_ARG);
}

static void a_mention_of_staff_is_told_to_the_role_that_the_school_names(void **state)
{
	static const char *const roles[] = {"headteacher", "office", "leadership"};
	struct school *s = *state;
	char what[80];

	for (int i = 0; i < 3; i++) {
		if (i > 0)
			assert_int_equal(store_setting_put(s->store, "mentions", roles[i]), 0);
		int64_t id = report(s, 8, "staff", "staff2");

		snprintf(what, sizeof what, "notice WHERE incident = %lld AND role = '%s'",
			(long long)id, roles[i]);
		assert_int_equal(school_count(s, what), 1);
		// And the person is kept informed.
		snprintf(what, sizeof what, "notice WHERE incident = %lld AND role = 'person'",
			(long long)id);
		assert_int_equal(school_count(s, what), 1);
	}
}

static void an_incident_with_evidence_is_preserved_until_the_police_have_it(void **state)
{
	struct school *s = *state;
	int64_t id = report(s, 14, "staff", "P6");
	struct hold_row hold = {.person = school_id(s, "P6"),
		.kind = CUSTODY_EVIDENCE,
		.rule = "LAW-3",
		.reason = "x",
		.by = s->head.person,
		.at = NOW,
		.look_on = "2026-11-24",
		.incident = id};
	int64_t evidence = hold_add(s->store, &hold);

	assert_true(evidence > 0);
	assert_int_equal(school_count(s, "incident WHERE preserved = 1"), 1);
	assert_int_equal(
		incidents_preserve(s->store, &s->head, NOW, id, false, "old", s->why), -ERR_ARG);
	assert_int_equal(hold_turn_back(s->store, evidence, NOW, s->head.person), 0);
	assert_int_equal(incidents_preserve(s->store, &s->head, NOW, id, false, "old", s->why), 0);
}

static void images_close_after_the_police_were_told_and_nobody_says_done_without_it(void **state)
{
	struct school *s = *state;
	int64_t id = report(s, 12, "staff", "P4");

	assert_int_equal(notices_mark_done(s->store, &s->head, NOW, 1, false, s->why), -ERR_ARG);
	assert_int_equal(incidents_close(s->store, &s->head, NOW, id, "x", s->why), -ERR_ARG);
	assert_non_null(strstr(s->why, "RP-20"));
	assert_int_equal(incidents_police(s->store, &s->teacher, NOW, id, NOW,
				 POLICE_SCHOOLS_CHOICE, s->why),
		-ERR_DENIED);
	assert_int_equal(incidents_police(s->store, &s->head, NOW, id, moment("2026-11-23T09:31"),
				 POLICE_SCHOOLS_CHOICE, s->why),
		-ERR_ARG);
	assert_int_equal(incidents_police(s->store, &s->head, NOW, id, moment("2026-11-23T09:12"),
				 POLICE_SCHOOLS_CHOICE, s->why),
		0);
	assert_int_equal(notice_open_of_incident(s->store, id, NULL), 0);
	assert_int_equal(
		incidents_close(s->store, &s->head, NOW, id, "with the police", s->why), 0);
}

static void unsuitable_material_is_not_evaluated_before_hr_was_asked(void **state)
{
	struct school *s = *state;
	int64_t id = report(s, 11, "staff", "staff2");

	assert_int_equal(notices_mark_done(s->store, &s->head, NOW, 1, true, s->why), 0);
	assert_int_equal(incidents_close(s->store, &s->head, NOW, id, "x", s->why), -ERR_ARG);
	assert_non_null(strstr(s->why, "RP-15"));
	assert_int_equal(incidents_hr(s->store, &s->slt, NOW, id, s->why), -ERR_DENIED);
	assert_int_equal(incidents_hr(s->store, &s->head, NOW, id, s->why), 0);
	assert_int_equal(incidents_close(s->store, &s->head, NOW, id, "as HR advised", s->why), 0);
}

static void going_to_the_police_is_the_bullied_persons_own_choice(void **state)
{
	struct school *s = *state;
	int64_t id = report(s, 1, "staff", "P4");

	assert_int_equal(
		incidents_police(s->store, &s->head, NOW, id, NOW, POLICE_SCHOOLS_CHOICE, s->why),
		-ERR_ARG);
	assert_int_equal(
		incidents_police(s->store, &s->head, NOW, id, NOW, POLICE_THEIR_CHOICE, s->why), 0);
	assert_int_equal(
		incidents_police(s->store, &s->head, NOW, id, NOW, POLICE_THEIR_CHOICE, s->why),
		-ERR_ARG);
}

static void a_screen_print_has_its_time_and_place_and_a_note_is_never_edited(void **state)
{
	struct school *s = *state;
	int64_t id = report(s, 1, "staff", "P4");
	struct incident_note note = {.incident = id, .kind = "screen print", .text = "page 1"};

	assert_int_equal(incidents_note(s->store, &s->head, NOW, &note, s->why), -ERR_ARG);
	note.seen_at = moment("2026-11-22T19:04");
	assert_int_equal(incidents_note(s->store, &s->head, NOW, &note, s->why), -ERR_ARG);
	snprintf(note.place, sizeof note.place, "the class chat");
	assert_int_equal(incidents_note(s->store, &s->slt, NOW, &note, s->why), -ERR_DENIED);
	assert_true(incidents_note(s->store, &s->head, NOW, &note, s->why) > 0);
	for (int i = 0; incidents_note_kind(i); i++) {
		snprintf(note.kind, sizeof note.kind, "%s", incidents_note_kind(i));
		assert_true(incidents_note(s->store, &s->head, NOW, &note, s->why) > 0);
	}
	snprintf(note.kind, sizeof note.kind, "gossip");
	assert_int_equal(incidents_note(s->store, &s->head, NOW, &note, s->why), -ERR_ARG);
	assert_true(schema_refuses(s, "UPDATE incident_note SET text = 'other'"));
	assert_true(schema_refuses(s, "UPDATE incident SET what = 'other'"));
	assert_true(schema_refuses(s, "DELETE FROM incident_note"));
}

static void a_preserved_one_is_left_alone_until_the_headteacher_releases_it(void **state)
{
	struct school *s = *state;
	int64_t id = report(s, 5, "slt", "P4");

	assert_true(schema_refuses(s, "DELETE FROM incident WHERE preserved = 1"));
	assert_int_equal(
		incidents_preserve(s->store, &s->slt, NOW, id, false, "old", s->why), -ERR_DENIED);
	assert_int_equal(
		incidents_preserve(s->store, &s->head, NOW, id, false, "", s->why), -ERR_ARG);
	assert_int_equal(incidents_preserve(s->store, &s->head, NOW, id, false, "old", s->why), 0);
	assert_int_equal(school_count(s, "incident WHERE preserved = 0"), 1);
	assert_int_equal(incidents_preserve(s->store, &s->slt, NOW, id, true, "", s->why), 0);
	assert_int_equal(school_count(s, "event WHERE kind = 'incident released'"), 1);
}

struct seen {
	int readable, hidden;
};

static int see(void *arg, const struct incident_row *incident, bool may_read)
{
	struct seen *seen = arg;

	(void)incident;
	seen->readable += may_read;
	seen->hidden += !may_read;
	return 0;
}

static void a_list_tells_the_office_that_there_are_others_and_a_teacher_not_even_that(void **state)
{
	static const struct {
		const char *ref;
		int readable, hidden, result;
	} rows[] = {{"headteacher", 3, 0, 3}, {"slt", 1, 2, 3}, {"office", 0, 3, 3},
		{"staff", 2, 0, 2}, {"staff2", 0, 0, 0}, {"governor", 0, 0, 0},
		{"parent", 0, 0, -ERR_DENIED}, {"P6", 0, 0, -ERR_DENIED}};
	struct school *s = *state;

	report(s, 1, "staff", "P4");
	report(s, 6, "staff", "P4");
	report(s, 12, "staff", "P4");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct actor by = as(s, rows[i].ref);
		struct seen seen = {0};

		assert_int_equal(incidents_list(s->store, &by, NOW, true, see, &seen, s->why),
			rows[i].result);
		assert_int_equal(seen.readable, rows[i].readable);
		assert_int_equal(seen.hidden, rows[i].hidden);
	}
}

static int leaks(void *arg, const struct event_row *row)
{
	(void)arg;
	if (strncmp(row->kind, "incident", 8) != 0)
		return 0;
	assert_int_equal(row->person, 0);
	// {"incident":1} and nothing else: no word of it, no other id.
	assert_int_equal(strncmp(row->facts, "{\"incident\":", 12), 0);
	assert_int_equal(strspn(row->facts + 12, "0123456789"), strlen(row->facts) - 13);
	return 0;
}

static void the_record_has_an_incidents_number_and_nothing_else_of_it(void **state)
{
	struct school *s = *state;
	int64_t id = report(s, 1, "staff", "P4");
	struct incident_note note = {.incident = id, .kind = "step", .text = "secret"};

	assert_true(incidents_note(s->store, &s->head, NOW, &note, s->why) > 0);
	assert_int_equal(read_as(s, "headteacher", id), 0);
	assert_int_equal(incidents_reader(s->store, &s->head, NOW, id, "slt", true, s->why), 0);
	assert_int_equal(
		incidents_police(s->store, &s->head, NOW, id, NOW, POLICE_THEIR_CHOICE, s->why), 0);
	assert_int_equal(incidents_close(s->store, &s->head, NOW, id, "secret", s->why), 0);
	assert_int_equal(event_each(s->store, 0, 100, leaks, NULL), 6);
}

static int open_policies(void **state)
{
	char why[POLICY_WHY_MAX];

	(void)state;
	return policy_open("roby-park", &roby_park, why) | policy_open("flixton", &flixton, why) |
	       policy_open("balfour", &balfour, why) | policy_open("helsby", &helsby, why) |
	       policy_open("christ-church", &christ_church, why);
}

static int close_policies(void **state)
{
	(void)state;
	policy_close(roby_park);
	policy_close(flixton);
	policy_close(balfour);
	policy_close(helsby);
	policy_close(christ_church);
	return 0;
}

// One act, as INCIDENT_ACT_ has them, on a fresh incident of that kind.
static int do_act(struct school *s, const struct actor *by, unsigned act, int64_t id)
{
	switch (act) {
	case INCIDENT_ACT_POLICE:
		return incidents_police(s->store, by, NOW, id, NOW, POLICE_THEIR_CHOICE, s->why);
	case INCIDENT_ACT_HR:
		return incidents_hr(s->store, by, NOW, id, s->why);
	case INCIDENT_ACT_READERS:
		return incidents_reader(s->store, by, NOW, id, "supply", true, s->why);
	case INCIDENT_ACT_PRESERVE:
		return incidents_preserve(s->store, by, NOW, id, true, "", s->why);
	case INCIDENT_ACT_RELEASE:
		return incidents_preserve(s->store, by, NOW, id, false, "enough", s->why);
	default:
		return incidents_close(s->store, by, NOW, id, "an outcome", s->why);
	}
}

static void what_is_offered_of_an_incident_is_exactly_what_is_then_done(void **state)
{
	static const unsigned acts[] = {INCIDENT_ACT_POLICE, INCIDENT_ACT_HR, INCIDENT_ACT_READERS,
		INCIDENT_ACT_PRESERVE, INCIDENT_ACT_RELEASE, INCIDENT_ACT_CLOSE};
	static const char *const who[] = {
		"headteacher", "slt", "office", "staff", "staff2", "governor"};
	struct school *s = *state;

	for (size_t i = 0; i < KINDS * 6 * 6; i++) {
		struct actor by = as(s, who[i / 6 % 6]);
		int64_t id = report(s, i / 36, "staff", NULL);
		struct incident_row row;

		assert_true(id > 0);
		assert_int_equal(incident_get(s->store, id, &row), 0);
		unsigned offered = incident_acts(s->store, &by, NOW, &row);

		assert_int_equal(offered != 0, read_as(s, who[i / 6 % 6], id) == 0);
		assert_int_equal(
			(offered & acts[i % 6]) != 0, do_act(s, &by, acts[i % 6], id) >= 0);
	}
}

int main(void)
{
#define IN_SCHOOL(name) cmocka_unit_test_setup_teardown(name, school_open, school_close)
	const struct CMUnitTest tests[] = {
		IN_SCHOOL(what_is_offered_of_an_incident_is_exactly_what_is_then_done),
		IN_SCHOOL(every_kind_cites_its_rule_and_writes_its_notices),
		IN_SCHOOL(a_kind_that_the_policy_does_not_know_cannot_be_recorded),
		IN_SCHOOL(anybody_who_works_here_reports_and_nobody_else),
		IN_SCHOOL(only_named_readers_and_the_headteacher_read_a_restricted_one),
		IN_SCHOOL(nobody_reads_an_incident_against_themselves_the_headteacher_included),
		IN_SCHOOL(every_reading_of_a_restricted_one_is_recorded),
		IN_SCHOOL(only_the_headteacher_names_the_readers_of_images_and_unsuitable_material),
		IN_SCHOOL(
			an_attempt_to_join_staff_areas_closes_after_headteacher_and_parents_are_told),
		IN_SCHOOL(a_mention_of_staff_is_told_to_the_role_that_the_school_names),
		IN_SCHOOL(an_incident_with_evidence_is_preserved_until_the_police_have_it),
		IN_SCHOOL(images_close_after_the_police_were_told_and_nobody_says_done_without_it),
		IN_SCHOOL(unsuitable_material_is_not_evaluated_before_hr_was_asked),
		IN_SCHOOL(going_to_the_police_is_the_bullied_persons_own_choice),
		IN_SCHOOL(a_screen_print_has_its_time_and_place_and_a_note_is_never_edited),
		IN_SCHOOL(a_preserved_one_is_left_alone_until_the_headteacher_releases_it),
		IN_SCHOOL(
			a_list_tells_the_office_that_there_are_others_and_a_teacher_not_even_that),
		IN_SCHOOL(the_record_has_an_incidents_number_and_nothing_else_of_it),
	};

	return cmocka_run_group_tests(tests, open_policies, close_policies);
}
