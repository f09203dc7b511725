// SPDX-License-Identifier: GPL-3.0-or-later
// A request as text: one line of JSON in the form of `hometime decide` (design.md section 5), which
// reads it back to a request that every policy answers alike. So a decision is kept with what it
// was decided on, and the public form, which only grows, is the form of the record.
#ifndef POLICY_REQUEST_PRINT_H
#define POLICY_REQUEST_PRINT_H

#include <stddef.h>

#include "policy/policy.h"

// Room for any request whose ids have at most 24 characters; an ordinary one takes some 400.
#define REQUEST_TEXT_MAX 12288

// Ids and facts, no name; absent facts are left out. policy is the name of the one that is asked.
// What is not in a request cannot be printed: a hand-in window begins at 00:00, and a room is the
// staff room or another. A custody that began after `at`, which only a doubtful clock can make, is
// printed without its beginning. Allocates nothing. Returns the length without the ending zero, or
// -ERR_FULL, and out is then "".
int request_print(const struct request *request, const char *policy, char *out, size_t size);

#endif
