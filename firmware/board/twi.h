// SPDX-License-Identifier: GPL-3.0-or-later
// The I2C bus, as its only master, at 100 kHz (the PCF8574 does no more).
#ifndef BOARD_TWI_H
#define BOARD_TWI_H

#include <stdbool.h>
#include <stdint.h>

void twi_init(void);

// Writes len bytes to the 7-bit address and returns when they are out: 90 us a byte. False where
// the device did not answer or the bus hung: then the bus was freed with nine clocks, and the whole
// call took 3 ms at most.
bool twi_write(uint8_t address, const uint8_t *bytes, uint8_t len);

// Reads len bytes, 1 or more, from register `from` of the 7-bit address on: 90 us a byte and 270
// more. False as above, and *out is then anything.
bool twi_read(uint8_t address, uint8_t from, uint8_t *out, uint8_t len);

#endif
