// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime decide` (design.md section 5): one JSON request a line in, one JSON decision a line
// out, in order. A line that is no valid request gets {"error": "..."} naming the field, and the
// next line is still answered.
#ifndef API_DECIDE_H
#define API_DECIDE_H

#include <stddef.h>

#include "policy/policy.h"

// A longer line is answered by an error and skipped.
#define DECIDE_LINE_MAX 1048576
// Room for any answer, its newline included.
#define DECIDE_ANSWER_MAX 1024
#define DECIDE_WHY_MAX	  256

// Holds every built-in policy and what one request borrows while it is decided.
struct decider;

// -ERR_NO_MEMORY, or -ERR_FORMAT where a built-in policy is wrong.
int decider_open(struct decider **out_decider);
// NULL is fine.
void decider_close(struct decider *decider);

// Decides by this policy wherever a request names its name, in the place of the built-in one; the
// decider closes it. -ERR_NOT_FOUND, and it stays the caller's, where no built-in one has that
// name.
int decider_replace(struct decider *decider, struct policy *policy);

// Answers one line (without its newline) into out_answer, newline included and no terminating zero;
// returns the length.
size_t decider_answer(
	struct decider *decider, const char *line, size_t len, char out_answer[DECIDE_ANSWER_MAX]);

// Reads one line as a request. The request's ids are borrowed from the decider and valid until its
// next call; out_policy is the decider's. -ERR_FORMAT, and out_why one sentence naming the field.
int decider_read(struct decider *decider, const char *line, size_t len, struct request *out_request,
	const struct policy **out_policy, char out_why[DECIDE_WHY_MAX]);

// Answers everything in_fd brings, to out_fd, until its end; what was read is answered before more
// is waited for. 0, -ERR_IO where reading or writing fails, or what decider_open() said.
int decide_lines(int in_fd, int out_fd);

#endif
