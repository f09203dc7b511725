// SPDX-License-Identifier: GPL-3.0-or-later
// The reader's state machine against a chip of registers with scripted faults. What the real chip's
// model and the air do is tested in firmware/cards; here each frame goes wrong in each way.
#include "reader.h"

#include "board/spi.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { COMMAND = 0x01, COM_IRQ = 0x04, ERROR = 0x06, FIFO = 0x09, LEVEL = 0x0A };
enum { CONTROL = 0x0C, BIT_FRAMING = 0x0D, TX_CONTROL = 0x14, T_MODE = 0x2A, VERSION = 0x37 };

enum trouble { FINE, SILENT, PARITY, SHORT, LONG, FLIPPED, NEVER };

static struct {
	bool absent; // no chip on the bus: everything reads FF
	bool held;
	uint8_t reg[64];
	uint8_t fifo[64];
	uint8_t fill, at;
	// The card in the field.
	uint8_t uid[10], len; // len 0: none
	bool halted;
	bool lies_about_cascade;
	bool deaf_to_halt;
	uint8_t weak[4]; // a second, weaker card: heard only when the first is halted
	bool has_weak, weak_speaks;
	// The frame number `bad_frame` since the start goes wrong.
	unsigned frames, bad_frame;
	enum trouble trouble;
} chip;

static uint16_t crc_a(const uint8_t *bytes, uint8_t len)
{
	uint16_t crc = 0x6363;

	for (uint8_t i = 0; i < len; i++)
		for (uint8_t bit = 0, byte = bytes[i]; bit < 8; bit++, byte >>= 1)
			crc = (uint16_t)((crc ^ byte) & 1 ? crc >> 1 ^ 0x8408 : crc >> 1);
	return crc;
}

static void part_of(uint8_t level, uint8_t part[5])
{
	uint8_t levels = (uint8_t)((chip.len - 1) / 3);
	bool last = level == levels - 1;

	part[0] = 0x88;
	memcpy(part + !last, chip.uid + 3 * level, 3u + last);
	part[4] = part[0] ^ part[1] ^ part[2] ^ part[3];
}

// What the card says to the frame in the FIFO; returns how many bytes.
static uint8_t card(const uint8_t *frame, uint8_t len, uint8_t *out)
{
	uint8_t level = (uint8_t)((frame[0] - 0x93) / 2);
	uint8_t levels = (uint8_t)((chip.len - 1) / 3);

	if (chip.len == 0)
		return 0;
	if (len == 1) {
		chip.weak_speaks = frame[0] == 0x26 && chip.halted && chip.has_weak;
		if (frame[0] == 0x26 && chip.halted && !chip.weak_speaks)
			return 0;
		out[0] = 0x04;
		out[1] = 0x00;
		return 2;
	}
	if (frame[0] == 0x50) {
		assert_int_equal(crc_a(frame, len), 0);
		chip.halted = !chip.deaf_to_halt;
		return 0;
	}
	assert_in_range(level, 0, 2);
	part_of(level, out);
	if (chip.weak_speaks) {
		memcpy(out, chip.weak, 4);
		out[4] = out[0] ^ out[1] ^ out[2] ^ out[3];
	}
	if (frame[1] == 0x20)
		return 5;
	assert_int_equal(frame[1], 0x70);
	assert_int_equal(len, 9);
	assert_int_equal(crc_a(frame, 9), 0);
	assert_memory_equal(frame + 2, out, 5);
	out[0] = (level < levels - 1) != chip.lies_about_cascade ? 0x04 : 0x08;
	len = 1;
	out[1] = (uint8_t)crc_a(out, len);
	out[2] = (uint8_t)(crc_a(out, len) >> 8);
	return 3;
}

static void transceive(void)
{
	uint8_t frame[64], len = chip.fill;
	bool bad = ++chip.frames == chip.bad_frame;

	memcpy(frame, chip.fifo, len);
	chip.fill = card(frame, len, chip.fifo);
	chip.at = 0;
	chip.reg[ERROR] = 0;
	if (bad && chip.trouble == NEVER)
		return;
	if (chip.fill == 0 || (bad && chip.trouble == SILENT)) {
		chip.fill = 0;
		chip.reg[COM_IRQ] |= 0x01;
		return;
	}
	if (bad && chip.trouble == PARITY)
		chip.reg[ERROR] = 0x02;
	if (bad && chip.trouble == SHORT)
		chip.fill--;
	if (bad && chip.trouble == LONG)
		chip.fill = 60;
	if (bad && chip.trouble == FLIPPED)
		chip.fifo[0] ^= 0x10;
	chip.reg[COM_IRQ] |= 0x20;
}

uint8_t spi_reader_read(uint8_t reg)
{
	if (chip.absent || chip.held)
		return 0xFF;
	if (reg == FIFO)
		return chip.fifo[chip.at++];
	if (reg == LEVEL)
		return chip.fill;
	return chip.reg[reg];
}

void spi_reader_write(uint8_t reg, uint8_t value)
{
	if (chip.absent || chip.held)
		return;
	if (reg == FIFO) {
		chip.fifo[chip.fill++] = value;
	} else if (reg == LEVEL) {
		chip.fill = 0;
	} else if (reg == COM_IRQ) {
		chip.reg[COM_IRQ] &= (uint8_t)~value;
	} else {
		chip.reg[reg] = value;
		if (reg == BIT_FRAMING && (value & 0x80))
			transceive();
	}
}

void spi_reader_reset(bool held)
{
	if (chip.held && !held) {
		memset(chip.reg, 0, sizeof chip.reg);
		chip.reg[VERSION] = 0x92;
		chip.reg[TX_CONTROL] = 0x80;
	}
	chip.held = held;
}

struct seen {
	unsigned cards, twos, losses, returns;
};

static uint32_t now;

static struct seen run(struct reader *reader, unsigned ms)
{
	struct seen seen = {0};

	for (uint32_t end = now + ms; now != end; now++)
		switch (reader_step(reader, now)) {
		case READER_NOTHING:
			break;
		case READER_CARD:
			seen.cards++;
			break;
		case READER_TWO:
			seen.twos++;
			break;
		case READER_LOST:
			seen.losses++;
			break;
		case READER_BACK:
			seen.returns++;
			break;
		}
	return seen;
}

static struct reader fresh(uint32_t start)
{
	struct reader reader;

	memset(&chip, 0, sizeof chip);
	now = start;
	reader_init(&reader, now);
	return reader;
}

static void present(uint8_t len)
{
	for (uint8_t i = 0; i < len; i++)
		chip.uid[i] = (uint8_t)(0x10 * len + i);
	chip.len = len;
	chip.halted = false;
}

static void each_length_is_read_once_also_when_the_milliseconds_wrap(void **state)
{
	static const uint32_t starts[] = {0, UINT32_MAX - 150};

	(void)state;
	for (unsigned i = 0; i < 2; i++)
		for (uint8_t len = 4; len <= 10; len = (uint8_t)(len + 3)) {
			struct reader reader = fresh(starts[i]);

			present(len);
			assert_int_equal(run(&reader, 1000).cards, 1);
			assert_int_equal(reader.uid_len, len);
			assert_memory_equal(reader.uid, chip.uid, len);
			chip.len = 0;
			assert_int_equal(run(&reader, 500).cards, 0);
			present(len);
			assert_int_equal(run(&reader, 500).cards, 1);
		}
}

// Each frame of a read goes wrong once, in each way: the card is read all the same, once, whole.
static void any_frame_may_go_wrong_once_and_the_card_is_still_read_once(void **state)
{
	(void)state;
	for (uint8_t len = 4; len <= 10; len = (uint8_t)(len + 3))
		for (unsigned frame = 1; frame < 20; frame++)
			for (enum trouble trouble = SILENT; trouble <= FLIPPED; trouble++) {
				struct reader reader = fresh(0);
				struct seen seen;

				present(len);
				chip.bad_frame = frame;
				chip.trouble = trouble;
				seen = run(&reader, 1000);
				assert_int_equal(seen.cards, 1);
				assert_int_equal(seen.twos, 0);
				assert_int_equal(seen.losses, 0);
				assert_int_equal(reader.uid_len, len);
				assert_memory_equal(reader.uid, chip.uid, len);
			}
}

static void a_card_that_lies_about_its_cascade_is_not_read(void **state)
{
	(void)state;
	for (uint8_t len = 4; len <= 10; len = (uint8_t)(len + 3)) {
		struct reader reader = fresh(0);

		present(len);
		chip.lies_about_cascade = true;
		assert_int_equal(run(&reader, 1000).cards, 0);
	}
}

static void a_card_that_did_not_hear_the_halt_is_still_one_card(void **state)
{
	(void)state;
	for (uint8_t len = 4; len <= 10; len = (uint8_t)(len + 3)) {
		struct reader reader = fresh(0);
		struct seen seen;

		present(len);
		chip.deaf_to_halt = true;
		seen = run(&reader, 1000);
		assert_int_equal(seen.cards, 1);
		assert_int_equal(seen.twos, 0);
	}
}

static void a_weak_card_behind_a_strong_one_makes_it_two_and_none_is_read(void **state)
{
	(void)state;
	for (uint8_t len = 4; len <= 10; len = (uint8_t)(len + 3)) {
		struct reader reader = fresh(0);
		struct seen seen;

		present(len);
		chip.has_weak = true;
		memcpy(chip.weak, "abcd", 4);
		seen = run(&reader, 1000);
		assert_int_equal(seen.cards, 0);
		assert_int_equal(seen.twos, 1);
	}
}

static void a_reader_that_is_not_there_is_tried_again_each_second_and_told_once(void **state)
{
	(void)state;
	struct reader reader = fresh(0);
	struct seen seen;

	chip.absent = true;
	seen = run(&reader, 5000);
	assert_int_equal(seen.losses, 1);
	assert_int_equal(seen.returns, 0);
	chip.absent = false;
	present(7);
	seen = run(&reader, 2000);
	assert_int_equal(seen.returns, 1);
	assert_int_equal(seen.cards, 1);
}

static void a_reader_that_dies_resets_itself_or_never_answers_comes_back(void **state)
{
	(void)state;
	for (int how = 0; how < 3; how++) {
		struct reader reader = fresh(0);
		struct seen seen;

		run(&reader, 500);
		if (how == 0)
			chip.absent = true;
		if (how == 1)
			chip.reg[TX_CONTROL] = 0x80; // a spark: its field is off
		if (how == 2) {
			chip.bad_frame = chip.frames + 1;
			chip.trouble = NEVER;
		}
		assert_int_equal(run(&reader, 200).losses, 1);
		chip.absent = false;
		present(4);
		seen = run(&reader, 1500);
		assert_int_equal(seen.returns, 1);
		assert_int_equal(seen.cards, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_length_is_read_once_also_when_the_milliseconds_wrap),
		cmocka_unit_test(any_frame_may_go_wrong_once_and_the_card_is_still_read_once),
		cmocka_unit_test(a_card_that_lies_about_its_cascade_is_not_read),
		cmocka_unit_test(a_card_that_did_not_hear_the_halt_is_still_one_card),
		cmocka_unit_test(a_weak_card_behind_a_strong_one_makes_it_two_and_none_is_read),
		cmocka_unit_test(
			a_reader_that_is_not_there_is_tried_again_each_second_and_told_once),
		cmocka_unit_test(a_reader_that_dies_resets_itself_or_never_answers_comes_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
