// SPDX-License-Identifier: GPL-3.0-or-later
// What an answer carries beside its text: headers, cookies, what a browser may keep; and whether a
// request may come from a page of ours. Pure: nothing of the HTTP library.
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "http/exchange.h"

#define REPLY_HEADERS 16
#define REPLY_VALUE   320

struct reply {
	unsigned status;
	const char *body; // borrowed from the asset or the exchange
	size_t len;
	int count;
	struct {
		const char *name; // static
		char value[REPLY_VALUE];
	} headers[REPLY_HEADERS];
};

// have: the If-None-Match of the request, or NULL; 304 and no body where it has it already.
void reply_of_asset(struct reply *out, const struct http_asset *asset, const char *have, bool tls);
void reply_of_answer(
	struct reply *out, const struct exchange *exchange, const char *have, bool tls);
void reply_of_stream(struct reply *out, bool tls);

#define REPLY_ETAG 24
// Of an answer's text, quoted.
void reply_etag(const char *text, char out[REPLY_ETAG]);

// A sentence where the request asks for a host that is not this machine by its own address, else
// NULL: a name of somebody's that leads here (DNS rebinding) would make their page one of ours. For
// plain HTTP on loopback; by TLS the certificate says whose name it is. NULL: no browser asks.
const char *reply_host_trouble(const char *host);

// The name of the session's cookie, or of the known browser's.
const char *reply_cookie(bool session, bool tls);

struct reply_origin {
	bool tls;
	const char *site, *origin, *host, *type, *ours; // headers, NULL where absent
};
// A sentence where the request may come from a page that is not ours, else NULL. Browsers say so
// themselves; our pages also send a header that no form and no other site can without asking first.
const char *reply_origin_trouble(const struct reply_origin *origin);

#endif
