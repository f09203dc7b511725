// SPDX-License-Identifier: GPL-3.0-or-later
// How much one client may ask: a bucket of tokens each, filled steadily. Pure: time comes in.
#ifndef HTTP_RATE_H
#define HTTP_RATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

#define RATE_CLIENTS 256 // kept; beyond, whoever has been quiet the longest is forgotten
#define RATE_BURST   600 // requests at once: ten screens opened together behind one address
#define RATE_SECOND  150 // requests a second after that
// Connections by TLS: each costs the loop a handshake, some 0.4 ms, before anything is asked.
#define RATE_CONNECTS	     240
#define RATE_CONNECTS_SECOND 20

struct rate {
	double burst, second; // 0: RATE_BURST, RATE_SECOND
	struct {
		bool used;
		uint64_t client;
		double tokens;
		struct mono_time at;
	} rows[RATE_CLIENTS];
};

// Takes one token; false: there is none, and the client is to come again later.
bool rate_take(struct rate *rate, uint64_t client, struct mono_time now);

#endif
