// SPDX-License-Identifier: GPL-3.0-or-later
// The last changes, as server-sent events, for any number of readers at their own places. An id is
// "BOOT-NUMBER": a number of another start of the service names nothing of this one.
#ifndef HTTP_CHANGES_H
#define HTTP_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http/http.h"

struct changes {
	uint64_t boot;
	uint64_t next; // number of the next change; the first is 1
	struct {
		char *text; // the event as it is sent
		size_t len;
		bool apart; // only for whom told is set
	} ring[HTTP_CHANGES];
};

// Where one reader stands.
struct changes_reader {
	uint64_t next; // number of the change to read
	size_t at;     // bytes of it, or of note, already read
	bool told;     // gets what is apart as well; the caller's to set, at any time
	char note[96]; // an event for this reader alone, to be read first; "" where none
};

void changes_open(struct changes *changes, uint64_t boot);
void changes_close(struct changes *changes);
// apart: not for everybody. False: no memory, and the change is lost to everybody who has not read
// it: they are all behind.
bool changes_add(struct changes *changes, const char *event, const char *json, bool apart);

// Begins after last_id, the browser's Last-Event-ID, or NULL. What cannot be gone on from begins
// with the event "reset": look at everything anew.
void changes_begin(
	const struct changes *changes, const char *last_id, struct changes_reader *out_reader);
// Up to max bytes; 0: nothing new. -ERR_GONE: what it should read next is not kept any more.
int changes_read(
	const struct changes *changes, struct changes_reader *reader, char *out, size_t max);
// Something is there to be read, or the reader is too far behind.
bool changes_ready(const struct changes *changes, const struct changes_reader *reader);

#endif
