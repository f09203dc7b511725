// SPDX-License-Identifier: GPL-3.0-or-later
// Everything in the school's care right now, doors and safes alike: for `status` and the screens.
#ifndef STORE_CARE_H
#define STORE_CARE_H

#include "store/custodies.h"

// Every open custody, in doors by bank and door, then in safes. Returns how many, or what each
// returned where that was not 0.
int care_each(
	struct store *store, int (*each)(void *arg, const struct custody_row *custody), void *arg);

#endif
