// SPDX-License-Identifier: GPL-3.0-or-later
// The made-up school: people by the functions a school uses, one database a test.
#include "made_school.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "register/calendar.h"
#include "store/people.h"
#include "store/sql.h"

static void add(struct school *school, const char *ref, const char *category, const char *year,
	const char *class)
{
	struct person_record person = {0};

	snprintf(person.ref, sizeof(person.ref), "%s", ref);
	snprintf(person.given, sizeof(person.given), "Given%s", ref);
	snprintf(person.family, sizeof(person.family), "Family%s", ref);
	snprintf(person.category, sizeof(person.category), "%s", category);
	snprintf(person.year, sizeof(person.year), "%s", year);
	snprintf(person.class, sizeof(person.class), "%s", class);
	assert_true(person_add(school->store, &person) > 0);
}

int school_open(void **state)
{
	struct school *school = calloc(1, sizeof(*school));
	char path[96], why[STORE_WHY];

	snprintf(school->folder, sizeof(school->folder), "/tmp/hometime-school-XXXXXX");
	if (!mkdtemp(school->folder))
		return -1;
	snprintf(path, sizeof(path), "%s/school.db", school->folder);
	if (store_open(&school->store, path, STORE_CREATE, why) < 0 ||
		store_begin(school->store) < 0)
		return -1;
	for (int i = CATEGORY_STAFF; i <= CATEGORY_PARENT; i++)
		add(school, word_text(&category_words, i), word_text(&category_words, i), "", "");
	add(school, "head2", "headteacher", "", "");
	add(school, "slt2", "slt", "", "");
	add(school, "staff2", "staff", "", "");
	add(school, "P6", "pupil", "6", "6A");
	add(school, "P5", "pupil", "5", "5A");
	add(school, "P4", "pupil", "4", "4A");
	add(school, "PR", "pupil", "R", "RA");
	school->head = (struct actor){school_id(school, "headteacher"), "root"};
	school->slt = (struct actor){school_id(school, "slt"), "root"};
	school->office = (struct actor){school_id(school, "office"), "root"};
	school->teacher = (struct actor){school_id(school, "staff"), "root"};
	*state = school;
	return calendar_init(school->store, date("2026-11-23"));
}

int school_close(void **state)
{
	struct school *school = *state;
	char command[128];

	store_close(school->store);
	snprintf(command, sizeof(command), "rm -rf %s", school->folder);
	int result = system(command);

	free(school);
	return result;
}

int64_t school_id(struct school *school, const char *ref)
{
	struct person_record person;

	assert_int_equal(person_find(school->store, ref, &person), 0);
	return person.id;
}

int64_t school_count(struct school *school, const char *what)
{
	static char *kept[256];
	static size_t used;
	char *sql = NULL;
	int64_t count = -1;

	// Kept for the life of the program: a statement is known by the address of its text.
	assert_true(asprintf(&sql, "SELECT count(*) FROM %s", what) > 0);
	assert_true(used < sizeof(kept) / sizeof(kept[0]));
	kept[used++] = sql;
	assert_int_equal(sql_one(school->store, &count, sql, ""), 0);
	return count;
}

struct local_time local_moment(const char *text)
{
	struct local_time time;

	assert_int_equal(local_time_parse(text, strlen(text), &time), 0);
	return time;
}

struct wall_time moment(const char *text)
{
	return local_to_wall(local_moment(text));
}

struct local_date date(const char *text)
{
	struct local_date day;

	assert_int_equal(local_date_parse(text, strlen(text), &day), 0);
	return day;
}
