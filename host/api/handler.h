// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of this room share: how a handler reads its fields, refuses and answers.
#ifndef API_HANDLER_H
#define API_HANDLER_H

#include <stdint.h>

#include "api/api.h"
#include "base/walltime.h"
#include "store/actor.h"

struct api_call {
	const struct api *api;
	const json_t *request;
	json_t *answer; // the handler adds to it
	int64_t by;	// the person in "by", known and still here; 0 where the request only reads
	bool keep;	// refused, and on the record all the same
};

// Ends a handler: `return api_refuse(call, "...")`. Always -1.
int api_refuse(struct api_call *call, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
// Sets "say", the sentence a person reads when it is done. Always 0.
int api_say(struct api_call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Adds one more line for a person to read under "lines".
void api_line(struct api_call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));
// The common end of a handler whose use case fills why: refuses with why, or with what failed where
// why is empty; otherwise says done. Returns what the handler returns.
int api_end(struct api_call *call, int64_t result, const char *why, const char *done);
// Refuses with what went wrong below and what that means here. Always -1.
int api_failed(struct api_call *call, const char *doing, int err);

// The text of a field. Needed and absent or empty, or not text: refused, NULL.
const char *api_needed(struct api_call *call, const char *field);
// The text of a field that may be absent: fallback then. Not text: refused, NULL.
const char *api_text(struct api_call *call, const char *field, const char *fallback);
// A whole number, as JSON or as text of digits, from least to most. Absent: fallback, where that is
// not negative. Otherwise refused, -1.
int64_t api_number(
	struct api_call *call, const char *field, int64_t least, int64_t most, int64_t fallback);
// The texts of a field that is a list of texts, or one; absent: none. Borrowed. How many; -1:
// refused.
int api_texts(struct api_call *call, const char *field, const char **out_texts, int max);
// true and "yes" are ATTEST_YES, false and "no" ATTEST_NO, absent ATTEST_UNASKED; else -1, refused.
int api_attest(struct api_call *call, const char *field);
bool api_flag(const struct api_call *call, const char *field);
// "2026-11-23". Absent: fallback, where that is not NULL. False: refused.
bool api_date(struct api_call *call, const char *field, const struct local_date *fallback,
	struct local_date *out_date);
// A moment by the school's clock: "2026-11-23T14:50", "14:50" (today) or a date alone (its 00:00).
// Absent: fallback, where that is not 0. False: refused.
bool api_moment(struct api_call *call, const char *field, struct wall_time fallback,
	struct wall_time *out_at);
// "2026-11-23T14:50:00" by the school's clock; null where at is 0. For the caller to put somewhere.
json_t *api_time(struct wall_time at);
// "Given Family (REF)"; null for 0.
json_t *api_named(const struct api_call *call, int64_t person);
struct local_date api_today(const struct api_call *call);

// Finds who "by" names, still here, for call->by: done before a request that changes something, and
// by a handler that reads what not everybody may see. False: refused.
bool api_by(struct api_call *call);
struct actor api_actor(const struct api_call *call);
// The person whose reference the field holds; 0: refused.
int64_t api_person(struct api_call *call, const char *field);
// The bank whose name the field holds; 0: refused.
int64_t api_bank(struct api_call *call, const char *field);

// Every handler of requests.def.
#define REQUEST(name, function, kind) int function(struct api_call *call);
#include "api/requests.def"
#undef REQUEST

#endif
