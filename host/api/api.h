// SPDX-License-Identifier: GPL-3.0-or-later
// The list of requests, each to its use case: a JSON object in, a JSON object out. Pure: no socket,
// no clock, no process. Spoken by the command line's socket and, later, by http.
//
// A request names itself and who makes it:   {"request":"card add","by":"S04","uid":...}
// An answer is                               {"ok":true,"say":"...", ...}
// or                                         {"ok":false,"error":"one sentence that says what to
// do"} What else each carries is said in requests.def beside its row.
#ifndef API_API_H
#define API_API_H

#include <jansson.h>
#include <stdbool.h>

#include "base/env.h"

#include "custody/custody.h"
#include "policy/policy.h"
#include "store/store.h"

// What the service knows of a bank beyond its row.
struct bank_snapshot {
	int64_t bank;
	bool online;
	char saying[256]; // what is wrong with it, or ""
	char firmware[16];
	uint32_t refused; // replies that were not its own, and not believed
	uint32_t lost;	  // sessions broken off that it did not begin again
	bool tamper;	  // the cabinet is open
	bool on_battery;
	bool keyed;	  // it has proved the key kept for it
	uint32_t repeats; // commands said again, for want of a reply
};

enum api_kind {
	API_READS,   // rows only: any process may answer it from a database opened read-only
	API_LIVE,    // reads, and says more where a service runs (what the doors are right now)
	API_CHANGES, // writes rows: inside a transaction of the caller, with "by" checked
};

// What a request may touch; everything borrowed for the call.
// What was last held to the desk's reader.
struct desk_card {
	const char *uid;     // "" where it was none
	const char *why;     // why it was none
	const char *trouble; // what is wrong with a reader, or ""
	int64_t number;	     // of readings since the start; 0: none yet
	int64_t age_ms;
};

// The page of `serve --day-sheet`, as it stands.
struct kept_sheet {
	struct wall_time written; // 0: not yet
	bool failed;		  // the last try did not come off
};

struct attempts;
struct api {
	struct store *store;
	struct custody *custody;	   // NULL: only rows are read
	const struct bank_snapshot *banks; // what the lines say now; NULL: no service runs
	size_t bank_count;
	const struct env *env; // for what has to be drawn at random
	const char *user; // of the operating system, from the socket or the process: never from the
			  // request
	struct now now;
	const struct desk_card *desk_card; // NULL: no service runs
	const struct policy *policy;	   // in force; NULL only where rows are read
	const struct kept_sheet *sheet;	   // NULL: none is kept, or no service runs
	struct attempts *attempts;	   // to sign in at the screens; NULL: not asked from there
};

// What the request of this name is, or -1 where there is none.
int api_kind(const char *name);

// Answers; never NULL but for want of memory. *out_keep: whether what it wrote is to be committed
// (a collection refused by policy is not ok and is on the record all the same); otherwise the
// caller rolls back.
json_t *api_answer(const struct api *api, const json_t *request, bool *out_keep);
// The same from text that may be anything, as one line of text to be freed; NULL: no memory.
char *api_answer_text(const struct api *api, const char *text, size_t len, bool *out_keep);

// Whether "today" may answer otherwise after these tables were written to (store_moved()).
bool api_today_moved(const char *tables);

// One door as the screens show it, as one line of JSON to be freed; NULL: no such door.
char *api_door_text(const struct api *api, int64_t bank, int door);

#endif
