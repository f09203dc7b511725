// SPDX-License-Identifier: GPL-3.0-or-later
// One transaction with the MFRC522: see mfrc522.h.
#include "mfrc522.h"

#include "board/spi.h"

enum mfrc522_register {
	COMMAND = 0x01,
	COM_IRQ = 0x04,
	ERROR = 0x06,
	FIFO_DATA = 0x09,
	FIFO_LEVEL = 0x0A,
	CONTROL = 0x0C,
	BIT_FRAMING = 0x0D,
	MODE = 0x11,
	TX_MODE = 0x12,
	RX_MODE = 0x13,
	TX_CONTROL = 0x14,
	TX_ASK = 0x15,
	MOD_WIDTH = 0x24,
	RF_CFG = 0x26,
	T_MODE = 0x2A,
	T_PRESCALER = 0x2B,
	T_RELOAD_HIGH = 0x2C,
	T_RELOAD_LOW = 0x2D,
	VERSION = 0x37,
};

enum { IDLE = 0x00, TRANSCEIVE = 0x0C };
enum { ALL_IRQS = 0x7F, RX_IRQ = 0x20, TIMER_IRQ = 0x01 };
enum { COLLISION_ERROR = 0x08, ANY_ERROR = 0x1B }; // overflow, collision, parity, protocol
enum { ANTENNA = 0x03, FLUSH = 0x80, START_SEND = 0x80 };

// The timer starts by itself when a frame is sent: 13.56 MHz / (2 * 169 + 1) = 25 us a count, 80
// counts are 2 ms. A card answers 86 us after a frame, and the answer's beginning stops the timer.
static const struct {
	uint8_t reg, value;
} setup[] = {
	{TX_MODE, 0x00},    // 106 kbit/s, no CRC of the chip's own
	{RX_MODE, 0x00},    // the same
	{MOD_WIDTH, 0x26},  // its reset value, for 106 kbit/s
	{T_MODE, 0x80},	    // TAuto
	{T_PRESCALER, 169}, // 25 us
	{T_RELOAD_HIGH, 0}, //
	{T_RELOAD_LOW, 80}, // 2 ms
	{TX_ASK, 0x40},	    // 100 % ASK
	{MODE, 0x3D},	    // CRC preset 6363, as the standard has it
	{RF_CFG, 0x60},	    // receiver gain 43 dB: cards through 3 mm of plastic
};

bool mfrc522_start(void)
{
	uint8_t version = spi_reader_read(VERSION);

	if (version == 0x00 || version == 0xFF)
		return false;
	for (uint8_t i = 0; i < sizeof setup / sizeof *setup; i++)
		spi_reader_write(setup[i].reg, setup[i].value);
	spi_reader_write(TX_CONTROL, (uint8_t)(spi_reader_read(TX_CONTROL) | ANTENNA));
	return mfrc522_well();
}

bool mfrc522_well(void)
{
	uint8_t control = spi_reader_read(TX_CONTROL);

	// Unplugged reads as all ones or all zeros; reset by a spark has its antenna off.
	return control != 0xFF && (control & ANTENNA) == ANTENNA && spi_reader_read(T_MODE) == 0x80;
}

void mfrc522_send(const uint8_t *bytes, uint8_t len, uint8_t last_bits)
{
	spi_reader_write(COMMAND, IDLE);
	spi_reader_write(COM_IRQ, ALL_IRQS);
	spi_reader_write(FIFO_LEVEL, FLUSH);
	for (uint8_t i = 0; i < len; i++)
		spi_reader_write(FIFO_DATA, bytes[i]);
	spi_reader_write(BIT_FRAMING, last_bits);
	spi_reader_write(COMMAND, TRANSCEIVE);
	spi_reader_write(BIT_FRAMING, (uint8_t)(START_SEND | last_bits));
}

enum mfrc522_answer mfrc522_take(uint8_t *out, uint8_t room, uint8_t *out_len)
{
	uint8_t irq = spi_reader_read(COM_IRQ);
	uint8_t error, level;

	if (!(irq & RX_IRQ))
		return irq & TIMER_IRQ ? MFRC522_SILENCE : MFRC522_WAITING;
	error = spi_reader_read(ERROR);
	if (error & COLLISION_ERROR)
		return MFRC522_COLLISION;
	level = spi_reader_read(FIFO_LEVEL) & 0x7F;
	if ((error & ANY_ERROR) || level == 0 || level > room || (spi_reader_read(CONTROL) & 7))
		return MFRC522_GARBLED;
	for (uint8_t i = 0; i < level; i++)
		out[i] = spi_reader_read(FIFO_DATA);
	*out_len = level;
	return MFRC522_HEARD;
}
