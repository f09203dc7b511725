// SPDX-License-Identifier: GPL-3.0-or-later
// Notices: something a named role, or one person, must be told, open until marked done.
#ifndef STORE_NOTICES_H
#define STORE_NOTICES_H

#include <stdbool.h>

#include "base/time.h"
#include "store/store.h"

struct notice_row {
	const char *role; // "office", "leadership", "headteacher"; "person": to alone
	const char *kind; // "lost card", "emergency release": append-only words
	int64_t person;	  // whom it is about; 0: nobody
	struct wall_time at;
	const char *text;		  // one sentence without names: screens add the name
	struct wall_time due;		  // 0: whenever they come to it
	int64_t incident, override, hold; // what it belongs to; 0
	int64_t to;			  // role "person"
};

// Returns the new id or a negative enum err.
int64_t notice_add(struct store *store, const struct notice_row *notice);

#define NOTICE_ROLE 16
#define NOTICE_KIND 32
#define NOTICE_TEXT 257

struct notice_record {
	int64_t id, person, incident, override, hold, to, done_by;
	char role[NOTICE_ROLE], kind[NOTICE_KIND], text[NOTICE_TEXT];
	struct wall_time at, due, hr_at, done_at; // 0: not
};

int notice_get(struct store *store, int64_t id, struct notice_record *out_notice);
#define NOTICE_ROWS 500

// Open ones by when they were written; with done set, the latest NOTICE_ROWS that are done and have
// an id below before, newest first. Returns how many, or what each returned where that was not 0.
int notice_each(struct store *store, bool done, int64_t before,
	int (*each)(void *arg, const struct notice_record *notice), void *arg);
// -ERR_NOT_FOUND: none that is open. hr: HR advice was sought.
int notice_done(struct store *store, int64_t id, struct wall_time at, int64_t by, bool hr);
// Those of one incident, done or not, in the order in which they were written.
int notice_each_of_incident(struct store *store, int64_t incident,
	int (*each)(void *arg, const struct notice_record *notice), void *arg);
// Open ones of that role and kind about the person, written at since or later. How many.
int notice_open_about(struct store *store, const char *role, const char *kind, int64_t person,
	struct wall_time since);
// Open notices of that kind (NULL: any) that belong to the incident.
int notice_open_of_incident(struct store *store, int64_t incident, const char *kind);
// Marks those of that kind done.
int notice_done_of_incident(
	struct store *store, int64_t incident, const char *kind, struct wall_time at, int64_t by);

#endif
