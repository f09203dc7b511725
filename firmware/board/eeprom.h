// SPDX-License-Identifier: GPL-3.0-or-later
// The chip's EEPROM, byte by byte.
#ifndef BOARD_EEPROM_H
#define BOARD_EEPROM_H

#include <stdbool.h>
#include <stdint.h>

// False while a byte is being written (3.4 ms).
bool eeprom_ready(void);

// Both only while ready. A write goes on in the background; a power cut in it leaves any value.
uint8_t eeprom_get(uint16_t address);
void eeprom_put(uint16_t address, uint8_t value);

#endif
