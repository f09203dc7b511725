// SPDX-License-Identifier: GPL-3.0-or-later
// The port a test holds the other end of, without a descriptor.
#include "port/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "port/kind.h"

static int memory_send(struct port *port, const uint8_t *data, size_t len)
{
	struct port_memory *memory = port->own;

	if (memory->sent) {
		memory->sent(memory->sent_arg, data, len);
		return 0;
	}
	if (len > sizeof memory->kept - memory->kept_len)
		return -ERR_FULL;
	memcpy(memory->kept + memory->kept_len, data, len);
	memory->kept_len += len;
	return 0;
}

static void memory_release(struct port *port)
{
	struct port_memory *memory = port->own;

	memory->port = NULL;
}

int port_memory_open(void *open_arg, struct port **out_port, struct loop *loop, const char *address,
	struct port_identity *identity, const struct port_events *events, void *arg,
	char why[PORT_WHY])
{
	struct port_memory *memory = open_arg;
	struct port *port;

	(void)identity;
	if (memory->refuse)
		return port_refuse(why, memory->refuse, "%s is refused by the test", address);
	if (memory->port)
		return port_refuse_errno(why, EBUSY, address);
	port = calloc(1, sizeof *port);
	if (!port)
		return port_refuse(why, ERR_NO_MEMORY, "%s: out of memory", address);
	port->loop = loop;
	port->events = events;
	port->arg = arg;
	port->fd = -1;
	port->rate = memory->rate;
	port->send = memory_send;
	port->release = memory_release;
	port->own = memory;
	memory->port = port;
	memory->opened++;
	memory->kept_len = 0;
	*out_port = port;
	return 0;
}

size_t port_memory_take(struct port_memory *memory, uint8_t *out, size_t cap)
{
	size_t len = memory->kept_len < cap ? memory->kept_len : cap;

	memcpy(out, memory->kept, len);
	memory->kept_len -= len;
	memmove(memory->kept, memory->kept + len, memory->kept_len);
	return len;
}

void port_memory_feed(struct port_memory *memory, const uint8_t *data, size_t len)
{
	struct port *port = memory->port;

	if (port && !port->gone)
		port->events->bytes(port->arg, data, len);
}

void port_memory_hang_up(struct port_memory *memory, enum err why)
{
	if (memory->port)
		port_tell_gone(memory->port, why);
}
