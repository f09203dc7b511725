// SPDX-License-Identifier: GPL-3.0-or-later
// What people, cables and computers do in the random school, by dice that a seed decides.
#ifndef SCHOOL_ACTS_H
#define SCHOOL_ACTS_H

#include "model.h"

struct acts {
	struct model model;
	uint64_t dice;
	int opener[MODEL_CABINETS][MODEL_DOORS]; // 1 + who stands before it
	int hour, day;
	unsigned envelopes;
};

void acts_open(struct acts *acts, uint64_t seed);
void acts_close(struct acts *acts);
void acts_step(struct acts *acts);
// No fault is left, the host runs, all doors are shut, every question is answered truthfully.
void acts_mend_all(struct acts *acts);
// After home-time: by their own taps, and by staff where that is for staff.
void acts_everybody_goes_home(struct acts *acts);

// acts_desk.c
void act_at_desk(struct acts *acts, unsigned what);
void act_answer_question(struct acts *acts);
// acts.c, for it
unsigned act_dice(struct acts *acts, unsigned sides);
void act_tap(struct acts *acts, int cabinet, const char *ref);
void act_take(struct acts *acts, int cabinet, int door);
void act_put(struct acts *acts, int cabinet, int door, int person);
void act_shut(struct acts *acts, int cabinet, int door);
bool act_ask(struct acts *acts, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
