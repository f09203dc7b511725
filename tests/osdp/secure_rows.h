// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the tables that make_secure_vectors.py writes. Included by secure_vectors.c alone.
#ifndef TESTS_OSDP_SECURE_ROWS_H
#define TESTS_OSDP_SECURE_ROWS_H

#include <stdint.h>

#ifdef __AVR__
#include <avr/pgmspace.h>
#define SECURE_MEMORY PROGMEM
#else
#define SECURE_MEMORY
#endif

// Every *_at is a place in secure_bytes.
struct secure_frame {
	char name[4];
	uint8_t number;
	uint16_t at, len; // mark byte included
	uint8_t address, sqn, code, type;
	uint16_t payload_at, payload_len;
	uint8_t reply, repeat, lost, nonconformant;
};

struct secure_handshake {
	char name[4];
	uint8_t number; // of the frame CHLNG
	uint8_t selector;
	uint8_t good; // the peripheral has the panel's key
	uint16_t key_at, far_key_at, rnd_a_at, rnd_b_at, cuid_at;
};

struct secure_mac {
	uint16_t at, len, last_at, mac_at;
};

struct secure_cipher {
	uint16_t plain_at, plain_len, last_at, cipher_at, cipher_len;
};

struct secure_edge {
	char name[4];
	uint8_t number;
	uint16_t at, len;
};

#include "secure_table.h"

#endif
