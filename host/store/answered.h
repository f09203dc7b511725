// SPDX-License-Identifier: GPL-3.0-or-later
// Answers kept under the key of who asked, so that what is asked again is not done again.
#ifndef STORE_ANSWERED_H
#define STORE_ANSWERED_H

#include <stdint.h>

#include "base/time.h"
#include "store/store.h"

#define ANSWERED_KEY_LEAST 16
#define ANSWERED_KEY_MOST  64
#define ANSWERED_HASH	   32
#define ANSWERED_TEXT	   2048
#define ANSWERED_KEPT_MS   ((int64_t)24 * 60 * 60 * 1000)

struct answered_row {
	int64_t person;
	const char *key;
	uint8_t asked[ANSWERED_HASH];
	struct wall_time at;
	int status;
	char text[ANSWERED_TEXT];
};

// The hash of a request's words and its fields as canonical text.
void answered_hash(const char *name, const char *fields, uint8_t out_hash[ANSWERED_HASH]);
// What was answered under person and key; -ERR_NOT_FOUND. Fills the rest of the row.
int answered_find(struct store *store, struct answered_row *row);
// Keeps it, and forgets what is older than ANSWERED_KEPT_MS. -ERR_EXISTS where the key is taken.
int answered_add(struct store *store, const struct answered_row *row);

#endif
