// SPDX-License-Identifier: GPL-3.0-or-later
// The technician's bench: writes the settings of include/bank/bench.h into a new EEPROM, and
// refuses a cabinet whose EEPROM says something else.
#include <bank/bench.h>

#include "inside.h"

#include <stdio.h>
#include <string.h>

static uint16_t check_of(const uint8_t *block)
{
	uint16_t crc = 0x1D0F;
	for (unsigned i = 0; i < BENCH_CHECK; i++) {
		crc ^= (uint16_t)(block[i] << 8);
		for (unsigned bit = 0; bit < 8; bit++)
			crc = (uint16_t)(crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1);
	}
	return crc;
}

static void put_32(uint8_t *at, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> (8 * i));
}

static uint32_t get_32(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

static void write_block(uint8_t *block, const struct cabinet_options *o)
{
	memset(block, 0, BENCH_SIZE);
	block[BENCH_MARK_0] = 'H';
	block[BENCH_MARK_1] = 'T';
	block[BENCH_LAYOUT] = BENCH_LAYOUT_1;
	block[BENCH_ADDRESS] = o->address;
	put_32(block + BENCH_SERIAL, o->serial ? o->serial : o->address + 1U);
	put_32(block + BENCH_RATE, o->rate ? o->rate : (uint32_t)BENCH_RATE_AT_START);
	block[BENCH_DOORS] = (uint8_t)o->doors;
	if (o->key) {
		block[BENCH_FLAGS] = BENCH_FLAG_KEY;
		memcpy(block + BENCH_KEY, o->key, 16);
	}
	uint16_t check = check_of(block);
	block[BENCH_CHECK] = (uint8_t)check;
	block[BENCH_CHECK + 1] = (uint8_t)(check >> 8);
}

int bench_check(struct cabinet *c, const struct cabinet_options *o, char *why, size_t size)
{
	uint8_t *block = c->eeprom;
	bool blank = true;
	if (!o->bench)
		return 0;
	for (unsigned i = 0; i < BENCH_SIZE; i++)
		blank = blank && block[i] == 0xFF;
	if (blank) {
		write_block(block, o);
		for (unsigned i = 0; i < BENCH_SECRET_SIZE; i++)
			block[BENCH_SECRET + i] = random_byte(c);
		return 0;
	}
	uint16_t check = (uint16_t)(block[BENCH_CHECK] | block[BENCH_CHECK + 1] << 8);
	bool has_key = block[BENCH_FLAGS] & BENCH_FLAG_KEY;
	if (block[BENCH_MARK_0] != 'H' || block[BENCH_MARK_1] != 'T' || check != check_of(block))
		return 0; // torn: the firmware's to notice
	if (block[BENCH_ADDRESS] != o->address)
		snprintf(why, size, "this cabinet's EEPROM says address %u, not %u",
			block[BENCH_ADDRESS], o->address);
	else if (o->serial && get_32(block + BENCH_SERIAL) != o->serial)
		snprintf(why, size, "this cabinet's EEPROM says serial number %u, not %u",
			get_32(block + BENCH_SERIAL), o->serial);
	else if (block[BENCH_DOORS] != o->doors)
		snprintf(why, size, "this cabinet was built with %u doors, not %u",
			block[BENCH_DOORS], o->doors);
	else if (o->key && (!has_key || memcmp(block + BENCH_KEY, o->key, 16)))
		snprintf(why, size, "this cabinet's EEPROM holds %s key",
			has_key ? "another" : "no");
	else
		return 0;
	return -1;
}
