// SPDX-License-Identifier: GPL-3.0-or-later
// The path of a card through ISO 14443-3 (sections 6.4 and 6.5): see reader.h.
#include "reader.h"

#include "board/spi.h"
#include "mfrc522.h"

#include <string.h>

enum { REQA = 0x26, WUPA = 0x52, SEVEN_BITS = 7, HLTA = 0x50 };
enum { ANTICOLL_NVB = 0x20, SELECT_NVB = 0x70 };
enum { CASCADE_TAG = 0x88, SAK_MORE = 0x04, LEVELS = 3 };
enum { LATE_MS = 20 }; // the chip's own timer ends every transaction long before
enum { RESET_MS = 2, WAKING_MS = 50, FIELD_MS = 6 };

static uint8_t select_code(uint8_t level)
{
	return (uint8_t)(0x93 + 2 * level);
}

// CRC_A: start 6363, the polynomial reflected, low byte first.
static uint16_t crc_a(const uint8_t *bytes, uint8_t len)
{
	uint16_t crc = 0x6363;

	while (len--) {
		crc ^= *bytes++;
		for (uint8_t bit = 0; bit < 8; bit++)
			crc = (uint16_t)(crc & 1 ? crc >> 1 ^ 0x8408 : crc >> 1);
	}
	return crc;
}

static void go(struct reader *reader, enum reader_state state, uint32_t until)
{
	reader->state = (uint8_t)state;
	reader->until = until;
}

static void send(struct reader *reader, enum reader_state state, const uint8_t *bytes, uint8_t len,
	uint8_t last_bits, uint32_t now_ms)
{
	mfrc522_send(bytes, len, last_bits);
	go(reader, state, now_ms + LATE_MS);
}

static void send_crc(struct reader *reader, enum reader_state state, uint8_t *bytes, uint8_t len,
	uint32_t now_ms)
{
	uint16_t crc = crc_a(bytes, len);

	bytes[len] = (uint8_t)crc;
	bytes[len + 1] = (uint8_t)(crc >> 8);
	send(reader, state, bytes, (uint8_t)(len + 2), 0, now_ms);
}

static void send_anticoll(struct reader *reader, enum reader_state state, uint32_t now_ms)
{
	const uint8_t bytes[] = {select_code(reader->level), ANTICOLL_NVB};

	send(reader, state, bytes, sizeof bytes, 0, now_ms);
}

static enum reader_news rest(struct reader *reader, enum reader_news news, uint32_t now_ms)
{
	go(reader, READER_RESTING, now_ms + READER_PAUSE_MS);
	return news;
}

static enum reader_news died(struct reader *reader, uint32_t now_ms)
{
	bool was = reader->dead;

	spi_reader_reset(true);
	reader->dead = true;
	reader->presence = READER_EMPTY;
	go(reader, READER_OFF, now_ms + READER_RETRY_MS);
	return was ? READER_NOTHING : READER_LOST;
}

static enum reader_news two(struct reader *reader, uint32_t now_ms)
{
	bool was = reader->presence == READER_BLOCKED;

	reader->presence = READER_BLOCKED;
	return rest(reader, was ? READER_NOTHING : READER_TWO, now_ms);
}

static enum reader_news missed(struct reader *reader, uint32_t now_ms)
{
	if (reader->misses < READER_MISSES)
		reader->misses++;
	if (reader->misses == READER_MISSES)
		reader->presence = READER_EMPTY;
	return rest(reader, READER_NOTHING, now_ms);
}

static enum reader_news look(struct reader *reader, uint32_t now_ms)
{
	static const uint8_t wupa = WUPA;

	if (!mfrc522_well())
		return died(reader, now_ms);
	reader->level = 0;
	reader->new_len = 0;
	// WUPA, not REQA: a card that was read and halted answers too, as long as it is there.
	send(reader, READER_ASKED, &wupa, 1, SEVEN_BITS, now_ms);
	return READER_NOTHING;
}

static enum reader_news woken(struct reader *reader, uint32_t now_ms)
{
	bool was = reader->dead;

	if (!mfrc522_start())
		return died(reader, now_ms);
	reader->dead = false;
	go(reader, READER_FIELD_UP, now_ms + FIELD_MS);
	return was ? READER_BACK : READER_NOTHING;
}

static enum reader_news waited(struct reader *reader, uint32_t now_ms)
{
	switch ((enum reader_state)reader->state) {
	case READER_OFF:
		spi_reader_reset(false);
		go(reader, READER_WAKING, now_ms + WAKING_MS);
		return READER_NOTHING;
	case READER_WAKING:
		return woken(reader, now_ms);
	case READER_FIELD_UP:
	case READER_RESTING:
		return look(reader, now_ms);
	case READER_ASKED:
	case READER_ANTICOLL:
	case READER_SELECT:
	case READER_HALTING:
	case READER_OTHERS:
	case READER_WHO:
		break;
	}
	return died(reader, now_ms); // a transaction that its own timer did not end
}

static enum reader_news part_heard(struct reader *reader, uint8_t len, uint32_t now_ms)
{
	const uint8_t *heard = reader->heard;
	uint8_t bytes[9] = {select_code(reader->level), SELECT_NVB};

	if (len != 5 || (heard[0] ^ heard[1] ^ heard[2] ^ heard[3] ^ heard[4]) != 0)
		return rest(reader, READER_NOTHING, now_ms);
	memcpy(reader->part, heard, 5);
	if (reader->level == 0)
		memcpy(reader->first, heard, 5);
	memcpy(bytes + 2, heard, 5);
	send_crc(reader, READER_SELECT, bytes, 7, now_ms);
	return READER_NOTHING;
}

static enum reader_news selected(struct reader *reader, uint8_t len, uint32_t now_ms)
{
	uint8_t bytes[4] = {HLTA, 0x00};
	bool tag = reader->part[0] == CASCADE_TAG;
	bool more;

	if (len != 3 || crc_a(reader->heard, 3) != 0)
		return rest(reader, READER_NOTHING, now_ms);
	more = reader->heard[0] & SAK_MORE;
	// A cascade tag and "more to come" belong together; only the last level has neither.
	if (more != tag || (more && reader->level == LEVELS - 1))
		return rest(reader, READER_NOTHING, now_ms);
	for (uint8_t i = tag ? 1 : 0; i < 4; i++)
		reader->new_uid[reader->new_len++] = reader->part[i];
	if (more) {
		reader->level++;
		send_anticoll(reader, READER_ANTICOLL, now_ms);
		return READER_NOTHING;
	}
	send_crc(reader, READER_HALTING, bytes, 2, now_ms);
	return READER_NOTHING;
}

// The one card of this look is halted and nobody else answered.
static enum reader_news alone(struct reader *reader, uint32_t now_ms)
{
	if (reader->presence == READER_BLOCKED)
		return rest(reader, READER_NOTHING, now_ms);
	if (reader->presence == READER_KNOWN && reader->uid_len == reader->new_len &&
		memcmp(reader->uid, reader->new_uid, reader->new_len) == 0)
		return rest(reader, READER_NOTHING, now_ms);
	reader->presence = READER_KNOWN;
	reader->uid_len = reader->new_len;
	memcpy(reader->uid, reader->new_uid, reader->new_len);
	return rest(reader, READER_CARD, now_ms);
}

static enum reader_news answered(
	struct reader *reader, enum mfrc522_answer answer, uint8_t len, uint32_t now_ms)
{
	static const uint8_t reqa = REQA;

	switch ((enum reader_state)reader->state) {
	case READER_ASKED:
		if (answer == MFRC522_SILENCE)
			return missed(reader, now_ms);
		// Cards of different kinds collide here already; anticollision tells what it is.
		reader->misses = 0;
		send_anticoll(reader, READER_ANTICOLL, now_ms);
		return READER_NOTHING;
	case READER_ANTICOLL:
		if (answer == MFRC522_COLLISION)
			return two(reader, now_ms);
		if (answer == MFRC522_HEARD)
			return part_heard(reader, len, now_ms);
		return rest(reader, READER_NOTHING, now_ms);
	case READER_SELECT:
		if (answer == MFRC522_HEARD)
			return selected(reader, len, now_ms);
		return rest(reader, READER_NOTHING, now_ms);
	case READER_HALTING:
		// A weak card beside a strong one never collides visibly; it answers now.
		send(reader, READER_OTHERS, &reqa, 1, SEVEN_BITS, now_ms);
		return READER_NOTHING;
	case READER_OTHERS:
		if (answer == MFRC522_SILENCE)
			return alone(reader, now_ms);
		// It may be the card itself, which did not hear that it was to halt.
		reader->level = 0;
		send_anticoll(reader, READER_WHO, now_ms);
		return READER_NOTHING;
	case READER_WHO:
		if (answer == MFRC522_HEARD && len == 5 &&
			memcmp(reader->heard, reader->first, 5) == 0)
			return alone(reader, now_ms);
		if (answer == MFRC522_COLLISION || (answer == MFRC522_HEARD && len == 5))
			return two(reader, now_ms);
		return rest(reader, READER_NOTHING, now_ms); // noise: the next look will tell
	case READER_OFF:
	case READER_WAKING:
	case READER_FIELD_UP:
	case READER_RESTING:
		break;
	}
	return READER_NOTHING;
}

void reader_init(struct reader *reader, uint32_t now_ms)
{
	memset(reader, 0, sizeof *reader);
	spi_reader_reset(true);
	go(reader, READER_OFF, now_ms + RESET_MS);
}

bool reader_hurries(const struct reader *reader)
{
	return reader->state >= READER_ASKED;
}

enum reader_news reader_step(struct reader *reader, uint32_t now_ms)
{
	uint8_t len = 0;
	enum mfrc522_answer answer;

	if ((int32_t)(now_ms - reader->until) >= 0)
		return waited(reader, now_ms);
	if (!reader_hurries(reader))
		return READER_NOTHING;
	answer = mfrc522_take(reader->heard, sizeof reader->heard, &len);
	if (answer == MFRC522_WAITING)
		return READER_NOTHING;
	return answered(reader, answer, len, now_ms);
}
