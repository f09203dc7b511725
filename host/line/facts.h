// SPDX-License-Identifier: GPL-3.0-or-later
// What a line knows and is asked of a bank, as plain values: facts, inputs, lights, counters.
#ifndef LINE_FACTS_H
#define LINE_FACTS_H

#include <stdbool.h>
#include <stdint.h>

// Doors of one bank: three door boards of eight.
#define LINE_DOORS	  24
#define LINE_TEXT_ROWS	  4
#define LINE_TEXT_COLUMNS 16

// What a bank said of itself at the last check of its identity.
struct line_facts {
	uint32_t serial;     // its own number, set at the bench (PDID)
	uint8_t firmware[3]; // major, minor, build (PDID)
	uint8_t protocol;    // version of the manufacturer messages (hello)
	uint8_t doors;	     // 0..24, from PDCAP's outputs
	bool has_inside;     // inside sensors are fitted
	bool chain_ok;	     // the inputs can be read; else all of them are unknown
	uint32_t boot_count; // rises by one at each start
	uint8_t reset_cause; // enum bank_reset of include/bank/hello.h
	bool restarted;	     // boot_count differs from when this line last knew the bank
};

enum line_contact { LINE_CONTACT_UNKNOWN, LINE_CONTACT_CLOSED, LINE_CONTACT_OPEN };
enum line_inside {
	LINE_INSIDE_UNKNOWN,
	LINE_INSIDE_EMPTY,
	LINE_INSIDE_SOMETHING,
	LINE_INSIDE_NONE, // this bank has no such sensor
};

struct line_inputs {
	uint8_t doors; // how many entries count
	enum line_contact contact[LINE_DOORS];
	enum line_inside inside[LINE_DOORS];
};

// Colours as OSDP numbers them (osdp.md 4.2); doors have red, green and amber only.
enum line_colour {
	LINE_BLACK = 0,
	LINE_RED = 1,
	LINE_GREEN = 2,
	LINE_AMBER = 3,
	LINE_BLUE = 4,
	LINE_WHITE = 7,
};

// on_ds and off_ds in tenths of a second; off_ds 0 is steady. for_ds 0: until told otherwise, else
// for so many tenths, then what was permanent comes back.
struct line_light {
	enum line_colour on;
	enum line_colour off;
	uint8_t on_ds;
	uint8_t off_ds;
	uint16_t for_ds;
};

// A bank's own clock, when it was asked.
struct line_clock {
	bool set;	 // set, and running since; else nothing is known of the time there
	int64_t ahead_s; // its seconds less the wall clock's; 0 where it is not set
};

// Since the bank was added; they wrap.
struct line_counters {
	uint32_t polls;
	uint32_t commands;   // other than POLL, repeats not counted
	uint32_t replies;    // valid ones
	uint32_t repeats;    // the same bytes again
	uint32_t timeouts;   // nothing usable came in time
	uint32_t bad_checks; // frames with wrong check characters heard while waiting for this bank
	uint32_t busy;	     // BUSY replies
	uint32_t naks;
	uint32_t sessions;    // times a session was begun with SQN 0
	uint32_t handshakes;  // of these, proved by its key at both ends
	uint32_t lost;	      // sessions it said it has not, or that somebody ended
	uint32_t refused;     // replies that were not of the session: bent, forged, replayed, clear
	uint32_t late;	      // replies that came when nobody waited for them any more
	uint32_t random_uids; // cards left unread because their UID is random
	// Time from one POLL to the next while online: what a tap waits for, at most.
	uint32_t cycle_last_us;
	uint32_t cycle_worst_us;
	uint64_t cycle_sum_us; // over cycle_count
	uint32_t cycle_count;
};

#endif
