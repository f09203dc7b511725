// SPDX-License-Identifier: GPL-3.0-or-later
// A port without a descriptor: a test takes what was sent and feeds what is received, in its own
// time. Nothing in the program uses it.
#ifndef PORT_MEMORY_H
#define PORT_MEMORY_H

#include "port/port.h"

// The test's end. Zeroed, with `rate` set, before first use; it outlives the ports opened on it.
struct port_memory {
	long rate;	   // as port_rate; 0: unpaced
	enum err refuse;   // nonzero: opening fails with it
	unsigned opened;   // how often it was opened
	struct port *port; // the one open now, or NULL
	// Called at each port_send, from inside it, where not NULL; otherwise the bytes are kept
	// for port_memory_take. It must not call into the sender.
	void (*sent)(void *sent_arg, const uint8_t *data, size_t len);
	void *sent_arg;
	uint8_t kept[PORT_QUEUE];
	size_t kept_len;
};

// A port_opener; open_arg is the struct port_memory. One port at a time: -ERR_BUSY.
int port_memory_open(void *open_arg, struct port **out_port, struct loop *loop, const char *address,
	struct port_identity *identity, const struct port_events *events, void *arg,
	char why[PORT_WHY]);

// Takes what was sent since, at most cap bytes; returns how many.
size_t port_memory_take(struct port_memory *memory, uint8_t *out, size_t cap);

// Delivers bytes to whoever opened the port, at once. Lost where nobody has.
void port_memory_feed(struct port_memory *memory, const uint8_t *data, size_t len);

// The port goes away: its owner is told once.
void port_memory_hang_up(struct port_memory *memory, enum err why);

#endif
