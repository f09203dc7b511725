// SPDX-License-Identifier: GPL-3.0-or-later
// The ATmega16U2 of an Arduino Mega 2560 R3, between USB and the Mega's UART0: a model, no I/O.
//
// What it is believed from: the descriptors as lsusb prints them for 2341:0042 (communications
// interface 0 with interrupt 0x82, data interface 1 with bulk OUT 0x04 and IN 0x83, 64 bytes each);
// the CDC class's PSTN subclass 1.2 for the requests; Arduino's published firmware of the chip
// (arduino-usbserial over LUFA 100807) for the rest: no byte moves either way until
// SET_LINE_CODING has set a rate; two rings of 128 bytes, where the one from USB holds the host
// back and the one from the UART loses what does not fit; a packet that fills the endpoint is
// followed by an empty one; DTR drives the line whose falling edge, through a capacitor, resets the
// Mega. Not held against the chip itself. docs/testing.md says what that leaves unproven.
#ifndef USB_MEGA16U2_H
#define USB_MEGA16U2_H

#include "model.h"

#define MEGA_RING 128

struct mega16u2_ring {
	uint8_t bytes[MEGA_RING];
	size_t count;
};

struct mega16u2 {
	struct usb_model model;
	// Line coding as set, and what was asked in which order: the first request of all matters.
	uint32_t rate;
	unsigned codings, control_lines, packets_before_coding;
	bool dtr;
	void (*reset)(void *arg); // DTR rose: the Mega is reset
	void *arg;
	struct mega16u2_ring to_mega, to_host;
	bool owes_empty; // the last packet was full
	unsigned lost;	 // bytes from the Mega that found the ring full
	// Faults, for tests.
	bool no_empty;			// never sends the empty packet it owes
	bool deaf;			// takes nothing from the host
	bool holds_coding;		// does not answer SET_LINE_CODING yet
	bool refuses_coding;		// stalls SET_LINE_CODING
	unsigned stalls_in, stalls_out; // so often it halts, after each clearing again
	bool halted_in, halted_out;
	unsigned clearings;
	unsigned errors_in, errors_out; // so many packets go wrong on the wire
	uint8_t config[75];
	uint8_t device[18];
	uint8_t in, out; // endpoint addresses
};

// As it leaves the factory. `serial` is borrowed; NULL: it has none.
void mega16u2_init(struct mega16u2 *mega, const char *serial, void (*reset)(void *arg), void *arg);
// Others build it with endpoints elsewhere.
void mega16u2_renumber(struct mega16u2 *mega, uint8_t in, uint8_t out);

// The UART's side. From the Mega: how many found room. To the Mega: at most `room`, how many.
size_t mega16u2_hear(struct mega16u2 *mega, const uint8_t *bytes, size_t len);
size_t mega16u2_say(struct mega16u2 *mega, uint8_t *out_bytes, size_t room);

#endif
