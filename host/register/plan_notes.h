// SPDX-License-Identifier: GPL-3.0-or-later
// What a preview says of the people file as a whole.
#ifndef REGISTER_PLAN_NOTES_H
#define REGISTER_PLAN_NOTES_H

#include "store/store.h"

struct people_plan;

// Adds the notes of people_plan_note() to a plan whose rows are complete. 0 or negative.
int plan_notes_make(struct store *store, struct people_plan *plan, const char *today);

#endif
