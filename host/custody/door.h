// SPDX-License-Identifier: GPL-3.0-or-later
// What one door does next: a total, pure table over its states and events (design.md section 3,
// steps 4 to 10). Doing what it says is doors.c's.
#ifndef CUSTODY_DOOR_H
#define CUSTODY_DOOR_H

#include <stdbool.h>

// The first two are a door nobody asked for. Then a hand-in, a collection, a member of staff.
enum door_state {
	DOOR_REST,     // shut, or not yet known
	DOOR_STANDING, // open with no intent: forced, or left open
	IN_ASKED,      // the unlock is on its way
	IN_PULSED,     // accepted, waiting for the door to open
	IN_UNOPENED,   // 10 s gone: the same person's next tap pulses it again
	IN_OPEN,       // nothing seen in it yet
	IN_HELD,       // open, the device seen inside: custody has begun
	OUT_ASKED,
	OUT_PULSED,
	OUT_UNOPENED,
	OUT_OPEN,  // the device is seen inside
	OUT_EMPTY, // its sensor said empty from the start: nothing can be seen to go
	OUT_BLIND, // no sensor
	OUT_GONE,  // open, the device seen to go: custody has ended
	OUT_LEFT,  // shut with the device still inside: a minute to come back
	STAFF_ASKED,
	STAFF_PULSED,
	STAFF_UNOPENED,
	STAFF_OPEN,
};
#define DOOR_STATES (STAFF_OPEN + 1)

// FULL, EMPTY and BLIND say what the inside sensor read in that moment: something, nothing, or that
// there is none to trust. A closing comes after what went in or out before it.
enum door_event {
	DOOR_ACCEPTED,
	DOOR_REFUSED,
	DOOR_WITHDRAWN,
	DOOR_PULSE, // the same person's tap was allowed: another unlock is on its way
	DOOR_OPENED_FULL,
	DOOR_OPENED_EMPTY,
	DOOR_OPENED_BLIND,
	DOOR_INSIDE, // something came
	DOOR_EMPTIED,
	DOOR_CLOSED_FULL,
	DOOR_CLOSED_EMPTY,
	DOOR_CLOSED_BLIND,
	DOOR_TEN,	// 10 s since it was accepted, the first time
	DOOR_TEN_AGAIN, // the second
	DOOR_TWENTY,	// 20 s open
	DOOR_SIXTY,	// 60 s open
	DOOR_MINUTE,	// a minute shut with the device left inside
};
#define DOOR_EVENTS (DOOR_MINUTE + 1)

enum door_action {
	DOES_NOTE_ACCEPTED = 1 << 0,
	DOES_NOTE_OPENED = 1 << 1,
	DOES_MARK_WITHDRAWN =
		1 << 2,	     // what becomes of it reconcile says, when the inputs were asked
	DOES_BEGIN = 1 << 3, // custody, seen; nothing where one is there already
	DOES_BEGIN_ASSUMED = 1 << 4,
	DOES_END = 1 << 5, // custody, seen
	DOES_END_ASSUMED = 1 << 6,
	DOES_SETTLE = 1 << 7,	   // the intent ends as it should
	DOES_END_REFUSED = 1 << 8, // the intent ends: the bank would not
	DOES_END_UNSEEN =
		1 << 9, // the intent ends, nothing seen to go: a question where custody goes on
	DOES_ASIDE = 1 << 10,	 // the intent ends, the door is set aside (step 7)
	DOES_LEFT = 1 << 11,	 // three beeps, custody goes on (step 5)
	DOES_ASK_LEFT = 1 << 12, // the intent ends as left inside, with its question
	DOES_JAM = 1 << 13,	 // the intent ends, the door is out of use (step 6)
	DOES_FAULT = 1 << 14,	 // contact fault: out of use (step 10)
	DOES_FORCED = 1 << 15,	 // alarm, a question where custody is (step 9)
	DOES_SHUT =
		1 << 16, // a door that stood open is shut: the alarm ends, what is inside is read
	DOES_ASK_INSIDE = 1 << 17, // question: something is inside, where there is no custody
	DOES_ASK_GONE = 1 << 18,   // question: gone, where there is custody
	DOES_BUZZ = 1 << 19,	   // close it, please
	DOES_ALARM = 1 << 20,	   // open for a minute: the bank goes on without it
};

struct door_step {
	enum door_state to;
	unsigned does; // of enum door_action
};

// Every state answers every event; one that means nothing there changes nothing and does nothing.
struct door_step door_next(enum door_state state, enum door_event event);

// How often door.def lists the pair (a test wants exactly once for each), and whether as one that
// means nothing.
int door_listed(enum door_state state, enum door_event event, bool *out_ignored);

const char *door_state_name(enum door_state state);

#endif
