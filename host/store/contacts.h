// SPDX-License-Identifier: GPL-3.0-or-later
// A person's own contact times, read back; writing is in people.h.
#ifndef STORE_CONTACTS_H
#define STORE_CONTACTS_H

#include "store/people.h"

struct contact_day {
	bool none;    // entered as none that day
	size_t count; // 0 and not none: nothing entered, the session times hold
	struct dayspan spans[CONTACT_SPANS];
};

// weekday 1 = Monday.
int contact_get(struct store *store, int64_t person, int weekday, struct contact_day *out_day);

#endif
