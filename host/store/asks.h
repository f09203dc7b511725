// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptions asked for, as rows; who may ask and answer is decided in exceptions/.
#ifndef STORE_ASKS_H
#define STORE_ASKS_H

#include "store/permissions.h"

#define ASK_PEOPLE 64
#define ASK_ANSWER 257 // bytes with the ending zero

// LAPSED: nobody answered before its time was over.
enum ask_state { ASK_ASKED, ASK_AGREED, ASK_DECLINED, ASK_WITHDRAWN, ASK_LAPSED };
extern const struct words ask_state_words;

struct ask_record {
	int64_t id;
	enum grant_kind kind;
	int64_t asked_by;
	char reason[PERMISSION_REASON]; // "" for a medical one (LAW-1)
	char rooms[PERMISSION_ROOMS];	// "" where none
	bool parent_request;
	char review[LOCAL_DATE_TEXT]; // "" where none
	struct wall_time from, until, at;
	enum ask_state state;
	struct wall_time answered_at;
	int64_t answered_by;	 // 0: nobody
	char answer[ASK_ANSWER]; // why it was declined
};

// Its state is asked. The new id.
int64_t ask_add(struct store *store, const struct ask_record *ask);
// -ERR_EXISTS: for that person already.
int ask_add_person(struct store *store, int64_t ask, int64_t person);
int ask_get(struct store *store, int64_t id, struct ask_record *out_ask);
// For whom, in order of their ids, at most ASK_PEOPLE. How many.
int ask_people(struct store *store, int64_t ask, int64_t out_people[ASK_PEOPLE]);
// Ends it; by 0: it lapsed. -ERR_NOT_FOUND: answered already.
int ask_answer(struct store *store, int64_t id, enum ask_state state, struct wall_time at,
	int64_t by, const char *answer);
int ask_granted(struct store *store, int64_t ask, int64_t person, int64_t permission);
// Those that wait for an answer, the one whose time is over first at the front; at most limit.
int ask_list_open(struct store *store, struct ask_record *out_asks, int limit);
// Those answered since then, the newest first; at most limit.
int ask_list_answered(
	struct store *store, struct wall_time since, struct ask_record *out_asks, int limit);
// Those of one person in any state, asked by them or for them, the newest first.
int ask_list_of(struct store *store, int64_t person, struct ask_record *out_asks, int limit);
// Those that wait and whose time is over by now.
int ask_list_due(struct store *store, struct wall_time now, struct ask_record *out_asks, int limit);

#endif
