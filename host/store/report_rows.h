// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of the reports' queries share: spans of the record found without an index, and
// lists that grow. For store/report_*.c only.
#ifndef STORE_REPORT_ROWS_H
#define STORE_REPORT_ROWS_H

#include "base/time.h"
#include "store/store.h"

// Rows whose keys rise with time, both ends included; empty where first > last.
struct key_span {
	int64_t first, last;
};

// The tables are searched by halving, some twenty look-ups each, since an index on time would be a
// page in every tap's commit. A clock that was set back puts rows out of order: the span is a day
// wider at both ends, so the query still asks for the time itself; rows written while the clock was
// wrong by more than that may be missed. Negative enum err.
int report_decisions(struct store *store, struct wall_time from, struct wall_time until,
	struct key_span *out_ids);
int report_events(struct store *store, struct wall_time from, struct wall_time until,
	struct key_span *out_seqs);

// Makes room for one more and returns it, zeroed; NULL where there is no memory.
void *report_grow(void **rows, size_t *count, size_t size);

#endif
