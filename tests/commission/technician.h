// SPDX-License-Identifier: GPL-3.0-or-later
// A technician with hands and eyes in front of a model of a bank whose wires may be wrong, and an
// adoption that asks them.
#ifndef TESTS_COMMISSION_TECHNICIAN_H
#define TESTS_COMMISSION_TECHNICIAN_H

#include "../line/rig.h"
#include "commission/adopt.h"

#define DOORS 8

// What leads where: latch[n] is the door that opens when latch n is pulsed; contact[n] and
// inside[n] the input on which door n is heard; -1 dead.
struct wiring {
	int latch[DOORS], contact[DOORS], inside[DOORS], light[DOORS];
	bool contact_inverted[DOORS], inside_inverted[DOORS];
};

struct job {
	struct rig rig;
	struct wiring wiring;
	struct adopt *adopt;
	bool open[DOORS], full[DOORS];
	unsigned pulses[DOORS];
	char question[160];
	bool asked;
	struct mono_time asked_at;
	bool ended;
	enum adopt_end end;
	struct adopt_bank bank;
	unsigned keyed, recorded;
	struct walk_door door[DOORS + 1];
	char said[4000];
	bool press;	// presses the button when asked
	int quit_after; // so many doors; -1: never
	bool refuse_record;
};

// A bank of DOORS doors, wired right, without a key, its button not pressed yet.
void job_open(struct job *job);
void job_close(struct job *job);
// An adoption from its beginning to its end, the technician doing what is asked. rekey: the key
// alone. keys is FILE.keys.
void job_work(struct job *job, const char *keys, int address, bool rekey, uint32_t proved);
// The bank's input says what door `door` (from 0) is.
void job_hear_contact(struct job *job, int door);

#endif
