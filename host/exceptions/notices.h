// SPDX-License-Identifier: GPL-3.0-or-later
// Who is shown which notice, and who may mark it done: the Headteacher's tray (RP-12, RP-15, BF-3),
// the office's, and a notice to one person (HH-4).
#ifndef EXCEPTIONS_NOTICES_H
#define EXCEPTIONS_NOTICES_H

#include "store/actor.h"
#include "store/notices.h"

// The one kind that goes to the deputy while the Headteacher is marked absent.
#define NOTICE_UNSUITABLE_MATERIAL "unsuitable material"
#define NOTICE_TELL_POLICE	   "tell the police"
#define NOTICE_INFORM_PARENTS	   "inform parents"

#define NOTICES_OPEN 200 // shown of those that wait, the oldest first
#define NOTICES_PAGE 50	 // of those that are done, the newest first

struct notices_shown {
	int more;		 // that wait for `by` beyond NOTICES_OPEN
	int64_t older;		 // done ones before this id are the next page; 0: there is none
	int headteacher_waiting; // open ones of the Headteacher's that `by` is not shown
	bool headteacher_absent;
	bool deputising; // by is the deputy now
};

// Calls each for the open notices (done: the done ones) that are for whoever asks: the
// Headteacher's and the office's for the Headteacher; the office's for office and SLT; a deputy's
// RP-15; anybody's own. Done ones a page at a time, those before that id (INT64_MAX: the newest).
// -ERR_DENIED with a sentence to who does not work here. Returns how many.
int notices_shown_to(struct store *store, const struct actor *by, struct wall_time now, bool done,
	int64_t before, int (*each)(void *arg, const struct notice_record *notice), void *arg,
	struct notices_shown *out_shown, char why[ACTOR_WHY]);
// Marks it done, an event of the record; hr: HR advice was sought. By whom it is for, and nobody
// else. An incident's "tell the police" is done by recording that they were told.
int notices_mark_done(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	bool hr, char why[ACTOR_WHY]);
// HH-4: somebody looked into the records of `person`: an event, and where the person is not a pupil
// and it was somebody else, a notice to them. Staff alone may look, and a pupil's the office and
// the leadership.
int notices_records_seen(struct store *store, const struct actor *by, struct wall_time now,
	const char *person, char why[ACTOR_WHY]);

#endif
