// SPDX-License-Identifier: GPL-3.0-or-later
// The frame reader against what a line really delivers.
#include "osdp/crc.h"
#include "osdp/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// ID to address 1, SQN 0 (session a1, frame 0) and POLL to address 1, SQN 1.
static const uint8_t id[] = {0xff, 0x53, 0x01, 0x09, 0x00, 0x04, 0x61, 0x00, 0x60, 0x23};
static const uint8_t poll[] = {0xff, 0x53, 0x01, 0x08, 0x00, 0x05, 0x60, 0x8b, 0x33};

struct line {
	uint8_t buf[OSDP_FRAME_LEN_MAX];
	struct osdp_frame_reader reader;
	uint32_t ms;
	struct osdp_frame frame;
};

static void open_line(struct line *line, uint16_t cap)
{
	line->ms = 0xFFFFFF00; // so that the count wraps somewhere in the longer tests
	osdp_frame_reader_init(&line->reader, line->buf, cap, OSDP_GAP_MS);
}

static enum osdp_read next(struct line *line)
{
	return osdp_frame_reader_next(&line->reader, line->ms, &line->frame);
}

// All of it at one moment, into a reader that has room.
static void hear(struct line *line, const uint8_t *bytes, size_t len)
{
	assert_int_equal(osdp_frame_reader_feed(&line->reader, bytes, len, line->ms), len);
}

static void is_id(const struct osdp_frame *frame)
{
	assert_int_equal(frame->address, 1);
	assert_false(frame->reply);
	assert_int_equal(frame->sqn, 0);
	assert_true(frame->use_crc);
	assert_false(frame->has_scb);
	assert_int_equal(frame->code, 0x61);
	assert_int_equal(frame->len, 1);
	assert_int_equal(frame->data[0], 0);
	assert_int_equal(frame->size, 9);
	assert_memory_equal(frame->bytes, id + 1, 9);
}

static void a_frame_cut_anywhere_is_found_when_its_rest_comes(void **state)
{
	(void)state;
	for (size_t cut = 0; cut <= sizeof id; cut++) {
		struct line line;

		open_line(&line, 256);
		hear(&line, id, cut);
		if (cut < sizeof id)
			assert_int_equal(next(&line), OSDP_PENDING);
		line.ms += OSDP_GAP_MS;
		hear(&line, id + cut, sizeof id - cut);
		assert_int_equal(next(&line), OSDP_READY);
		is_id(&line.frame);
		assert_int_equal(next(&line), OSDP_PENDING);
	}
}

static void a_pause_longer_than_the_gap_ends_a_frame(void **state)
{
	(void)state;
	for (size_t cut = 2; cut < sizeof id; cut++) {
		struct line line;

		open_line(&line, 256);
		hear(&line, id, cut);
		line.ms += OSDP_GAP_MS + 1;
		hear(&line, id + cut, sizeof id - cut);
		assert_int_equal(next(&line), OSDP_PENDING);
		hear(&line, id, sizeof id);
		assert_int_equal(next(&line), OSDP_READY);
		is_id(&line.frame);
	}
}

static void every_flipped_bit_is_refused_and_the_next_frame_is_found(void **state)
{
	(void)state;
	for (size_t bit = 8; bit < 8 * sizeof id; bit++) {
		struct line line;
		uint8_t bent[sizeof id];
		enum osdp_read found;

		memcpy(bent, id, sizeof id);
		bent[bit / 8] ^= (uint8_t)(1 << bit % 8);
		open_line(&line, 256);
		hear(&line, bent, sizeof bent);
		line.ms += OSDP_GAP_MS + 1;
		found = next(&line);
		// A flipped CRC bit of CTRL makes a checksum frame: never right by chance here.
		assert_int_not_equal(found, OSDP_READY);
		while (next(&line) != OSDP_PENDING)
			assert_int_not_equal(found, OSDP_READY);
		hear(&line, poll, sizeof poll);
		assert_int_equal(next(&line), OSDP_READY);
		assert_int_equal(line.frame.code, 0x60);
	}
}

static void two_frames_in_one_push_are_two_frames(void **state)
{
	struct line line;

	(void)state;
	open_line(&line, 256);
	hear(&line, id, sizeof id);
	hear(&line, poll, sizeof poll);
	assert_int_equal(next(&line), OSDP_READY);
	is_id(&line.frame);
	assert_int_equal(next(&line), OSDP_READY);
	assert_int_equal(line.frame.code, 0x60);
	assert_int_equal(next(&line), OSDP_PENDING);
}

static void noise_with_false_beginnings_hides_no_frame(void **state)
{
	// n17, and a false SOM whose length reaches into the good frame.
	static const uint8_t noise[] = {0xff, 0x00, 0x53, 0xff, 0xff, 0xff};
	static const uint8_t false_som[] = {0x53, 0x01, 0x0c, 0x00, 0x04};
	struct line line;

	(void)state;
	open_line(&line, 256);
	hear(&line, noise, sizeof noise);
	hear(&line, id + 1, sizeof id - 1);
	assert_int_equal(next(&line), OSDP_READY);
	is_id(&line.frame);
	hear(&line, false_som, sizeof false_som);
	hear(&line, id + 1, sizeof id - 1);
	assert_int_equal(next(&line), OSDP_READY);
	is_id(&line.frame);
}

static void a_good_frame_right_behind_a_cut_one_replaces_the_complaint(void **state)
{
	struct line line;

	(void)state;
	for (size_t cut = 2; cut < sizeof id; cut++) {
		open_line(&line, 256);
		hear(&line, id, cut);
		for (size_t n = 0; n < sizeof poll; n++) {
			hear(&line, poll + n, 1);
			line.ms++;
			if (n + 1 < sizeof poll)
				assert_int_equal(next(&line), OSDP_PENDING);
		}
		// Cut right behind its SOM it claims to be 339 long, until a pause says no.
		if (cut == 2) {
			assert_int_equal(next(&line), OSDP_PENDING);
			line.ms += OSDP_GAP_MS;
		}
		assert_int_equal(next(&line), OSDP_READY);
		assert_int_equal(line.frame.code, 0x60);
		line.ms += 2 * OSDP_GAP_MS;
		assert_int_equal(next(&line), OSDP_PENDING);
	}
}

static void a_damaged_frame_is_reported_once_and_after_silence(void **state)
{
	uint8_t bent[sizeof id];
	struct line line;

	(void)state;
	memcpy(bent, id, sizeof id);
	bent[9] = 0x76; // n01
	open_line(&line, 256);
	hear(&line, bent, sizeof bent);
	assert_int_equal(next(&line), OSDP_PENDING);
	line.ms += OSDP_QUIET_MS - 1;
	assert_int_equal(next(&line), OSDP_PENDING);
	line.ms++;
	assert_int_equal(next(&line), OSDP_BAD);
	assert_int_equal(line.frame.bad, OSDP_BAD_CHECK);
	assert_int_equal(line.frame.address, 1);
	assert_int_equal(line.frame.sqn, 0);
	assert_int_equal(next(&line), OSDP_PENDING);
	assert_int_equal(osdp_frame_reader_refused(&line.reader), 1);
}

// A frame of `size` bytes to address 2, in out (size + 1 bytes, mark first).
static void long_frame(uint8_t *out, uint16_t size)
{
	static uint8_t data[OSDP_FRAME_LEN_MAX];
	struct osdp_frame frame = {.address = 2, .sqn = 3, .use_crc = true, .code = 0x7c};

	memset(data, 0x53, sizeof data);
	frame.data = data;
	frame.len = (uint16_t)(size - OSDP_FRAME_OVERHEAD + 1);
	assert_int_equal(osdp_frame_write(out, (uint16_t)(size + 1), &frame), size + 1);
}

// Feeds as the header says, and counts what came out.
static void feed_all(
	struct line *line, const uint8_t *bytes, size_t len, size_t piece, int count[3])
{
	enum osdp_read found;

	while (len) {
		size_t now = piece < len ? piece : len;
		size_t took = osdp_frame_reader_feed(&line->reader, bytes, now, line->ms);

		while ((found = next(line)) != OSDP_PENDING)
			count[found]++;
		bytes += took;
		len -= took;
	}
}

static void longer_frames_than_the_buffer_are_counted_through(void **state)
{
	static const uint16_t sizes[] = {255, 256, 257, 258, 259, 600, 1439, 1440};
	uint8_t bytes[OSDP_FRAME_LEN_MAX + 1];

	(void)state;
	for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
		for (size_t piece = 1; piece < 300; piece += 7) {
			struct line line;
			int count[3] = {0};

			long_frame(bytes, sizes[n]);
			open_line(&line, 256);
			feed_all(&line, bytes, sizes[n] + 1u, piece, count);
			assert_int_equal(count[OSDP_READY], sizes[n] <= 256);
			assert_int_equal(count[OSDP_BAD], sizes[n] > 256);
			assert_int_equal(line.frame.address, 2);
			assert_int_equal(line.frame.sqn, 3);
			assert_int_equal(line.frame.code, 0x7c);
			if (sizes[n] > 256)
				assert_int_equal(line.frame.bad, OSDP_BAD_TOO_LONG);
			feed_all(&line, id, sizeof id, piece, count);
			is_id(&line.frame);
		}
	}
}

static void a_false_long_frame_gives_back_what_it_swallowed_after_a_pause(void **state)
{
	static const uint8_t false_som[] = {0x53, 0x05, 0x00, 0x04, 0x04};
	struct line line;

	(void)state;
	open_line(&line, 256);
	hear(&line, false_som, sizeof false_som);
	hear(&line, id, sizeof id);
	assert_int_equal(next(&line), OSDP_PENDING);
	line.ms += OSDP_GAP_MS + 1;
	assert_int_equal(next(&line), OSDP_READY);
	is_id(&line.frame);
}

static void a_damaged_long_frame_is_a_bad_check_and_the_line_goes_on(void **state)
{
	uint8_t bytes[601];
	struct line line;
	int count[3] = {0};

	(void)state;
	long_frame(bytes, 600);
	bytes[400] ^= 1;
	open_line(&line, 256);
	feed_all(&line, bytes, sizeof bytes, 16, count);
	line.ms += OSDP_GAP_MS + 1;
	assert_int_equal(next(&line), OSDP_BAD);
	assert_int_equal(line.frame.bad, OSDP_BAD_CHECK);
	assert_int_equal(line.frame.address, 2);
	feed_all(&line, id, sizeof id, 16, count);
	assert_int_equal(count[OSDP_READY], 1);
}

static void a_long_frame_heard_whole_stays_one_however_late_it_is_asked_for(void **state)
{
	uint8_t bytes[601];
	struct line line;
	int count[3] = {0};

	(void)state;
	long_frame(bytes, 600);
	open_line(&line, 256);
	feed_all(&line, bytes, 300, 300, count);
	assert_int_equal(osdp_frame_reader_feed(&line.reader, bytes + 300, 301, line.ms), 301);
	line.ms += 1000;
	assert_int_equal(next(&line), OSDP_BAD);
	assert_int_equal(line.frame.bad, OSDP_BAD_TOO_LONG);
}

static void a_pause_inside_a_full_buffer_keeps_its_place(void **state)
{
	static const uint8_t zeros[240];
	uint8_t first[31], good[61];
	struct line line;

	(void)state;
	long_frame(first, 30);
	long_frame(good, 60);
	open_line(&line, 256);
	hear(&line, first, sizeof first);
	hear(&line, id, 6); // cut
	assert_int_equal(next(&line), OSDP_READY);
	assert_int_equal(next(&line), OSDP_PENDING);
	line.ms += OSDP_GAP_MS + 1;
	hear(&line, good, sizeof good);
	hear(&line, zeros, 180); // only fits when the first frame makes room
	assert_int_equal(next(&line), OSDP_READY);
	assert_int_equal(line.frame.size, 60);
	assert_true(line.frame.followed);
}

static void impossible_lengths_are_no_frames(void **state)
{
	(void)state;
	for (uint32_t len = 0; len < 65536; len++) {
		struct line line;
		uint8_t head[] = {0x53, 0x01, (uint8_t)len, (uint8_t)(len >> 8), 0x04};

		if (len >= 8 && len <= 1440)
			continue;
		open_line(&line, 256);
		hear(&line, head, sizeof head);
		hear(&line, id, sizeof id);
		assert_int_equal(next(&line), OSDP_READY);
		is_id(&line.frame);
	}
}

static void a_security_block_that_does_not_fit_is_bad_form(void **state)
{
	(void)state;
	for (unsigned scb_len = 0; scb_len < 256; scb_len++) {
		uint8_t bytes[14] = {0x53, 0x01, 14, 0, 0x0d, (uint8_t)scb_len, 0x13};
		uint16_t crc = osdp_crc16(OSDP_CRC_SEED, bytes, 12);
		struct line line;
		bool fits = scb_len >= 2 && scb_len <= 6;

		bytes[12] = (uint8_t)(crc & 0xff);
		bytes[13] = (uint8_t)(crc >> 8);
		open_line(&line, 256);
		hear(&line, bytes, sizeof bytes);
		assert_int_equal(next(&line), fits ? OSDP_READY : OSDP_BAD);
		if (fits)
			assert_int_equal(line.frame.len, 6 - scb_len);
		else
			assert_int_equal(line.frame.bad, OSDP_BAD_FORM);
	}
}

static void a_frame_too_long_for_the_room_is_not_written(void **state)
{
	static const uint8_t data[OSDP_FRAME_LEN_MAX];
	uint8_t out[OSDP_FRAME_LEN_MAX + 8];
	struct osdp_frame frame = {.address = 1, .code = 0x80, .data = data};

	(void)state;
	for (uint32_t len = 0; len < 0x10000; len++) {
		bool fits = len + 8 <= OSDP_FRAME_LEN_MAX;

		frame.len = (uint16_t)len;
		assert_int_equal(osdp_frame_write(out, sizeof out, &frame), fits ? len + 9 : 0);
		for (unsigned scb_len = 0; fits && len < 3 && scb_len < 256; scb_len++) {
			struct osdp_frame secured = frame;

			secured.has_scb = true;
			secured.scb_len = (uint8_t)scb_len;
			assert_int_equal(osdp_frame_write(out, sizeof out, &secured),
				scb_len == 2 || scb_len == 3 ? len + 9 + scb_len : 0);
		}
		if (fits && len % 97 == 0)
			assert_int_equal(osdp_frame_write(out, (uint16_t)(len + 8), &frame), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_cut_anywhere_is_found_when_its_rest_comes),
		cmocka_unit_test(a_pause_longer_than_the_gap_ends_a_frame),
		cmocka_unit_test(every_flipped_bit_is_refused_and_the_next_frame_is_found),
		cmocka_unit_test(two_frames_in_one_push_are_two_frames),
		cmocka_unit_test(noise_with_false_beginnings_hides_no_frame),
		cmocka_unit_test(a_good_frame_right_behind_a_cut_one_replaces_the_complaint),
		cmocka_unit_test(a_damaged_frame_is_reported_once_and_after_silence),
		cmocka_unit_test(longer_frames_than_the_buffer_are_counted_through),
		cmocka_unit_test(a_false_long_frame_gives_back_what_it_swallowed_after_a_pause),
		cmocka_unit_test(a_damaged_long_frame_is_a_bad_check_and_the_line_goes_on),
		cmocka_unit_test(a_long_frame_heard_whole_stays_one_however_late_it_is_asked_for),
		cmocka_unit_test(a_pause_inside_a_full_buffer_keeps_its_place),
		cmocka_unit_test(impossible_lengths_are_no_frames),
		cmocka_unit_test(a_security_block_that_does_not_fit_is_bad_form),
		cmocka_unit_test(a_frame_too_long_for_the_room_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
