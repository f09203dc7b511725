// SPDX-License-Identifier: GPL-3.0-or-later
// The card's side of ISO 14443-3 type A; card.h says after what.
#include "card.h"

#include <string.h>

enum {
	REQA = 0x26,
	WUPA = 0x52,
	SELECT_LEVEL_1 = 0x93,
	NVB_SELECT = 0x70,
	HLTA = 0x50,
	CASCADE_TAG = 0x88
};

uint16_t card_crc(const uint8_t *bytes, unsigned count, uint16_t start)
{
	uint16_t crc = start;
	for (unsigned i = 0; i < count; i++) {
		crc ^= bytes[i];
		for (unsigned bit = 0; bit < 8; bit++)
			crc = (uint16_t)(crc & 1 ? crc >> 1 ^ 0x8408 : crc >> 1);
	}
	return crc;
}

void card_field(struct card *card, bool on)
{
	card->state = on ? CARD_IDLE : CARD_OFF;
	card->halted = false;
}

static void put_bytes(struct card_frame *frame, const uint8_t *bytes, unsigned count)
{
	for (unsigned i = 0; i < count * 8; i++)
		frame->bits[frame->count++] = bytes[i / 8] >> (i % 8) & 1;
}

static unsigned take_bytes(const struct card_frame *frame, uint8_t *out_bytes, unsigned room)
{
	unsigned count = (frame->count + 7) / 8;
	memset(out_bytes, 0, room);
	for (unsigned i = 0; i < frame->count && i / 8 < room; i++)
		out_bytes[i / 8] |= (uint8_t)(frame->bits[i] << (i % 8));
	return count < room ? count : room;
}

static unsigned levels(const struct card *card)
{
	return card->uid_bytes == 4 ? 1 : card->uid_bytes == 7 ? 2 : 3;
}

// The five bytes of this cascade level: cascade tag where more follow, four of UID, their XOR.
static void level_bytes(const struct card *card, uint8_t out_bytes[5])
{
	if (card->level + 1 < levels(card)) {
		out_bytes[0] = CASCADE_TAG;
		memcpy(out_bytes + 1, card->uid + 3 * card->level, 3);
	} else {
		memcpy(out_bytes, card->uid + 3 * card->level, 4);
	}
	out_bytes[4] = out_bytes[0] ^ out_bytes[1] ^ out_bytes[2] ^ out_bytes[3];
}

static void back_to_sleep(struct card *card)
{
	card->state = CARD_IDLE;
}

static void wake(struct card *card, uint8_t command, struct card_frame *answer)
{
	uint8_t atqa[2] = {(uint8_t)(0x04 | (levels(card) - 1) << 6), 0x00};
	if (card->state != CARD_IDLE || (command == REQA && card->halted) ||
		(command != REQA && command != WUPA)) {
		if (card->state != CARD_OFF)
			back_to_sleep(card);
		return;
	}
	card->state = CARD_READY;
	card->level = 0;
	put_bytes(answer, atqa, 2);
}

static void selected(struct card *card, struct card_frame *answer)
{
	bool last = card->level + 1 == levels(card);
	uint8_t sak[3] = {last ? (card->uid_bytes == 4 ? 0x08 : 0x00) : 0x04, 0, 0};
	uint16_t crc = card_crc(sak, 1, 0x6363);
	sak[1] = (uint8_t)crc;
	sak[2] = (uint8_t)(crc >> 8);
	put_bytes(answer, sak, 3);
	if (last)
		card->state = CARD_ACTIVE;
	else
		card->level++;
}

static void anticollide(struct card *card, const struct card_frame *frame, const uint8_t *bytes,
	unsigned count, struct card_frame *answer)
{
	uint8_t mine[5];
	level_bytes(card, mine);
	unsigned known = (unsigned)(bytes[1] >> 4) * 8 + (bytes[1] & 7);
	if (count < 2 || bytes[0] != SELECT_LEVEL_1 + 2 * card->level || known < 16) {
		back_to_sleep(card);
		return;
	}
	if (bytes[1] == NVB_SELECT) {
		if (count == 9 && frame->count == 72 && !card_crc(bytes, 9, 0x6363) &&
			!memcmp(bytes + 2, mine, 5))
			selected(card, answer);
		else
			back_to_sleep(card);
		return;
	}
	known -= 16;
	if (frame->count != 16 + known || known > 39) {
		back_to_sleep(card);
		return;
	}
	struct card_frame whole = {0};
	put_bytes(&whole, mine, 5);
	if (memcmp(whole.bits, frame->bits + 16, known)) {
		back_to_sleep(card);
		return;
	}
	answer->count = 40 - known;
	memcpy(answer->bits, whole.bits + known, answer->count);
}

void card_hear(struct card *card, const struct card_frame *frame, struct card_frame *out_answer)
{
	uint8_t bytes[16];
	out_answer->count = 0;
	if (!card->uid_bytes || card->state == CARD_OFF)
		return;
	unsigned count = take_bytes(frame, bytes, sizeof bytes);
	if (frame->count == 7) {
		wake(card, bytes[0], out_answer);
	} else if (card->state == CARD_READY) {
		anticollide(card, frame, bytes, count, out_answer);
	} else if (card->state == CARD_ACTIVE) {
		if (count == 4 && bytes[0] == HLTA && !bytes[1] && !card_crc(bytes, 4, 0x6363))
			card->halted = true;
		back_to_sleep(card);
	}
}
