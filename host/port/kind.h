// SPDX-License-Identifier: GPL-3.0-or-later
// What the kinds of port share with each other and show to nobody else.
#ifndef PORT_KIND_H
#define PORT_KIND_H

#include "port/port.h"
#include "usb/bus.h"

struct port {
	struct loop *loop;
	const struct port_events *events;
	void *arg;
	long rate;
	enum err gone; // nonzero: gone, told or about to be
	bool told;
	struct loop_timer farewell; // tells of a failed write in the next turn
	int fd;			    // -1: this port has no descriptor
	struct loop_watch *watch;
	// An end of file is a hang-up; a tty set to VMIN 0 reads nothing without one.
	bool zero_is_end;
	uint8_t queue[PORT_QUEUE];
	size_t waiting;
	// NULL where not needed. `send` takes all bytes at once instead of a descriptor; what it
	// keeps waits in the queue.
	int (*send)(struct port *port, const uint8_t *data, size_t len);
	void (*release)(struct port *port);
	void *own; // of the kind
};

// Parts of "kind:name[@RATE]".
#define PORT_NAME 200
struct port_address {
	enum { PORT_SERIAL, PORT_STREAM, PORT_USB } kind;
	char name[PORT_NAME];
	long rate;
	struct usb_name usb; // of a PORT_USB
};
int port_parse_address(struct port_address *out_address, const char *text, char why[PORT_WHY]);

// Fill in fd, release and own of a zeroed port, or say why not.
int port_open_serial(struct port *port, const struct port_address *address,
	struct port_identity *identity, char why[PORT_WHY]);
int port_open_stream(struct port *port, const struct port_address *address, char why[PORT_WHY]);
int port_open_usb(struct port *port, const struct port_address *address,
	struct port_identity *identity, char why[PORT_WHY]);

// Writes the sentence and returns -code.
__attribute__((format(printf, 3, 4))) int port_refuse(
	char why[PORT_WHY], enum err code, const char *format, ...);
// The sentence for an errno that opening `name` ended with.
int port_refuse_errno(char why[PORT_WHY], int system_errno, const char *name);
// Takes the advisory lock that tells another program the port is in use.
int port_lock(int fd, const char *name, char why[PORT_WHY]);

// Marks the port gone and tells its owner, once.
void port_tell_gone(struct port *port, enum err why);
// Marks it gone now and tells a turn later: a sender is never called back from inside its own call.
void port_fail_later(struct port *port, enum err why);

#endif
