// SPDX-License-Identifier: GPL-3.0-or-later
// A period in numbers, for reports/governors.h. No query here reads a name.
#ifndef STORE_REPORT_COUNTS_H
#define STORE_REPORT_COUNTS_H

#include "base/walltime.h"
#include "policy/words.h"
#include "store/permissions.h"
#include "store/store.h"

// Answers given, by rule and outcome.
struct count_decision {
	char rule[16];
	char outcome[8];
	int64_t count;
};

// Grants of one kind. `given` in the period; `running` and what follows at its end.
struct count_grant {
	int64_t given, ended_early, running;
	int64_t reviews_passed;		   // running ones whose review date has gone by
	char next_review[LOCAL_DATE_TEXT]; // the earliest of the others; "" where none
};
#define COUNT_GRANTS 6 // by enum grant_kind

// Breaches recorded in the period, as they stand now.
struct count_breach {
	char rule[PERMISSION_RULE];
	int64_t by_state[3];  // enum breach_state
	int64_t disciplinary; // of the closed: the Disciplinary Procedure
};

struct count_ban {
	char kind[12], rule[PERMISSION_RULE];
	int64_t began, lifted; // in the period
	int64_t running;       // at its end
};

// Custodies that ended in the period, by kind; those taken back before the door closed left out.
struct count_held {
	enum custody_kind kind;
	int64_t count, total_minutes, longest_minutes;
};

// Reports of one kind (incidents.def); what they say stays with their readers.
struct count_incident {
	char kind[32];
	int64_t count, closed; // recorded in the period, and of these closed by now
};

// Whose devices were handed in.
enum count_whom { COUNT_PUPILS, COUNT_STAFF, COUNT_VISITORS };
struct count_kept {
	int64_t devices, people;
};

struct report_counts {
	struct local_date from, until;	// both included
	char school[64];		// the school's name, "" where none was entered
	char reviewed[LOCAL_DATE_TEXT]; // the setting: when the school last reviewed the policy; ""
	int64_t school_days;
	int64_t hand_ins, collections;	// begun, and ended, in the period
	int64_t said;			// of both: said by staff, not seen
	int64_t walkers;		// permissions that run on the last day
	int64_t questions, answered;	// asked in the period, and of those answered by now
	int64_t lent, lent_overdue;	// school devices taken out, and of these not back in time
	int64_t to_attest;		// of these, consent or images not said yet (RP-17)
	struct count_kept handed_in[3]; // by enum count_whom
	int64_t sign_ins;		// visits at reception
	int64_t overrides,
		acknowledged;	 // acts against a decision, and notices of these done by now
	int64_t holds, evidence; // devices kept longer, and of these for the police
	struct count_incident *incidents; // by kind
	size_t incident_count;
	char pupils[16], staff[16]; // the school's settings, "" where unset
	struct count_decision *decisions;
	struct count_grant grants[COUNT_GRANTS];
	struct count_breach *breaches;
	struct count_ban *bans;
	struct count_held *held;
	size_t decision_count, breach_count, ban_count, held_count;
};

// -ERR_NO_MEMORY and what the database says; out is then released.
int report_counts_read(struct store *store, struct local_date from, struct local_date until,
	struct report_counts *out);
void report_counts_release(struct report_counts *counts);

#endif
