// SPDX-License-Identifier: GPL-3.0-or-later
// School days on a wire that does wrong (faulty_wire.h): pupils hand in and collect, a technician
// changes the bank's key, and what must hold is looked at in every step.
#ifndef SCHOOL_FAULT_DAYS_H
#define SCHOOL_FAULT_DAYS_H

#include "faulty_wire.h"

#define FAULT_DOORS 8

struct fault_days {
	struct world *world;
	struct faulty_wire wire;
	// How many of each are to be struck, over all days; and how many have been.
	unsigned wanted[WIRE_FAULT_COUNT][WIRE_PLACE_COUNT];
	unsigned long struck[WIRE_FAULT_COUNT][WIRE_PLACE_COUNT];
	uint64_t seed;
	unsigned days, taps, scenes, rekeyed;
	unsigned pulses[FAULT_DOORS], openings[FAULT_DOORS];
	size_t log_at;
	int64_t worst_back_ms; // from a trouble's end to the bank in order
	char worst[64];	       // after what
	bool trace;
};

// Plays until every fault was struck as often as is wanted. Fails where anything does not hold.
void fault_days_play(struct fault_days *days);
// The table: fault by state of the exchange and message.
void fault_days_print(const struct fault_days *days);

#endif
