// SPDX-License-Identifier: GPL-3.0-or-later
// Holds as rows: why a device is kept longer, who may have it, when somebody looks again (LAW-3,
// RP-20). Who may place one is exceptions/holds.h; the device itself is custody's.
#ifndef STORE_HOLDS_H
#define STORE_HOLDS_H

#include "base/time.h"
#include "base/walltime.h"
#include "policy/policy.h"
#include "policy/words.h"
#include "store/store.h"

#define HOLD_REASON 257 // bytes with the ending zero
#define HOLD_WORD   24
#define HOLD_POLICE 81
#define HOLD_NAMED  8 // adults one hold may name

struct hold_row {
	int64_t id, person;
	int64_t custody;	// 0: the device is being handed in
	enum custody_kind kind; // CUSTODY_HELD or CUSTODY_EVIDENCE
	char rule[RULE_ID_MAX];
	char reason[HOLD_REASON];
	int64_t by;		    // 0: a rule, without anybody
	struct wall_time at, until; // until 0: ends when collected
	char look_on[LOCAL_DATE_TEXT];
	struct wall_time looked_at; // 0: its day has not come
	int64_t incident;
	char identified[HOLD_WORD];
	int64_t identified_by;
	char officer[HOLD_POLICE], officer_number[HOLD_POLICE], police_reference[HOLD_POLICE];
	struct wall_time turned_back_at;
	int64_t named[HOLD_NAMED]; // none: a parent
	int named_count;
};

// With the adults it names; an evidence hold's incident is preserved with it. A hold of that person
// that still waits for its device is turned back first: they hand in one at a time. Returns the new
// id.
int64_t hold_add(struct store *store, const struct hold_row *hold);
int hold_get(struct store *store, int64_t id, struct hold_row *out_hold);
// The one that holds that custody now. -ERR_NOT_FOUND: none.
int hold_of_custody(struct store *store, int64_t custody, struct hold_row *out_hold);
// How many evidence holds of that incident have not gone to the police yet.
int hold_of_incident(struct store *store, int64_t incident);
// The person's that waits for its device. -ERR_NOT_FOUND: none.
int hold_waiting(struct store *store, int64_t person, struct hold_row *out_hold);
int hold_custody_put(struct store *store, int64_t id, int64_t custody);
// How whoever takes it was identified, and by whom; for evidence, which officer.
int hold_identified_put(struct store *store, const struct hold_row *hold);
int hold_turn_back(struct store *store, int64_t id, struct wall_time at, int64_t by);
int hold_looked_put(struct store *store, int64_t id, struct wall_time at);
// Those that hold now, by the day somebody looks again: of an open custody, or waiting. Returns how
// many, or what each returned where that was not 0.
int hold_each_open(
	struct store *store, int (*each)(void *arg, const struct hold_row *hold), void *arg);
// Of those the next whose time has come at `at`, or whose day (YYYY-MM-DD) has and was not told
// yet. -ERR_NOT_FOUND: none.
int hold_due(
	struct store *store, struct wall_time at, const char *today, struct hold_row *out_hold);
// Turns back those placed before `before` whose device was never handed in.
int hold_forget_waiting(struct store *store, struct wall_time before, struct wall_time at);

#endif
