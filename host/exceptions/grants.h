// SPDX-License-Identifier: GPL-3.0-or-later
// Grants entered and ended (policies.md, "Who may give a grant, and when it counts"). A grant that
// could never count is not entered; whether one counts at a moment is policy's business.
//
// All inside the caller's transaction, each an event of the record. With a sentence in why:
// -ERR_DENIED who may not, -ERR_NOT_FOUND no such person or grant, -ERR_ARG something compulsory is
// missing or makes no sense.
#ifndef EXCEPTIONS_GRANTS_H
#define EXCEPTIONS_GRANTS_H

#include <stdbool.h>

#include "base/walltime.h"
#include "store/actor.h"
#include "store/people.h"
#include "store/permissions.h"
#include "store/store.h"

struct grant_wish {
	enum grant_kind kind;
	const char *person;   // reference
	const char *approver; // reference; NULL: who enters it. Their role must be one that may
	const char *reason;   // compulsory; a medical one is never stored (LAW-1), so may be NULL
	const char *rooms;    // exceptional: the staff room, office or PPA room it is used in
	bool parent_request;  // safekeeping: the parent asked
	const char *review;   // medical: the date somebody must look again, YYYY-MM-DD, from today
	struct wall_time from, until;
	int64_t party; // of a visit: the first of those given together; 0
};

// An emergency release lasts this long at the most (ours; SYS-1 says a short time).
#define EMERGENCY_MAX_MS ((int64_t)2 * 60 * 60 * 1000)
// No grant but a medical one, and no walker permission, lasts longer (ours).
#define GRANT_MAX_DAYS 400

// Whom a kind can be for.
enum grant_whom { GRANT_FOR_ANYBODY, GRANT_FOR_PUPILS, GRANT_FOR_STAFF };
enum grant_whom grants_whom(enum grant_kind kind);
// Which roles may give that kind: bits of 1 << enum role.
unsigned grants_given_by(enum grant_kind kind);
// What a wish still lacks before it can be agreed, apart from the agreement: bits of enum
// grant_lack. A reason and times are demanded when it is asked.
enum grant_lack { LACKS_PARENT = 1, LACKS_ROOM = 2, LACKS_REVIEW = 4 };
unsigned grants_lack(const struct grant_wish *wish);

// The new grant's id. by enters it: office, SLT or headteacher, and nobody their own.
int64_t grants_give(struct store *store, const struct actor *by, struct wall_time now,
	const struct grant_wish *wish, char why[ACTOR_WHY]);
// The same for several people at once: a visit's staff (wish->person is not read). All or none; the
// caller rolls back. out_ids in the order of people. How many.
int grants_give_all(struct store *store, const struct actor *by, struct wall_time now,
	const struct grant_wish *wish, const char *const *people, int count, int64_t *out_ids,
	char why[ACTOR_WHY]);
// What can be said of a wish before anybody agrees: its person, its times, and every text that is
// there makes sense. For what is asked (asks.h).
int grants_check_asked(struct store *store, struct wall_time now, const struct grant_wish *wish,
	struct person_record *out_person, char why[ACTOR_WHY]);
// A medical one was looked at again: the next review date. Whoever may give it.
int grants_review(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const char *review, char why[ACTOR_WHY]);
// Ends it now, before its time; what it let go and is still out is overdue (due.h). Whoever may
// give that kind may end it; an early leave also ends by the office.
int grants_end(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	char why[ACTOR_WHY]);

// A parent's written word that a pupil walks home alone; both days included, days as "mon-fri" or
// "mon,wed". A permission whose dates overlap ends. The new row's id. It counts only in Year 6
// (RP-2), and may be entered before.
int64_t grants_walker(struct store *store, const struct actor *by, struct wall_time now,
	const char *person, const char *from, const char *until, const char *days,
	char why[ACTOR_WHY]);
// Withdraws every walker permission of the pupil that is not over. How many; -ERR_NOT_FOUND: none.
int grants_walker_end(struct store *store, const struct actor *by, struct wall_time now,
	const char *person, char why[ACTOR_WHY]);

#endif
