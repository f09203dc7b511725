// SPDX-License-Identifier: GPL-3.0-or-later
// Clients of the screens' server who ask as much as they can, in a process of their own: what
// others on the school's network may do. At the lowest priority, since really they are other
// machines.
#ifndef BENCH_CLIENT_H
#define BENCH_CLIENT_H

#include <stdint.h>
#include <sys/types.h>

#define CLIENT_CONNECTIONS 256
#define CLIENT_STATUS_MAX  600

enum client_pattern {
	CLIENT_REST, // nothing is connected
#define PATTERN(name, ...) name,
#include "client_patterns.def"
#undef PATTERN
	CLIENT_PATTERNS
};

// Shared by both processes.
struct client {
	volatile int pattern; // enum client_pattern; -1: end
	volatile int doing;   // the pattern begun: equal to pattern when it has changed over
	uint16_t port;
	char session[64];
	volatile uint64_t answered[CLIENT_PATTERNS]
				  [CLIENT_STATUS_MAX]; // by status; 0: cut off by the server
	volatile uint64_t bytes[CLIENT_PATTERNS];      // sent of bodies
	pid_t pid;
};

const char *client_name(enum client_pattern pattern);

// Forks; exits on failure. port and session as they are now.
struct client *client_start(uint16_t port, const char *session);
// Comes back when all connections of the old pattern are closed.
void client_do(struct client *client, enum client_pattern pattern);
void client_stop(struct client *client);

// One request of our own, in turn: the answer's head and body, or exit. method "GET" or "POST".
void client_ask(uint16_t port, const char *method, const char *path, const char *body, char *out,
	size_t size);

#endif
