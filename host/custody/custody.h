// SPDX-License-Identifier: GPL-3.0-or-later
// The doors' use cases: hand in, collect, reconcile, and what the desk does (design.md section 3).
//
// Values come in (now, bank ids, readings), rows go into the store inside the caller's transaction,
// and what has to be sent goes into the outbox. No clock, no wire, no waiting.
//
// The service's turn:
//	store_begin; custody_...(); custody_...(); ...
//	custody returned negative, outbox.overflow, or store_commit failed:
//		store_rollback; outbox_clear; custody_reload(c, now)
//	otherwise: send the outbox, clear it
// The rows are the truth. What custody keeps in memory is a mirror of the open rows, built from
// them by custody_reload, and what the banks last said, which no rollback can undo. After a reload
// every door is settled against its inputs by the table of reconcile.h, as after a restart.
//
// Every function that takes now expects a transaction to be open. All return 0, or a negative enum
// err from the store, unless they say otherwise. A refusal is a value.
#ifndef CUSTODY_CUSTODY_H
#define CUSTODY_CUSTODY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "custody/outbox.h"
#include "policy/policy.h"
#include "store/actor.h"
#include "store/banks.h"
#include "store/holds.h"
#include "store/releases.h"
#include "store/store.h"

struct custody;

// One input as the bank last said it. NONE: it has no such sensor. UNKNOWN: chain cut, or not read
// since it came online.
enum reading { READING_UNKNOWN, READING_NO, READING_YES, READING_NONE };

// All inputs of one bank at one moment; index 0 is door 1.
struct bank_view {
	int doors;			     // 8, 16 or 24
	enum reading open[BANK_DOORS_MAX];   // contact: YES is open
	enum reading inside[BANK_DOORS_MAX]; // YES is something inside
	enum reading coil[BANK_DOORS_MAX]; // YES is energised; UNKNOWN where outputs were not asked
};

// store, policy and outbox are borrowed and outlive c. Loads the mirror: needs no transaction.
// -ERR_NO_MEMORY, or from the store.
int custody_open(struct custody **out_c, struct store *store, const struct policy *policy,
	struct outbox *outbox);
// NULL is fine.
void custody_close(struct custody *c);

// Builds the mirror from the rows again: after a rollback, and after a bank was added or changed by
// another room. Needs no transaction. Taps that wait are forgotten (their children tap again).
int custody_reload(struct custody *c, struct now now);

// The service says how it finds the clock: false while time is doubtful (section 3, "When something
// is broken"). Hand-ins go on; collections are referred to the desk. That the clock is earlier than
// the last event custody sees by itself.
void custody_clock_trusted(struct custody *c, bool trusted);
bool custody_time_doubtful(const struct custody *c, struct wall_time wall);

// The bank's identity has been checked and all its inputs and outputs were asked since it came
// online. Its doors must be in the store (bank_seen). Settles every door by reconcile; opens
// nothing. Where it was online and had an unlock withdrawn, only that unlock's door is settled.
int custody_bank_online(
	struct custody *c, struct now now, int64_t bank, const struct bank_view *view);
int custody_bank_offline(struct custody *c, struct now now, int64_t bank);

// The bank's inputs, whenever any of them may have changed; all of them each time. coil is UNKNOWN
// where this news does not come from asking the outputs. Passed over while the bank is not online.
int custody_inputs(struct custody *c, struct now now, int64_t bank, const struct bank_view *view);

// A card was held to the bank's reader. uid as in cards.h; a random one is ignored without a
// record, and so is any card at a bank that is not online.
int custody_card(struct custody *c, struct now now, int64_t bank, const char *uid);

// What became of an unlock from the outbox. Accepted: the bank's reply showed the coil on. Refused:
// it answered, and did not energise (NAK, or BUSY to the end). Withdrawn: 2 s passed without an
// answer; the line restarts the session, asks inputs and outputs, and then either
// custody_bank_online or custody_bank_offline is called for that bank. An intent that has ended
// meanwhile is passed over.
int custody_unlock_accepted(struct custody *c, struct now now, int64_t intent);
int custody_unlock_refused(struct custody *c, struct now now, int64_t intent);
int custody_unlock_withdrawn(struct custody *c, struct now now, int64_t intent);

// Does what is due: 10 s not opened, 20 s and 60 s open, a minute left inside, two minutes for the
// staff's card, 10 s in the queue. Call it when custody_next_due says so; earlier does nothing.
int custody_tick(struct custody *c, struct now now);
// False: nothing is due.
bool custody_next_due(const struct custody *c, struct mono_time *out_at);

// Where the desk puts a device: a bank's door, or a named safe with an envelope number.
struct desk_place {
	int64_t bank; // 0: a safe
	const char *safe;
	const char *envelope;
};

#define CUSTODY_SAY 160

// The desk's answer. outcome, rule and say as in design.md section 5; pending: the door opens when
// that member of staff taps their own card at the bank within two minutes (rule 4).
struct desk_answer {
	enum outcome outcome;
	char rule[RULE_ID_MAX];
	char say[CUSTODY_SAY];
	bool pending;
	int64_t bank;
	int door;	  // 0: none (a safe, refused, or not chosen yet)
	int64_t custody;  // begun, ended, or to be ended; 0: none yet
	int64_t decision; // written down for it where it was refused or referred; 0
};

struct desk_hand_in {
	int64_t person;
	int64_t device; // 0: their phone, made where they have none on record
	struct desk_place place;
	enum attested switched_off, internet_off;
	const struct hold_row *hold; // kept as a hold (store/holds.h; exceptions/ planned it); NULL
};

// A device taken at the desk. A safe: custody begins now, said. A door: as at the locker, from the
// step of its opening. What the policy obliges the school to record (breach, ban, hold) is recorded
// with it. -ERR_ARG: no such person, device, bank or safe, or the device is in custody already.
// -ERR_BUSY: the envelope is somebody else's.
int custody_desk_hand_in(struct custody *c, struct now now, const struct actor *by,
	const struct desk_hand_in *what, struct desk_answer *out_answer);

// A device given back at the desk to its person, or to the adult `to` (0: the person). custody 0:
// their oldest. -ERR_NOT_FOUND: nothing of theirs is in. A held one's collector has to be
// identified: custody_desk_give.
int custody_desk_collect(struct custody *c, struct now now, const struct actor *by, int64_t person,
	int64_t custody, int64_t to, struct desk_answer *out_answer);

// The same with all that can be said of it.
struct desk_give {
	int64_t person, custody, to;
	// How whoever takes a held device was identified, in a word of exceptions/holds.h; NULL:
	// nobody asked.
	const char *identified;
	// Given back although the decision, which is written down as it is, says no (RP-12); who
	// may do so is exceptions/overrides.h. Evidence never.
	bool override;
	// Evidence goes to the officer whom this hold names (RP-20); exceptions/holds.h says by
	// whom. by_hand: with the mechanical key, since the cabinet does not answer. NULL
	// otherwise.
	const struct hold_row *police;
	bool by_hand;
};
// -ERR_DENIED: a held device, and nothing in identified. -ERR_EXISTS: an override of what is
// allowed.
int custody_desk_give(struct custody *c, struct now now, const struct actor *by,
	const struct desk_give *what, struct desk_answer *out_answer);

// Places a hold on a device that is in: the person's custody of that id, or their oldest (0); its
// deposit becomes held. Planned by exceptions/holds.h. The hold's id; -ERR_NOT_FOUND: nothing of
// theirs is in; -ERR_EXISTS: it is held already (an evidence hold takes the place of another);
// -ERR_BUSY: its door is being opened.
int64_t custody_hold(struct custody *c, struct now now, const struct actor *by,
	const struct hold_row *hold, int64_t custody);
// Turned back: a deposit again. by NULL: its time came.
int custody_hold_end(
	struct custody *c, struct now now, const struct actor *by, const struct hold_row *hold);
// Once a minute: ends holds whose time has come, and writes one notice for each whose day to be
// looked at again has.
int custody_sweep(struct custody *c, struct now now);

struct would {
	int64_t person;
	enum action action; // hand-in, collect or keep
	enum device_kind device;
	int64_t custody; // collect: of theirs; else 0
	enum attested switched_off, internet_off;
};
// What the desk's act would be answered now, and the rule behind it (NULL: the locker's own word or
// the school's setting). Writes nothing. -ERR_NOT_FOUND: no such person or custody.
int custody_would(struct custody *c, struct now now, const struct would *what,
	struct decision *out_decision, const struct policy_rule **out_rule);

enum by_hand { BY_HAND_IN, BY_HAND_OUT };

// Writes down what was done without the locker (mechanical key, power cut): a device of the person
// was put into a door or safe, or taken out and given to `to`. No policy is asked: it has happened.
// place and door are read for BY_HAND_IN; for OUT the custody is (0: their oldest). A held one is
// told to the Headteacher; -ERR_DENIED: evidence, which goes to the police (custody_desk_give).
struct desk_by_hand {
	enum by_hand what;
	int64_t person;
	int64_t custody;
	int64_t to;
	struct desk_place place;
	int door;
	struct wall_time at; // when it was done; 0: now
};
int custody_desk_by_hand(struct custody *c, struct now now, const struct actor *by,
	const struct desk_by_hand *what, struct desk_answer *out_answer);

// Where a bank stands, said by the office: whether the desk sees it (rule 4), and whether it counts
// as the office (FX-1). -ERR_DENIED, with a sentence in why; -ERR_NOT_FOUND.
int custody_bank_place(struct custody *c, struct now now, const struct actor *by, int64_t bank,
	bool in_sight, bool office, char why[ACTOR_WHY]);

// A member of staff opens a door to look or to clear it, whatever is inside; rule 4 holds. Where it
// keeps evidence, the Headteacher or her deputy alone (RP-20): refused otherwise.
int custody_desk_open(struct custody *c, struct now now, const struct actor *by, int64_t bank,
	int door, struct desk_answer *out_answer);

// A release: doors of one bank opened in sequence, one latch at a time, the next when one is seen
// empty and closed, never beside one that stands open where that can be avoided. Each is decided as
// a collection at the desk and recorded as released by who asked, never as collected by the child.
//	a class goes home: any member of staff; what may not go yet by the policy stays in
//	an emergency (SYS-1) of a person, a class or a bank: the leadership team, for a reason, two
//	hours at the most; a held device goes, an evidence hold and one's own never
// Started by that member of staff's own card at the cabinet within two minutes, or at once where
// the desk sees the bank (rule 4). The same card stops it and lets it go on. It stands still by
// itself when the bank goes away, after a restart, and at its end where a door did not open or was
// closed with the device inside; two minutes without the card end it.
#define RELEASE_AT_ONCE 4
#define RELEASE_MAX_MS	((int64_t)2 * 60 * 60 * 1000)
struct release_wish {
	enum release_kind kind;
	bool emergency;
	int64_t bank;	   // 0, of a person: the only bank that has their device
	int64_t person;	   // of a person's
	const char *class; // of a class's
	const char *reason;
	int at_once; // doors open at the same time, 1 to RELEASE_AT_ONCE
	struct wall_time until;
};
// With a sentence in why: -ERR_DENIED, -ERR_ARG, -ERR_NOT_FOUND nothing of theirs is in, -ERR_BUSY
// one runs there. One that stands still there is ended. out_answer: refer where the bank is away.
int custody_release(struct custody *c, struct now now, const struct actor *by,
	const struct release_wish *wish, struct desk_answer *out_answer, char why[ACTOR_WHY]);
// Opens no more doors. By who started it, the office or the leadership team. -ERR_NOT_FOUND.
int custody_release_stop(struct custody *c, struct now now, const struct actor *by, int64_t bank,
	char why[ACTOR_WHY]);
// Goes on where it stands still: at once where the desk sees the bank, else by the card.
int custody_release_go_on(struct custody *c, struct now now, const struct actor *by, int64_t bank,
	struct desk_answer *out_answer, char why[ACTOR_WHY]);

// of: all its doors. opened: seen open. inside: not collected, for whatever reason: shut (did not
// open), left (closed with it inside), kept (by the policy), evidence, or not its turn yet.
struct release_counts {
	int of, opened, collected, inside, shut, left, kept, evidence;
};
struct release_view {
	struct release_row row;
	bool running;
	const char *halt; // why it stands still, in a few words; static
	struct release_counts counts;
	bool has[BANK_DOORS_MAX]; // whether door i + 1 is of it
	enum release_door_state doors[BANK_DOORS_MAX];
	// Of one left inside: how long its own card still opens it again; 0: it stays in custody.
	int left_ms[BANK_DOORS_MAX];
};
// The one that has not ended. -ERR_NOT_FOUND.
int custody_release_view(
	const struct custody *c, int64_t bank, struct now now, struct release_view *out_view);

// No self-service at a bank, or at all (bank 0), until lifted: taps are sent to the office with the
// rule "lock-down"; what stands open may be closed, and what the school lent
// comes back; the desk and releases work. By the leadership
// team, with a reason. Its id; with a sentence in why: -ERR_DENIED, -ERR_ARG, -ERR_EXISTS,
// -ERR_NOT_FOUND. Who lifts one at a bank leaves one that closes all, and the other way round.
int64_t custody_lockdown_start(struct custody *c, struct now now, const struct actor *by,
	int64_t bank, const char *reason, char why[ACTOR_WHY]);
int custody_lockdown_end(struct custody *c, struct now now, const struct actor *by, int64_t bank,
	char why[ACTOR_WHY]);
bool custody_locked_down(const struct custody *c, int64_t bank);

// A member of staff looked into the door: it is trusted and in use again, its setting aside ends.
// something: a device nobody's is in it, which becomes a question where there is no custody.
// -ERR_NOT_FOUND: no such door. -ERR_BUSY: it is being opened for somebody.
int custody_desk_looked(struct custody *c, struct now now, const struct actor *by, int64_t bank,
	int door, bool something);

// Answers a question with one of its words. -ERR_NOT_FOUND: no such open question. -ERR_ARG: not
// one of its answers. person: whose it is, for the answer "it belongs to"; 0 otherwise.
int custody_desk_answer(struct custody *c, struct now now, const struct actor *by, int64_t question,
	const char *answer, int64_t person);

// One door as it stands, for `status` and the screens.
struct door_view {
	bool online;
	enum reading open, inside;
	bool trusted, in_use;
	char out_reason[DOOR_REASON];
	int64_t person;	 // of its custody (0 for a school device's), intent or setting aside; 0:
			 // none
	int64_t custody; // 0: none
	int64_t intent;	 // 0: none
	bool aside;
	int64_t home; // the school device whose home it is; 0: none
	int questions;
	bool alarm; // forced, or open for more than a minute
	bool free;  // may be given to the next hand-in
};
// -ERR_NOT_FOUND.
int custody_door(const struct custody *c, int64_t bank, int door, struct door_view *out_view);

#endif
