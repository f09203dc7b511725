// SPDX-License-Identifier: GPL-3.0-or-later
// What is physically true of a school under test: whose phone lies behind which door, kept by the
// hands that move it, and what must hold of the rows and the latches whatever happens.
#ifndef SCHOOL_MODEL_H
#define SCHOOL_MODEL_H

#include "world.h"

#define MODEL_PEOPLE   9
#define MODEL_CABINETS 2
#define MODEL_DOORS    8

struct model_door {
	int lies;	  // 1 + whose phone; 0: nothing
	bool doubt;	  // a sensor was stuck, or the door is one without: it cannot be known
	bool stuck;	  // now
	unsigned asked;	  // unlocks on record
	unsigned pulses;  // currents in its coil
	int64_t asked_ns; // when the last of them was on record
};

struct model {
	struct world *world;
	const char *refs[MODEL_PEOPLE];
	int64_t ids[MODEL_PEOPLE];
	bool holds[MODEL_PEOPLE];   // the phone is in their pocket
	bool in_safe[MODEL_PEOPLE]; // or in the office's
	struct model_door doors[MODEL_CABINETS][MODEL_DOORS];
	size_t log_at[MODEL_CABINETS];
	int64_t latch_off_ns[MODEL_CABINETS];
	int latch_on[MODEL_CABINETS]; // 1 + door
	bool cut[MODEL_CABINETS];     // power, stub or chain: what is there cannot be known now
	bool noisy;
	int64_t seq_seen, custody_seen;
	FILE *said; // the service's log file
	uint64_t seed;
	int step;
	char trace[64][96]; // the last steps
	unsigned traced;
};

extern bool model_trace; // every step is printed as it is done

void model_open(struct model *model, uint64_t seed);
void model_close(struct model *model);

// Time passes, and the latches are watched against the rows every 10 ms.
void model_run(struct model *model, int64_t ms);
// Prints seed, step and the last steps, and fails.
void model_fail(struct model *model, const char *format, ...)
	__attribute__((format(printf, 2, 3), noreturn));
void model_note(struct model *model, const char *format, ...) __attribute__((format(printf, 2, 3)));

// What must hold between any two steps.
void model_check(struct model *model);
// Of the whole record: the chain, seq without a gap, the log file.
void model_check_record(struct model *model);
// 0.. of MODEL_PEOPLE; -1: none of them.
int model_person(const struct model *model, int64_t id);

#endif
