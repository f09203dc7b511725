// SPDX-License-Identifier: GPL-3.0-or-later
// `hello`: the first vendor message between host and bank, from which each learns what the other
// is and the host learns of a restart. Carried by MFG and MFGREP.
//
//   request  4E 48 54  01  protocol
//   reply    4E 48 54  01  protocol  major minor build  boots u32  reset  doors  chain  flags
//            refused u16  battery u16  coil u16
//
// A newer bank may append; what an older host does not know it leaves alone. A reply that ends
// before `refused` is an older bank's: what it does not say reads as 0. One shorter than
// BANK_HELLO_FIRST_SIZE is too old to be spoken to.
#ifndef BANK_HELLO_H
#define BANK_HELLO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// In PDID and before every manufacturer message: a locally administered number, claimed from
// nobody (design.md section 4).
#define BANK_VENDOR_0 0x4E
#define BANK_VENDOR_1 0x48
#define BANK_VENDOR_2 0x54
#define BANK_VENDOR                                                                                \
	{                                                                                          \
		BANK_VENDOR_0, BANK_VENDOR_1, BANK_VENDOR_2                                        \
	}
// In PDID: this family of cabinets.
#define BANK_MODEL 1

// Raised when host and bank could misunderstand each other; growing a message at its end is no
// reason.
#ifndef BANK_PROTOCOL // a test builds older and newer banks
#define BANK_PROTOCOL 1
#endif

// The byte behind the vendor code says which message. Only ever added to.
enum bank_message {
	BANK_HELLO = 0x01,
	BANK_CLOCK = 0x02, // bank/clock.h
};

enum bank_reset {
	BANK_RESET_UNKNOWN,
	BANK_RESET_POWER,
	BANK_RESET_EXTERNAL, // the reset pin: a button, or DTR of the USB side
	BANK_RESET_BROWN_OUT,
	BANK_RESET_WATCHDOG, // the program hung: a fault to report
};

enum bank_chain {
	BANK_CHAIN_GOOD,
	BANK_CHAIN_CUT, // no guard found: every input is unknown
};

enum {
	BANK_FLAG_PLAIN_WIRE = 0x01, // of banks before Secure Channel: obeys anybody
	BANK_FLAG_INSIDE = 0x02,     // has inside sensors
	BANK_FLAG_WINDOW = 0x04,     // its commissioning window is open
	BANK_FLAG_KEY = 0x08,	     // has a key
};

struct bank_hello {
	uint8_t protocol;
	uint8_t firmware[3]; // major, minor, build
	uint32_t boots;	     // times started, kept in EEPROM
	uint8_t reset;	     // enum bank_reset, or a later one
	uint8_t doors;	     // 0 while not known
	uint8_t chain;	     // enum bank_chain, or a later one
	uint8_t flags;	     // BANK_FLAG_*
	uint16_t refused;    // frames of a session that were not of it since the start; wraps
	uint16_t battery_mv; // at the charger: about 13,200 on mains
	// In the middle of the last pulse; 0 while there was none. A coil or cable that is broken
	// draws nothing, a jammed latch what any does.
	uint16_t coil_ma;
};

enum bank_hello_read {
	BANK_HELLO_GOOD,
	BANK_HELLO_FOREIGN, // another vendor, or another message
	BANK_HELLO_SHORT,   // a bank older than this host
	BANK_HELLO_SKEW, // another protocol number: *out is written, the rest may mean other things
};

#define BANK_HELLO_REQUEST_SIZE 5
#define BANK_HELLO_FIRST_SIZE	16
#define BANK_HELLO_REPLY_SIZE	22

// The data of the MFG command; returns BANK_HELLO_REQUEST_SIZE.
size_t bank_write_hello_request(uint8_t *out);
// Whether MFG data is a hello, from whatever protocol.
bool bank_is_hello_request(const uint8_t *data, size_t len);
// The data of the MFGREP; returns BANK_HELLO_REPLY_SIZE.
size_t bank_write_hello(uint8_t *out, const struct bank_hello *hello);
enum bank_hello_read bank_read_hello(const uint8_t *data, size_t len, struct bank_hello *out);

#endif
