// SPDX-License-Identifier: GPL-3.0-or-later
// A camera of the school's in the rig: entered, put into its door, lent, brought back.
#ifndef TESTS_CUSTODY_LENDING_H
#define TESTS_CUSTODY_LENDING_H

#include "custody/loans.h"
#include "rig.h"

#define CAMERA 900 // what lies in a rig's door where it is the school's
#define HOME   6   // the camera's, in the first cabinet

// Into the register; door 0: a shelf of the office.
int64_t lending_add(struct rig *r, const char *label, enum device_kind kind, int door);
// Staff put it into its home: asked for at the desk, opened by their own card.
void lending_place(struct rig *r, int64_t device, int door);
int64_t lending_stocked(struct rig *r); // a camera in its door
int64_t lending_lent(struct rig *r);	// ... and the teacher has it, at 10:00
// What custody answered is in r->answer.
int lending_borrow(struct rig *r, struct loan_wish wish, int64_t by_person);
int lending_ask(struct rig *r, int64_t device, int person);
int lending_back(struct rig *r, int64_t device, enum loan_return how, int64_t by_person);
// How many are lent, and how many lie in their doors.
int lending_out(struct rig *r);
int lending_in_stock(struct rig *r);

#endif
