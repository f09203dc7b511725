// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of one custody of a day that is told as it stands: for Today and for a class's own
// list.
#ifndef API_DAY_STATE_H
#define API_DAY_STATE_H

#include <jansson.h>

#include "store/report_day.h"

// "taken back", "out", "held", "lent", "overdue" (of an earlier day), "not collected" (a pupil's,
// past their home-time) or "in".
const char *day_state(const struct report_day_rows *rows, struct wall_time now,
	const struct report_custody *custody);
// Whether at is on the rows' day; whether it is past that minute of it (-1: never).
bool day_has(const struct report_day_rows *rows, struct wall_time at);
bool day_past(const struct report_day_rows *rows, int minute, struct wall_time at);

// "15:16"; "" for 0, and for the minute -1. To be put somewhere.
json_t *day_clock(struct wall_time at);
json_t *day_minute(int minute);

#endif
