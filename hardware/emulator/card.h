// SPDX-License-Identifier: GPL-3.0-or-later
// Cards in the reader's field, after ISO/IEC 14443-3 type A as NXP AN10833 and MF1S50YYX_V1
// (section 8) tell it: REQA and WUPA, the anticollision loop over up to three cascade levels,
// SELECT, HLTA. What a card does after it is selected (RATS, authentication) is not here: it stays
// silent.
#ifndef EMULATOR_CARD_H
#define EMULATOR_CARD_H

#include <stdbool.h>
#include <stdint.h>

#define CARD_FRAME_BITS 256

enum card_state {
	CARD_OFF, // no field
	CARD_IDLE,
	CARD_READY,
	CARD_ACTIVE
};

struct card {
	uint8_t uid[10];
	unsigned uid_bytes; // 4, 7 or 10; 0: no card
	enum card_state state;
	bool halted;	// was put to sleep by HLTA: only WUPA wakes it
	unsigned level; // cascade level it is asked about, 0..2
};

// One frame as data bits (0 or 1 each), parity left out.
struct card_frame {
	unsigned count;
	uint8_t bits[CARD_FRAME_BITS];
};

// CRC_A over whole bytes (ISO/IEC 13239, start 0x6363).
uint16_t card_crc(const uint8_t *bytes, unsigned count, uint16_t start);

void card_field(struct card *card, bool on);

// What the card makes of a frame; an answer of no bits is silence.
void card_hear(struct card *card, const struct card_frame *frame, struct card_frame *out_answer);

#endif
