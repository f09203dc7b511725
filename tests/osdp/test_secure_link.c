// SPDX-License-Identifier: GPL-3.0-or-later
// Both ends with keys on a bad wire and against somebody on it (secure_link.h): nothing is done
// twice, no forged frame is believed, nothing falls back to the clear, and the link comes back.
#include "secure_link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct link link_;

static void a_good_line_needs_one_handshake_a_key(void **state)
{
	(void)state;
	link_open(&link_);
	link_live(&link_);
	// The last is of the end of a life.
	assert_int_equal(link_.handshakes, 3);
	assert_int_equal(link_.bank.executed, 2);
	assert_int_equal(link_.channel.refused + link_.bank_channel.refused, 0);
}

static void one_fault_at_any_byte_is_cured_by_repeating(void **state)
{
	unsigned bytes;

	(void)state;
	link_open(&link_);
	link_live(&link_);
	bytes = link_.carried;
	for (int fault = LOSE_BYTE; fault < FAULTS; fault++) {
		for (unsigned at = 0; at < bytes; at++) {
			link_open(&link_);
			link_.fault = (enum fault)fault;
			link_.fault_at = at;
			link_live(&link_);
			assert_int_equal(link_.bank.executed, 2);
			assert_int_equal(link_.handshakes, 3);
		}
	}
	print_message("%u bytes, %u faults at each\n", bytes, FAULTS - 1);
}

static void a_busy_bank_keeps_its_session(void **state)
{
	(void)state;
	for (unsigned n = 0; n < 200; n++) {
		link_open(&link_);
		link_.dice = n;
		link_.moody = true;
		link_live(&link_);
		assert_true(link_.bank.executed <= 2);
	}
	assert_int_equal(link_.channel.refused + link_.bank_channel.refused, 0);
}

static void a_noisy_line_pulses_no_latch_twice(void **state)
{
	unsigned done = 0, commands = 0, lives = 500;

	(void)state;
	for (unsigned n = 0; n < lives; n++) {
		link_open(&link_);
		link_.dice = n;
		link_.moody = n & 1;
		link_.noise = 65536 / 40;
		link_live(&link_);
		done += link_.bank.executed;
		commands += link_.commands;
	}
	print_message("%u lives, %u commands sent, %u unlocks done\n", lives, commands, done);
	assert_true(done > lives);
}

// Every strike at every transmission in every variant. Returns what both ends refused.
static unsigned attack(enum attack attack, unsigned variants)
{
	unsigned strikes, refused = 0, done = 0, lives = 0;

	link_open(&link_);
	link_live(&link_);
	strikes = link_.commands;
	for (unsigned strike = 0; strike < strikes; strike++) {
		for (unsigned variant = 0; variant < variants; variant++) {
			link_open(&link_);
			link_.attack = attack;
			link_.strike = strike;
			link_.variant = variant;
			link_live(&link_);
			refused += link_.bank_channel.refused + link_.channel.refused;
			done += link_.bank.executed;
			lives++;
		}
	}
	print_message("%u transmissions, %u lives, %u unlocks done, %u frames refused\n", strikes,
		lives, done, refused);
	assert_true(done > lives);
	return refused;
}

static void a_bent_frame_with_good_check_characters_is_refused(void **state)
{
	(void)state;
	assert_true(attack(BEND_COMMAND, 50) > 0);
	assert_true(attack(BEND_REPLY, 50) > 0);
}

static void a_recorded_command_does_nothing(void **state)
{
	(void)state;
	attack(REPLAY, 16);
}

static void another_master_opens_nothing(void **state)
{
	(void)state;
	attack(OTHER_MASTER, MASTER_VARIANTS);
}

static void a_clear_reply_is_not_believed(void **state)
{
	(void)state;
	assert_true(attack(LIAR, LIAR_VARIANTS) > 0);
}

static void a_reply_that_comes_late_is_not_taken_for_the_next(void **state)
{
	(void)state;
	attack(LATE, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_line_needs_one_handshake_a_key),
		cmocka_unit_test(one_fault_at_any_byte_is_cured_by_repeating),
		cmocka_unit_test(a_busy_bank_keeps_its_session),
		cmocka_unit_test(a_noisy_line_pulses_no_latch_twice),
		cmocka_unit_test(a_bent_frame_with_good_check_characters_is_refused),
		cmocka_unit_test(a_recorded_command_does_nothing),
		cmocka_unit_test(another_master_opens_nothing),
		cmocka_unit_test(a_clear_reply_is_not_believed),
		cmocka_unit_test(a_reply_that_comes_late_is_not_taken_for_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
