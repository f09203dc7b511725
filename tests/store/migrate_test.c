// SPDX-License-Identifier: GPL-3.0-or-later
// A database of an older version that has rows: brought up to date with every row kept, and a copy
// of what it was beside it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "store/class_teachers.h"
#include "store/decisions.h"
#include "store/holds.h"
#include "store/migrations.h"
#include "store/sql.h"

struct corner {
	char folder[64];
	char path[96];
};

static int make_corner(void **state)
{
	struct corner *corner = calloc(1, sizeof *corner);

	strcpy(corner->folder, "/tmp/hometime-migrate-XXXXXX");
	if (!mkdtemp(corner->folder))
		return -1;
	snprintf(corner->path, sizeof corner->path, "%s/school.db", corner->folder);
	*state = corner;
	return 0;
}

static int remove_corner(void **state)
{
	struct corner *corner = *state;
	char command[128];

	snprintf(command, sizeof command, "rm -rf %s", corner->folder);
	int result = system(command);

	free(corner);
	return result;
}

// A database as version `version` of this program left it, with the rows put in by then.
static void older(const struct corner *corner, int version, const char *rows)
{
	char marks[96];
	sqlite3 *db;

	assert_int_equal(sqlite3_open(corner->path, &db), SQLITE_OK);
	for (int i = 0; i < version; i++)
		assert_int_equal(sqlite3_exec(db, migrations[i], NULL, NULL, NULL), SQLITE_OK);
	snprintf(marks, sizeof marks, "PRAGMA application_id = %d; PRAGMA user_version = %d",
		STORE_APPLICATION_ID, version);
	assert_int_equal(sqlite3_exec(db, marks, NULL, NULL, NULL), SQLITE_OK);
	if (sqlite3_exec(db, rows, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

static struct store *brought_up_to_date(const struct corner *corner)
{
	char why[STORE_WHY], copy[128];
	struct store *store;

	if (store_open(&store, corner->path, STORE_WRITE, why) < 0)
		fail_msg("%s", why);
	snprintf(copy, sizeof copy, "%s.before-%d", corner->path, store_version());
	assert_int_equal(access(copy, R_OK), 0);
	return store;
}

static void people_and_hours_of_before_are_as_they_were(void **state)
{
	struct corner *corner = *state;
	int64_t value;

	older(corner, 3,
		"INSERT INTO person (id, ref, given, family, category, year, class, left_on) VALUES"
		" (1, 'P6', 'Ann', 'Able', 'pupil', '6', '6A', '2026-07-21'),"
		" (2, 'O1', 'Olive', 'Office', 'office', NULL, NULL, NULL);"
		"INSERT INTO card (uid, person, state, since, state_at) VALUES"
		" ('04A1B2C3', 1, 'active', 1, 1);"
		"INSERT INTO hours (class, date, start, home_time, sessions, hand_in, reason) "
		"VALUES"
		" ('', '', '08:45', '15:15', '08:45-15:15', '08:30-09:00', NULL),"
		" ('', '2026-12-18', '08:45', '13:00', '08:45-13:00', '08:30-09:00', 'last day')");
	struct store *store = brought_up_to_date(corner);

	// Who left before is still to be settled; no day counts as closed early that was only
	// short.
	assert_int_equal(
		sql_one(store, &value, "SELECT count(*) FROM person WHERE left_settled = 0", ""),
		0);
	assert_int_equal(value, 2);
	assert_int_equal(
		sql_one(store, &value,
			"SELECT count(*) FROM hours WHERE closed_early = 0 AND home_time > ''", ""),
		0);
	assert_int_equal(value, 2);
	assert_int_equal(sql_one(store, &value,
				 "SELECT count(*) FROM calendar_word WHERE means = 'inset'", ""),
		0);
	assert_true(value > 3);
	store_close(store);
}

static void answers_of_before_are_kept_without_what_they_were_decided_on(void **state)
{
	struct corner *corner = *state;
	int64_t value;

	older(corner, 1,
		"INSERT INTO decision (at, action, place, outcome, rule, say) VALUES"
		" (1, 'collect', 'locker', 'refuse', 'RP-4', 'Your phone stays in until 15:15.'),"
		" (2, 'card', 'locker', 'refer', 'card', 'Card not known.')");
	struct store *store = brought_up_to_date(corner);

	assert_int_equal(
		sql_one(store, &value,
			"SELECT count(*) FROM decision WHERE request IS NULL AND say <> ''", ""),
		0);
	assert_int_equal(value, 2);
	store_close(store);
}

// What was ended before its time is over; what merely ran out is for the next sweep to write down.
static void grants_of_before_are_kept_and_only_those_ended_are_over(void **state)
{
	struct corner *corner = *state;
	int64_t value;

	older(corner, 1,
		"INSERT INTO person (id, ref, given, family, category) VALUES"
		" (1, 'H1', 'Hew', 'Head', 'headteacher'), (2, 'T1', 'Tess', 'Teach', 'staff');"
		"INSERT INTO permission (id, person, kind, by_person, by_role, reason, from_at,"
		" until_at, at, ended_at) VALUES"
		" (1, 2, 'exceptional', 1, 'headteacher', 'a reason', 100, 200, 90, 150),"
		" (2, 2, 'visit', 1, 'headteacher', 'the zoo', 100, 200, 90, NULL)");
	struct store *store = brought_up_to_date(corner);

	assert_int_equal(
		sql_one(store, &value, "SELECT over_at FROM permission WHERE id = 1", ""), 0);
	assert_int_equal(value, 150);
	assert_int_equal(sql_one(store, &value,
				 "SELECT count(*) FROM permission WHERE over_at IS NULL AND id = 2"
				 " AND entered_by IS NULL AND overdue_at IS NULL",
				 ""),
		0);
	assert_int_equal(value, 1);
	store_close(store);
}

// Two tables are rebuilt, and others refer to them.
static void custodies_and_intents_of_before_are_kept_row_by_row(void **state)
{
	struct corner *corner = *state;
	int64_t value;

	older(corner, 4,
		"INSERT INTO person (id, ref, given, family, category) VALUES"
		" (2, 'T1', 'Tess', 'Teach', 'staff');"
		"INSERT INTO bank (id, name, line, address, doors) VALUES (1, 'A', 'x', 0, 8);"
		"INSERT INTO door (bank, number) VALUES (1, 7);"
		"INSERT INTO device (id, person, kind, owner) VALUES (5, 2, 'phone', 'personal');"
		"INSERT INTO custody (id, device, person, kind, bank, door, began_at, began_how,"
		" off_attested) VALUES (9, 5, 2, 'deposit', 1, 7, 100, 'seen', 'locker');"
		"INSERT INTO custody (id, device, person, kind, safe, envelope, began_at, "
		"began_how,"
		" began_by, ended_at, ended_how, ended_by, hold) VALUES"
		" (8, 5, 2, 'held', 'safe', '3', 50, 'said', 2, 60, 'said', 2, 'parent');"
		"INSERT INTO intent (id, kind, person, bank, door, custody, asked_at, beside) "
		"VALUES"
		" (4, 'collect', 2, 1, 7, 9, 200, '3,5');"
		"INSERT INTO question (id, kind, bank, door, custody, asked_at, sentence, answers)"
		" VALUES (1, 'gone', 1, 7, 9, 300, 's', '[]')");
	struct store *store = brought_up_to_date(corner);

	assert_int_equal(
		sql_one(store, &value,
			"SELECT count(*) FROM custody JOIN question ON question.custody = "
			"custody.id"
			" JOIN intent ON intent.custody = custody.id WHERE custody.id = 9 AND"
			" custody.door = 7 AND custody.off_attested = 'locker' AND beside = '3,5' "
			"AND"
			" intent.loan IS NULL AND intent.kind = 'collect'",
			""),
		0);
	assert_int_equal(value, 1);
	assert_int_equal(sql_one(store, &value,
				 "SELECT count(*) FROM custody WHERE id = 8 AND hold = 'parent' AND"
				 " envelope = '3' AND ended_by = 2 AND ended_at = 60",
				 ""),
		0);
	assert_int_equal(value, 1);
	// What refers to nothing is refused again from now on.
	assert_true(sql_run(store, "UPDATE question SET custody = 77", "") < 0);
	assert_int_equal(sql_run(store,
				 "INSERT INTO custody (device, person, kind, bank, door, "
				 "began_at, began_how) VALUES (5, NULL, 'deposit', 1, 7, 1, "
				 "'seen')",
				 ""),
		-ERR_EXISTS);
	store_close(store);
}

static void a_held_device_a_notice_and_a_breach_of_before_are_kept(void **state)
{
	struct corner *corner = *state;
	struct hold_row hold;
	int64_t value;

	older(corner, 3,
		"INSERT INTO person (id, ref, given, family, category, year) VALUES"
		" (1, 'P1', 'Ann', 'Able', 'pupil', '6');"
		"INSERT INTO device (id, person, kind, owner) VALUES (1, 1, 'phone', 'personal');"
		"INSERT INTO custody (id, device, person, kind, safe, envelope, began_at,"
		" began_how, hold) VALUES (1, 1, 1, 'held', 'office', '3', 5, 'said', 'parent');"
		"INSERT INTO notice (role, kind, person, at, text) VALUES"
		" ('office', 'lost card', 1, 5, 'A card.');"
		"INSERT INTO breach (person, rule, at, state) VALUES (1, 'FX-1', 5, 'reported')");
	struct store *store = brought_up_to_date(corner);

	assert_int_equal(
		sql_one(store, &value,
			"SELECT count(*) FROM custody, notice, breach WHERE custody.hold = "
			"'parent' "
			"AND due_at IS NULL AND happened_at IS NULL AND state = 'reported'",
			""),
		0);
	assert_int_equal(value, 1);
	// Held before there were holds: a parent collects it.
	assert_int_equal(hold_of_custody(store, 1, &hold), -ERR_NOT_FOUND);
	store_close(store);
}

static void a_class_of_staff_of_before_is_one_they_have_and_a_pupils_is_as_it_was(void **state)
{
	struct corner *corner = *state;
	int64_t value;

	older(corner, 12,
		"INSERT INTO person (id, ref, given, family, category, year, class) VALUES"
		" (1, 'P6', 'Ann', 'Able', 'pupil', '6', '6A'),"
		" (2, 'T1', 'Tim', 'Teach', 'staff', NULL, '6A'),"
		" (3, 'V1', 'Vic', 'Visit', 'visitor', NULL, '6A'),"
		" (4, 'O1', 'Olive', 'Office', 'office', NULL, NULL)");
	struct store *store = brought_up_to_date(corner);

	assert_int_equal(
		sql_one(store, &value, "SELECT sum(id) FROM person WHERE class = '6A'", ""), 0);
	assert_int_equal(value, 1);
	assert_int_equal(class_teacher_has(store, 2, "6A"), 1);
	assert_int_equal(sql_one(store, &value, "SELECT count(*) FROM class_teacher", ""), 0);
	assert_int_equal(value, 1);
	store_close(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_corner, remove_corner)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(people_and_hours_of_before_are_as_they_were),
		TEST(answers_of_before_are_kept_without_what_they_were_decided_on),
		TEST(grants_of_before_are_kept_and_only_those_ended_are_over),
		TEST(custodies_and_intents_of_before_are_kept_row_by_row),
		TEST(a_class_of_staff_of_before_is_one_they_have_and_a_pupils_is_as_it_was),
		TEST(a_held_device_a_notice_and_a_breach_of_before_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
