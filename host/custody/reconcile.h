// SPDX-License-Identifier: GPL-3.0-or-later
// What a door's rows and its inputs mean together after a restart, a reconnect or a power cut: the
// reconcile table of design.md section 3, total and pure. Nothing is ever opened by it.
#ifndef CUSTODY_RECONCILE_H
#define CUSTODY_RECONCILE_H

#include <stdbool.h>

// What the rows say. The design's four, and what its steps add: a hand-in whose device was seen
// already, a collection whose device was seen to go (or that never had one: a set-aside door), a
// door staff opened, an intent that is known not to have been accepted (withdrawn, and its outputs
// asked and off), and one that ended unopened while its pulse may still show (step 6: late). A
// school device is borrowed as one collects, and returned as one hands in, with one difference: a
// return that is found closed and empty has put nobody's device in doubt. Its loan goes on.
enum rows_say {
	SAY_HAND_IN,
	SAY_HAND_IN_HELD,
	SAY_COLLECT,
	SAY_COLLECT_GONE,
	SAY_STAFF,
	SAY_WITHDRAWN_HAND_IN,
	SAY_WITHDRAWN_COLLECT,
	SAY_WITHDRAWN_STAFF,
	SAY_LATE_HAND_IN,
	SAY_LATE_COLLECT,
	SAY_BORROW,
	SAY_BORROW_GONE, // seen to go: the loan has begun
	SAY_RETURN,
	SAY_RETURN_BACK, // seen to come: the loan has ended
	SAY_WITHDRAWN_BORROW,
	SAY_WITHDRAWN_RETURN,
	SAY_LATE_BORROW,
	SAY_LATE_RETURN,
	SAY_CUSTODY, // a school device in its own door too
	SAY_NOTHING, // ... or its door while it is out
};
#define ROWS_SAYS (SAY_NOTHING + 1)

enum inputs_say {
	SEEN_CLOSED_EMPTY,
	SEEN_CLOSED_FULL,
	SEEN_OPEN_FULL,
	SEEN_OPEN_EMPTY,
	SEEN_CLOSED_BLIND, // no sensor
	SEEN_OPEN_BLIND,
	SEEN_UNKNOWN, // offline, chain cut, not read yet
};
#define INPUTS_SAYS (SEEN_UNKNOWN + 1)

enum verdict {
	SETTLE_WAITS,	     // not free, shown as unknown
	SETTLE_NOTHING,	     // all is as it should be
	SETTLE_ASIDE,	     // the intent ends, the door is set aside (step 7)
	SETTLE_PASSED,	     // the intent ends, nothing was put in: a loan goes on
	SETTLE_CUSTODY,	     // custody begins, seen late; the intent ends
	SETTLE_CUSTODY_OPEN, // custody begins, seen late; the door is open: the hand-in goes on
	SETTLE_HAND_IN_OPEN, // the hand-in goes on, 20 s from now
	SETTLE_HELD_OPEN,    // the hand-in goes on with its device in
	SETTLE_HELD_GONE,    // its custody ended, seen late; the hand-in goes on
	SETTLE_DONE,	     // the intent ends as it should
	SETTLE_ENDED,	     // custody ended, seen late; the intent ends
	SETTLE_ENDED_OPEN,   // custody ended, seen late; waiting for the door
	SETTLE_GOES_ON,	     // custody goes on, the intent ends
	SETTLE_COLLECT_OPEN, // the collection goes on, 20 s from now
	SETTLE_BLIND_OPEN,   // ... where there is no sensor
	SETTLE_WAITING_OPEN, // nothing left inside, waiting for the door
	SETTLE_AGAIN,	   // something is inside again: custody begins, seen late; the intent ends
	SETTLE_AGAIN_OPEN, // ... and the door is open: the collection goes on
	SETTLE_STAFF_OPEN, // staff's opening goes on
	SETTLE_NOT_OPENED, // the intent ends as not opened; the door is as it was
	SETTLE_ASK_BLIND,  // the intent ends; question
	SETTLE_ASK_GONE,   // any intent ends; question: gone, no opening of ours
	SETTLE_ASK_INSIDE, // question: something is inside
	SETTLE_FORCED,	   // alarm
	SETTLE_FORCED_ASK, // alarm and question
	SETTLE_LEFT_OPEN,  // alarm
};

enum verdict reconcile(enum rows_say rows, enum inputs_say inputs);
// One that ended while its pulse may still show.
bool reconcile_is_late(enum rows_say rows);

#endif
