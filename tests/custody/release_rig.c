// SPDX-License-Identifier: GPL-3.0-or-later
// The rig's hands at a release.
#include "release_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

struct release_wish wish(struct rig *r, enum release_kind kind)
{
	return (struct release_wish){.kind = kind,
		.emergency = true,
		.bank = 1,
		.class = "6A",
		.person = kind == RELEASE_PERSON ? 1 : 0,
		.reason = "the boiler is on fire",
		.at_once = 1,
		.until = {r->now.wall.ms + RELEASE_MAX_MS / 2}};
}

int ask(struct rig *r, int by, const struct release_wish *what)
{
	struct actor actor = {by, "test"};

	r->why[0] = '\0';
	return TURN(r, custody_release(r->c, r->now, &actor, what, &r->answer, r->why));
}

int release_class(struct rig *r, int by)
{
	struct release_wish what = wish(r, RELEASE_CLASS);

	what.emergency = false;
	what.reason = NULL;
	return ask(r, by, &what);
}

int stop(struct rig *r, int by)
{
	struct actor actor = {by, "test"};

	return TURN(r, custody_release_stop(r->c, r->now, &actor, 1, r->why));
}

bool open_release(struct rig *r, struct release_view *out)
{
	return custody_release_view(r->c, 1, r->now, out) == 0;
}

void fill(struct rig *r, int people)
{
	for (int i = 1; i <= people; i++)
		rig_hand_in(r, 1, i);
}

// Whoever stands there takes what is inside and closes the door.
void empty(struct rig *r, int door)
{
	assert_true(r->doors[0][door - 1].open);
	rig_take(r, 1, door);
	rig_shut(r, 1, door);
}

int64_t ended(struct rig *r, const char *as)
{
	char sql[160];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM release WHERE ended_as = '%s'", as);
	return rig_count(r, sql);
}
