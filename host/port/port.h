// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes in and out of a serial adapter, a USB device, a socket or a pseudo-terminal, with no idea
// what they mean.
#ifndef PORT_PORT_H
#define PORT_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/loop.h"

// A sentence saying why, NUL included.
#define PORT_WHY 256
// Bytes that may wait to be written: several frames, so that a stuck port is noticed soon.
#define PORT_QUEUE 4096
// What a bank on RS-485 leaves the bench with (design.md section 4).
#define PORT_RATE 38400
// What it speaks over its own USB chip.
#define PORT_USB_RATE 115200

struct port;

struct port_events {
	// Borrowed; dies with the call.
	void (*bytes)(void *arg, const uint8_t *data, size_t len);
	// Exactly once, and nothing after it: unplugged, hung up, or failed. The port is still to
	// be closed, but not from inside this call.
	void (*gone)(void *arg, enum err why);
};

// Who an adapter is, whatever its name is today. All zero where that is not known.
struct port_identity {
	int vid; // USB vendor and product; 0 where it is not a USB adapter
	int pid;
	char serial[64];
	char name[64]; // what it was called when it was opened: /dev/ttyUSB0, /dev/bus/usb/001/005;
		       // empty for a stream
};

// Opens what the address names and watches it on the loop. Addresses:
//   serial:/dev/NAME[@RATE]  a tty known to libserialport, 8N1, RATE 38400 where not given; links
//                            to it (/dev/serial/by-id/...) are followed
//   stream:PATH[@RATE]       a Unix socket, a pseudo-terminal, or a link to one. RATE only says how
//                            the far end paces (timeouts, turn-round); 0: it does not. 38400 where
//                            not given
//   usb:VID:PID[:SERIAL][@RATE]  a CDC-ACM device by its USB numbers (four hexadecimal digits each)
//                            and its serial number, needed only where several of them are plugged
//                            in. Its bulk endpoints are driven directly, the kernel's driver put
//                            aside until the port is closed; 8N1, RATE 115200 where not given. DTR
//                            is never asserted
// `identity` may be NULL. Where it has a USB serial number on entry, the adapter with that number
// is opened whatever it is called now, since two adapters may come back under each other's names;
// only where there is none, what is called so. On success it becomes what was opened. DTR is never
// raised by us and not dropped at close: the system raises a serial: adapter's at the first open
// after plugging in, which resets an Arduino, and only there. A port in use by another program is
// found by flock, which stops root as well (TIOCEXCL does not); a usb: device by the kernel's claim
// on it. Fails with -ERR_ARG (no such form of address), -ERR_NOT_FOUND, -ERR_BUSY, -ERR_DENIED,
// -ERR_IO, -ERR_FULL, -ERR_NO_MEMORY; then `why` holds one sentence that says what to do. loop and
// events are borrowed and outlive the port.
int port_open(struct port **out_port, struct loop *loop, const char *address,
	struct port_identity *identity, const struct port_events *events, void *arg,
	char why[PORT_WHY]);

// Whether the address has a form port_open knows; opens nothing. 0, or -ERR_ARG and why.
int port_check_address(const char *address, char why[PORT_WHY]);

// Copies the bytes and sends them as the port takes them. -ERR_FULL where they do not all fit
// (nothing is taken), -ERR_GONE after it went away. Never calls an event.
int port_send(struct port *port, const uint8_t *data, size_t len);

// Bytes taken and not yet handed to the system. A full frame still here long after its time means
// that the far end no longer takes anything.
size_t port_waiting(const struct port *port);

// The rate at which the far end moves bytes, in bit/s, ten bits a byte; 0: as fast as it can.
long port_rate(const struct port *port);

// The descriptor watched, for tests; -1 where there is none or several.
int port_descriptor(const struct port *port);

// Drops what waits, unlocks and closes. NULL is fine. Of a usb: device it waits for the transfers
// it cancels, a millisecond as a rule and 0.2 s at the most.
void port_close(struct port *port);

// What opens a line's port: port_open, or in a test port_memory_open with its memory as open_arg.
typedef int port_opener(void *open_arg, struct port **out_port, struct loop *loop,
	const char *address, struct port_identity *identity, const struct port_events *events,
	void *arg, char why[PORT_WHY]);

#endif
