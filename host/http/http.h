// SPDX-License-Identifier: GPL-3.0-or-later
// The server of the screens: HTTP/1.1 by libmicrohttpd on our loop, without a thread of its own.
// It knows connections, cookies, headers, sizes and rates; what a request means is api/web.h.
//
// Limits: every body WEB_BODY bytes, every client a rate, HTTP_CLIENTS connections, one password
// checked at a time. Loopback, or TLS: another address without a certificate is refused.
//
// Nothing is done when a connection has news but to remember it: the work is done by http_turn,
// which whoever runs the loop calls after what matters more, and which rests in between
// (base/pace.h).
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "api/web.h"
#include "base/loop.h"
#include "base/pace.h"

#define HTTP_CLIENTS	 256 // connections at once
#define HTTP_TURN	 4   // requests let in by one turn of the loop; the others wait at the door
#define HTTP_CLIENTS_ONE 192 // of them from one address: a whole school may come by one router
#define HTTP_WHY	 256
#define HTTP_CHILDREN	 2  // reports made at once
#define HTTP_READINGS	 64 // that wait to be read
#define HTTP_WAITING	 16 // for a password or a report; the next is told to try again
#define HTTP_STRANGERS                                                                             \
	12		 // of them for a password, from browsers that the account does not know ...
#define HTTP_ONE_PLACE 4 // ... and of these from one address
#define HTTP_SHORT     (16u << 10) // bytes of a body that anybody's connection may hold
#define HTTP_LONG      (16u << 20) // bytes of all longer bodies together

struct http;

// A file of the screens, built into the program.
struct http_asset {
	const char *path; // "/app.js"; "/" is the page
	const char *type; // of MIME
	const char *etag; // quoted
	const unsigned char *data;
	size_t len;
};

struct http_config {
	struct loop *loop;
	const struct env *env;
	struct web *web;
	const char *address;		 // "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:8443"
	const char *cert, *key;		 // PEM text of a certificate and its key; NULL: no TLS
	const struct http_asset *assets; // ended by a NULL path
	const char *password_job;	 // word of the child that checks passwords (cli/jobs.h)
	const char *read_job;		 // and of the one that reads rows; NULL: none
	// Files work for a turn: run in its transaction, done after its commit. Negative: too much.
	int (*file)(void *arg, bool (*run)(void *job, struct now now),
		void (*done)(void *job, int err), void *job);
	// What a request may touch, for the call from within run.
	void (*api)(void *arg, struct now now, struct api *out_api);
	void *arg;
	struct pace *pace; // shared with whoever runs what is filed; borrowed
};

// Listens. -ERR_ARG: no address; -ERR_DENIED: it is not loopback and there is no certificate;
// -ERR_FORMAT: the certificate or its key is none, or they do not belong together; -ERR_BUSY:
// somebody listens there. why holds one sentence.
int http_open(struct http **out_http, const struct http_config *config, char why[HTTP_WHY]);
// Every connection ends. The filed work must be done or refused before. NULL is fine.
void http_close(struct http *http);

// What the connections have brought, and what is ready for them: a piece of it.
void http_turn(struct http *http);

// Tells everybody who watches /api/changes: one event of that name with a line of JSON. The text is
// copied. Whoever is too slow to take HTTP_CHANGES of them is dropped, and comes again.
#define HTTP_CHANGES 1024
void http_changed(struct http *http, const char *event, const char *json);
// Rows were committed: the event "record", and soon after it "today", where today may answer, and
// does answer, otherwise than before (docs/api.md).
void http_recorded(struct http *http, const char *json, bool today);
// How many watch.
size_t http_watchers(const struct http *http);

#endif
