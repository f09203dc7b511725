// SPDX-License-Identifier: GPL-3.0-or-later
// The control panel's exchange: numbers, repeats, and what each frame that arrives means.
#include "osdp/acu.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static uint8_t tx[257];

static uint16_t command(struct osdp_acu *acu, uint8_t code)
{
	static const uint8_t zeros[14];
	uint16_t len = 0;

	while (len < sizeof zeros && osdp_command_fit(code, len) != OSDP_FIT_GOOD)
		len++;
	return osdp_acu_command(acu, code, zeros, len);
}

static uint8_t sent_sqn(void)
{
	return tx[5] & 3;
}

// A frame from address 1 as the reader would give it.
static enum osdp_acu_heard hear(
	struct osdp_acu *acu, uint8_t sqn, uint8_t code, uint16_t len, uint8_t first)
{
	uint8_t data[64] = {first};
	struct osdp_frame frame = {.address = 1,
		.reply = true,
		.sqn = sqn,
		.use_crc = true,
		.code = code,
		.data = data,
		.len = len};

	return osdp_acu_hear(acu, &frame);
}

static void numbers_go_0_1_2_3_1_and_only_an_answer_moves_them(void **state)
{
	static const uint8_t wanted[] = {0, 1, 2, 3, 1, 2, 3, 1};
	struct osdp_acu acu;

	(void)state;
	osdp_acu_init(&acu, 1, tx, sizeof tx);
	for (size_t n = 0; n < sizeof wanted; n++) {
		uint8_t first[257];
		uint16_t len = command(&acu, OSDP_POLL);

		assert_int_equal(sent_sqn(), wanted[n]);
		memcpy(first, tx, len);
		for (int repeat = 0; repeat < 3; repeat++) {
			assert_int_equal(osdp_acu_repeat(&acu), len);
			assert_memory_equal(tx, first, len);
		}
		assert_int_equal(hear(&acu, wanted[n], OSDP_ACK, 0, 0), OSDP_ACU_REPLY);
		assert_int_equal(osdp_acu_repeat(&acu), 0);
	}
}

// What any reply means to a command that is out, said without the table.
static enum osdp_acu_heard law(uint8_t out, uint8_t sqn, uint8_t code, uint8_t reason, bool fits)
{
	if (code == OSDP_BUSY)
		return OSDP_ACU_BUSY;
	if (code == OSDP_NAK && reason == 1)
		return OSDP_ACU_AGAIN;
	if (code == OSDP_NAK && reason == 4)
		return OSDP_ACU_RESTART;
	if (sqn != out)
		return sqn == 0 ? OSDP_ACU_RESTART : OSDP_ACU_UNEXPECTED;
	if (code == OSDP_NAK)
		return OSDP_ACU_NAK;
	return fits ? OSDP_ACU_REPLY : OSDP_ACU_UNEXPECTED;
}

static void bring_to(struct osdp_acu *acu, uint8_t sqn)
{
	osdp_acu_init(acu, 1, tx, sizeof tx);
	for (uint8_t n = 0; n < sqn; n++) {
		command(acu, OSDP_POLL);
		assert_int_equal(hear(acu, n, OSDP_ACK, 0, 0), OSDP_ACU_REPLY);
	}
}

static void every_reply_to_every_command_is_judged(void **state)
{
	static const uint8_t commands[] = {OSDP_POLL, OSDP_ID, OSDP_CAP, OSDP_LSTAT, OSDP_ISTAT,
		OSDP_OSTAT, OSDP_OUT, OSDP_LED, OSDP_BUZ, OSDP_TEXT, OSDP_COMSET, OSDP_ACURXSIZE,
		OSDP_MFG, OSDP_ABORT};

	(void)state;
	for (size_t c = 0; c < sizeof commands; c++) {
		for (uint8_t out = 0; out <= 3; out++) {
			for (unsigned code = 0; code < 256; code++) {
				for (unsigned more = 0; more < 4u * 10; more++) {
					uint8_t sqn = more & 3, reason = (uint8_t)(more / 4);
					struct osdp_acu acu;
					uint16_t len = 0;
					enum osdp_acu_heard wanted;

					bring_to(&acu, out);
					assert_int_not_equal(command(&acu, commands[c]), 0);
					assert_int_equal(sent_sqn(), out);
					while (len < 64 &&
						osdp_reply_fit((uint8_t)code, len) != OSDP_FIT_GOOD)
						len++;
					wanted = law(out, sqn, (uint8_t)code, reason,
						osdp_reply_answers(commands[c], (uint8_t)code));
					if (len == 64)
						wanted = OSDP_ACU_UNEXPECTED;
					assert_int_equal(
						hear(&acu, sqn, (uint8_t)code, len, reason),
						wanted);
					assert_int_equal(
						acu.waiting, wanted == OSDP_ACU_BUSY ||
								     wanted == OSDP_ACU_AGAIN ||
								     wanted == OSDP_ACU_UNEXPECTED);
					if (acu.waiting)
						continue;
					command(&acu, OSDP_POLL);
					assert_int_equal(sent_sqn(), wanted == OSDP_ACU_RESTART ? 0
								     : out == 3			? 1
										: out + 1);
				}
			}
		}
	}
}

static void the_answers_of_the_bank_are_those_and_no_others(void **state)
{
	static const struct {
		uint8_t command, replies[3];
	} rows[] = {
		{OSDP_ID, {OSDP_PDID}},
		{OSDP_CAP, {OSDP_PDCAP}},
		{OSDP_LSTAT, {OSDP_LSTATR}},
		{OSDP_ISTAT, {OSDP_ISTATR}},
		{OSDP_OSTAT, {OSDP_OSTATR}},
		{OSDP_OUT, {OSDP_ACK, OSDP_OSTATR}},
		{OSDP_LED, {OSDP_ACK}},
		{OSDP_BUZ, {OSDP_ACK}},
		{OSDP_TEXT, {OSDP_ACK}},
		{OSDP_COMSET, {OSDP_COM}},
		{OSDP_ACURXSIZE, {OSDP_ACK}},
		{OSDP_MFG, {OSDP_ACK, OSDP_MFGREP}},
		{OSDP_ABORT, {OSDP_ACK}},
	};
	static const uint8_t no_events[] = {
		OSDP_PDID, OSDP_PDCAP, OSDP_COM, OSDP_CCRYPT, OSDP_RMAC_I, 0x42, 0xFF};

	(void)state;
	for (size_t n = 0; n < sizeof rows / sizeof *rows; n++) {
		for (unsigned reply = 1; reply < 256; reply++) {
			bool listed = reply == OSDP_NAK || reply == OSDP_BUSY ||
				      memchr(rows[n].replies, (int)reply, 3);

			assert_int_equal(
				osdp_reply_answers(rows[n].command, (uint8_t)reply), listed);
		}
	}
	for (size_t n = 0; n < sizeof no_events; n++)
		assert_false(osdp_reply_answers(OSDP_POLL, no_events[n]));
	assert_true(osdp_reply_answers(OSDP_POLL, OSDP_RAW));
	assert_true(osdp_reply_answers(OSDP_POLL, OSDP_OSTATR));
}

static void nothing_is_believed_that_was_not_asked_for(void **state)
{
	struct osdp_acu acu;
	struct osdp_frame frame = {.address = 1, .reply = true, .use_crc = true, .code = OSDP_ACK};

	(void)state;
	osdp_acu_init(&acu, 1, tx, sizeof tx);
	assert_int_equal(osdp_acu_hear(&acu, &frame), OSDP_ACU_UNEXPECTED);
	command(&acu, OSDP_POLL);
	frame.address = 2;
	assert_int_equal(osdp_acu_hear(&acu, &frame), OSDP_ACU_FOREIGN);
	frame.address = 1;
	frame.reply = false;
	assert_int_equal(osdp_acu_hear(&acu, &frame), OSDP_ACU_FOREIGN);
	frame.reply = true;
	frame.use_crc = false;
	assert_int_equal(osdp_acu_hear(&acu, &frame), OSDP_ACU_UNEXPECTED);
	frame.use_crc = true;
	frame.has_scb = true;
	assert_int_equal(osdp_acu_hear(&acu, &frame), OSDP_ACU_UNEXPECTED);
	frame.has_scb = false;
	assert_int_equal(osdp_acu_hear(&acu, &frame), OSDP_ACU_REPLY);
	// The second bank at this address.
	assert_int_equal(osdp_acu_hear(&acu, &frame), OSDP_ACU_UNEXPECTED);
}

static void giving_up_is_safe_after_busy_only(void **state)
{
	struct osdp_acu acu;

	(void)state;
	bring_to(&acu, 2);
	command(&acu, OSDP_OUT);
	assert_int_equal(hear(&acu, 0, OSDP_BUSY, 0, 0), OSDP_ACU_BUSY);
	osdp_acu_withdraw(&acu);
	command(&acu, OSDP_POLL);
	assert_int_equal(sent_sqn(), 2);
	assert_int_equal(hear(&acu, 0, OSDP_BUSY, 0, 0), OSDP_ACU_BUSY);
	// Asked again it may have been done, and the answer lost.
	osdp_acu_repeat(&acu);
	osdp_acu_withdraw(&acu);
	command(&acu, OSDP_POLL);
	assert_int_equal(sent_sqn(), 0);
	osdp_acu_withdraw(&acu);
	osdp_acu_withdraw(&acu);
	command(&acu, OSDP_POLL);
	assert_int_equal(sent_sqn(), 0);
}

static void a_command_that_does_not_fit_leaves_the_count_alone(void **state)
{
	static uint8_t data[OSDP_FRAME_LEN_MAX];
	struct osdp_acu acu;

	(void)state;
	bring_to(&acu, 2);
	assert_int_equal(osdp_acu_command(&acu, OSDP_MFG, data, 249), 0);
	assert_false(acu.waiting);
	assert_int_equal(osdp_acu_command(&acu, OSDP_MFG, data, 248), 257);
	assert_int_equal(sent_sqn(), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_go_0_1_2_3_1_and_only_an_answer_moves_them),
		cmocka_unit_test(every_reply_to_every_command_is_judged),
		cmocka_unit_test(the_answers_of_the_bank_are_those_and_no_others),
		cmocka_unit_test(nothing_is_believed_that_was_not_asked_for),
		cmocka_unit_test(giving_up_is_safe_after_busy_only),
		cmocka_unit_test(a_command_that_does_not_fit_leaves_the_count_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
