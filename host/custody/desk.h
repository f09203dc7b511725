// SPDX-License-Identifier: GPL-3.0-or-later
// What the desk's acts share. Not for other rooms.
#ifndef CUSTODY_DESK_H
#define CUSTODY_DESK_H

#include "custody/judge.h"

// The answer to the person at the desk, and its decision's row and event where it opens nothing.
// request is what the policy was asked; NULL where it was not.
int desk_refuse(struct custody *c, struct now now, const struct actor *by, int64_t person,
	enum action action, const struct decision *decision, const struct request *request,
	struct desk_answer *out_answer);
void desk_fill(struct desk_answer *out_answer, const struct decision *decision);
// Opens the slot at once where the desk sees the bank, else files the errand (rule 4). slot NULL:
// any free one, chosen when it opens.
int desk_open(struct custody *c, struct now now, const struct actor *by, struct bank *bank,
	struct slot *slot, struct opening *opening, struct desk_answer *out_answer);
// Always waits: for that person's card. An opening by nobody is their own, and waits its turn
// there.
int desk_wait(struct custody *c, struct now now, const struct actor *by, int64_t card,
	struct bank *bank, const struct slot *slot, const struct opening *opening,
	struct desk_answer *out_answer);
// holds.c: the hold of a device that is being handed in: planned, or asked for by a rule (FX-3).
int hold_waits(struct custody *c, const struct hold_row *hold);
int hold_by_rule(struct custody *c, struct now now, const struct actor *by, int64_t person,
	const char *rule);
// desk_hand_in.c: 0; -ERR_BUSY where that envelope of a safe is somebody else's.
int desk_envelope_free(const struct custody *c, const struct desk_place *place, int64_t person);
int desk_event(
	struct custody *c, struct now now, const struct actor *by, const struct event *event);

#endif
