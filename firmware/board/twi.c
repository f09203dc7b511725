// SPDX-License-Identifier: GPL-3.0-or-later
// Polled I2C with an end to every wait: see twi.h.
#include "twi.h"

#include "pins.h"

#include <util/delay.h>

#define BIT(n) ((uint8_t)(1u << (n)))

enum { START = 0x08, REPEATED_START = 0x10, ADDRESS_TAKEN = 0x18, BYTE_TAKEN = 0x28 };
// A byte is 90 us; a device may stretch the clock a little. 500 us at about 10 cycles a look.
enum { PATIENCE = 800 };

void twi_init(void)
{
	TWSR = 0;
	TWBR = 72; // (16 MHz / 100 kHz - 16) / 2
	TWCR = BIT(TWEN);
}

static bool wait(void)
{
	for (uint16_t look = 0; look < PATIENCE; look++)
		if (TWCR & BIT(TWINT))
			return true;
	return false;
}

static bool act(uint8_t control, uint8_t wanted, uint8_t or_wanted)
{
	uint8_t status;

	TWCR = (uint8_t)(BIT(TWINT) | BIT(TWEN) | control);
	if (!wait())
		return false;
	status = TWSR & 0xF8;
	return status == wanted || status == or_wanted;
}

// Open-drain by hand: PORT is 0, so DDR pulls low and releases.
static void pull(uint8_t bit, bool low)
{
	if (low)
		I2C_CLOCK_DDR = (uint8_t)(I2C_CLOCK_DDR | BIT(bit));
	else
		I2C_CLOCK_DDR &= (uint8_t)~BIT(bit);
	_delay_us(5);
}

// A slave cut short in a byte holds SDA; nine clocks let it finish, then a stop condition.
static void free_bus(void)
{
	TWCR = 0;
	I2C_CLOCK_PORT &= (uint8_t) ~(BIT(I2C_CLOCK_BIT) | BIT(I2C_DATA_BIT));
	for (uint8_t clock = 0; clock < 9; clock++) {
		pull(I2C_CLOCK_BIT, true);
		pull(I2C_CLOCK_BIT, false);
	}
	pull(I2C_CLOCK_BIT, true);
	pull(I2C_DATA_BIT, true);
	pull(I2C_CLOCK_BIT, false);
	pull(I2C_DATA_BIT, false);
	twi_init();
}

bool twi_write(uint8_t address, const uint8_t *bytes, uint8_t len)
{
	bool good = act(BIT(TWSTA), START, REPEATED_START);

	if (good) {
		TWDR = (uint8_t)(address << 1);
		good = act(0, ADDRESS_TAKEN, ADDRESS_TAKEN);
	}
	for (uint8_t i = 0; good && i < len; i++) {
		TWDR = bytes[i];
		good = act(0, BYTE_TAKEN, BYTE_TAKEN);
	}
	TWCR = (uint8_t)(BIT(TWINT) | BIT(TWEN) | BIT(TWSTO));
	if (good) {
		// The stop takes one bit time; a start before it is over would be lost.
		_delay_us(15);
		return true;
	}
	_delay_us(15);
	free_bus();
	return false;
}
