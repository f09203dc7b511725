// SPDX-License-Identifier: GPL-3.0-or-later
// The display; hd44780.h says after what.
#include "hd44780.h"
#include "inside.h"

#include <string.h>

enum { RS = 0x01, RW = 0x02, E = 0x04 };

void hd44780_power(struct hd44780 *h)
{
	memset(h, 0, sizeof *h);
	h->port = 0xFF; // the PCF8574 starts with all outputs high
	memset(h->ram, ' ', sizeof h->ram);
}

static void step(struct hd44780 *h)
{
	h->address = (uint8_t)((h->backward ? h->address - 1 : h->address + 1) & 0x7F);
	if (h->address == 0x28)
		h->address = 0x40;
	if (h->address == 0x68)
		h->address = 0x00;
}

static uint64_t instruct(struct hd44780 *h, uint8_t value)
{
	if (value & 0x80) {
		h->address = value & 0x7F;
		h->in_cg = false;
	} else if (value & 0x40) {
		h->in_cg = true;
	} else if (value & 0x20) {
		h->four_bits = !(value & 0x10);
		h->half = false;
	} else if (value & 0x10) {
		// cursor or display shift: nothing to see
	} else if (value & 0x08) {
		h->on = value & 0x04;
	} else if (value & 0x04) {
		h->backward = !(value & 0x02);
	} else {
		if (value & 0x01) {
			memset(h->ram, ' ', sizeof h->ram);
			h->backward = false;
		}
		h->address = 0;
		h->in_cg = false;
		return US(1520);
	}
	return US(37);
}

static void take(struct hd44780 *h, uint8_t value, bool data, uint64_t cycle)
{
	if (cycle < h->busy_until) {
		h->lost++;
		return;
	}
	uint64_t takes = US(41);
	if (!data)
		takes = instruct(h, value);
	else if (!h->in_cg) {
		h->ram[h->address] = value;
		step(h);
	}
	h->busy_until = cycle + takes;
}

void hd44780_write(struct hd44780 *h, uint8_t port, uint64_t cycle)
{
	bool strobe = (h->port & E) && !(port & E) && !(h->port & RW);
	uint8_t nibble = h->port >> 4;
	bool data = h->port & RS;
	h->port = port;
	if (!strobe)
		return;
	if (!h->four_bits) {
		take(h, (uint8_t)(nibble << 4), data, cycle);
	} else if (!h->half) {
		h->high = nibble;
		h->half = true;
	} else {
		h->half = false;
		take(h, (uint8_t)(h->high << 4 | nibble), data, cycle);
	}
}

// The busy flag's nibble; the address counter's is not modelled and reads 0.
uint8_t hd44780_read(struct hd44780 *h, uint64_t cycle)
{
	uint8_t low = h->port & 0x0F;
	if (!(h->port & RW) || !(h->port & E))
		return h->port;
	return (uint8_t)((cycle < h->busy_until ? 0x80 : 0) | low);
}

const char *hd44780_line(struct hd44780 *h, unsigned line)
{
	static const uint8_t start[4] = {0x00, 0x40, 0x14, 0x54};
	for (unsigned i = 0; i < 20; i++) {
		uint8_t ch = h->ram[start[line & 3] + i];
		h->line[line & 3][i] = h->on && ch >= ' ' && ch < 0x7F ? (char)ch : ' ';
	}
	h->line[line & 3][20] = '\0';
	return h->line[line & 3];
}
