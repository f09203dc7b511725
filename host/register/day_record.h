// SPDX-License-Identifier: GPL-3.0-or-later
// One event of the calendar, for the files of this room that change it.
#ifndef REGISTER_DAY_RECORD_H
#define REGISTER_DAY_RECORD_H

#include "store/actor.h"
#include "store/store.h"

// facts as in store/events.h, NULL for none. 0 or negative.
int day_record(struct store *store, const struct actor *by, struct wall_time now, const char *kind,
	int64_t person, const char *facts);

#endif
