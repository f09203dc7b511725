// SPDX-License-Identifier: GPL-3.0-or-later
// The walk along the doors of a bank, one by one, with a technician in front of it: open this one,
// is it the right one, did its contact and its inside sensor follow both ways, its light. So the
// door map is proved before a phone goes in. Pure: what the bank says and what the technician
// answers comes in, what to ask and what to do comes out.
//
// Doors are counted from 1 here, as they are written on the cabinet. What somebody sees with their
// eyes and what the bank says are compared: that a contact moved proves nothing of the latch.
#ifndef COMMISSION_WALK_H
#define COMMISSION_WALK_H

#include "line/facts.h"

// What is wrong with a door; none: it is proved. Append-only: the bits are in the record.
enum walk_fault {
	WALK_LATCH_DEAD = 1 << 0,	// told to open, nothing did
	WALK_LATCH_OTHER = 1 << 1,	// another door opened: the latch wires are swapped
	WALK_CONTACT_DEAD = 1 << 2,	// the door moved and no contact did
	WALK_CONTACT_OTHER = 1 << 3,	// another door's contact moved
	WALK_CONTACT_INVERTED = 1 << 4, // says open when closed
	WALK_INSIDE_DEAD = 1 << 5,
	WALK_INSIDE_OTHER = 1 << 6,
	WALK_INSIDE_INVERTED = 1 << 7, // says something when empty
	WALK_LIGHT_DEAD = 1 << 8,
	WALK_LIGHT_OTHER = 1 << 9,
	WALK_REFUSED = 1 << 10, // the bank did not take the command to open
};

struct walk_door {
	bool walked;
	unsigned faults; // enum walk_fault
	uint8_t other;	 // the other door a wire leads to, or 0
};

enum walk_step {
	WALK_READY,	 // before the door: it must be closed and empty
	WALK_WHICH,	 // it was told to open; which one did?
	WALK_SEE,	 // it did, and no contact has followed yet
	WALK_PUT,	 // put something in
	WALK_TAKE,	 // take it out
	WALK_CLOSE,	 // close it
	WALK_LIGHT,	 // is it this door's light?
	WALK_CLEAR_AWAY, // wrong: close what is open, and on
	WALK_DOOR_ENDED, // the result is to be kept; walk_next goes on
	WALK_DONE,
};

struct walk {
	uint8_t doors;
	bool has_inside;
	enum walk_step step;
	uint8_t door;	// being walked
	uint8_t opened; // the door that the technician saw open
	struct walk_door result[LINE_DOORS];
	struct line_inputs seen,
		before; // now; and when the door was told to open or asked to change
	bool known;	// inputs were said at all
	// For the caller to do and then clear.
	bool pulse;	 // open `door`
	bool show_light; // blink `door`'s light red and green; else put it out
	bool tell_light;
};

enum walk_answer {
	WALK_YES,    // also Enter
	WALK_NO,     // no, nothing
	WALK_NUMBER, // it is another door, `number`
	WALK_AGAIN,  // this door from its beginning
};

// Begins at the first door that `proved` does not name (bit n: door n + 1 was proved before).
void walk_begin(struct walk *walk, uint8_t doors, bool has_inside, uint32_t proved);
// The bank said this of its inputs. True where the step changed by it.
bool walk_inputs(struct walk *walk, const struct line_inputs *inputs);
// The bank did not take the pulse, or it is not known whether it did.
void walk_refused(struct walk *walk);
// The technician answered. False: that is no answer to what was asked.
bool walk_answer(struct walk *walk, enum walk_answer answer, unsigned number);
// After WALK_DOOR_ENDED.
void walk_next(struct walk *walk);

// What the technician is asked now, one short sentence; `hint` what they may type.
void walk_ask(const struct walk *walk, char out[160], char hint[80]);
// What is wrong with a door, in one sentence for people; "good" where nothing is.
void walk_say(const struct walk_door *door, unsigned number, char out[240]);

#endif
