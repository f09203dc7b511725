// SPDX-License-Identifier: GPL-3.0-or-later
// Grants, bans and breaches as rows. Whether one may be given, lifted or closed is decided in
// exceptions/; whether one counts is decided by policy/. A grant's table is called permission,
// because GRANT is a word of SQL.
#ifndef STORE_PERMISSIONS_H
#define STORE_PERMISSIONS_H

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
};

int64_t permission_add(struct store *store, const struct permission_record *permission);
int permission_get(struct store *store, int64_t id, struct permission_record *out_permission);
int permission_end(struct store *store, int64_t id, struct wall_time at);
// Those that end after `after` and were not ended, by their beginning; person 0: everybody's.
int permission_each(struct store *store, int64_t person, struct wall_time after,
	int (*each)(void *arg, const struct permission_record *permission), void *arg);

struct ban_record {
	int64_t id, person;
	enum ban_kind kind;
	char rule[PERMISSION_RULE];
	char from[LOCAL_DATE_TEXT], until[LOCAL_DATE_TEXT]; // both included; until "": until lifted
	struct wall_time at, lifted_at;			    // lifted_at 0: not lifted
	int64_t lifted_by;
};

int64_t ban_add(struct store *store, const struct ban_record *ban);
int ban_get(struct store *store, int64_t id, struct ban_record *out_ban);
// With the reason, which is kept.
int ban_lift(struct store *store, int64_t id, struct wall_time at, int64_t by, const char *reason);
// A ban of that kind that holds on date, the oldest. -ERR_NOT_FOUND: none.
int ban_find(struct store *store, int64_t person, enum ban_kind kind, const char *date,
	struct ban_record *out_ban);

#define BREACH_OUTCOME 257
enum breach_state { BREACH_REPORTED, BREACH_INVESTIGATED, BREACH_CLOSED };
struct breach_record {
	int64_t id, person;
	char rule[PERMISSION_RULE];
	struct wall_time at;
	enum breach_state state;
	char outcome[BREACH_OUTCOME];
};

// Returns the new id; its state is reported.
int64_t breach_add(struct store *store, int64_t person, const char *rule, struct wall_time at);
int breach_get(struct store *store, int64_t id, struct breach_record *out_breach);
// outcome is read where state is closed. The schema refuses a closed one without.
int breach_state_put(struct store *store, int64_t id, enum breach_state state, const char *outcome);

// What FX-3 and the decisions' obligations ask for, in one call for the rooms that carry them out:
// a breach of rule is recorded and, where a phone ban does not hold already, a ban without an end
// begins on date. Both with their events; by is NULL where the locker found it. out_ban is 0 where
// one held already.
int breach_with_ban(struct store *store, int64_t person, const char *rule, const char *date,
	struct wall_time at, const struct actor *by, int64_t *out_breach, int64_t *out_ban);

#endif
