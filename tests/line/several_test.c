// SPDX-License-Identifier: GPL-3.0-or-later
// Several banks on one line: who is wrong is named and opens nothing, and costs the others nothing.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "rig.h"

static void banks_with_swapped_addresses_open_nothing_and_are_named(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 2);
	rig.banks[0].serial = 1001;
	rig.banks[1].serial = 1000;
	rig_run_ms(&rig, 3000);
	for (int64_t bank = 1; bank <= 2; bank++) {
		assert_false(line_is_online(rig.line, bank));
		assert_int_equal(rig_count(&rig, RIG_TROUBLE, bank), 1);
		assert_int_equal(rig_last(&rig, RIG_TROUBLE, bank)->value, LINE_TROUBLE_STRANGER);
		assert_non_null(strstr(rig_last(&rig, RIG_TROUBLE, bank)->sentence, "swapped"));
		assert_int_equal(rig_unlock(&rig, bank, 0, 1), -ERR_GONE);
	}
	assert_int_equal(rig.outs, 0);
	// Set right, they are found without anybody asking.
	rig.banks[0].serial = 1000;
	rig.banks[1].serial = 1001;
	rig_run_ms(&rig, 12000);
	assert_true(line_is_online(rig.line, 1));
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 1)->value, LINE_TROUBLE_NONE);
	rig_release(&rig);
}

static void addresses_swapped_while_running_are_found_before_anything_opens(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 2);
	rig_wait_online(&rig, 1);
	rig_wait_online(&rig, 2);
	for (unsigned i = 0; i < 2; i++) {
		rig.banks[i].address = (uint8_t)(1 - i);
		model_power_up(&rig.banks[i]);
	}
	assert_int_equal(rig_unlock(&rig, 1, 4, 1), 0);
	rig_run_ms(&rig, 5000);
	assert_int_equal(model_pulses(&rig.banks[0]) + model_pulses(&rig.banks[1]), 0);
	assert_int_equal(rig_last(&rig, RIG_OFFLINE, 1)->value, LINE_OFF_STRANGER);
	assert_int_equal(rig_last(&rig, RIG_OFFLINE, 2)->value, LINE_OFF_STRANGER);
	rig_release(&rig);
}

static void firmware_of_another_protocol_is_named_and_opens_nothing(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 4);
	rig.banks[0].hello.protocol = BANK_PROTOCOL + 1;
	rig.banks[1].hello.protocol = BANK_PROTOCOL - 1;
	rig.banks[2].hello_len = 7;
	rig.banks[3].vendor[0] = 0x11;
	rig_run_ms(&rig, 3000);
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 1)->value, LINE_TROUBLE_NEWER);
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 2)->value, LINE_TROUBLE_OLDER);
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 3)->value, LINE_TROUBLE_OLDER);
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 4)->value, LINE_TROUBLE_FOREIGN);
	for (int64_t bank = 1; bank <= 4; bank++)
		assert_false(line_is_online(rig.line, bank));
	rig_run_ms(&rig, 30000);
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 1), 1);
	rig_release(&rig);
}

static void two_banks_at_one_address_are_named_and_open_nothing(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 2);
	model_init(&rig.banks[2], 0);
	rig.banks[2].serial = 77;
	rig.bank_count = 3;
	rig_run_ms(&rig, 30000);
	assert_false(line_is_online(rig.line, 1));
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 1)->value, LINE_TROUBLE_DUPLICATE);
	assert_true(line_is_online(rig.line, 2));
	assert_int_equal(rig.outs, 0);
	rig_release(&rig);
}

static void a_second_bank_that_joins_at_the_same_address_takes_it_offline(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 2);
	rig_wait_online(&rig, 1);
	model_init(&rig.banks[2], 0);
	rig.bank_count = 3;
	rig_run_ms(&rig, 15000);
	assert_false(line_is_online(rig.line, 1));
	assert_int_equal(rig_last(&rig, RIG_OFFLINE, 1)->value, LINE_OFF_DUPLICATE);
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 1)->value, LINE_TROUBLE_DUPLICATE);
	rig_release(&rig);
}

static void two_banks_alike_that_answer_one_after_the_other_are_named(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 2);
	rig_wait_online(&rig, 1);
	rig.twice = true;
	rig_run_ms(&rig, 3000);
	assert_false(line_is_online(rig.line, 1));
	assert_int_equal(rig_last(&rig, RIG_OFFLINE, 1)->value, LINE_OFF_DUPLICATE);
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 1), 1);
	rig_release(&rig);
}

static void noise_that_passes_is_named_and_taken_back(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	rig.spoil_replies = true;
	rig_run_ms(&rig, 6000);
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 1)->value, LINE_TROUBLE_DUPLICATE);
	assert_true(line_counters(rig.line, 1)->bad_checks >= 6);
	rig.spoil_replies = false;
	rig_run_ms(&rig, 2000);
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 1), 2);
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 1)->value, LINE_TROUBLE_NONE);
	assert_int_equal(rig_count(&rig, RIG_OFFLINE, 1), 0);
	rig_release(&rig);
}

static void a_dead_bank_costs_the_others_no_poll_they_notice(void **state)
{
	struct rig rig;
	uint32_t before;
	uint32_t alive;
	uint32_t beside_dead;
	uint32_t unanswered = 0;

	(void)state;
	rig_init(&rig, 8);
	for (int64_t bank = 1; bank <= 8; bank++)
		rig_wait_online(&rig, bank);
	before = line_counters(rig.line, 1)->polls;
	rig_run_ms(&rig, 20000);
	alive = line_counters(rig.line, 1)->polls - before;
	for (unsigned i = 4; i < 8; i++)
		rig.banks[i].powered = false;
	before = line_counters(rig.line, 1)->polls;
	rig_run_ms(&rig, 20000);
	beside_dead = line_counters(rig.line, 1)->polls - before;
	// Half the banks are gone, so the others are asked more often, not less.
	assert_true(beside_dead >= alive);
	for (int64_t bank = 1; bank <= 4; bank++) {
		assert_int_equal(rig_count(&rig, RIG_OFFLINE, bank), 0);
		assert_int_equal(line_counters(rig.line, bank)->timeouts, 0);
		assert_true(line_counters(rig.line, bank)->cycle_worst_us < 1000000);
	}
	assert_int_equal(rig_count(&rig, RIG_OFFLINE, 8), 1);
	for (int64_t bank = 5; bank <= 8; bank++)
		unanswered += line_counters(rig.line, bank)->timeouts;
	// Two quick ones each, and then one a second for all of them together.
	assert_in_range(unanswered, 4, 4 * 2 + 20);
	rig_release(&rig);
}

static void every_bank_of_a_full_line_is_polled_in_turn(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 32);
	for (int64_t bank = 1; bank <= 32; bank++)
		rig_wait_online(&rig, bank);
	rig_run_ms(&rig, 10000);
	for (int64_t bank = 1; bank <= 32; bank++) {
		const struct line_counters *c = line_counters(rig.line, bank);

		assert_int_equal(c->repeats, 0);
		assert_true(c->cycle_sum_us / c->cycle_count < 250000);
	}
	rig_release(&rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(banks_with_swapped_addresses_open_nothing_and_are_named),
		cmocka_unit_test(addresses_swapped_while_running_are_found_before_anything_opens),
		cmocka_unit_test(firmware_of_another_protocol_is_named_and_opens_nothing),
		cmocka_unit_test(two_banks_at_one_address_are_named_and_open_nothing),
		cmocka_unit_test(a_second_bank_that_joins_at_the_same_address_takes_it_offline),
		cmocka_unit_test(two_banks_alike_that_answer_one_after_the_other_are_named),
		cmocka_unit_test(noise_that_passes_is_named_and_taken_back),
		cmocka_unit_test(a_dead_bank_costs_the_others_no_poll_they_notice),
		cmocka_unit_test(every_bank_of_a_full_line_is_polled_in_turn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
