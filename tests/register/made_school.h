// SPDX-License-Identifier: GPL-3.0-or-later
// A made-up school in a database of its own, for the tests of the rooms that keep it.
#ifndef TESTS_REGISTER_MADE_SCHOOL_H
#define TESTS_REGISTER_MADE_SCHOOL_H

#include "base/walltime.h"
#include "store/actor.h"
#include "store/store.h"

// One person of every category, the reference being the category (headteacher, slt, office, ...),
// but pupils: P6, P5, P4, PR in classes 6A, 5A, 4A, RA; and staff2, slt2, head2. Hours and terms as
// calendar_init leaves them for the school year 2026/27. A transaction is open.
struct school {
	char folder[64];
	struct store *store;
	struct actor head, slt, office, teacher;
	char why[320]; // the longest of all rooms
};

// For cmocka's setup and teardown.
int school_open(void **state);
int school_close(void **state);

int64_t school_id(struct school *school, const char *ref);
// How many rows `SELECT count(*) FROM ` + what gives.
int64_t school_count(struct school *school, const char *what);
// "2026-11-23T14:50" by the school's clock, as a moment.
struct wall_time moment(const char *text);
struct local_time local_moment(const char *text);
struct local_date date(const char *text);

#endif
