// SPDX-License-Identifier: GPL-3.0-or-later
// They who watch /api/changes: each at its own place in the ring of changes (changes.h), and only
// as long as its session lets it. Knows nothing of the HTTP library: whoever holds the connections
// is told by wake() which has something to send.
#ifndef HTTP_WATCHERS_H
#define HTTP_WATCHERS_H

#include "http/changes.h"

// Each is sent something at least so often: a dead one is noticed, at both ends (base/live.js).
#define WATCHERS_QUIET_S 20
#define WATCHERS_LOOK_MS 1000 // after a change it is seen whether they still may; and each QUIET_S

struct watcher {
	struct watchers *all;
	void *connection; // the library's
	struct changes_reader reader;
	char session[ACCOUNT_TOKEN];
	bool waiting; // has read everything
	bool beat;
	bool ended; // its session has
	struct watcher *next;
};

struct watchers {
	const struct http_config *config;
	void (*wake)(void *arg, void *connection);
	void *arg;
	struct changes changes;
	struct watcher *first;
	size_t count;
	struct loop_timer beat, look;
	bool look_set, looking, closing;
};

// boot: of this start of the service.
void watchers_open(struct watchers *watchers, const struct http_config *config, uint64_t boot,
	void (*wake)(void *arg, void *connection), void *arg);
// Everybody is woken to be told the end.
void watchers_end(struct watchers *watchers);
// Once all of them are removed.
void watchers_close(struct watchers *watchers);

// today: they may read it, and are told of it. last_id: as in changes_begin(). NULL: no memory.
struct watcher *watchers_add(struct watchers *watchers, void *connection, const char *session,
	bool today, const char *last_id);
void watchers_remove(struct watcher *watcher);
// What is to be sent, up to max bytes. 0: nothing, and it waits for wake(); negative: it ends.
int watcher_read(struct watcher *watcher, char *out, size_t max);
// http_changed(). today: to whoever may read it alone.
void watchers_tell(struct watchers *watchers, const char *event, const char *json, bool today);

#endif
