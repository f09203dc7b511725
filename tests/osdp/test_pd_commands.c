// SPDX-License-Identifier: GPL-3.0-or-later
// The peripheral's answer to every code, length, address and security block there can be.
#include "bench.h"

#include "osdp/crc.h"

static void open_started(struct bench *bench)
{
	bench_open(bench, true);
	bench_say(bench, 0, OSDP_ID, NULL, 0);
	bench_heard(bench, OSDP_PDID, 0);
}

// The law, said once more without the table: the reason for a NAK, or 0.
static uint8_t refusal_of(uint8_t code, uint16_t len)
{
	switch (code) {
	case 0x60: // POLL
	case 0x64: // LSTAT
	case 0x65: // ISTAT
	case 0x66: // OSTAT
	case 0xA2: // ABORT
		return len ? 2 : 0;
	case 0x61: // ID, tolerant (n05)
	case 0x62: // CAP
		return len > 1 ? 2 : 0;
	case 0x68: // OUT, records of zeros: no change on output 0
		return len == 0 || len % 4 ? 2 : 0;
	case 0x69: // LED
		return len == 0 || len % 14 ? 2 : 0;
	case 0x6A: // BUZ
	case 0x6E: // COMSET
		return len != 5 ? 2 : 0;
	case 0x6B: // TEXT of no characters
		return len != 6 ? 2 : 0;
	case 0x7B: // ACURXSIZE of 0
		return len != 2 ? 2 : 9;
	case 0x80: // MFG
		return len < 3 ? 2 : 0;
	case 0x75: // KEYSET (n23)
		return 6;
	case 0x76: // CHLNG
	case 0x77: // SCRYPT
		return 5;
	}
	return 3;
}

static void every_code_of_every_length_gets_the_answer_of_the_law(void **state)
{
	static const uint8_t zeros[248];

	(void)state;
	for (unsigned code = 0; code < 256; code++) {
		for (uint16_t len = 0; len <= sizeof zeros; len++) {
			struct bench bench;
			uint8_t refusal = refusal_of((uint8_t)code, len);

			open_started(&bench);
			assert_true(bench_say(&bench, 1, (uint8_t)code, zeros, len));
			assert_int_equal(bench.reply.sqn, 1);
			if (refusal) {
				bench_refused(&bench, refusal, 1);
				assert_int_equal(bench.bank.executed, 0);
			} else {
				assert_int_not_equal(bench.reply.code, OSDP_NAK);
				assert_true(osdp_reply_answers((uint8_t)code, bench.reply.code));
			}
			// Refused or not it counts: the next number is the next number.
			bench_say(&bench, 2, OSDP_POLL, NULL, 0);
			bench_heard(&bench, OSDP_ACK, 2);
		}
	}
}

static void other_addresses_and_replies_get_silence_and_change_nothing(void **state)
{
	struct bench bench;

	(void)state;
	open_started(&bench);
	for (uint8_t address = 0; address < 0x80; address++) {
		for (int reply = 0; reply <= 1; reply++) {
			uint16_t asked = bench.bank.asked;

			if (!reply && (address == 1 || address == OSDP_ADDRESS_ANY))
				continue;
			for (uint8_t sqn = 0; sqn <= 3; sqn++)
				assert_false(
					bench_send(&bench, &(struct osdp_frame){.address = address,
								   .reply = reply,
								   .sqn = sqn,
								   .code = OSDP_POLL}));
			assert_int_equal(bench.bank.asked, asked);
		}
	}
	bench_say(&bench, 1, OSDP_POLL, NULL, 0);
	bench_heard(&bench, OSDP_ACK, 1);
}

static void the_shared_address_serves_three_commands_only(void **state)
{
	static const uint8_t to_5[] = {5, 0, 0x96, 0, 0};

	(void)state;
	for (unsigned code = 0; code < 256; code++) {
		struct bench bench;
		bool served = code == OSDP_ID || code == OSDP_CAP || code == OSDP_COMSET;
		uint16_t asked;

		open_started(&bench);
		asked = bench.bank.asked;
		assert_int_equal(
			bench_send(&bench, &(struct osdp_frame){.address = OSDP_ADDRESS_ANY,
						   .code = (uint8_t)code,
						   .data = to_5,
						   .len = code == OSDP_COMSET ? 5 : 0}),
			served);
		assert_int_equal(bench.bank.asked, asked + served);
		if (served)
			assert_int_equal(bench.said[2], 0xFF);
		// An ignored one did not begin a new count.
		bench_say(&bench, 1, OSDP_POLL, NULL, 0);
		bench_heard(&bench, OSDP_ACK, 1);
	}
}

static void every_security_block_is_refused_without_a_session(void **state)
{
	(void)state;
	for (unsigned type = 0; type < 256; type++) {
		struct bench bench;
		uint8_t mac[4] = {0};
		struct osdp_frame frame = {.address = 1,
			.sqn = 1,
			.has_scb = true,
			.scb_len = 2,
			.scb_type = (uint8_t)type,
			.code = OSDP_POLL};

		if (type >= 0x15 && type <= 0x18)
			frame.mac = mac;
		open_started(&bench);
		assert_true(bench_send(&bench, &frame));
		bench_refused(&bench, frame.mac ? OSDP_NAK_SECURE : OSDP_NAK_SECURITY, 1);
		assert_false(bench.reply.has_scb);
		assert_int_equal(bench.bank.executed, 0);
	}
}

static void a_damaged_or_checksum_frame_is_refused_and_not_counted(void **state)
{
	struct bench bench;
	struct osdp_frame frame = {.address = 1, .sqn = 0, .code = OSDP_OUT};

	(void)state;
	open_started(&bench);
	frame.bad = OSDP_BAD_CHECK;
	assert_true(bench_take(&bench, OSDP_BAD, &frame));
	bench_refused(&bench, OSDP_NAK_CHECK, 0);
	frame.use_crc = false;
	assert_true(bench_take(&bench, OSDP_READY, &frame));
	bench_refused(&bench, OSDP_NAK_CHECK, 0);
	// Whom a damaged frame was meant for is a guess.
	frame.address = 2;
	assert_false(bench_take(&bench, OSDP_BAD, &frame));
	frame.address = OSDP_ADDRESS_ANY;
	assert_false(bench_take(&bench, OSDP_BAD, &frame));
	frame.address = 1;
	frame.reply = true;
	assert_false(bench_take(&bench, OSDP_BAD, &frame));
	bench_say(&bench, 1, OSDP_POLL, NULL, 0);
	bench_heard(&bench, OSDP_ACK, 1);
}

static void a_frame_longer_than_the_buffer_is_refused_and_counted(void **state)
{
	struct bench bench;
	struct osdp_frame frame = {.address = 1,
		.sqn = 1,
		.use_crc = true,
		.code = OSDP_MFG,
		.bytes = bench.sent,
		.size = 300,
		.check = 7,
		.bad = OSDP_BAD_TOO_LONG};

	(void)state;
	open_started(&bench);
	for (int repeat = 0; repeat < 2; repeat++) {
		assert_true(bench_take(&bench, OSDP_BAD, &frame));
		bench_refused(&bench, OSDP_NAK_LENGTH, 1);
	}
	frame.bad = OSDP_BAD_FORM;
	frame.sqn = 2;
	frame.size = 20;
	assert_true(bench_take(&bench, OSDP_BAD, &frame));
	bench_refused(&bench, OSDP_NAK_SECURITY, 2);
	bench_say(&bench, 3, OSDP_POLL, NULL, 0);
	bench_heard(&bench, OSDP_ACK, 3);
}

static void a_bank_without_inputs_has_no_such_command(void **state)
{
	struct bench bench;

	(void)state;
	open_started(&bench);
	bench.bank.no_inputs = 1;
	bench_say(&bench, 1, OSDP_ISTAT, NULL, 0);
	bench_refused(&bench, OSDP_NAK_UNKNOWN, 1);
}

static void an_address_that_cannot_be_is_no_place_to_move_to(void **state)
{
	(void)state;
	for (unsigned address = 0; address < 256; address++) {
		struct bench bench;
		uint8_t com[] = {(uint8_t)address, 0, 0x96, 0, 0};

		open_started(&bench);
		bench_say(&bench, 1, OSDP_COMSET, com, sizeof com);
		if (address < 0x7F) {
			bench_heard(&bench, OSDP_COM, 1);
		} else {
			bench_refused(&bench, OSDP_NAK_RECORD, 1);
			osdp_pd_sent(&bench.pd);
			assert_int_equal(bench.bank.moved_to, 0);
		}
	}
}

// Feeds all of it at once and lets 100 ms pass; returns the length of everything said.
static unsigned hear_all(struct bench *bench, const uint8_t *heard, size_t len)
{
	struct osdp_frame_reader reader;
	uint8_t buf[256];
	unsigned said = 0;

	bench_open(bench, true);
	osdp_frame_reader_init(&reader, buf, sizeof buf, OSDP_GAP_MS);
	while (len) {
		size_t took = osdp_frame_reader_feed(&reader, heard, len, 0);

		said += osdp_pd_turn(&bench->pd, &reader, 0, &bench->said);
		heard += took;
		len -= took;
	}
	for (uint32_t ms = 1; ms < 100; ms++)
		said += osdp_pd_turn(&bench->pd, &reader, ms, &bench->said);
	return said;
}

static void one_line_has_room_for_one_answer(void **state)
{
	// n26, then the same command again, then marks.
	static const uint8_t heard[] = {0x53, 0x01, 0x09, 0x00, 0x04, 0xff, 0x53, 0x01, 0x09, 0x00,
		0x04, 0x61, 0x00, 0x60, 0x23, 0xff, 0x53, 0x01, 0x09, 0x00, 0x04, 0x61, 0x00, 0x60,
		0x23, 0xff, 0xff};
	struct bench bench;

	(void)state;
	assert_int_equal(hear_all(&bench, heard, sizeof heard), 21);
	assert_int_equal(bench.said[6], OSDP_PDID);
	assert_int_equal(bench.bank.asked, 1);
}

static void a_spark_behind_a_command_does_not_hide_it(void **state)
{
	// What a receiver makes of the moment in which the host lets go of the pair.
	static const uint8_t sparks[][4] = {{0}, {0xff}, {0x00, 0xff}, {0xf8, 0x00, 0xfe, 0xff}};
	uint8_t heard[13] = {0x53, 0x01, 0x09, 0x00, 0x04, 0x61, 0x00, 0x60, 0x23};
	struct bench bench;

	(void)state;
	for (size_t n = 0; n < sizeof sparks / sizeof *sparks; n++) {
		memcpy(heard + 9, sparks[n], 4);
		for (size_t len = 9; len <= sizeof heard; len++)
			assert_int_equal(hear_all(&bench, heard, len), 21);
	}
}

static void a_command_found_late_is_neither_answered_nor_done(void **state)
{
	// A false beginning swallows a command to this bank and what the line went on to say.
	static const uint8_t command[] = {0x53, 0x01, 0x09, 0x00, 0x04, 0x61, 0x00, 0x60, 0x23};
	uint8_t heard[2000];
	struct bench bench;

	(void)state;
	for (unsigned claimed = 20; claimed <= OSDP_FRAME_LEN_MAX; claimed += 5) {
		for (unsigned more = 1; more < 1500; more += 101) {
			const uint8_t head[] = {
				0x53, 0x02, (uint8_t)claimed, (uint8_t)(claimed >> 8), 0x04};

			memset(heard, OSDP_SOM, sizeof heard);
			memcpy(heard, head, sizeof head);
			memcpy(heard + 5, command, sizeof command);
			assert_int_equal(hear_all(&bench, heard, 14 + more), 0);
			assert_int_equal(bench.bank.asked, 0);
			// The same at the very end of what is kept of a long one.
			if (claimed > 300 && more > 300) {
				memset(heard + 5, 0, 256 - 5);
				memcpy(heard + 256 - sizeof command, command, sizeof command);
				assert_int_equal(hear_all(&bench, heard, 256 + more), 0);
				assert_int_equal(bench.bank.asked, 0);
				memcpy(heard + 5, command, sizeof command);
			}
			// And with silence behind it instead it is answered, late but not too late.
			assert_int_equal(hear_all(&bench, heard, 14), 21);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_of_every_length_gets_the_answer_of_the_law),
		cmocka_unit_test(other_addresses_and_replies_get_silence_and_change_nothing),
		cmocka_unit_test(the_shared_address_serves_three_commands_only),
		cmocka_unit_test(every_security_block_is_refused_without_a_session),
		cmocka_unit_test(a_damaged_or_checksum_frame_is_refused_and_not_counted),
		cmocka_unit_test(a_frame_longer_than_the_buffer_is_refused_and_counted),
		cmocka_unit_test(a_bank_without_inputs_has_no_such_command),
		cmocka_unit_test(an_address_that_cannot_be_is_no_place_to_move_to),
		cmocka_unit_test(one_line_has_room_for_one_answer),
		cmocka_unit_test(a_spark_behind_a_command_does_not_hide_it),
		cmocka_unit_test(a_command_found_late_is_neither_answered_nor_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
