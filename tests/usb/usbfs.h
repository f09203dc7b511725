// SPDX-License-Identifier: GPL-3.0-or-later
// Carries a device model to programs run under umockdev-wrapper: sysfs says what is plugged in, and
// this answers the kernel's usbfs ioctls of /dev/bus/usb for the real libusb.
//
// What it is believed from: Linux's drivers/usb/core/devio.c and its uapi header, and the trials of
// usb.md sections 1.2 and 1.3, from which the pseudo-terminal as the device's node comes: it shows
// POLLOUT where a transfer can be reaped and POLLERR where the device has gone, as usbfs does. No
// kernel driver runs here: "bound" is a name we remember.
#ifndef USB_USBFS_H
#define USB_USBFS_H

#include "model.h"

struct usbfs;

// Makes the testbed, or shares that of `neighbour`. The caller runs under umockdev's preload.
struct usbfs *usbfs_open(const struct usbfs *neighbour);
void usbfs_close(struct usbfs *fs);

// Plugs the model into hub port `socket` (1..9) with an address on bus 1. The model is borrowed
// until unplugged and touched only between usbfs_lock and usbfs_unlock, since umockdev's own thread
// asks it. usbfs_unlock lets waiting transfers go on.
void usbfs_plug(struct usbfs *fs, const struct usb_model *model, unsigned socket, unsigned address);
void usbfs_lock(struct usbfs *fs);
void usbfs_unlock(struct usbfs *fs);

// Pulled out. What flies ends with `status`: -ESHUTDOWN as most controllers say, or -EPROTO as
// those that notice a bad wire first; then there is no device.
void usbfs_unplug(struct usbfs *fs, int status);
// Says once more that it was plugged in, as udev may.
void usbfs_repeat_arrival(struct usbfs *fs);
// What a kernel does when the program that had claimed it was killed; umockdev does not tell us.
// Its driver is not bound again by that (measured, usb.md 5.1).
void usbfs_holder_died(struct usbfs *fs);
// Makes the node such that only those whom its mode lets may open it.
void usbfs_chmod(struct usbfs *fs, unsigned mode);

// Readable when a program has moved a byte or a control line; -1 while unplugged. usbfs_quiet takes
// that back.
int usbfs_moved(const struct usbfs *fs);
void usbfs_quiet(struct usbfs *fs);

struct usbfs_use {
	const char *drivers[2];	    // of interfaces 0 and 1: the model's driver, "usbfs", or ""
	unsigned flying, submitted; // transfers now, and ever
	unsigned shortest_in;	    // bytes; 0: no IN was posted yet
};
void usbfs_used(struct usbfs *fs, struct usbfs_use *out_use);

// What programs need in UMOCKDEV_DIR, with the preload. The caller frees it.
char *usbfs_root(const struct usbfs *fs);

#endif
