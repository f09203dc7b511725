// SPDX-License-Identifier: GPL-3.0-or-later
// The check characters. On the AVR the assembly of avr-libc is as quick as a table and needs none
// (34 cycles a byte, avr.md section 4); on the host a table of 16 rows is quick enough for
// thousands of frames a second.
#include "osdp/crc.h"

#ifdef __AVR__
#include <util/crc16.h>

static uint16_t add_byte(uint16_t crc, uint8_t byte)
{
	return _crc_xmodem_update(crc, byte);
}
#else
static uint16_t add_byte(uint16_t crc, uint8_t byte)
{
	// Row n: what the polynomial makes of n leaving at the top.
	static const uint16_t rows[16] = {
		0x0000,
		0x1021,
		0x2042,
		0x3063,
		0x4084,
		0x50A5,
		0x60C6,
		0x70E7,
		0x8108,
		0x9129,
		0xA14A,
		0xB16B,
		0xC18C,
		0xD1AD,
		0xE1CE,
		0xF1EF,
	};

	crc = (uint16_t)(crc << 4) ^ rows[(crc >> 12) ^ (byte >> 4)];
	return (uint16_t)(crc << 4) ^ rows[(crc >> 12) ^ (byte & 15)];
}
#endif

uint16_t osdp_crc16(uint16_t seed, const uint8_t *data, size_t len)
{
	uint16_t crc = seed;

	while (len--)
		crc = add_byte(crc, *data++);
	return crc;
}

uint8_t osdp_checksum(const uint8_t *data, size_t len)
{
	uint8_t sum = 0;

	while (len--)
		sum = (uint8_t)(sum + *data++);
	return (uint8_t)-sum;
}
