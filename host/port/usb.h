// SPDX-License-Identifier: GPL-3.0-or-later
// What the two halves of the USB port share: which device is meant, and where its bytes go.
#ifndef PORT_USB_H
#define PORT_USB_H

#include "port/kind.h"

// A CDC-ACM function as its own descriptors describe it.
struct usb_function {
	uint8_t control, data; // interface numbers
	uint8_t in, out;       // addresses of the data interface's bulk endpoints
	uint16_t packet;       // wMaxPacketSize of `in`, in bytes
};

// What tells one device from another of its make. Needs no permission to open it.
struct usb_device {
	libusb_device *device; // referenced; the caller's to unref
	struct usb_function function;
	struct port_identity identity;
};

// Finds the one device the address means, or says why not: none, several, no CDC-ACM. `known` as
// port_open's identity, or NULL.
int usb_find(struct usb_device *out_found, libusb_context *context,
	const struct port_address *address, const struct port_identity *known, char why[PORT_WHY]);

// The sentence for what libusb answered to opening or claiming the device.
int usb_refuse(char why[PORT_WHY], int libusb_code, const struct port_address *address);

#endif
