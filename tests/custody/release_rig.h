// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of releases share: at cabinet A, by somebody of the rig's school.
#ifndef TESTS_CUSTODY_RELEASE_RIG_H
#define TESTS_CUSTODY_RELEASE_RIG_H

#include "rig.h"

// An emergency of class 6A, of person 1 or of the bank, one door at a time, for an hour from now.
struct release_wish wish(struct rig *r, enum release_kind kind);
// custody_release by that person; what it returned.
int ask(struct rig *r, int by, const struct release_wish *what);
int release_class(struct rig *r, int by); // 6A goes home
int stop(struct rig *r, int by);
bool open_release(struct rig *r, struct release_view *out);
// Hand-ins by people 1 to that many.
void fill(struct rig *r, int people);
// Whoever stands there takes what is inside and closes the door, which must be open.
void empty(struct rig *r, int door);
int64_t ended(struct rig *r, const char *as); // how many releases

#endif
