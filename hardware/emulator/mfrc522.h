// SPDX-License-Identifier: GPL-3.0-or-later
// NXP MFRC522 at the level of its SPI registers, after the data sheet (MFRC522, rev. 3.9, sections
// 8 and 9): FIFO, interrupt bits, CRC coprocessor, timer unit, Transceive with bit framing,
// collisions. Air times are ISO 14443A at 106 kbit/s: 9.44 us a bit, the card answers 86 us after
// the last one. Not modelled: MFAuthent, Mem, the self test, other bit rates, the analogue
// settings.
#ifndef EMULATOR_MFRC522_H
#define EMULATOR_MFRC522_H

#include "card.h"

#include <stddef.h>

struct cabinet;

#define MFRC522_CARDS 2

struct mfrc522 {
	uint8_t reg[64];
	uint8_t fifo[64];
	unsigned level;
	bool powered, selected, addressed, reading, starting;
	uint8_t address;
	uint16_t timer_reload;
	uint64_t timer_from, timer_period; // period 0: not running
	bool field;
	uint64_t field_from;
	struct card_frame air; // what is being sent
	struct card_frame answer;
	int collision; // bit of the answer, -1 none
	struct card card[MFRC522_CARDS];
};

void mfrc522_power(struct cabinet *c, bool on); // NRSTPD
void mfrc522_select(struct cabinet *c, bool on);
uint8_t mfrc522_exchange(struct cabinet *c, uint8_t in);
void mfrc522_started(struct cabinet *c);
void mfrc522_sent(struct cabinet *c);
void mfrc522_heard(struct cabinet *c);
void mfrc522_timed_out(struct cabinet *c);
void mfrc522_crc_done(struct cabinet *c);

#endif
