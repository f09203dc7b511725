// SPDX-License-Identifier: GPL-3.0-or-later
// Register numbers, commands and bits of the MFRC522 (data sheet rev. 3.9, section 9 and table
// 149), and what the two files of its model call of each other.
#ifndef EMULATOR_MFRC522_REGISTERS_H
#define EMULATOR_MFRC522_REGISTERS_H

#include <stdbool.h>

enum {
	COMMAND = 0x01,
	COM_IEN = 0x02,
	COM_IRQ = 0x04,
	DIV_IRQ = 0x05,
	ERROR = 0x06,
	STATUS_1 = 0x07,
	STATUS_2 = 0x08,
	FIFO_DATA = 0x09,
	FIFO_LEVEL = 0x0A,
	WATER_LEVEL = 0x0B,
	CONTROL = 0x0C,
	BIT_FRAMING = 0x0D,
	COLL = 0x0E,
	MODE = 0x11,
	TX_MODE = 0x12,
	RX_MODE = 0x13,
	TX_CONTROL = 0x14,
	TX_ASK = 0x15,
	CRC_HIGH = 0x21,
	CRC_LOW = 0x22,
	T_MODE = 0x2A,
	T_PRESCALER = 0x2B,
	T_RELOAD_HIGH = 0x2C,
	T_RELOAD_LOW = 0x2D,
	T_COUNTER_HIGH = 0x2E,
	T_COUNTER_LOW = 0x2F,
	VERSION = 0x37
};

enum {
	COMMAND_IDLE = 0x0,
	COMMAND_RANDOM = 0x2,
	COMMAND_CALC_CRC = 0x3,
	COMMAND_TRANSMIT = 0x4,
	COMMAND_NO_CHANGE = 0x7,
	COMMAND_RECEIVE = 0x8,
	COMMAND_TRANSCEIVE = 0xC,
	COMMAND_AUTHENTICATE = 0xE,
	COMMAND_SOFT_RESET = 0xF
};

enum { IRQ_TIMER = 0x01, IRQ_ERROR = 0x02, IRQ_IDLE = 0x10, IRQ_RX = 0x20, IRQ_TX = 0x40 };

enum { ERROR_PROTOCOL = 0x01, ERROR_CRC = 0x04, ERROR_COLLISION = 0x08, ERROR_BUFFER = 0x10 };

struct cabinet;
void mfrc522_field(struct cabinet *c, bool on);
void mfrc522_transmit(struct cabinet *c);
void mfrc522_timer(struct cabinet *c, bool on);

#endif
