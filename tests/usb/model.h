// SPDX-License-Identifier: GPL-3.0-or-later
// What a USB device is to whoever carries its packets: descriptors and four answers. A device model
// (mega16u2.h, wedge.h) fills it; a carrier (usbfs.h under umockdev, vhci.h on a kernel) asks it.
#ifndef USB_MODEL_H
#define USB_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define USB_PACKET 64 // a full-speed bulk packet at the most

// What a device answers instead of a length. A busy one is asked again, as by a host controller.
enum usb_answer { USB_BUSY = -1, USB_STALL = -2, USB_ERROR = -3 };

struct usb_model {
	const uint8_t *device; // the 18 bytes
	const uint8_t *config; // with its interfaces and endpoints
	size_t config_len;
	const char *manufacturer, *product, *serial; // strings 1, 2, 3; serial may be NULL
	const char *driver; // of the kernel's, that takes it; it takes all its interfaces
	void *arg;
	// EP0, what no carrier answers itself (see usb_control): the length of what it answers,
	// at most `room`, or USB_STALL or USB_BUSY. `data` is what the host sends with it.
	int (*control)(void *arg, const uint8_t setup[8], const uint8_t *data, uint8_t *out_answer,
		size_t room);
	// A packet from the host: 0 taken, or an answer.
	int (*take)(void *arg, uint8_t endpoint, const uint8_t *packet, size_t len);
	// A packet to the host: its length, or an answer.
	int (*give)(void *arg, uint8_t endpoint, uint8_t out_packet[USB_PACKET]);
};

// The standard requests that every device answers alike: descriptors, strings, configuration,
// interface. Anything else is the model's.
int usb_control(const struct usb_model *model, const uint8_t setup[8], const uint8_t *data,
	uint8_t *out_answer, size_t room);

// One transfer, as a host controller runs it packet by packet.
struct usb_transfer {
	uint8_t endpoint; // with 0x80 for IN
	bool control;	  // then buffer begins with the 8 bytes of setup
	bool zero_packet; // an OUT that fills its last packet is ended by an empty one
	uint8_t *buffer;
	size_t length, done; // without the setup
	bool over;
	int status; // 0 or a negative errno, as the kernel says it
};
// Goes on as far as the device lets it.
void usb_transfer_run(const struct usb_model *model, struct usb_transfer *transfer);

#endif
