// SPDX-License-Identifier: GPL-3.0-or-later
// A small school with two cabinets of eight doors, played by hand: the real store on disk, the real
// policy, custody, and doors of which the test decides what they do. The rig takes the service's
// part: one transaction a call, the outbox after the commit.
#ifndef TESTS_CUSTODY_RIG_H
#define TESTS_CUSTODY_RIG_H

#include "api/rehearse.h"
#include "custody/custody.h"
#include "policy/load.h"
#include "store/custodies.h"
#include "store/sql.h"

#define RIG_DOORS 8
#define RIG_BANKS 2
#define PUPILS	  12 // "P1" to "P12": year 6, walkers, ids 1 to 12
#define TEACHER	  13 // staff
#define OFFICE	  14
#define HEAD	  15
#define YOUNG	  16 // year 4
#define MOTHER	  17 // a parent

struct rig_door {
	bool open;
	int64_t device_of; // what is really inside: whose; 0: nothing
	bool jammed;
	int contact_stuck, inside_stuck; // -1: works; 0, 1: what it always says
	bool sensor;
};

enum reply { REPLY_ACCEPT, REPLY_REFUSE, REPLY_NONE };

struct rig {
	char folder[64], path[96], why[STORE_WHY];
	struct store *store;
	struct policy *policy;
	struct custody *c;
	struct outbox *outbox;
	struct now now;
	struct rig_door doors[RIG_BANKS][RIG_DOORS];
	bool online[RIG_BANKS];
	enum reply reply;	  // what banks answer to unlocks
	bool eject;		  // an accepted unlock opens a door that is not jammed
	bool commit_fails;	  // the next commit
	int unlocks;		  // sent so far
	int stops, stop_at;	  // before and after each commit, and after each send; 0: it lives
	bool dead;		  // the program is; the world goes on
	int last_bank, last_door; // of the last unlock
	int64_t last_intent;
	int buzzers[8];	  // by enum buzzer, so far
	char text[80];	  // the last sentence on any display
	enum light light; // the last of any reader
	struct desk_answer answer;
	bool unreplayed; // the test changed answers on record: rig_free() does not replay them
};

// policy NULL: roby-park. The clock stands at Monday 23 November 2026, 08:40 (school starts 08:45,
// home-time 15:15, hand-in 08:30 to 09:00).
struct rig *rig_make(const char *policy);
// Every test ends in a replay of all its answers through r->policy, which must be identical.
void rig_free(struct rig *r);
// Everything decided so far, through that policy; out is released by the caller.
void rig_replay(struct rig *r, const struct policy *through, struct rehearsal *out);

// "08:41" on the rig's day, or "2026-11-24T15:16": moves the wall clock alone.
void rig_clock(struct rig *r, const char *when);
// Time goes by on both clocks, timers firing in between.
void rig_pass(struct rig *r, int ms);
void rig_tap(struct rig *r, int bank, int person);
void rig_tap_uid(struct rig *r, int bank, const char *uid);
// The door's world; each tells custody.
void rig_open(struct rig *r, int bank, int door);
void rig_shut(struct rig *r, int bank, int door);
void rig_put(struct rig *r, int bank, int door, int person);
void rig_take(struct rig *r, int bank, int door);
void rig_look(struct rig *r, int bank); // the inputs as they are now
void rig_offline(struct rig *r, int bank);
void rig_online(struct rig *r, int bank);
void rig_accept(struct rig *r); // the last unlock, late
// The program dies without a word and starts again; banks come online with start.
void rig_kill(struct rig *r);
void rig_start(struct rig *r);
struct actor rig_office(void);

// A whole hand-in or collection by somebody; the door it went through.
int rig_hand_in(struct rig *r, int bank, int person);
int rig_collect(struct rig *r, int bank, int person);

int64_t rig_count(struct rig *r, const char *sql);
int64_t rig_custody_of(struct rig *r, int person); // 0: none open
struct door_view rig_view(struct rig *r, int bank, int door);
int64_t rig_question(struct rig *r, const char *kind, int door); // 0: none open

// Runs one call in a transaction as the service would; use through TURN.
void rig_begin(struct rig *r);
int rig_end(struct rig *r, int err);
#define TURN(r, call) ((r)->dead ? 0 : (rig_begin(r), rig_end(r, (call))))

#endif
