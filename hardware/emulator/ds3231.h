// SPDX-License-Identifier: GPL-3.0-or-later
// DS3231 clock at 68h, after the Maxim data sheet 19-5170: time in BCD, alarms as plain registers,
// the oscillator-stopped flag. It runs on its own cell through power cuts, on simulated time.
#ifndef EMULATOR_DS3231_H
#define EMULATOR_DS3231_H

#include <stdbool.h>
#include <stdint.h>

#define DS3231_ADDRESS 0x68

struct ds3231 {
	int64_t started;  // Unix seconds at cycle 0
	int64_t *offset;  // what it shows less what is true, kept in clock.bin
	int64_t *stopped; // nonzero until the program sets the time: it was never set
	uint8_t reg[0x13];
	uint8_t pointer;
	bool pointed; // the first byte of a write is the register number
};

void ds3231_start(struct ds3231 *d, bool read, uint64_t cycle);
void ds3231_write(struct ds3231 *d, uint8_t value, uint64_t cycle);
uint8_t ds3231_read(struct ds3231 *d, uint64_t cycle);

#endif
