// SPDX-License-Identifier: GPL-3.0-or-later
// A policy out of its data file. The form of the file is db/policies/README.md; the policies of
// db/policies/ are built in. A file that is wrong is refused whole, with the file, the rule and the
// reason in one sentence.
#ifndef POLICY_LOAD_H
#define POLICY_LOAD_H

#include <stddef.h>

#include "policy/policy.h"

#define POLICY_WHY_MAX 256

// The built-in policy of that name (roby-park, flixton ...). -ERR_NOT_FOUND where there is none;
// otherwise as policy_open_text().
int policy_open(const char *name, struct policy **out_policy, char out_why[POLICY_WHY_MAX]);
// Another school's file. -ERR_IO where it cannot be read.
int policy_open_file(const char *path, struct policy **out_policy, char out_why[POLICY_WHY_MAX]);
// `file` is the name used in out_why. -ERR_FORMAT where the text is no policy, out_why says why;
// -ERR_NO_MEMORY. out_why is written on every error and only then.
int policy_open_text(const char *file, const char *text, size_t len, struct policy **out_policy,
	char out_why[POLICY_WHY_MAX]);
// NULL is fine.
void policy_close(struct policy *policy);

// The names of the built-in policies in a fixed order; NULL past the last.
const char *policy_builtin(int index);

#endif
