// SPDX-License-Identifier: GPL-3.0-or-later
// The 20x4 display: an HD44780 (Hitachi data sheet ADE-207-272) in 4-bit mode behind a PCF8574 at
// 27h wired as on the usual back-packs: P0 RS, P1 RW, P2 E, P3 light, P4-7 D4-D7. What is written
// while it is busy is lost, as on the real one.
#ifndef EMULATOR_HD44780_H
#define EMULATOR_HD44780_H

#include <stdbool.h>
#include <stdint.h>

#define HD44780_ADDRESS 0x27

struct hd44780 {
	uint8_t port; // PCF8574 outputs
	bool four_bits, half, on, backward, in_cg;
	uint8_t high;
	uint8_t ram[128]; // DDRAM, lines at 00h 40h 14h 54h
	uint8_t address;
	uint64_t busy_until;
	uint64_t lost;
	char line[4][21];
};

void hd44780_power(struct hd44780 *h);
void hd44780_write(struct hd44780 *h, uint8_t port, uint64_t cycle);
uint8_t hd44780_read(struct hd44780 *h, uint64_t cycle);
// Line 0..3 as 20 characters; spaces while the display is off. Valid until the next call.
const char *hd44780_line(struct hd44780 *h, unsigned line);

#endif
