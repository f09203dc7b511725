// SPDX-License-Identifier: GPL-3.0-or-later
// The Headteacher's absences as rows: from, until, and who deputises (RP-15).
#ifndef STORE_ABSENCES_H
#define STORE_ABSENCES_H

#include <stdbool.h>

#include "base/time.h"
#include "store/store.h"

struct absence_row {
	int64_t id, deputy, by;
	struct wall_time at, from, until; // includes from, not until
};

int64_t absence_add(struct store *store, const struct absence_row *absence);
// The one that shares a moment with from..until and was not ended. -ERR_NOT_FOUND: none.
int absence_overlapping(struct store *store, struct wall_time from, struct wall_time until,
	struct absence_row *out_absence);
int absence_end(struct store *store, int64_t id, struct wall_time at);
// Who deputises at that moment; 0: nobody, the Headteacher is here.
int64_t absence_deputy(struct store *store, struct wall_time at);
// The Headteacher is who it is, or deputises at that moment.
bool absence_heads(struct store *store, int64_t person, struct wall_time at);

#endif
