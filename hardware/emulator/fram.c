// SPDX-License-Identifier: GPL-3.0-or-later
// MB85RC256V, 32 KiB of FRAM at 50h (Fujitsu data sheet: two address bytes, a byte is kept with its
// acknowledge, no write time, the address runs on and wraps). A cut leaves whole bytes: those
// acknowledged are kept, the one on the wire never was.
#include "inside.h"

void fram_start(struct cabinet *c, bool read)
{
	if (!read)
		c->fram_bytes = 0;
}

void fram_write(struct cabinet *c, uint8_t value)
{
	if (c->fram_bytes < 2) {
		c->fram_address = (uint16_t)(c->fram_address << 8 | value);
		c->fram_bytes++;
		return;
	}
	c->fram[c->fram_address++ % FRAM_SIZE] = value;
}

uint8_t fram_read(struct cabinet *c)
{
	return c->fram[c->fram_address++ % FRAM_SIZE];
}
