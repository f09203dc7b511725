// SPDX-License-Identifier: GPL-3.0-or-later
// Which door of a cabinet a release opens next. Pure.
#ifndef CUSTODY_RELEASE_PLAN_H
#define CUSTODY_RELEASE_PLAN_H

#include <stdbool.h>

#include "store/banks.h"

// Index 0 is door 1.
struct release_plan {
	int doors;
	int at_once;			   // how many may stand open together, from 1
	bool waiting[BANK_DOORS_MAX];	   // to be opened
	bool being_opened[BANK_DOORS_MAX]; // asked or pulsed, and not seen open
	bool open[BANK_DOORS_MAX];	   // stands open, whoever opened it
	bool left[BANK_DOORS_MAX]; // ... for more than a minute: the bank goes on without it
};

// The first waiting door that no neighbour stands open beside; -1: none just now. One latch at a
// time, and no more doors open than were chosen. Beside a door that was left open it opens only
// where there is no other: who closed the others cannot close that one.
int release_plan_next(const struct release_plan *plan);

#endif
