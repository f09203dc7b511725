// SPDX-License-Identifier: GPL-3.0-or-later
// Plain pins: see ports.h. PINx is never written (avr.md 6, no. 8).
#include "ports.h"

#include "pins.h"

#define BIT(n) ((uint8_t)(1u << (n)))

void ports_init(void)
{
	LATCHES_0_PORT = 0;
	LATCHES_1_PORT = 0;
	LATCHES_2_PORT = 0;
	LATCH_ARM_PORT &= (uint8_t)~BIT(LATCH_ARM_BIT);
	LATCHES_0_DDR = 0xFF;
	LATCHES_1_DDR = 0xFF;
	LATCHES_2_DDR = 0xFF;
	LATCH_ARM_DDR |= BIT(LATCH_ARM_BIT);
	INPUT_LOAD_PORT |= BIT(INPUT_LOAD_BIT);
	INPUT_LOAD_DDR |= BIT(INPUT_LOAD_BIT) | BIT(INPUT_CLOCK_BIT);
	TAMPER_PORT |= BIT(TAMPER_BIT) | BIT(MAINS_BIT) | BIT(COMMISSION_BIT);
	BUZZER_DDR |= BIT(BUZZER_BIT) | BIT(READER_RED_BIT) | BIT(READER_GREEN_BIT) |
		      BIT(READER_BLUE_BIT);
	ALIVE_DDR |= BIT(ALIVE_BIT);
	OCR4A = 16000000UL / 2 / 8 / 2700 - 1;
}

void ports_latch(uint8_t door)
{
	static uint8_t was = 0xFF;
	uint8_t bank = door >> 3;
	uint8_t bit = BIT(door & 7);

	LATCHES_0_PORT = bank == 0 ? bit : 0;
	LATCHES_1_PORT = bank == 1 ? bit : 0;
	LATCHES_2_PORT = bank == 2 ? bit : 0;
	if (door == was)
		return;
	was = door;
	if (bank < 3)
		LATCH_ARM_PORT |= BIT(LATCH_ARM_BIT);
	else
		LATCH_ARM_PORT &= (uint8_t)~BIT(LATCH_ARM_BIT);
}

void ports_chain(uint8_t *out, uint8_t len)
{
	INPUT_LOAD_PORT &= (uint8_t)~BIT(INPUT_LOAD_BIT);
	INPUT_LOAD_PORT |= BIT(INPUT_LOAD_BIT);
	while (len--) {
		uint8_t byte = 0;

		for (uint8_t n = 8; n; n--) {
			byte = (uint8_t)(byte << 1);
			if (INPUT_DATA_PIN & BIT(INPUT_DATA_BIT))
				byte |= 1;
			INPUT_CLOCK_PORT |= BIT(INPUT_CLOCK_BIT);
			INPUT_CLOCK_PORT &= (uint8_t)~BIT(INPUT_CLOCK_BIT);
		}
		*out++ = byte;
	}
}

uint8_t ports_switches(void)
{
	uint8_t pins = TAMPER_PIN;

	return (uint8_t)((pins & BIT(TAMPER_BIT) ? 1 : 0) | (pins & BIT(MAINS_BIT) ? 2 : 0) |
			 (pins & BIT(COMMISSION_BIT) ? 0 : 4));
}

void ports_reader_light(bool red, bool green, bool blue)
{
	uint8_t lit =
		(uint8_t)((red ? BIT(READER_RED_BIT) : 0) | (green ? BIT(READER_GREEN_BIT) : 0) |
			  (blue ? BIT(READER_BLUE_BIT) : 0));

	READER_RED_PORT =
		(uint8_t)((READER_RED_PORT & ~(BIT(READER_RED_BIT) | BIT(READER_GREEN_BIT) |
						     BIT(READER_BLUE_BIT))) |
			  lit);
}

void ports_buzzer(bool on)
{
	// Toggle OC4A on compare, clock / 8; disconnected, the pin stays low.
	TCCR4A = on ? BIT(COM4A0) : 0;
	TCCR4B = on ? BIT(WGM42) | BIT(CS41) : 0;
}

void ports_alive(bool on)
{
	if (on)
		ALIVE_PORT |= BIT(ALIVE_BIT);
	else
		ALIVE_PORT &= (uint8_t)~BIT(ALIVE_BIT);
}
