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

static void banks_whose_words_only_grew_at_the_end_are_used(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 4);
	rig.banks[0].hello_len = BANK_HELLO_REPLY_SIZE + 20;
	rig.banks[1].extra_caps = 8;
	rig.banks[2].doors = 8;
	rig.banks[2].has_inside = false;
	rig.banks[2].hello.firmware[0] = 9;
	rig.banks[3].doors = 24;
	for (int64_t bank = 1; bank <= 4; bank++) {
		rig_wait_online(&rig, bank);
		assert_int_equal(rig_count(&rig, RIG_TROUBLE, bank), 0);
		assert_int_equal(rig_unlock(&rig, bank, 7, 1), 0);
		rig_run_ms(&rig, 500);
		assert_int_equal(rig_last(&rig, RIG_UNLOCK, bank)->value, LINE_ACCEPTED);
	}
	assert_int_equal(rig_last(&rig, RIG_ONLINE, 3)->facts.doors, 8);
	assert_int_equal(rig_last(&rig, RIG_ONLINE, 3)->facts.firmware[0], 9);
	assert_int_equal(rig_last(&rig, RIG_ONLINE, 4)->facts.doors, 24);
	rig_release(&rig);
}

// Every command to a silent bank, with its time: two in a row, or two within a second?
struct probes {
	bool last;
	struct mono_time at;
	unsigned count;
};

static void watch_probes(struct rig *rig, bool to_host, uint8_t *bytes, size_t *len)
{
	struct probes *probes = rig->tap_arg;
	bool dead = bytes[2] >= 27;

	(void)len;
	if (to_host)
		return;
	assert_false(dead && probes->last);
	if (dead && probes->count++)
		assert_true(mono_ms_between(probes->at, rig->now) >= 1000);
	if (dead)
		probes->at = rig->now;
	probes->last = dead;
}

static void five_dead_of_thirty_two_are_probed_one_a_second_and_unknown_within_ten(void **state)
{
	struct rig rig;
	struct probes probes = {0};
	struct mono_time cut;
	uint32_t before;

	(void)state;
	rig_init(&rig, 32);
	for (int64_t bank = 1; bank <= 32; bank++)
		rig_wait_online(&rig, bank);
	cut = rig.now;
	for (unsigned i = 27; i < 32; i++)
		rig.banks[i].powered = false;
	rig_run_ms(&rig, 10000);
	for (int64_t bank = 28; bank <= 32; bank++) {
		assert_int_equal(rig_count(&rig, RIG_OFFLINE, bank), 1);
		assert_true(mono_ms_between(cut, rig_last(&rig, RIG_OFFLINE, bank)->at) < 10000);
	}
	before = line_counters(rig.line, 1)->polls;
	rig.tap = watch_probes;
	rig.tap_arg = &probes;
	rig_run_ms(&rig, 60000);
	assert_in_range(probes.count, 20, 60);
	rig.tap = NULL;
	for (int64_t bank = 1; bank <= 27; bank++) {
		assert_int_equal(rig_count(&rig, RIG_OFFLINE, bank), 0);
		assert_int_equal(line_counters(rig.line, bank)->timeouts, 0);
	}
	// 27 at 9 ms and a probe a second: each is asked more than three times a second.
	assert_true(line_counters(rig.line, 1)->polls - before > 60 * 3);
	// They come back one after the other, each within its stated 10 s of back-off and the
	// line's one probe a second.
	for (unsigned i = 27; i < 32; i++)
		model_power_up(&rig.banks[i]);
	rig_run_ms(&rig, 20000);
	for (int64_t bank = 28; bank <= 32; bank++)
		assert_true(line_is_online(rig.line, bank));
	rig_release(&rig);
}

static void a_card_is_read_while_a_full_line_is_told_its_lights(void **state)
{
	static const uint8_t uid[4] = {1, 2, 3, 4};
	struct line_light green = {.on = LINE_GREEN};
	struct rig rig;
	struct mono_time tapped;
	unsigned told = 0;

	(void)state;
	rig_init(&rig, 32);
	for (int64_t bank = 1; bank <= 32; bank++)
		rig_wait_online(&rig, bank);
	rig_run_ms(&rig, 1000);
	for (int64_t bank = 1; bank <= 32; bank++) {
		for (unsigned light = 0; light <= 16; light++)
			assert_int_equal(line_light(rig.line, bank, light, &green), 0);
		line_text(rig.line, bank, "Hold your card here", 0);
	}
	tapped = rig.now;
	for (unsigned i = 0; i < 32; i += 5)
		model_tap(&rig.banks[i], uid, sizeof uid);
	rig_run_ms(&rig, 900);
	for (int64_t bank = 1; bank <= 32; bank += 5) {
		assert_int_equal(rig_count(&rig, RIG_CARD, bank), 1);
		assert_true(mono_ms_between(tapped, rig_last(&rig, RIG_CARD, bank)->at) < 800);
	}
	// And nobody is forgotten.
	rig_run_ms(&rig, 20000);
	for (unsigned i = 0; i < 32; i++)
		told += rig.banks[i].leds[16].permanent.on_colour == OSDP_GREEN &&
			rig.banks[i].text[0][0] == 'H';
	assert_int_equal(told, 32);
	rig_release(&rig);
}

static void the_answer_to_a_card_is_shown_before_lights_nobody_waits_for(void **state)
{
	struct line_light green = {.on = LINE_GREEN};
	struct line_light passing = {.on = LINE_AMBER, .on_ds = 5, .off_ds = 5, .for_ds = 30};
	struct rig rig;

	(void)state;
	rig_init(&rig, 32);
	for (int64_t bank = 1; bank <= 32; bank++)
		rig_wait_online(&rig, bank);
	rig_run_ms(&rig, 1000);
	for (int64_t bank = 1; bank <= 32; bank++) {
		for (unsigned light = 1; light <= 16; light++)
			line_light(rig.line, bank, light, &green);
	}
	line_light(rig.line, 32, 0, &passing);
	rig_run_ms(&rig, 150);
	assert_int_equal(rig.banks[31].leds[0].temporary.on_colour, OSDP_AMBER);
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
		assert_true(c->cycle_sum_us / c->cycle_count < 320000);
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
		cmocka_unit_test(banks_whose_words_only_grew_at_the_end_are_used),
		cmocka_unit_test(
			five_dead_of_thirty_two_are_probed_one_a_second_and_unknown_within_ten),
		cmocka_unit_test(a_card_is_read_while_a_full_line_is_told_its_lights),
		cmocka_unit_test(the_answer_to_a_card_is_shown_before_lights_nobody_waits_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
