// SPDX-License-Identifier: GPL-3.0-or-later
// SPI at 4 MHz: the reader takes 10, the level shifter and 30 cm of cable do not.
#include "spi.h"

#include "pins.h"

#define BIT(n) ((uint8_t)(1u << (n)))

void spi_init(void)
{
	PORTB |= BIT(SPI_SELECT_BIT) | BIT(LIGHT_OFF_BIT);
	PORTB &= (uint8_t) ~(BIT(READER_RESET_BIT) | BIT(LIGHT_LATCH_BIT));
	DDRB |= BIT(SPI_SELECT_BIT) | BIT(SPI_CLOCK_BIT) | BIT(SPI_MOSI_BIT) |
		BIT(LIGHT_LATCH_BIT) | BIT(LIGHT_OFF_BIT) | BIT(READER_RESET_BIT);
	SPCR = BIT(SPE) | BIT(MSTR); // mode 0, clock / 4
	SPSR = 0;
}

static uint8_t exchange(uint8_t value)
{
	SPDR = value;
	while (!(SPSR & BIT(SPIF)))
		;
	return SPDR;
}

static uint8_t reader(uint8_t first, uint8_t second)
{
	uint8_t answer;

	SPI_SELECT_PORT &= (uint8_t)~BIT(SPI_SELECT_BIT);
	exchange(first);
	answer = exchange(second);
	SPI_SELECT_PORT |= BIT(SPI_SELECT_BIT);
	return answer;
}

// Address byte of the MFRC522 (data sheet 8.1.2.3): bit 7 reads, bits 6-1 the register.
uint8_t spi_reader_read(uint8_t reg)
{
	return reader((uint8_t)(0x80 | reg << 1), 0);
}

void spi_reader_write(uint8_t reg, uint8_t value)
{
	reader((uint8_t)(reg << 1), value);
}

void spi_reader_reset(bool held)
{
	if (held)
		READER_RESET_PORT &= (uint8_t)~BIT(READER_RESET_BIT);
	else
		READER_RESET_PORT |= BIT(READER_RESET_BIT);
}

void spi_lights(const uint8_t *bytes, uint8_t len)
{
	while (len--)
		exchange(*bytes++);
	LIGHT_LATCH_PORT |= BIT(LIGHT_LATCH_BIT);
	LIGHT_LATCH_PORT &= (uint8_t)~BIT(LIGHT_LATCH_BIT);
	LIGHT_OFF_PORT &= (uint8_t)~BIT(LIGHT_OFF_BIT);
}
