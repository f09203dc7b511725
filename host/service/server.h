// SPDX-License-Identifier: GPL-3.0-or-later
// The socket beside the database: commands send one JSON request a line and get one line back. It
// knows lines and who sent them (SO_PEERCRED), nothing of what they say.
#ifndef SERVICE_SERVER_H
#define SERVICE_SERVER_H

#include <stddef.h>
#include <sys/types.h>

#include "base/loop.h"

#define SERVER_CLIENTS	   16	      // at once; the next is closed at once, which its command says
#define SERVER_REQUEST_MAX (1u << 20) // bytes a line: a register of 2,000 people is a quarter of it
#define SERVER_REPLY_MAX                                                                           \
	(8u << 20)		 // bytes waiting for one client; a reply beyond it drops the client
#define SERVER_PATIENCE_MS 10000 // a client that neither sends nor reads for so long is dropped

struct server;

struct server_events {
	// A whole line without its newline, borrowed for the call. The client is not read again
	// before it was replied to, so each client has one request under way.
	void (*request)(void *arg, unsigned client, uid_t user, const char *line, size_t len);
};

// Listens at path with mode 0600; a file left there by a process that died is replaced, so hold the
// database's lock first. -ERR_ARG: path is longer than a socket's name may be (107 bytes).
int server_open(struct server **out_server, struct loop *loop, const char *path,
	const struct server_events *events, void *arg);
// Removes the socket and drops every client. NULL is fine.
void server_close(struct server *server);

// Sends len bytes and a newline; copied. A client that has gone meanwhile is passed over.
void server_reply(struct server *server, unsigned client, const char *line, size_t len);

#endif
