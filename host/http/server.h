// SPDX-License-Identifier: GPL-3.0-or-later
// What the files share that know libmicrohttpd, and no others do: server.c (the daemon on our
// loop), arrivals.c (connections come and go), requests.c (what one asks) and answers.c (what it
// gets).
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <microhttpd.h>
#include <sys/socket.h>

#include "http/address.h"
#include "http/exchange.h"
#include "http/http.h"
#include "http/rate.h"
#include "http/seats.h"
#include "http/watchers.h"

struct http {
	struct http_config config;
	struct http_address address;
	struct MHD_Daemon *daemon;
	struct loop_watch *watch;
	struct loop_timer again;
	struct lobby lobby;
	struct rate rate, connects;
	struct seats seats;
	struct watchers watchers;
	bool due; // something waits to be done by a turn
};

static inline struct mono_time http_mono(const struct http *http)
{
	return http->config.env->mono(http->config.env->context);
}

static inline const char *http_header(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

// arrivals.c; arg is the struct http. May somebody connect, asked before a handshake.
enum MHD_Result arrivals_may(void *arg, const struct sockaddr *address, socklen_t len);
// A connection has come or gone.
void arrivals_notify(void *arg, struct MHD_Connection *connection, void **context,
	enum MHD_ConnectionNotificationCode code);
// What its seat is to know of the request on a connection; NULL: it is over.
void arrivals_asks(
	struct http *http, struct MHD_Connection *connection, const struct exchange *exchange);
// The client's number: of its address.
uint64_t arrivals_client(struct MHD_Connection *connection);

// requests.c: each piece of a request, and its end. arg is the struct http.
enum MHD_Result requests_took(void *arg, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *data, size_t *size, void **context);
void requests_completed(void *arg, struct MHD_Connection *connection, void **context,
	enum MHD_RequestTerminationCode code);

// answers.c: queue what the connection gets. MHD_NO: it is cut off.
enum MHD_Result answers_send(
	const struct http *http, struct MHD_Connection *connection, struct exchange *exchange);
enum MHD_Result answers_send_asset(
	const struct http *http, struct MHD_Connection *connection, const struct http_asset *asset);
enum MHD_Result answers_begin_stream(
	struct http *http, struct MHD_Connection *connection, const struct exchange *exchange);
// For watchers_open: a stream has something to send.
void answers_wake_stream(void *arg, void *connection);

#endif
