// SPDX-License-Identifier: GPL-3.0-or-later
// `clock`: the vendor message by which the host sets a bank's own clock and compares it with its
// own, so that a clock which is wrong is found out before it decides anything (design.md section 3,
// "When something is broken"). Carried by MFG and MFGREP, in a session only.
//
//   ask    4E 48 54  02
//   set    4E 48 54  02  seconds u32
//   reply  4E 48 54  02  flags  seconds u32
//
// Seconds since 1970 UTC, little-endian. The reply to a set says what is in force after it. Either
// may grow at its end; what is behind these bytes is left alone.
#ifndef BANK_CLOCK_H
#define BANK_CLOCK_H

#include "bank/hello.h"

enum {
	// It was set and has run without a break since; else `seconds` means nothing.
	BANK_CLOCK_SET = 0x01,
};

struct bank_clock {
	uint8_t flags; // BANK_CLOCK_*; others are a later bank's
	uint32_t seconds;
};

#define BANK_CLOCK_ASK_SIZE   4
#define BANK_CLOCK_SET_SIZE   8
#define BANK_CLOCK_REPLY_SIZE 9

// The host's end: the data of an MFG, and of the MFGREP it brings. The writers return the size
// written; the reader is false for another message or a cut one.
size_t bank_write_clock_ask(uint8_t *out);
size_t bank_write_clock_set(uint8_t *out, uint32_t seconds);
bool bank_read_clock(const uint8_t *data, size_t len, struct bank_clock *out);

// The bank's end. What an MFG wants of the clock.
enum bank_clock_request { BANK_CLOCK_OTHER, BANK_CLOCK_ASKED, BANK_CLOCK_TO_SET };
// *out_seconds is written for BANK_CLOCK_TO_SET only. A set that is cut is another message.
enum bank_clock_request bank_clock_wanted(const uint8_t *data, size_t len, uint32_t *out_seconds);
size_t bank_write_clock(uint8_t *out, const struct bank_clock *clock);

#endif
