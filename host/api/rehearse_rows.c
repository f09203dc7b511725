// SPDX-License-Identifier: GPL-3.0-or-later
// Two answers to one request, compared.
#include "api/rehearse_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

// What is asked or said on the way; no answer is another one by it.
#define SMALL_PRINT                                                                                \
	(1u << MUST_ATTEST_OFF | 1u << MUST_ATTEST_INTERNET_OFF | 1u << MUST_OUT_OF_VIEW)

void rehearse_decide(
	const struct rehearse_ask *ask, struct request *request, struct decision *out_decision)
{
	if (ask->pupils >= 0)
		request->pupils = (enum pupils_setting)ask->pupils;
	if (ask->staff >= 0)
		request->staff = (enum staff_setting)ask->staff;
	policy_decide(ask->through, request, out_decision);
}

void rehearse_answer(const struct decision *decision, struct rehearsal_answer *out)
{
	*out = (struct rehearsal_answer){.obligations = decision->obligations};
	snprintf(out->outcome, sizeof out->outcome, "%s",
		word_text(&outcome_words, (int)decision->outcome));
	snprintf(out->rule, sizeof out->rule, "%s", decision->rule);
	snprintf(out->say, sizeof out->say, "%s", decision->say);
}

static int keep(struct rehearsal *rehearsal, const struct rehearsal_row *row)
{
	size_t count = rehearsal->row_count;
	bool full = count == 0 || (count >= 64 && (count & (count - 1)) == 0);

	if (full) {
		size_t room = count < 64 ? 64 : count * 2;
		void *moved = reallocarray(rehearsal->rows, room, sizeof *rehearsal->rows);

		if (!moved)
			return -ERR_NO_MEMORY;
		rehearsal->rows = moved;
	}
	rehearsal->rows[rehearsal->row_count++] = *row;
	return 0;
}

int rehearse_compare(struct rehearsal *rehearsal, struct rehearsal_row *row,
	const struct decision *decision, bool whole)
{
	rehearse_answer(decision, &row->now);
	bool obliged = row->was.obligations == row->now.obligations;
	bool outcome =
		strcmp(row->was.outcome, row->now.outcome) == 0 &&
		(row->was.obligations & ~SMALL_PRINT) == (row->now.obligations & ~SMALL_PRINT);
	bool words = obliged && strcmp(row->was.rule, row->now.rule) == 0 &&
		     strcmp(row->was.say, row->now.say) == 0;

	rehearsal->decided++;
	if (!outcome || (whole && !words))
		return keep(rehearsal, row);
	*(words ? &rehearsal->same : &rehearsal->other_rule) += 1;
	return 0;
}
