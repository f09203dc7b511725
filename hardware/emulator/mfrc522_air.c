// SPDX-License-Identifier: GPL-3.0-or-later
// What goes through the air between the reader and its cards: frames in time, answers laid over
// each other, the first bit on which two cards differ. MFRC522 data sheet 8.1, 9.3.1.14
// and 9.3.1.15.
#include "inside.h"
#include "mfrc522_registers.h"

#include <stdlib.h>
#include <string.h>

#define DELAY_US       86 // of the card's answer: 1172 or 1236 carrier clocks
#define FIELD_START_MS 1  // a card wakes up; the standard allows it 5 ms

// n bit times of 128 carrier clocks of 13.56 MHz
static uint64_t etu(uint64_t n)
{
	return n * 128 * 1600 / 1356;
}

// Start and end of a frame are a bit time each, and every whole byte has its parity.
static uint64_t air_time(const struct card_frame *frame)
{
	return etu(2ULL + frame->count + frame->count / 8);
}

void mfrc522_field(struct cabinet *c, bool on)
{
	struct mfrc522 *r = &c->reader;
	if (on == r->field)
		return;
	r->field = on;
	r->field_from = now_of(c);
	for (unsigned i = 0; i < MFRC522_CARDS; i++)
		card_field(&r->card[i], on);
}

static void add_byte(struct card_frame *frame, uint8_t value, unsigned bits)
{
	for (unsigned i = 0; i < bits && frame->count < CARD_FRAME_BITS; i++)
		frame->bits[frame->count++] = value >> i & 1;
}

void mfrc522_transmit(struct cabinet *c)
{
	struct mfrc522 *r = &c->reader;
	unsigned last = r->reg[BIT_FRAMING] & 7;
	r->air.count = 0;
	r->reg[ERROR] &= ERROR_BUFFER;
	for (unsigned i = 0; i < r->level && i < CARD_FRAME_BITS / 8 - 2; i++)
		add_byte(&r->air, r->fifo[i], i + 1 == r->level && last ? last : 8);
	if (r->reg[TX_MODE] & 0x80) {
		uint16_t crc = card_crc(r->fifo, r->level, 0x6363);
		add_byte(&r->air, (uint8_t)crc, 8);
		add_byte(&r->air, (uint8_t)(crc >> 8), 8);
	}
	r->level = 0;
	if (r->air.count)
		alarm_set(c, ALARM_READER_SENT, now_of(c) + air_time(&r->air));
}

// Lays the cards' answers over each other; the first bit that differs is the collision.
static void overlay(struct mfrc522 *r, const struct card_frame *one)
{
	for (unsigned i = 0; i < one->count; i++) {
		if (i < r->answer.count && r->answer.bits[i] != one->bits[i] &&
			(r->collision < 0 || i < (unsigned)r->collision))
			r->collision = (int)i;
		if (i >= r->answer.count)
			r->answer.bits[i] = one->bits[i];
		else
			r->answer.bits[i] |= one->bits[i];
	}
	if (one->count > r->answer.count)
		r->answer.count = one->count;
}

void mfrc522_sent(struct cabinet *c)
{
	struct mfrc522 *r = &c->reader;
	bool heard = r->field && (r->reg[TX_ASK] & 0x40) &&
		     now_of(c) - r->field_from >= MS(FIELD_START_MS);
	r->reg[COM_IRQ] |= IRQ_TX;
	r->answer.count = 0;
	r->collision = -1;
	for (unsigned i = 0; i < MFRC522_CARDS && heard; i++) {
		struct card_frame one;
		card_hear(&r->card[i], &r->air, &one);
		overlay(r, &one);
	}
	if ((r->reg[COMMAND] & 0x0F) != COMMAND_TRANSCEIVE) {
		r->reg[COMMAND] &= 0x30;
		r->reg[COM_IRQ] |= IRQ_IDLE;
		r->answer.count = 0;
	}
	if (r->answer.count)
		alarm_set(c, ALARM_READER_HEARD, now_of(c) + US(DELAY_US) + air_time(&r->answer));
	// TAuto starts the timer with the end of sending; the answer's first bits stop it.
	if (r->reg[T_MODE] & 0x80) {
		mfrc522_timer(c, true);
		if (r->answer.count && r->timer_period > US(DELAY_US) + etu(5))
			mfrc522_timer(c, false);
	}
}

static void check_crc(struct mfrc522 *r)
{
	if (!(r->reg[RX_MODE] & 0x80))
		return;
	if (r->level < 3 || card_crc(r->fifo, r->level, 0x6363))
		r->reg[ERROR] |= ERROR_CRC;
	else
		r->level -= 2;
}

void mfrc522_heard(struct cabinet *c)
{
	struct mfrc522 *r = &c->reader;
	unsigned align = r->reg[BIT_FRAMING] >> 4 & 7;
	unsigned total = align + r->answer.count;
	bool keep = r->reg[COLL] & 0x80;
	r->level = (total + 7) / 8;
	memset(r->fifo, 0, sizeof r->fifo);
	for (unsigned i = 0; i < r->answer.count; i++)
		if (keep || r->collision < 0 || i < (unsigned)r->collision)
			r->fifo[(align + i) / 8] |=
				(uint8_t)(r->answer.bits[i] << ((align + i) % 8));
	r->reg[CONTROL] = (uint8_t)((r->reg[CONTROL] & 0xF8) | (total & 7));
	r->reg[COLL] = (uint8_t)((r->reg[COLL] & 0x80) | 0x20);
	if (r->collision >= 0) {
		unsigned position = align + (unsigned)r->collision + 1;
		r->reg[COLL] =
			(uint8_t)((r->reg[COLL] & 0x80) | (position > 32 ? 0x20 : position & 0x1F));
		r->reg[ERROR] |= ERROR_COLLISION;
	} else {
		check_crc(r);
	}
	if (r->reg[ERROR])
		r->reg[COM_IRQ] |= IRQ_ERROR;
	r->reg[COM_IRQ] |= IRQ_RX;
}

static int hex_digit(char ch)
{
	return ch >= '0' && ch <= '9'	? ch - '0'
	       : ch >= 'A' && ch <= 'F' ? ch - 'A' + 10
	       : ch >= 'a' && ch <= 'f' ? ch - 'a' + 10
					: -1;
}

static bool parse_uid(const char *text, struct card *out_card)
{
	struct card card = {0};
	size_t length = strlen(text);
	if (length != 8 && length != 14 && length != 20)
		return false;
	for (size_t i = 0; i < length; i++) {
		int digit = hex_digit(text[i]);
		if (digit < 0)
			return false;
		card.uid[i / 2] = (uint8_t)(card.uid[i / 2] << 4 | digit);
	}
	card.uid_bytes = (unsigned)length / 2;
	*out_card = card;
	return true;
}

const char *cabinet_tap(struct cabinet *c, const char *uid, const char *second_uid)
{
	struct card cards[MFRC522_CARDS] = {{{0}, 0, CARD_OFF, false, 0}};
	if (!parse_uid(uid, &cards[0]) || (second_uid && !parse_uid(second_uid, &cards[1])))
		return "a UID is 8, 14 or 20 hexadecimal digits";
	for (unsigned i = 0; i < MFRC522_CARDS; i++) {
		c->reader.card[i] = cards[i];
		card_field(&c->reader.card[i], c->reader.field);
	}
	note(c, "\"what\":\"tap\",\"cards\":%d", second_uid ? 2 : 1);
	return NULL;
}

const char *cabinet_untap(struct cabinet *c)
{
	if (!c->reader.card[0].uid_bytes)
		return "there is no card on the reader";
	memset(c->reader.card, 0, sizeof c->reader.card);
	note(c, "\"what\":\"untap\"");
	return NULL;
}
