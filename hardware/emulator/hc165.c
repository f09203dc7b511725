// SPDX-License-Identifier: GPL-3.0-or-later
// The 74HC165 input chain (Nexperia 74HC165 data sheet: /PL low loads without a clock, CP shifts on
// its rising edge, D7 comes out first), two chips a door board and the guard 10100101 behind them.
// What is soldered to which input is in hardware/wiring.md.
#include "inside.h"

#define GUARD 0xA5

void hc165_load(struct cabinet *c)
{
	uint64_t bits = 0;
	unsigned chips = 0;
	for (unsigned board = 0; board < c->doors / 8; board++, chips += 2) {
		uint64_t contacts = 0, insides = 0;
		for (unsigned i = 0; i < 8; i++) {
			contacts |= (uint64_t)door_contact(c, board * 8 + i) << i;
			insides |= (uint64_t)door_inside(c, board * 8 + i) << i;
		}
		bits |= contacts << (56 - 8 * chips) | insides << (48 - 8 * chips);
	}
	c->inputs = bits | (uint64_t)GUARD << (56 - 8 * chips);
}

void hc165_shift(struct cabinet *c)
{
	c->inputs <<= 1;
}

// Behind a cut cable the pull-up at the controller speaks.
bool hc165_out(const struct cabinet *c)
{
	return c->chain_cut || c->inputs >> 63;
}
