// SPDX-License-Identifier: GPL-3.0-or-later
// Lock-downs as rows: no self-service at a bank, or at any, until lifted.
#ifndef STORE_LOCKDOWNS_H
#define STORE_LOCKDOWNS_H

#include "base/time.h"
#include "store/store.h"

#define LOCKDOWN_REASON 257 // bytes with the ending zero

struct lockdown_row {
	int64_t id;
	int64_t bank; // 0: every bank
	int64_t by;
	char reason[LOCKDOWN_REASON];
	struct wall_time at;
};

// -ERR_EXISTS: one stands for that bank, or for all, already.
int64_t lockdown_add(struct store *store, const struct lockdown_row *lockdown);
int lockdown_end(struct store *store, int64_t id, struct wall_time at, int64_t by);
// Those that stand; each returning non-zero stops. How many.
int lockdown_each(struct store *store, int (*each)(void *arg, const struct lockdown_row *lockdown),
	void *arg);

#endif
