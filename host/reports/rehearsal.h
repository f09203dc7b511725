// SPDX-License-Identifier: GPL-3.0-or-later
// A rehearsal: requests decided again through another policy, and whose answers that would change.
// Names people: for the office. What is medical reads as on the day's page (LAW-1): its rule
// "arranged", its sentence left out. Who fills it in is api/rehearse.h.
#ifndef REPORTS_REHEARSAL_H
#define REPORTS_REHEARSAL_H

#include "policy/policy.h"
#include "reports/report.h"
#include "store/people.h"

#define REHEARSAL_SAY 160

struct rehearsal_answer {
	char outcome[8]; // a word of policy/words.h
	char rule[16];
	unsigned obligations; // 1 << enum obligation
	char say[REHEARSAL_SAY];
};

// One answer that would change.
struct rehearsal_row {
	struct local_time at;
	int64_t person;
	char name[2 * PERSON_NAME], class[PERSON_CLASS];
	char place[8];	   // locker, desk
	const char *asked; // static: an action, or what of the day
	struct rehearsal_answer was, now;
};

struct rehearsal {
	struct local_date from, until; // both included; one day where it is a register
	bool is_register;	       // requests made up for that day, not recorded ones
	const struct policy *before;   // gave the answers, or is in force
	const struct policy *through;
	int64_t decided;     // requests decided again
	int64_t same;	     // of those, answered the same by the same rule
	int64_t other_rule;  // the same outcome and obligations by another rule, or in other words
	int64_t passed_over; // answers of the locker's own words: no policy was asked
	int64_t unkept;	     // of a policy, but what it was decided on is not on record
	int64_t unreadable;  // kept in a form that this version does not read
	struct rehearsal_row *rows;
	size_t row_count;
};

// Pure. Sorts nothing: rows come in the order of the requests. NULL: no memory.
struct report *report_rehearsal(const struct rehearsal *rehearsal);

#endif
