// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the tables that make_vectors.py writes, and the tables. Each file that includes this
// has them for itself; on the AVR they stay in flash.
#ifndef TESTS_OSDP_VECTOR_ROWS_H
#define TESTS_OSDP_VECTOR_ROWS_H

#include <stdint.h>

#ifdef __AVR__
#include <avr/pgmspace.h>
#define VECTOR_MEMORY PROGMEM
#else
#define VECTOR_MEMORY
#endif

struct vector_frame {
	char name[4];
	uint8_t number;
	uint16_t at, len; // in vector_bytes, mark byte included
	uint8_t reply, address, sqn, code;
	uint16_t payload_at, payload_len;
};

struct vector_step {
	char name[4];
	uint8_t number;
	uint16_t sent_at, sent_len, reply_at, reply_len;
};

struct vector_crc {
	uint16_t at, len, crc;
};

#include "vectors_table.h"

#endif
