// SPDX-License-Identifier: GPL-3.0-or-later
// A policy as the engine reads it: clauses in order, each with what it asks and what it answers.
// Inside the room only.
#ifndef POLICY_MODEL_H
#define POLICY_MODEL_H

#include "policy/policy.h"

enum fact {
#define FACT(name, text) FACT_##name,
#include "policy/facts.def"
#undef FACT
	FACT_COUNT
};

// Precedence, highest first (policies.md, "What a decision is"). A policy's own clauses of a level
// come before the law's of the same level.
enum level {
	LEVEL_ALWAYS,
	LEVEL_EVIDENCE,
	LEVEL_MEDICAL,
	LEVEL_EMERGENCY,
	LEVEL_HOLD,
	LEVEL_BAN,
	LEVEL_GRANT,
	LEVEL_TIME,
	LEVEL_SILENCE,
	LEVEL_COUNT
};

// Every plain field of a request takes one bit of one 64-bit word, so that a clause asks all of
// them at once: these are the first bits of each.
enum field_bit {
	BIT_ACTION = 0,
	BIT_PLACE = BIT_ACTION + 5,
	BIT_DAY = BIT_PLACE + 2,
	BIT_CATEGORY = BIT_DAY + 4,
	BIT_YEAR = BIT_CATEGORY + 12,
	BIT_DEVICE = BIT_YEAR + 8,
	BIT_OWNER = BIT_DEVICE + 7,
	BIT_CUSTODY = BIT_OWNER + 2,
	BIT_PUPILS = BIT_CUSTODY + 5,
	BIT_STAFF = BIT_PUPILS + 4,
	BIT_END = BIT_STAFF + 5
};

#define SAYS_MAX    3
#define RULES_MAX   96
#define CLAUSES_MAX 192

// Whose end a return-by obligation takes.
enum return_by { RETURN_BY_LOAN, RETURN_BY_EXCEPTIONAL, RETURN_BY_VISIT };

struct clause {
	uint64_t where;	       // bits a request may have; it matches when it has no other
	uint32_t needs, never; // facts, 1 << enum fact
	enum outcome outcome;
	enum return_by return_by;
	unsigned lifted_by, obligations;
	bool ours;
	char rule[RULE_ID_MAX];
	const char *says[SAYS_MAX]; // the first of which every {word} is known is said
};

// When a grant of one kind counts.
struct grant_rule {
	unsigned by; // 1 << enum role; 0: this policy has no such grant
	bool needs_parent_request, needs_room, needs_staff_room, needs_staff;
};

struct policy {
	char name[32];
	const char *title;
	unsigned staff; // 1 << enum category: who this policy counts as staff
	struct grant_rule grants[6];
	struct clause clauses[CLAUSES_MAX];
	int clause_count;
	struct policy_rule rules[RULES_MAX];
	int rule_count;
	struct policy_loan_term loan_terms[LOAN_TERMS_MAX];
	int loan_term_count;
	struct policy_review review; // its rule NULL where the policy names no review
	void *source;		     // the parsed documents that own every string; the loader's
};

uint64_t request_bits(const struct request *request);
uint32_t request_facts(const struct policy *policy, const struct request *request);
// The latest end of the grants of that kind that count now.
struct local_time grant_end(
	const struct policy *policy, const struct request *request, enum grant_kind kind);

// Fills a sentence's {device}, {door} and {home}; false, and nothing to use, where one is not
// known or the sentence is too long.
bool say_print(const char *sentence, const struct request *request, char out_say[SAY_MAX]);
// Whether it wraps by words into four lines of sixteen.
bool say_fits_locker(const char *say);

#endif
