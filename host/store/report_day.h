// SPDX-License-Identifier: GPL-3.0-or-later
// One day as rows, for reports/day.h: who was expected, what was in whose care, what was refused.
#ifndef STORE_REPORT_DAY_H
#define STORE_REPORT_DAY_H

#include "base/walltime.h"
#include "policy/words.h"
#include "store/banks.h"
#include "store/custodies.h"
#include "store/days.h"
#include "store/devices.h"
#include "store/people.h"
#include "store/questions.h"

#define REPORT_NAME  (2 * PERSON_NAME)
#define REPORT_PLACE (BANK_NAME + CUSTODY_SAFE + CUSTODY_ENVELOPE + 16)
#define REPORT_RULE  16

struct report_person {
	int64_t id; // 0: nobody known
	char ref[PERSON_REF];
	char name[REPORT_NAME]; // given and family
	char class[PERSON_CLASS];
	bool pupil;
};

// Minutes since 00:00 of that day for that person's class; -1 where the day has none.
struct report_hours {
	int hand_in_until, home_time;
};

struct report_expected {
	struct report_person person;
	struct report_hours hours;
};

struct report_custody {
	int64_t id;
	struct report_person person;
	struct report_hours hours;
	enum custody_kind kind;
	char device[16];
	char place[REPORT_PLACE];
	struct wall_time began_at, ended_at; // ended_at 0: still in care
	char began_how[8], ended_how[8];
	bool taken_back;	    // before the door closed: no collection
	char label[DEVICE_LABEL];   // a loan's: what the school calls the device
	struct wall_time return_by; // a loan's
	bool arrived;		    // the office signed them in on the day it began: not late
};

struct report_refusal {
	struct wall_time at;
	struct report_person person;
	char place[REPORT_PLACE]; // the bank's name, or "desk"
	char action[12], outcome[8];
	char rule[REPORT_RULE];
	char say[160];
};

struct report_question {
	struct wall_time asked_at;
	char place[REPORT_PLACE];
	struct report_person person;
	char sentence[QUESTION_SENTENCE];
};

struct report_exception {
	struct report_person person;
	enum grant_kind kind;
	struct wall_time from, until; // until it ended, where that was before its time
	struct wall_time last_out;    // their last deposit so far was given back then; 0: it is in
	char by[REPORT_NAME];
	char review[LOCAL_DATE_TEXT]; // "" where none
};

struct report_day_rows {
	struct local_date date;
	struct wall_time
		now; // the day is told as it stood then, or at its end where that was earlier
	enum day_kind kind;
	char name[DAY_NAME], school[64]; // the school's name, "" where none was entered
	struct report_expected *expected;
	struct report_custody *custodies; // begun, ended or lying there on that day
	struct report_refusal *refusals;  // and references, oldest first
	struct report_question *questions;
	struct report_exception *exceptions;
	size_t expected_count, custody_count, refusal_count, question_count, exception_count;
};

// Reads the day as of now. -ERR_NO_MEMORY and what the database says; out is then released.
int report_day_read(struct store *store, struct local_date date, struct wall_time now,
	struct report_day_rows *out);
void report_day_release(struct report_day_rows *rows);

#endif
