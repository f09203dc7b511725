// SPDX-License-Identifier: GPL-3.0-or-later
// A USB keyboard-wedge card reader: a model, no I/O.
//
// What it is believed from: public dumps of ffff:0035 (Sycreader) with a boot keyboard interface
// and an interrupt endpoint of 8 bytes; the HID class specification 1.11 for its requests and
// reports; usb.md 5.1 for a release between two equal digits.
#ifndef USB_WEDGE_H
#define USB_WEDGE_H

#include "model.h"

#define WEDGE_REPORTS 128

struct wedge_reader {
	struct usb_model model;
	uint8_t device[18], config[34];
	uint8_t reports[WEDGE_REPORTS][8];
	size_t count;
	unsigned protocols, idles; // requests that came
	bool stalls_requests;	   // knows neither SET_PROTOCOL nor SET_IDLE
	unsigned errors;	   // so many packets go wrong
};

void wedge_reader_init(struct wedge_reader *reader, const char *serial);
// Types it, a key down and a key up for each letter: digits, hexadecimal letters, '\n'.
void wedge_reader_type(struct wedge_reader *reader, const char *text);

#endif
