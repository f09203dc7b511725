// SPDX-License-Identifier: GPL-3.0-or-later
// Grants, bans and breaches as rows. Whether one may be given, lifted or closed is decided in
// exceptions/; whether one counts is decided by policy/. A grant's table is called permission,
// because GRANT is a word of SQL.
#ifndef STORE_PERMISSIONS_H
#define STORE_PERMISSIONS_H

#include <stdbool.h>

#include "base/time.h"
#include "base/walltime.h"
#include "policy/words.h"
#include "store/actor.h"
#include "store/store.h"

#define PERMISSION_REASON 257 // bytes with the ending zero
#define PERMISSION_ROOMS  129
#define PERMISSION_RULE	  13

struct permission_record {
	int64_t id, person;
	enum grant_kind kind;
	int64_t by;
	enum role by_role;
	char reason[PERMISSION_REASON];
	char rooms[PERMISSION_ROOMS]; // "" where none
	bool parent_request;
	char review[LOCAL_DATE_TEXT]; // "" where none
	struct wall_time from, until;
	struct wall_time at, ended_at; // ended_at 0: not ended before its time
	int64_t entered_by;	       // who entered it; 0: not known
	int64_t party;		       // of a visit: the first of those given together; 0: alone
	// over_at 0: its end is not on record yet. overdue_at: its end found the device out;
	// back_at: and then it came back.
	struct wall_time over_at, overdue_at, back_at;
	struct wall_time review_told_at; // a notice was made of this review date
};

int64_t permission_add(struct store *store, const struct permission_record *permission);
int permission_get(struct store *store, int64_t id, struct permission_record *out_permission);
// Before its time: over as well. permission_over: its time has come.
int permission_end(struct store *store, int64_t id, struct wall_time at);
int permission_over(struct store *store, int64_t id, struct wall_time at);
int permission_overdue(struct store *store, int64_t id, struct wall_time at);
int permission_back(struct store *store, int64_t id, struct wall_time at);
// A new review date, of which no notice has been made.
int permission_review(struct store *store, int64_t id, const char *review);
int permission_review_told(struct store *store, int64_t id, struct wall_time at);

enum permission_list {
	PERMISSIONS_LISTED,  // not over, or overdue and not back: by their end
	PERMISSIONS_DUE,     // whose end has come by `at` and is not on record
	PERMISSIONS_OVERDUE, // overdue and not back
	PERMISSIONS_REVIEW,  // not over, review date come by the day of `at`, no notice yet
};
// At most limit of them, each by an index of its own. Returns how many.
int permission_list(struct store *store, enum permission_list list, struct wall_time at,
	struct permission_record *out_permissions, int limit);
// All there ever were of one person, by their beginning; each returning non-zero stops.
int permission_each(struct store *store, int64_t person,
	int (*each)(void *arg, const struct permission_record *permission), void *arg);

// When the person's device last left our care, where it is not back; 0: it is in, or never was.
int permission_last_out(struct store *store, int64_t person, struct wall_time *out_at);
// Whether at `out` another exception let it go that ran into this one (one after the other, without
// a gap); and whether another that lets it be out runs now.
int permission_joins(struct store *store, const struct permission_record *permission,
	struct wall_time out, bool *out_joins);
int permission_another(struct store *store, const struct permission_record *permission,
	struct wall_time now, bool *out_another);

struct ban_record {
	int64_t id, person;
	enum ban_kind kind;
	char rule[PERMISSION_RULE];
	char from[LOCAL_DATE_TEXT], until[LOCAL_DATE_TEXT]; // both included; until "": until lifted
	struct wall_time at, lifted_at;			    // lifted_at 0: not lifted
	int64_t lifted_by;
	int64_t by; // who recorded what started it; 0: nobody had to
};

int64_t ban_add(struct store *store, const struct ban_record *ban);
int ban_get(struct store *store, int64_t id, struct ban_record *out_ban);
// With the reason, which is kept.
int ban_lift(struct store *store, int64_t id, struct wall_time at, int64_t by, const char *reason);
// A ban of that kind that holds on date, the oldest. -ERR_NOT_FOUND: none.
int ban_find(struct store *store, int64_t person, enum ban_kind kind, const char *date,
	struct ban_record *out_ban);

// Those that hold on date or begin later; date NULL: every one, lifted and over ones too. Oldest
// first.
int ban_each(struct store *store, const char *date,
	int (*each)(void *arg, const struct ban_record *ban), void *arg);

#define BREACH_OUTCOME 257
enum breach_state { BREACH_REPORTED, BREACH_INVESTIGATED, BREACH_CLOSED };
struct breach_record {
	int64_t id, person;
	char rule[PERMISSION_RULE];
	struct wall_time at;	      // told
	struct wall_time happened_at; // 0: not asked
	enum breach_state state;
	char outcome[BREACH_OUTCOME];
	bool disciplinary; // closed with the Disciplinary Procedure; never a pupil's
};

// Returns the new id; its state is reported.
int64_t breach_add(struct store *store, int64_t person, const char *rule, struct wall_time at);
int breach_get(struct store *store, int64_t id, struct breach_record *out_breach);
// Who recorded it, and when it happened (0: not asked).
int breach_told_put(struct store *store, int64_t id, int64_t by, struct wall_time happened_at);
// outcome and the rest are read where state is closed. The schema refuses a closed one without.
int breach_state_put(struct store *store, int64_t id, enum breach_state state, const char *outcome,
	bool disciplinary, int64_t by);
// Those not closed, oldest first; with closed set the latest 500 of all, newest first. Returns how
// many, or what each returned where that was not 0.
int breach_each(struct store *store, bool closed,
	int (*each)(void *arg, const struct breach_record *breach), void *arg);

// What FX-3 and the decisions' obligations ask for, in one call for the rooms that carry them out:
// a breach of rule is recorded and, where a phone ban does not hold already, a ban without an end
// begins on date. Both with their events; by is NULL where the locker found it. out_ban is 0 where
// one held already.
int breach_with_ban(struct store *store, int64_t person, const char *rule, const char *date,
	struct wall_time at, const struct actor *by, int64_t *out_breach, int64_t *out_ban);

#endif
