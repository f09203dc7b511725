// SPDX-License-Identifier: GPL-3.0-or-later
// What the loader's files share while one policy is being read. Inside the room only.
#ifndef POLICY_LOADING_H
#define POLICY_LOADING_H

#include <jansson.h>

#include "policy/load.h"
#include "policy/model.h"

#define GROUPS_MAX 8

struct loading {
	struct policy *policy;
	const char *file;
	const char *rule; // what is being read, for the reason
	char *why;
	struct {
		const char *name;
		unsigned categories; // 1 << enum category
	} groups[GROUPS_MAX];
	int group_count;
};

// Writes "file: rule: reason" and returns -ERR_FORMAT.
int loading_refuse(struct loading *l, const char *reason, ...)
	__attribute__((format(printf, 2, 3)));
// A word or a list of words as bits of the list; -ERR_FORMAT where one is not in it.
int loading_words(struct loading *l, const char *key, const json_t *value,
	const struct words *words, unsigned *out_bits);
// Refuses a key that is not among keys, which NULL ends.
int loading_keys(struct loading *l, const json_t *object, const char *const *keys);
// A key that is true, false or absent; anything else would be false to us and true to its writer.
int loading_flag(struct loading *l, const json_t *object, const char *key, bool *out_is);

int loading_groups(struct loading *l, const json_t *groups);
int loading_rules(struct loading *l, const json_t *rules);
// The law's own, or a school's, which may not say who gives what the law says.
int loading_grants(struct loading *l, const json_t *grants, bool laws);
// One clause onto the end of the policy's list, held to what its level is for.
int loading_clause(struct loading *l, enum level level, const json_t *clause);

// When the policy is to be looked at again, after its rules; NULL: it does not say.
int loading_review(struct loading *l, const json_t *review);

// What it says of loans, after its rules; NULL: nothing.
int loading_loan(struct loading *l, const json_t *terms);

// One of db/policies/, embedded by the build; the last has no name.
struct builtin {
	const char *name;
	const unsigned char *text;
	size_t len;
};
extern const struct builtin policy_builtins[];

#endif
