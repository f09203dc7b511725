// SPDX-License-Identifier: GPL-3.0-or-later
// The record proper: what happened, one row each, chained by hash (design.md section 2).
#ifndef STORE_EVENTS_H
#define STORE_EVENTS_H

#include "base/time.h"
#include "store/store.h"

#define EVENT_HASH  32
#define EVENT_KIND  32	// bytes with the ending zero
#define EVENT_FACTS 384 // bytes with the ending zero

// One thing that happened. Ids are rows of their tables, 0 where there is none. Facts are a JSON
// object of ids, numbers and words of ours; never a name and never a UID, since the chain must
// outlive the names.
struct event {
	struct wall_time at;
	const char *kind; // "refused", "opened", "custody began", ...: append-only words
	int64_t person;
	int64_t bank;
	int door;
	int64_t custody;
	int64_t by_person;   // staff who did or said it
	const char *by_user; // operating-system user of the command, or NULL; kept, but not hashed
	const char *facts;   // "{}" where NULL
};

// Appends to the chain inside the caller's transaction; returns the event's sequence number (1, 2,
// 3 ... without a gap) or a negative enum err. The hash is BLAKE2b-256 over the hash before it, the
// site and every column but by_user; a site's first event follows 32 zero bytes.
int64_t event_append(struct store *store, const struct event *event);

// The latest wall time of any event since the store was opened, and of the thousand before that: a
// clock that is earlier is doubtful until it has caught up. 0 before the first.
struct wall_time event_last_at(const struct store *store);
// Sequence number of the last event; 0 before the first.
int64_t event_last_seq(const struct store *store);

// Walks the chain from its start. 0: every link holds (*out_seq is the last); -ERR_FORMAT: it
// breaks at *out_seq. Reads every event: minutes in a large database, for a child process.
int event_verify(struct store *store, int64_t *out_seq);

struct event_row {
	int64_t seq;
	struct wall_time at;
	char kind[EVENT_KIND];
	int64_t person, bank, custody, by_person;
	int door;
	char by_user[64];
	char facts[EVENT_FACTS];
};
// Calls each(arg, row) for events with seq > after, oldest first, at most limit. Returns how many,
// or a negative enum err; each returning non-zero stops.
int event_each(struct store *store, int64_t after, int limit,
	int (*each)(void *arg, const struct event_row *row), void *arg);

#endif
