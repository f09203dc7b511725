// SPDX-License-Identifier: GPL-3.0-or-later
// libusb on the one poll loop: what everything that drives a USB device itself shares. No thread of
// ours, and no call here waits but usb_bus_drain.
//
// Each user has a libusb context of its own: made at opening it sees the devices as they are then,
// even where no news of plugging reaches this program (a service with a network namespace of its
// own hears no udev). What libusb's callbacks bring is to be filed, and settled after libusb has
// returned.
#ifndef USB_BUS_H
#define USB_BUS_H

#include <libusb.h>

#include "base/err.h"
#include "base/loop.h"

#define USB_FDS	   16 // descriptors of one context
#define USB_SERIAL 64 // a serial number and its ending zero
#define USB_NODE   32 // "/dev/bus/usb/001/005"

struct usb_bus {
	libusb_context *context; // NULL: not open
	struct loop *loop;
	// Called when libusb has handled what came, outside of its callbacks.
	void (*settle)(void *arg);
	void *arg;
	bool full; // the loop had no room for one of its descriptors
	struct {
		struct loop_watch *watch;
		int fd;
	} watches[USB_FDS];
};

// A zeroed bus is closed. 0, or a negative libusb code and nothing opened.
int usb_bus_open(struct usb_bus *bus, struct loop *loop, void (*settle)(void *arg), void *arg);
// Everything opened on it is closed before. Fine where it is closed.
void usb_bus_close(struct usb_bus *bus);
// Lets libusb bring back what was cancelled, until *flying is 0 or 0.2 s are over: before a device
// is closed, and nowhere else. settle is not called. False where something did not come back.
bool usb_bus_drain(struct usb_bus *bus, const unsigned *flying);

// What the kernel remembers of a device since it was plugged in: asks nothing of it and needs no
// permission. The serial number is "" where it has none.
void usb_serial(libusb_device *device, char out_serial[USB_SERIAL]);
void usb_node(libusb_device *device, char out_node[USB_NODE]);

// libusb's code as one of ours, negative.
int usb_err(int libusb_code);

// "VID:PID[:SERIAL]", four hexadecimal digits each.
struct usb_name {
	uint16_t vid, pid;
	char serial[USB_SERIAL]; // "": whichever there is
};
// -ERR_FORMAT where it is none, -ERR_FULL where its serial number is too long.
int usb_name_parse(struct usb_name *out_name, const char *text);

#endif
