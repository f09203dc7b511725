// SPDX-License-Identifier: GPL-3.0-or-later
// What a tap means: the table of design.md section 3, total and pure. The first row that fits
// holds.
#ifndef CUSTODY_TAP_H
#define CUSTODY_TAP_H

// What is known of the person in the moment of the tap; any set of these.
enum tap_fact {
	TAP_HAS_OPENING = 1 << 0,  // an intent here whose door is open, or accepted under 10 s ago,
				   // or asked and not yet answered
	TAP_HAS_UNOPENED = 1 << 1, // an intent here whose door did not open, or shut on the device
	TAP_HAS_ASIDE = 1 << 2,	   // a door here set aside for them under two minutes ago
	TAP_HAS_ASIDE_LONG = 1 << 3,  // ... longer ago
	TAP_HAS_EARLIER_DAY = 1 << 4, // a custody from an earlier day
	TAP_DURING_HAND_IN = 1 << 5,  // a school day, before its hand-in ends
	TAP_HAS_HERE = 1 << 6,	      // a custody in this bank
	TAP_HAS_ELSEWHERE = 1 << 7,   // a custody in another bank
	TAP_HAS_IN_SAFE = 1 << 8,     // a custody in the office's safe
	TAP_IS_PUPIL_DONE = 1 << 9,   // a pupil who has collected today, or whose home-time has
				      // passed, and whom the office has not signed in again since
	TAP_HAS_LOAN_HERE = 1 << 10,  // a loan whose home is in this bank, and whose door they did
				     // not shut empty under two minutes ago
	TAP_AT_LOAN_CABINET = 1 << 11,
};
#define TAP_FACTS 12

enum tap_meaning {
	TAP_SAME_AGAIN,	   // light and display of that door, nothing new
	TAP_PULSE,	   // the same door: part of what they began
	TAP_RETURN,	   // the loan's own door, empty: to put the school's device back
	TAP_ASIDE_COLLECT, // judged as a collection of what may be inside; allowed: the same door
	TAP_OLD_FIRST,	   // refer: the desk settles the custody from an earlier day
	TAP_COLLECT,	   // of several the oldest
	TAP_ELSEWHERE,	   // "your phone is in cabinet B"; opens nothing
	TAP_AT_OFFICE,	   // it lies in the office's safe: the desk
	TAP_DONE,	   // "you collected at 15:16"; opens nothing
	TAP_BORROW,	   // the school device that has been in its door longest
	TAP_HAND_IN,
};

enum tap_meaning tap_mean(unsigned facts);

#endif
