// SPDX-License-Identifier: GPL-3.0-or-later
// EEPROM registers (data sheet 8.6): see eeprom.h.
#include "eeprom.h"

#include <avr/eeprom.h>
#include <avr/io.h>

bool eeprom_ready(void)
{
	return eeprom_is_ready();
}

// avr-libc's functions wait for ready themselves and do the timed sequence with interrupts held.
uint8_t eeprom_get(uint16_t address)
{
	return eeprom_read_byte((const uint8_t *)address);
}

void eeprom_put(uint16_t address, uint8_t value)
{
	eeprom_write_byte((uint8_t *)address, value);
}
