// SPDX-License-Identifier: GPL-3.0-or-later
// The places there are for connections, and who gives theirs up when they grow few. Somebody who
// opens every connection there is and says nothing, or a byte now and then, must not keep the
// office out: whoever has not shown a session makes room, the oldest first. Pure: no socket is
// touched.
#ifndef HTTP_SEATS_H
#define HTTP_SEATS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "http/http.h"

#define SEATS_SPARE 32 // so few left, of all or of one address, and somebody goes

struct seat {
	bool used;
	bool busy;    // its request is being answered
	bool seen;    // it has shown a session that was good (web_has_seen)
	bool leaving; // was told to go
	int fd;
	uint64_t client;
	struct mono_time since; // it came, or was last answered
};

struct seats {
	struct seat rows[HTTP_CLIENTS];
};

// The seat of a connection that has come. NULL: there is none, which the library's own limit rules
// out.
struct seat *seats_take(struct seats *seats, int fd, uint64_t client, struct mono_time now);
// NULL is fine.
void seats_give_back(struct seat *seat);
// Who has to go now that client has come, marked as leaving; NULL: nobody, or nobody who may be.
struct seat *seats_make_room(struct seats *seats, uint64_t client);

#endif
