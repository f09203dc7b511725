// SPDX-License-Identifier: GPL-3.0-or-later
// What is over because time went by, written down: the service calls this in its turn once a
// minute of the school's clock, and when it starts.
#ifndef EXCEPTIONS_DUE_H
#define EXCEPTIONS_DUE_H

#include "base/time.h"
#include "store/permissions.h"
#include "store/store.h"

// At most this many rows of each kind a call: a long pause is caught up minute by minute.
#define DUE_AT_ONCE 64

// Inside the caller's transaction; writes nothing where nothing is due. Each is an event of the
// record, once, whatever restarts lie between:
//	grant over	its time has come
//	overdue		... and the device it let go (exceptional, visit) was not back
//	no longer overdue	it came back, or that day is over
//	review due	a medical grant's review date: a notice too; it ends nothing (LAW-1)
//	ask lapsed	nobody answered before its time was over
// How many things were written down, or a negative enum err.
int exceptions_due(struct store *store, struct wall_time now);

// Written where a grant ends at `now`, in time or before: the device it let go is overdue where it
// is out and no other exception covers it.
int due_if_out(struct store *store, const struct permission_record *grant, struct wall_time now);

#endif
