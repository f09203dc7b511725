// SPDX-License-Identifier: GPL-3.0-or-later
// A made-up term's rows, written through the store as the use cases write them.
#ifndef TESTS_REPORTS_TERM_H
#define TESTS_REPORTS_TERM_H

#include "../register/made_school.h"
#include "policy/policy.h"
#include "reports/report.h"
#include "store/custodies.h"

// A bank "Hall" with 24 doors; its id. Once a school.
int64_t term_bank(struct school *school);
// Handed in at a door, with its event, known as "seen". The custody.
int64_t term_hand_in(
	struct school *school, const char *ref, int64_t bank, int door, const char *at);
void term_collect(struct school *school, int64_t custody, const char *ref, const char *at);
// A school camera of that label, lent with its events; attests: consent and images are asked for.
// Its custody, for term_collect().
int64_t term_loan(struct school *school, const char *ref, const char *label, const char *at,
	const char *return_by, bool attests);
// One event of the record about a custody, where no function above writes it.
void term_event(
	struct school *school, const char *kind, const char *ref, int64_t custody, const char *at);
// An answer with its event.
void term_decision(struct school *school, const char *ref, int64_t bank, const char *action,
	enum outcome outcome, const char *rule, const char *say, const char *at);
// A grant as it stands in the table, whoever it is for.
int64_t term_grant(struct school *school, const char *ref, enum grant_kind kind, const char *from,
	const char *until, const char *review);

// The policy of that name; closed by the caller.
struct policy *term_policy(const char *name);
// The report as the terminal shows it; freed by the caller. The report is closed.
char *term_printed(struct report *report);
// Compares with tests/reports/golden/NAME, which was read line by line before it was kept.
void assert_golden(const char *text, const char *name);

#endif
