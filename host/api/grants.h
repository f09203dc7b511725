// SPDX-License-Identifier: GPL-3.0-or-later
// What the requests about grants and about asking for them share. Inside the room only.
#ifndef API_GRANTS_H
#define API_GRANTS_H

#include "api/handler.h"
#include "exceptions/asks.h"

struct grant_fields {
	struct grant_wish wish; // person is not set
	const char *people[ASK_PEOPLE];
	int count;
};

// Reads "person" or "staff", "from", "until", "reason" (of a visit: "visit"), "rooms", "review",
// "parent_request", "agreed_by"; borrowed from the request. False: refused.
bool grant_fields_read(
	struct api_call *call, enum grant_kind kind, struct grant_fields *out_fields);

// A grant's kind as anybody may read it: a medical one is "arranged" (LAW-1).
const char *grant_kind_shown(enum grant_kind kind);

#endif
