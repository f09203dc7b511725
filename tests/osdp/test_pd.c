// SPDX-License-Identifier: GPL-3.0-or-later
// The peripheral's session: sequence, repeats, BUSY, events, offline.
#include "bench.h"

static const uint8_t pulse_2[] = {2, OSDP_OUT_PULSE, 5, 0};
static const uint8_t pulse_3[] = {3, OSDP_OUT_PULSE, 5, 0};

// Opens, and leaves `last` as the number of the last accepted command, an OSTAT.
static void open_at(struct bench *bench, int last)
{
	bench_open(bench, true);
	for (int sqn = 0; sqn <= last; sqn++) {
		bench_say(bench, (uint8_t)sqn, OSDP_OSTAT, NULL, 0);
		bench_heard(bench, OSDP_OSTATR, (uint8_t)sqn);
	}
}

static void every_number_after_every_number_is_judged(void **state)
{
	(void)state;
	for (int last = -1; last <= 3; last++) {
		for (uint8_t got = 0; got <= 3; got++) {
			for (int same = 0; same <= 1; same++) {
				struct bench bench;
				uint8_t code = same ? OSDP_OSTAT : OSDP_ISTAT;
				uint16_t asked;

				open_at(&bench, last);
				asked = bench.bank.asked;
				bench_say(&bench, got, code, NULL, 0);
				if (got == 0 || (last >= 0 && got == (last == 3 ? 1 : last + 1))) {
					bench_heard(&bench, same ? OSDP_OSTATR : OSDP_ISTATR, got);
					assert_int_equal(bench.bank.asked, asked + 1);
					continue;
				}
				assert_int_equal(bench.bank.asked, asked);
				if (last < 0)
					bench_refused(&bench, OSDP_NAK_SEQUENCE, 0);
				else if (got == last && same)
					bench_heard(&bench, OSDP_OSTATR, got);
				else
					bench_refused(&bench, OSDP_NAK_SEQUENCE, got);
			}
		}
	}
}

static void a_refused_number_changes_nothing(void **state)
{
	struct bench bench;

	(void)state;
	open_at(&bench, 1);
	bench_say(&bench, 3, OSDP_POLL, NULL, 0);
	bench_refused(&bench, OSDP_NAK_SEQUENCE, 3);
	bench_say(&bench, 1, OSDP_OSTAT, NULL, 0);
	bench_heard(&bench, OSDP_OSTATR, 1);
	bench_say(&bench, 2, OSDP_POLL, NULL, 0);
	bench_heard(&bench, OSDP_ACK, 2);
}

static void a_repeated_unlock_gets_the_same_bytes_and_no_second_pulse(void **state)
{
	struct bench bench;
	uint8_t first[257];
	uint16_t len;

	(void)state;
	open_at(&bench, 0);
	bench_say(&bench, 1, OSDP_OUT, pulse_2, sizeof pulse_2);
	bench_heard(&bench, OSDP_OSTATR, 1);
	assert_int_equal(bench.reply.data[2], 1);
	len = bench.said_len;
	memcpy(first, bench.said, len);
	bench.bank.on[2] = 0; // the pulse is over meanwhile
	for (int repeat = 0; repeat < 20; repeat++) {
		bench.ms += 400;
		bench_say(&bench, 1, OSDP_OUT, pulse_2, sizeof pulse_2);
		assert_int_equal(bench.said_len, len);
		assert_memory_equal(bench.said, first, len);
	}
	assert_int_equal(bench.bank.executed, 1);
	bench_say(&bench, 1, OSDP_OUT, pulse_3, sizeof pulse_3);
	bench_refused(&bench, OSDP_NAK_SEQUENCE, 1);
	assert_int_equal(bench.bank.executed, 1);
}

static void a_complaint_between_leaves_the_cached_reply_alone(void **state)
{
	struct bench bench;
	struct osdp_frame bent = {.address = 1, .sqn = 1, .bad = OSDP_BAD_CHECK};

	(void)state;
	open_at(&bench, 0);
	bench_say(&bench, 1, OSDP_OUT, pulse_2, sizeof pulse_2);
	assert_true(bench_take(&bench, OSDP_BAD, &bent));
	bench_refused(&bench, OSDP_NAK_CHECK, 1);
	bench_say(&bench, 2, OSDP_POLL, NULL, 0); // goes on in sequence
	bench_heard(&bench, OSDP_ACK, 2);
	bent.sqn = 3;
	assert_true(bench_take(&bench, OSDP_BAD, &bent));
	bench_refused(&bench, OSDP_NAK_CHECK, 3);
	bench_say(&bench, 2, OSDP_POLL, NULL, 0);
	bench_heard(&bench, OSDP_ACK, 2);
	assert_int_equal(bench.bank.executed, 1);
}

static void an_unlock_with_number_0_is_refused_however_often(void **state)
{
	struct bench bench;

	(void)state;
	open_at(&bench, 0);
	for (int n = 0; n < 3; n++) {
		bench_say(&bench, 0, OSDP_OUT, pulse_2, sizeof pulse_2);
		bench_refused(&bench, OSDP_NAK_SEQUENCE, 0);
	}
	assert_int_equal(bench.bank.executed, 0);
}

static void without_the_build_option_no_output_is_obeyed(void **state)
{
	struct bench bench;

	(void)state;
	bench_open(&bench, false);
	bench_say(&bench, 0, OSDP_ID, NULL, 0);
	bench_say(&bench, 1, OSDP_OUT, pulse_2, sizeof pulse_2);
	bench_refused(&bench, OSDP_NAK_SECURE, 1);
	assert_int_equal(bench.bank.executed, 0);
}

static void busy_is_number_0_and_advances_nothing(void **state)
{
	struct bench bench;

	(void)state;
	open_at(&bench, 1);
	bench.bank.answer = OSDP_PD_BUSY;
	for (int n = 0; n < 5; n++) {
		bench_say(&bench, 2, OSDP_OUT, pulse_2, sizeof pulse_2);
		bench_heard(&bench, OSDP_BUSY, 0);
	}
	// What went before is still repeated from the cache.
	bench_say(&bench, 1, OSDP_OSTAT, NULL, 0);
	bench_heard(&bench, OSDP_OSTATR, 1);
	bench.bank.answer = OSDP_PD_DONE;
	bench_say(&bench, 2, OSDP_OUT, pulse_2, sizeof pulse_2);
	bench_heard(&bench, OSDP_OSTATR, 2);
	bench_say(&bench, 2, OSDP_OUT, pulse_2, sizeof pulse_2);
	bench_heard(&bench, OSDP_OSTATR, 2);
	assert_int_equal(bench.bank.executed, 1);
}

static void after_busy_another_command_may_take_the_number(void **state)
{
	struct bench bench;

	(void)state;
	open_at(&bench, 1);
	bench.bank.answer = OSDP_PD_BUSY;
	bench_say(&bench, 2, OSDP_OUT, pulse_2, sizeof pulse_2);
	bench_heard(&bench, OSDP_BUSY, 0);
	bench_say(&bench, 2, OSDP_POLL, NULL, 0);
	bench_heard(&bench, OSDP_ACK, 2);
	bench.bank.answer = OSDP_PD_DONE;
	bench_say(&bench, 2, OSDP_OUT, pulse_2, sizeof pulse_2);
	bench_refused(&bench, OSDP_NAK_SEQUENCE, 2);
	assert_int_equal(bench.bank.executed, 0);
}

static void an_event_leaves_the_queue_when_its_arrival_is_proved(void **state)
{
	struct bench bench;

	(void)state;
	open_at(&bench, 0);
	bench.bank.events = 2;
	for (int repeat = 0; repeat < 3; repeat++) {
		bench_say(&bench, 1, OSDP_POLL, NULL, 0);
		bench_heard(&bench, OSDP_LSTATR, 1);
		assert_int_equal(bench.reply.data[0], 0);
		assert_int_equal(bench.bank.taken, 0);
	}
	// Not proved: the host began again.
	bench_say(&bench, 0, OSDP_POLL, NULL, 0);
	bench_heard(&bench, OSDP_LSTATR, 0);
	assert_int_equal(bench.reply.data[0], 0);
	assert_int_equal(bench.bank.taken, 0);
	bench_say(&bench, 0, OSDP_ID, NULL, 0);
	assert_int_equal(bench.bank.taken, 0);
	bench_say(&bench, 1, OSDP_POLL, NULL, 0);
	assert_int_equal(bench.reply.data[0], 0);
	// Proved, by any next command; a wrong number proves nothing.
	bench_say(&bench, 3, OSDP_OSTAT, NULL, 0);
	assert_int_equal(bench.bank.taken, 0);
	bench_say(&bench, 2, OSDP_OSTAT, NULL, 0);
	assert_int_equal(bench.bank.taken, 1);
	bench_say(&bench, 3, OSDP_POLL, NULL, 0);
	assert_int_equal(bench.reply.data[0], 1);
	bench_say(&bench, 1, OSDP_POLL, NULL, 0);
	bench_heard(&bench, OSDP_ACK, 1);
	assert_int_equal(bench.bank.taken, 2);
}

static void eight_seconds_of_silence_end_the_session(void **state)
{
	struct bench bench;

	(void)state;
	for (uint32_t silence = 7999; silence <= 8000; silence++) {
		open_at(&bench, 0);
		bench.bank.events = 1;
		bench_say(&bench, 1, OSDP_POLL, NULL, 0);
		bench_heard(&bench, OSDP_LSTATR, 1);
		assert_true(osdp_pd_online(&bench.pd));
		bench.ms += silence;
		osdp_pd_tick(&bench.pd, bench.ms);
		assert_int_equal(bench.bank.offline, silence == 8000);
		assert_int_equal(osdp_pd_online(&bench.pd), silence < 8000);
		bench_say(&bench, 1, OSDP_POLL, NULL, 0);
		if (silence < 8000)
			bench_heard(&bench, OSDP_LSTATR, 1);
		else
			bench_refused(&bench, OSDP_NAK_SEQUENCE, 0);
		assert_int_equal(bench.bank.taken, 0);
	}
	bench.ms += 20000;
	osdp_pd_tick(&bench.pd, bench.ms);
	assert_int_equal(bench.bank.offline, 1);
}

static void a_repeat_keeps_the_session_alive_and_refused_frames_do_not(void **state)
{
	struct bench bench;

	(void)state;
	open_at(&bench, 1);
	bench.ms += 7000;
	bench_say(&bench, 1, OSDP_OSTAT, NULL, 0);
	bench.ms += 7000;
	bench_say(&bench, 3, OSDP_OSTAT, NULL, 0);
	assert_true(osdp_pd_online(&bench.pd));
	bench.ms += 1000;
	osdp_pd_tick(&bench.pd, bench.ms);
	assert_false(osdp_pd_online(&bench.pd));
}

static void what_the_host_takes_limits_replies_until_it_begins_again(void **state)
{
	static const uint8_t takes_256[] = {0, 1}, takes_127[] = {127, 0}, hello[] = {1, 2, 3};
	struct bench bench;

	(void)state;
	open_at(&bench, 0);
	bench.bank.mfg_answer = 121; // 129 as a frame
	bench_say(&bench, 1, OSDP_MFG, hello, 3);
	bench_refused(&bench, OSDP_NAK_RECORD, 1);
	bench_say(&bench, 2, OSDP_ACURXSIZE, takes_256, 2);
	bench_heard(&bench, OSDP_ACK, 2);
	bench_say(&bench, 3, OSDP_MFG, hello, 3);
	bench_heard(&bench, OSDP_MFGREP, 3);
	assert_int_equal(bench.reply.len, 121);
	bench.bank.mfg_answer = 248; // all of tx
	bench_say(&bench, 1, OSDP_MFG, hello, 3);
	bench_heard(&bench, OSDP_MFGREP, 1);
	bench.bank.mfg_answer = 249;
	bench_say(&bench, 2, OSDP_MFG, hello, 3);
	bench_refused(&bench, OSDP_NAK_RECORD, 2);
	bench_say(&bench, 3, OSDP_ACURXSIZE, takes_127, 2);
	bench_refused(&bench, OSDP_NAK_RECORD, 3);
	bench.bank.mfg_answer = 121;
	bench_say(&bench, 0, OSDP_MFG, hello, 3);
	bench_refused(&bench, OSDP_NAK_RECORD, 0);
}

static void a_move_is_made_when_its_reply_has_left(void **state)
{
	static const uint8_t to_5[] = {5, 0, 0x96, 0, 0};
	struct bench bench;

	(void)state;
	open_at(&bench, 0);
	bench_say(&bench, 1, OSDP_COMSET, to_5, sizeof to_5);
	bench_heard(&bench, OSDP_COM, 1);
	assert_int_equal(bench.reply.address, 1);
	assert_memory_equal(bench.reply.data, to_5, sizeof to_5);
	assert_int_equal(bench.bank.moved_to, 0);
	osdp_pd_sent(&bench.pd);
	assert_int_equal(bench.bank.moved_to, 5);
	assert_false(bench_say(&bench, 2, OSDP_POLL, NULL, 0));
	// Captured session a2 goes on counting at the new address.
	assert_true(bench_send(
		&bench, &(struct osdp_frame){.address = 5, .sqn = 2, .code = OSDP_POLL}));
	bench_heard(&bench, OSDP_ACK, 2);
	osdp_pd_sent(&bench.pd);
	assert_int_equal(bench.bank.asked, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_after_every_number_is_judged),
		cmocka_unit_test(a_refused_number_changes_nothing),
		cmocka_unit_test(a_repeated_unlock_gets_the_same_bytes_and_no_second_pulse),
		cmocka_unit_test(a_complaint_between_leaves_the_cached_reply_alone),
		cmocka_unit_test(an_unlock_with_number_0_is_refused_however_often),
		cmocka_unit_test(without_the_build_option_no_output_is_obeyed),
		cmocka_unit_test(busy_is_number_0_and_advances_nothing),
		cmocka_unit_test(after_busy_another_command_may_take_the_number),
		cmocka_unit_test(an_event_leaves_the_queue_when_its_arrival_is_proved),
		cmocka_unit_test(eight_seconds_of_silence_end_the_session),
		cmocka_unit_test(a_repeat_keeps_the_session_alive_and_refused_frames_do_not),
		cmocka_unit_test(what_the_host_takes_limits_replies_until_it_begins_again),
		cmocka_unit_test(a_move_is_made_when_its_reply_has_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
