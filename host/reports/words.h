// SPDX-License-Identifier: GPL-3.0-or-later
// How reports write times, rules and what is not for everybody's eyes. Inside the room only.
#ifndef REPORTS_WORDS_H
#define REPORTS_WORDS_H

#include "base/walltime.h"
#include "policy/policy.h"
#include "reports/report.h"

#define WORDS_DATE 40
#define WORDS_RULE 240 // a rule's title; the longest of ours has 134 bytes

// LAW-1 would tell that somebody has a medical reason.
bool words_medical(const char *rule);
// The rule for the office's eyes: "arranged" for a medical one.
const char *words_rule(const char *rule);
// What a rule is about in our words, said where it is school practice and not policy text; for the
// locker's own words what they mean.
void words_meaning(const struct policy *policy, const char *rule, char out[WORDS_RULE]);
// The same for the office's eyes: nothing of a medical one.
void words_source(const struct policy *policy, const char *rule, char out[WORDS_RULE]);

// The school's name: as it was entered (`school set name`), or as its policy has it.
const char *words_school(const char *entered, const struct policy *policy);

// "Monday 23 November 2026"
void words_date(struct local_date date, char out[WORDS_DATE]);
// A cell with "23 Nov 2026 15:16"; with the clock alone where it is that day. Empty for 0.
void words_time_cell(struct report *report, struct wall_time at, const struct local_date *day);

#endif
