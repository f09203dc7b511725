// SPDX-License-Identifier: GPL-3.0-or-later
// How many sealed polls a second a bank answers, and what an exchange must take: its characters,
// the two characters the host's adapter waits, and the bank's own cycles from the command's last
// bit to the reply's first (its two characters of silence lie within them).
#ifndef BENCH_POLLS_H
#define BENCH_POLLS_H

#include <stdint.h>

struct polls {
	unsigned rate; // set by the caller, the rest 0
	// The exchange under way: when its command's last bit will have left, and what came back.
	uint64_t said_ns, first_ns, last_ns;
	unsigned said, heard;
	unsigned exchanges, count; // all; POLL and ACK among them, of which:
	uint64_t characters_ns, bank_ns, slowest_ns;
};

// A command was handed to the adapter; a byte's stop bit ended.
void polls_sent(struct polls *polls, uint64_t now_ns, unsigned count);
void polls_heard(struct polls *polls, uint64_t at_ns);

// Prints rate, share and the three terms. Exits with 1 where the rate is under 85 % of what the
// three terms allow, or the bank's share over 1.6 ms (issue 4).
void polls_print(const struct polls *polls, double seconds);

#endif
