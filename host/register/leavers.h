// SPDX-License-Identifier: GPL-3.0-or-later
// The day somebody leaves: their cards, walker permission, grants, clubs and account end, and what
// is still in the school's care is a question to the office. Nothing that is theirs is lost: it
// stays in their custody, and the desk gives it back.
#ifndef REGISTER_LEAVERS_H
#define REGISTER_LEAVERS_H

#include "base/time.h"
#include "store/store.h"

// Settles everybody who has left by now, at most LEAVERS_ONCE in one call (the next call goes on);
// inside the caller's transaction. One look-up by an index of its own where there is nobody. Each
// end is an event; each device still here is a notice to the office ("leaver"). Returns how many
// people, or negative.
#define LEAVERS_ONCE 50
int leavers_settle(struct store *store, struct wall_time now);

#endif
