// SPDX-License-Identifier: GPL-3.0-or-later
// Cards: an MFRC522 driven one small step a turn through ISO 14443-3's request, anticollision and
// select. One presentation is one read; of two cards held together none is read; a reader that
// stopped answering is noticed, reset, and taken into use again.
#ifndef READER_H
#define READER_H

#include <stdbool.h>
#include <stdint.h>

#define READER_UID_MAX	10
#define READER_PAUSE_MS 30   // between two looks for a card
#define READER_MISSES	4    // looks in a row without an answer: the card has gone
#define READER_RETRY_MS 1000 // between two tries to wake a dead reader

enum reader_news {
	READER_NOTHING,
	READER_CARD, // a card was read: reader->uid, reader->uid_len
	READER_TWO,  // more than one card: none of them counts until all are gone
	READER_LOST, // the reader does not answer
	READER_BACK, // it answers again
};

enum reader_state {
	READER_OFF,	 // held in reset until `until`
	READER_WAKING,	 // reset released
	READER_FIELD_UP, // set up; cards get their power
	READER_RESTING,	 // until the next look
	READER_ASKED,	 // WUPA sent
	READER_ANTICOLL, // anticollision of `level` sent
	READER_SELECT,	 // select of `level` sent
	READER_HALTING,	 // HLTA sent, no answer wanted
	READER_OTHERS,	 // REQA sent: anybody left that is not halted?
	READER_WHO,	 // somebody was; anticollision sent: the same card, or another?
};

enum reader_presence { READER_EMPTY, READER_KNOWN, READER_BLOCKED };

struct reader {
	uint8_t state;	  // enum reader_state
	uint8_t presence; // enum reader_presence
	uint8_t misses;
	uint8_t level;	  // cascade level 0..2
	uint8_t part[5];  // of this level: four bytes and their check
	uint8_t first[5]; // of level 0, to know the card again
	uint8_t heard[6]; // the last answer
	uint8_t uid_len;
	uint8_t uid[READER_UID_MAX]; // of the card in the field
	uint8_t new_len;
	uint8_t new_uid[READER_UID_MAX]; // being put together
	bool dead;
	uint32_t until; // when the present wait is over, or the chip is late
};

// Leaves the chip in reset; the first step wakes it.
void reader_init(struct reader *reader, uint32_t now_ms);

// One step: at most one frame to the chip, about 0.3 ms. uid is good after READER_CARD until the
// next call.
enum reader_news reader_step(struct reader *reader, uint32_t now_ms);

// The next step can do something now: do not sleep a millisecond over it.
bool reader_hurries(const struct reader *reader);

#endif
