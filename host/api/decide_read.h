// SPDX-License-Identifier: GPL-3.0-or-later
// What the files that read one decide request share. Inside the room only.
#ifndef API_DECIDE_READ_H
#define API_DECIDE_READ_H

#include <jansson.h>

#include "api/decide.h"

#define DEPTH_MAX 6
#define IDS_MAX	  (REQUEST_GRANTS + REQUEST_RELEASE + 1)

// One request being read. The path is kept as it goes, and printed only when something is wrong.
struct reading {
	struct request *request;
	char *why;
	struct {
		const char *key;
		int index; // -1: no list
	} path[DEPTH_MAX];
	int depth;
	struct local_date today;
	bool spring; // the day whose hour from 01:00 does not exist
	char numbers[IDS_MAX][24];
	int number_count;
};

struct field {
	const char *key;
	int (*read)(struct reading *reading, const json_t *value, void *out);
};

// Writes "path sentence" and returns -ERR_FORMAT.
int reading_refuse(struct reading *reading, const char *sentence, ...)
	__attribute__((format(printf, 2, 3)));
// Calls the reader of every field that is there and not null; keys nobody names are passed over.
int reading_object(
	struct reading *reading, const json_t *value, const struct field *fields, void *out);
// Calls read for every entry; at most `most`.
int reading_list(struct reading *reading, const json_t *value, int most,
	int (*read)(struct reading *, const json_t *, void *), void *out);

// Plain values into *out, which is of the type named last.
int read_word(struct reading *reading, const json_t *value, const struct words *words, int *out);
int read_bool(struct reading *reading, const json_t *value, void *out);	    // bool
int read_attested(struct reading *reading, const json_t *value, void *out); // enum attested
int read_date(struct reading *reading, const json_t *value, void *out);	    // struct local_date
int read_time(struct reading *reading, const json_t *value, void *out);	    // struct local_time
int read_clock(struct reading *reading, const json_t *value, void *out);    // int32_t, today's
int read_span(struct reading *reading, const json_t *value, void *out);	    // struct day_span
int read_id(struct reading *reading, const json_t *value, void *out);	    // const char *

// The parts of a request; out is the request.
int read_day(struct reading *reading, const json_t *value, void *out);
int read_person(struct reading *reading, const json_t *value, void *out);
int read_custody(struct reading *reading, const json_t *value, void *out);
int read_grants(struct reading *reading, const json_t *value, void *out);

#endif
