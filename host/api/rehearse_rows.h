// SPDX-License-Identifier: GPL-3.0-or-later
// What the two kinds of rehearsal share. Inside the room only.
#ifndef API_REHEARSE_ROWS_H
#define API_REHEARSE_ROWS_H

#include "api/rehearse.h"

// Decides through the policy and the settings that are tried.
void rehearse_decide(
	const struct rehearse_ask *ask, struct request *request, struct decision *out_decision);
void rehearse_answer(const struct decision *decision, struct rehearsal_answer *out_answer);
// Counts the answer, and keeps the row (copied, its `now` filled in) where it would change: with
// another outcome or other obligations; whole, also by another rule or in other words.
// -ERR_NO_MEMORY.
int rehearse_compare(struct rehearsal *rehearsal, struct rehearsal_row *row,
	const struct decision *decision, bool whole);

#endif
