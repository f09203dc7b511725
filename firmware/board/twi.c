// SPDX-License-Identifier: GPL-3.0-or-later
// Polled I2C with an end to every wait: see twi.h.
#include "twi.h"

#include "pins.h"

#include <util/delay.h>

#define BIT(n) ((uint8_t)(1u << (n)))

enum { START = 0x08, REPEATED_START = 0x10, ADDRESS_TAKEN = 0x18, BYTE_TAKEN = 0x28 };
enum { READ_TAKEN = 0x40, BYTE_READ = 0x50, LAST_READ = 0x58 };
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

static bool address_device(uint8_t address, uint8_t read, uint8_t taken)
{
	if (!act(BIT(TWSTA), START, REPEATED_START))
		return false;
	TWDR = (uint8_t)(address << 1 | read);
	return act(0, taken, taken);
}

static bool put(const uint8_t *bytes, uint8_t len)
{
	for (uint8_t i = 0; i < len; i++) {
		TWDR = bytes[i];
		if (!act(0, BYTE_TAKEN, BYTE_TAKEN))
			return false;
	}
	return true;
}

static bool stop(bool good)
{
	TWCR = (uint8_t)(BIT(TWINT) | BIT(TWEN) | BIT(TWSTO));
	// The stop takes one bit time; a start before it is over would be lost.
	_delay_us(15);
	if (!good)
		free_bus();
	return good;
}

bool twi_write(uint8_t address, const uint8_t *bytes, uint8_t len)
{
	return stop(address_device(address, 0, ADDRESS_TAKEN) && put(bytes, len));
}

bool twi_read(uint8_t address, uint8_t from, uint8_t *out, uint8_t len)
{
	bool good = address_device(address, 0, ADDRESS_TAKEN) && put(&from, 1) &&
		    address_device(address, 1, READ_TAKEN);

	while (good && len) {
		bool last = --len == 0;
		uint8_t read = last ? LAST_READ : BYTE_READ;

		good = act(last ? 0 : BIT(TWEA), read, read);
		*out++ = TWDR;
	}
	return stop(good);
}
