// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of loans do again and again.
#include "lending.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

int64_t lending_add(struct rig *r, const char *label, enum device_kind kind, int door)
{
	struct school_device device = {.kind = kind, .home_bank = door ? 1 : 0, .home_door = door};
	struct actor by = rig_office();
	char why[ACTOR_WHY] = "";

	snprintf(device.label, sizeof device.label, "%s", label);
	if (!door)
		strcpy(device.shelf, "cupboard");
	rig_begin(r);
	int64_t id = custody_device_add(r->c, r->now, &by, &device, why);

	if (id < 0)
		fail_msg("%s", why);
	assert_int_equal(rig_end(r, 0), 0);
	return id;
}

// Staff put it into its home: asked for at the desk, opened by their own card.
void lending_place(struct rig *r, int64_t device, int door)
{
	struct actor by = rig_office();
	char why[ACTOR_WHY] = "";

	assert_int_equal(TURN(r, custody_loan_return(
					 r->c, r->now, &by, device, RETURN_OPEN, &r->answer, why)),
		0);
	assert_true(r->answer.pending);
	rig_tap(r, 1, OFFICE);
	assert_int_equal(r->last_door, door);
	rig_put(r, 1, door, CAMERA);
	rig_shut(r, 1, door);
}

int64_t lending_stocked(struct rig *r)
{
	int64_t device = lending_add(r, "Camera 1", DEVICE_CAMERA, HOME);

	lending_place(r, device, HOME);
	assert_int_equal(
		rig_count(r, "SELECT count(*) FROM custody WHERE kind = 'stock' AND door = 6"
			     " AND person IS NULL AND ended_at IS NULL"),
		1);
	return device;
}

int lending_borrow(struct rig *r, struct loan_wish wish, int64_t by_person)
{
	struct actor by = {by_person, "test"};
	char why[ACTOR_WHY] = "";

	return TURN(r, custody_loan_borrow(r->c, r->now, &by, &wish, &r->answer, why));
}

int lending_ask(struct rig *r, int64_t device, int person)
{
	return lending_borrow(r,
		(struct loan_wish){.person = person, .device = device, .place = PLACE_LOCKER},
		person);
}

int lending_back(struct rig *r, int64_t device, enum loan_return how, int64_t by_person)
{
	struct actor by = {by_person, "test"};
	char why[ACTOR_WHY] = "";

	return TURN(r, custody_loan_return(r->c, r->now, &by, device, how, &r->answer, why));
}

int lending_out(struct rig *r)
{
	return (int)rig_count(r,
		"SELECT count(*) FROM loan JOIN custody ON custody.id = loan.custody"
		" WHERE ended_at IS NULL AND kind = 'loan'");
}

int lending_in_stock(struct rig *r)
{
	return (int)rig_count(
		r, "SELECT count(*) FROM custody WHERE kind = 'stock' AND ended_at IS NULL");
}

// The teacher has it, at 10:00.
int64_t lending_lent(struct rig *r)
{
	int64_t device = lending_stocked(r);

	rig_clock(r, "10:00");
	assert_int_equal(lending_ask(r, device, TEACHER), 0);
	rig_tap(r, 1, TEACHER);
	assert_int_equal(r->last_door, HOME);
	rig_take(r, 1, HOME);
	rig_shut(r, 1, HOME);
	assert_int_equal(lending_out(r), 1);
	assert_int_equal(lending_in_stock(r), 0);
	return device;
}
