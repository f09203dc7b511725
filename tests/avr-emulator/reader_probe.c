// SPDX-License-Identifier: GPL-3.0-or-later
// Drives the card reader as its data sheet says and leaves what it saw in `seen`: the version
// register, the CRC coprocessor over 00 00 and over 12 34 (ISO/IEC 14443-3 annex B: A0 1E and 26
// CF), how long a REQA without a card takes to time out, and a whole select over as many levels as
// the card has.
#include "pins.h"

#include <string.h>
#include <util/delay.h>

struct seen {
	uint8_t version;
	uint8_t crc_zero[2], crc_1234[2];
	uint16_t reqa_ticks; // of 4 us, until TimerIRq
	uint8_t atqa[2];
	uint8_t levels, uid_bytes, sak;
	uint8_t uid[10];
	uint8_t collision; // error register after two cards answered
	uint8_t halted;	   // 1: REQA was not answered after HLTA, and WUPA was
	uint8_t done;	   // rounds
};
volatile struct seen seen;

static uint8_t exchange(uint8_t out)
{
	SPDR = out;
	while (!(SPSR & (1U << SPIF)))
		;
	return SPDR;
}

static void select_reader(uint8_t on)
{
	if (on)
		SPI_SELECT_PORT &= (uint8_t) ~(1U << SPI_SELECT_BIT);
	else
		SPI_SELECT_PORT |= (uint8_t)(1U << SPI_SELECT_BIT);
}

static void put(uint8_t at, uint8_t value)
{
	select_reader(1);
	exchange((uint8_t)(at << 1));
	exchange(value);
	select_reader(0);
}

static uint8_t get(uint8_t at)
{
	select_reader(1);
	exchange((uint8_t)(0x80 | at << 1));
	uint8_t value = exchange(0);
	select_reader(0);
	return value;
}

static void crc(const uint8_t *bytes, uint8_t count, uint8_t *out_crc)
{
	put(0x01, 0x00);
	put(0x05, 0x04);
	put(0x0A, 0x80);
	for (uint8_t i = 0; i < count; i++)
		put(0x09, bytes[i]);
	put(0x01, 0x03);
	while (!(get(0x05) & 0x04))
		;
	out_crc[0] = get(0x22);
	out_crc[1] = get(0x21);
	put(0x01, 0x00);
}

// Sends and waits for an answer or the timer; the answer's length, 0 for none.
static uint8_t transceive(const uint8_t *out, uint8_t count, uint8_t last_bits, uint8_t *in)
{
	put(0x01, 0x00);
	put(0x04, 0x7F);
	put(0x0A, 0x80);
	for (uint8_t i = 0; i < count; i++)
		put(0x09, out[i]);
	put(0x0D, last_bits);
	put(0x01, 0x0C);
	put(0x0D, (uint8_t)(last_bits | 0x80));
	uint8_t irq;
	do
		irq = get(0x04);
	while (!(irq & 0x21));
	if (!(irq & 0x20))
		return 0;
	uint8_t level = get(0x0A);
	for (uint8_t i = 0; i < level && i < 10; i++)
		in[i] = get(0x09);
	return level;
}

static uint8_t ask(uint8_t command, uint8_t *in)
{
	put(0x12, 0);
	put(0x13, 0);
	return transceive(&command, 1, 7, in);
}

static uint8_t select_level(uint8_t level, uint8_t *out_sak)
{
	uint8_t frame[9] = {(uint8_t)(0x93 + 2 * level), 0x20}, in[10];
	if (transceive(frame, 2, 0, in) != 5 || get(0x06))
		return 0;
	frame[1] = 0x70;
	memcpy(frame + 2, in, 5);
	crc(frame, 7, frame + 7);
	uint8_t sak[10];
	if (transceive(frame, 9, 0, sak) != 3)
		return 0;
	*out_sak = sak[0];
	uint8_t tagged = sak[0] & 0x04, from = tagged ? 1 : 0;
	for (uint8_t i = from; i < 4; i++)
		seen.uid[seen.uid_bytes++] = in[i];
	seen.levels++;
	return 1;
}

static void select_card(void)
{
	uint8_t in[10], sak = 0x04, level = 0;
	seen.uid_bytes = seen.levels = 0;
	uint8_t count = ask(0x26, in);
	seen.collision = get(0x06);
	if (count != 2 || seen.collision)
		return;
	seen.atqa[0] = in[0];
	seen.atqa[1] = in[1];
	while ((sak & 0x04) && level < 3)
		if (!select_level(level++, &sak)) {
			seen.collision = get(0x06);
			return;
		}
	seen.sak = sak;
	uint8_t halt[4] = {0x50, 0x00};
	crc(halt, 2, halt + 2);
	transceive(halt, 4, 0, in);
	uint8_t silent = !ask(0x26, in);
	seen.halted = silent && ask(0x52, in) == 2;
}

int main(void)
{
	static const uint8_t zero[2] = {0, 0}, other[2] = {0x12, 0x34};
	SPI_SELECT_PORT |= (uint8_t)(1U << SPI_SELECT_BIT);
	DDRB |= (uint8_t)(1U << SPI_SELECT_BIT | 1U << SPI_CLOCK_BIT | 1U << SPI_MOSI_BIT |
			  1U << READER_RESET_BIT);
	READER_RESET_PORT |= (uint8_t)(1U << READER_RESET_BIT);
	SPCR = 1U << SPE | 1U << MSTR;
	SPSR = 1U << SPI2X;
	_delay_ms(5);
	seen.version = get(0x37);
	put(0x11, 0x3D);
	crc(zero, 2, (uint8_t *)seen.crc_zero);
	crc(other, 2, (uint8_t *)seen.crc_1234);
	// 13.56 MHz / (2 * 169 + 1) = 40 kHz; 100 ticks are 2.5 ms
	put(0x2A, 0x80);
	put(0x2B, 169);
	put(0x2C, 0);
	put(0x2D, 99);
	put(0x15, 0x40);
	put(0x14, 0x83);
	_delay_ms(5);
	TCCR1B = 1U << CS11 | 1U << CS10;
	TCNT1 = 0;
	uint8_t in[10];
	ask(0x26, in);
	seen.reqa_ticks = TCNT1;
	for (;;) {
		_delay_ms(20);
		select_card();
		// A card left selected or half selected goes back to sleep with the field.
		put(0x14, 0x80);
		_delay_ms(1);
		put(0x14, 0x83);
		seen.done++;
	}
}
