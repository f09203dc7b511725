// SPDX-License-Identifier: GPL-3.0-or-later
// Notices: something a named role must be told, open until marked done.
#ifndef STORE_NOTICES_H
#define STORE_NOTICES_H

#include "base/time.h"
#include "store/store.h"

struct notice_row {
	const char *role; // "office", "headteacher"
	const char *kind; // "lost card", "emergency release": append-only words
	int64_t person;	  // whom it is about; 0: nobody
	struct wall_time at;
	const char *text; // one sentence without names: screens add the name
};

// Returns the new id or a negative enum err.
int64_t notice_add(struct store *store, const struct notice_row *notice);

#endif
