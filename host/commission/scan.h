// SPDX-License-Identifier: GPL-3.0-or-later
// Finds what answers on a line: every address at every rate, who it says it is, whether it has a
// key, and two boards at one address. It changes nothing there; a session that somebody else has
// with a bank ends, so the line must be nobody else's (port_open sees to that).
#ifndef COMMISSION_SCAN_H
#define COMMISSION_SCAN_H

#include "base/loop.h"
#include "port/port.h"

struct scan;

enum scan_key {
	SCAN_KEY_UNKNOWN, // it does not speak of keys
	SCAN_KEY_NONE,
	SCAN_KEY_OWN,
};

struct scan_found {
	long rate; // 0: the line is not paced
	uint8_t address;
	bool several; // what answers is damaged each time or comes twice: two boards, or noise
	bool ours;    // a Hometime bank; else only `address` and `vendor` mean anything
	uint8_t vendor[3];
	uint32_t serial;
	uint8_t firmware[3];
	uint8_t doors; // 0: it does not know yet
	bool has_inside;
	enum scan_key key;
	bool button; // pressed: it takes the default key
};

struct scan_events {
	void (*found)(void *arg, const struct scan_found *found);
	// Before each address.
	void (*asking)(void *arg, long rate, unsigned address);
	// Once, and nothing after it. why: "" where all was asked, or what stopped it.
	void (*ended)(void *arg, const char *why);
};

struct scan_config {
	const char *address; // of the line, for port_open
	// Rates to try, 0-ended; NULL: the one of the address only. Only a serial: line has others.
	const long *rates;
	port_opener *open_port; // NULL: port_open
	void *open_arg;
};

// Every rate a bank may have been set to, the likeliest first, 0-ended.
extern const long scan_rates[];

// Begins; everything comes by events, none from inside this call. -ERR_NO_MEMORY, -ERR_FULL,
// or what port_open says, with why.
int scan_open(struct scan **out_scan, struct loop *loop, const struct scan_config *config,
	const struct scan_events *events, void *arg, char why[PORT_WHY]);
// Stops where it is. NULL is fine. Not from inside an event.
void scan_close(struct scan *scan);

#endif
