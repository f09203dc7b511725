// SPDX-License-Identifier: GPL-3.0-or-later
// What all ports have in common: the watch on the descriptor, the send queue, going away once.
#include "port/port.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "port/kind.h"

void port_tell_gone(struct port *port, enum err why)
{
	if (port->told)
		return;
	port->told = true;
	port->gone = why;
	loop_timer_stop(&port->farewell);
	loop_unwatch(port->watch);
	port->watch = NULL;
	port->events->gone(port->arg, why);
}

static void say_farewell(void *arg, struct mono_time now)
{
	struct port *port = arg;

	(void)now;
	port_tell_gone(port, port->gone);
}

void port_fail_later(struct port *port, enum err why)
{
	const struct env *env = loop_env(port->loop);

	port->gone = why;
	loop_timer_set(port->loop, &port->farewell, env->mono(env->context), say_farewell, port);
}

// Hands the system what it takes. Returns how much, or a negative enum err.
static int write_some(struct port *port, const uint8_t *data, size_t len)
{
	size_t done = 0;

	while (done < len) {
		ssize_t wrote = write(port->fd, data + done, len - done);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			break;
		if (wrote < 0)
			return -ERR_GONE;
		if (wrote == 0)
			break;
		done += (size_t)wrote;
	}
	return (int)done;
}

static void watch_for(struct port *port)
{
	loop_watch_events(port->watch, (short)(port->waiting ? POLLIN | POLLOUT : POLLIN));
}

static void drain(struct port *port)
{
	int done = write_some(port, port->queue, port->waiting);

	if (done < 0) {
		port_tell_gone(port, ERR_GONE);
		return;
	}
	port->waiting -= (size_t)done;
	memmove(port->queue, port->queue + done, port->waiting);
	watch_for(port);
}

static void ready(void *arg, short revents)
{
	struct port *port = arg;
	uint8_t data[2048];
	ssize_t got;

	// Before reading: an unplugged tty reads as nothing for ever (usb.md section 2).
	if (revents & (POLLHUP | POLLERR | POLLNVAL)) {
		port_tell_gone(port, ERR_GONE);
		return;
	}
	if (revents & POLLOUT)
		drain(port);
	if (!(revents & POLLIN) || port->gone)
		return;
	got = read(port->fd, data, sizeof data);
	if (got > 0)
		port->events->bytes(port->arg, data, (size_t)got);
	else if (got == 0 ? port->zero_is_end
			  : errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
		port_tell_gone(port, ERR_GONE);
}

int port_open(struct port **out_port, struct loop *loop, const char *address,
	struct port_identity *identity, const struct port_events *events, void *arg,
	char why[PORT_WHY])
{
	struct port_address parsed;
	struct port *port;
	int code = port_parse_address(&parsed, address, why);

	if (code < 0)
		return code;
	port = calloc(1, sizeof *port);
	if (!port)
		return port_refuse(why, ERR_NO_MEMORY, "%s: out of memory", parsed.name);
	port->loop = loop;
	port->events = events;
	port->arg = arg;
	port->fd = -1;
	port->rate = parsed.rate;
	if (parsed.kind == PORT_SERIAL)
		code = port_open_serial(port, &parsed, identity, why);
	else if (parsed.kind == PORT_USB)
		code = port_open_usb(port, &parsed, identity, why);
	else
		code = port_open_stream(port, &parsed, why);
	if (code >= 0 && port->fd >= 0) {
		code = loop_watch(loop, port->fd, POLLIN, ready, port, &port->watch);
		if (code < 0)
			port_refuse(why, ERR_FULL, "%s: too many lines are open", parsed.name);
	}
	if (code < 0) {
		port_close(port);
		return code;
	}
	*out_port = port;
	return 0;
}

int port_send(struct port *port, const uint8_t *data, size_t len)
{
	int done = 0;

	if (port->gone)
		return -ERR_GONE;
	if (port->send)
		return port->send(port, data, len);
	if (len > PORT_QUEUE - port->waiting)
		return -ERR_FULL;
	if (!port->waiting) {
		done = write_some(port, data, len);
		if (done < 0) {
			port_fail_later(port, ERR_GONE);
			return done;
		}
	}
	memcpy(port->queue + port->waiting, data + done, len - (size_t)done);
	port->waiting += len - (size_t)done;
	if (port->waiting)
		watch_for(port);
	return 0;
}

size_t port_waiting(const struct port *port)
{
	return port->waiting;
}

long port_rate(const struct port *port)
{
	return port->rate;
}

int port_descriptor(const struct port *port)
{
	return port->fd;
}

void port_close(struct port *port)
{
	if (!port)
		return;
	loop_timer_stop(&port->farewell);
	loop_unwatch(port->watch);
	if (port->release)
		port->release(port);
	else if (port->fd >= 0)
		close(port->fd);
	free(port);
}
