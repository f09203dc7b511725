// SPDX-License-Identifier: GPL-3.0-or-later
// A bad wire: every byte of a session, a card and an unlock lost once and damaged once.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "rig.h"

static const uint8_t uid[7] = {0x04, 1, 2, 3, 4, 5, 6};

// A bank comes online, a card is read, a door is opened, things go on. Returns how many bytes
// passed.
static unsigned long play(enum rig_fault fault, unsigned long at)
{
	struct rig rig;
	unsigned long bytes;

	rig_init(&rig, 1);
	rig.fault = fault;
	rig.fault_at = at;
	rig_wait_online(&rig, 1);
	model_tap(&rig.banks[0], uid, sizeof uid);
	rig_run_ms(&rig, 60);
	if (rig_unlock(&rig, 1, 7, 5) == 0) {
		rig_run_ms(&rig, 4000);
		assert_int_equal(rig_count(&rig, RIG_UNLOCK, 1), 1);
		assert_int_equal(rig_last(&rig, RIG_UNLOCK, 1)->value, LINE_ACCEPTED);
		assert_int_equal(rig.banks[0].pulses[7], 1);
	} else {
		rig_run_ms(&rig, 4000);
	}
	assert_int_equal(model_pulses(&rig.banks[0]), rig.banks[0].pulses[7]);
	assert_int_equal(rig_count(&rig, RIG_CARD, 1), 1);
	assert_int_equal(rig_count(&rig, RIG_OFFLINE, 1), 0);
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 1), 0);
	assert_true(line_is_online(rig.line, 1));
	bytes = rig.byte_number;
	rig_release(&rig);
	return bytes;
}

// Long enough to reach over the handshake, the card and the unlock: later bytes are idle polls.
#define ENOUGH 1400

static void any_one_byte_lost_costs_no_card_and_no_second_pulse(void **state)
{
	(void)state;
	assert_true(play(RIG_FAULT_LOSE, ~0ul) > ENOUGH);
	for (unsigned long at = 0; at < ENOUGH; at++)
		play(RIG_FAULT_LOSE, at);
}

static void any_one_byte_damaged_costs_no_card_and_no_second_pulse(void **state)
{
	(void)state;
	for (unsigned long at = 0; at < ENOUGH; at++)
		play(RIG_FAULT_FLIP, at);
}

static void a_late_reply_is_not_taken_for_the_next_one(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	// Just past the time a reply is waited for: each comes after its command's repeat went out.
	rig.reply_us = 240000;
	model_tap(&rig.banks[0], uid, sizeof uid);
	rig_run_ms(&rig, 3000);
	rig.reply_us = 1000;
	rig_run_ms(&rig, 3000);
	assert_int_equal(rig_count(&rig, RIG_CARD, 1), 1);
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 1), 0);
	assert_true(line_counters(rig.line, 1)->late > 0);
	assert_true(line_is_online(rig.line, 1));
	assert_int_equal(rig_unlock(&rig, 1, 3, 1), 0);
	rig_run_ms(&rig, 300);
	assert_int_equal(rig_last(&rig, RIG_UNLOCK, 1)->value, LINE_ACCEPTED);
	rig_release(&rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_one_byte_lost_costs_no_card_and_no_second_pulse),
		cmocka_unit_test(any_one_byte_damaged_costs_no_card_and_no_second_pulse),
		cmocka_unit_test(a_late_reply_is_not_taken_for_the_next_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
