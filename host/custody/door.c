// SPDX-License-Identifier: GPL-3.0-or-later
// The table of door.def, looked up.
#include "custody/door.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

struct row {
	enum door_state from;
	enum door_event event;
	enum door_state to;
	unsigned does;
	bool ignored;
};

static const struct row rows[] = {
#define STEP(FROM, EVENT, TO, DOES) {FROM, EVENT, TO, DOES, false},
#define IGNORES(FROM, EVENT)	    {FROM, EVENT, FROM, 0, true},
#include "custody/door.def"
#undef STEP
#undef IGNORES
};

// The rows in the order of the states and, since there are few hundred, a walk finds one in well
// under a microsecond; a door changes a few times a minute.
struct door_step door_next(enum door_state state, enum door_event event)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].from == state && rows[i].event == event)
			return (struct door_step){rows[i].to, rows[i].does};
	}
	assert(false); // door.def leaves out a pair
	return (struct door_step){state, 0};
}

int door_listed(enum door_state state, enum door_event event, bool *out_ignored)
{
	int count = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].from == state && rows[i].event == event) {
			count++;
			*out_ignored = rows[i].ignored;
		}
	}
	return count;
}

const char *door_state_name(enum door_state state)
{
	static const char *const names[DOOR_STATES] = {"at rest", "standing open", "hand-in asked",
		"hand-in pulsed", "hand-in unopened", "hand-in open", "hand-in held",
		"collect asked", "collect pulsed", "collect unopened", "collect open",
		"collect empty", "collect blind", "collect gone", "left inside", "staff asked",
		"staff pulsed", "staff unopened", "staff open"};

	return names[state];
}
