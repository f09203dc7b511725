// SPDX-License-Identifier: GPL-3.0-or-later
// A bank comes, says who it is, is polled, goes away and comes back.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "rig.h"

static void a_bank_comes_online_with_its_facts_before_its_state(void **state)
{
	struct rig rig;
	const struct rig_news *news;

	(void)state;
	rig_init(&rig, 1);
	rig_run_ms(&rig, 300);
	news = rig_last(&rig, RIG_ONLINE, 1);
	assert_non_null(news);
	assert_int_equal(news->facts.serial, 1000);
	assert_int_equal(news->facts.doors, 16);
	assert_true(news->facts.has_inside);
	assert_true(news->facts.chain_ok);
	assert_false(news->facts.restarted);
	assert_int_equal(rig.news[0].kind, RIG_ONLINE);
	assert_int_equal(rig.news[1].kind, RIG_INPUTS);
	assert_int_equal(rig.news[2].kind, RIG_OUTPUTS);
	assert_int_equal(rig.news[3].kind, RIG_STATUS);
	// The "just started" of the first poll is not believed.
	assert_int_equal(rig.news[3].value, 0);
	rig_release(&rig);
}

static void a_tap_is_filed_once_with_the_uid_in_iso_order(void **state)
{
	static const uint8_t uid[7] = {0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6};
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	model_tap(&rig.banks[0], uid, sizeof uid);
	rig_run_ms(&rig, 500);
	assert_int_equal(rig_count(&rig, RIG_CARD, 1), 1);
	assert_int_equal(rig_last(&rig, RIG_CARD, 1)->value, 7);
	assert_memory_equal(rig_last(&rig, RIG_CARD, 1)->uid, uid, sizeof uid);
	rig_release(&rig);
}

static void a_random_uid_is_never_filed(void **state)
{
	static const uint8_t random[4] = {0x08, 1, 2, 3};
	static const uint8_t fixed[7] = {0x08, 1, 2, 3, 4, 5, 6};
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	model_tap(&rig.banks[0], random, sizeof random);
	rig_run_ms(&rig, 200);
	assert_int_equal(rig_count(&rig, RIG_CARD, 1), 0);
	assert_int_equal(line_counters(rig.line, 1)->random_uids, 1);
	model_tap(&rig.banks[0], fixed, sizeof fixed);
	rig_run_ms(&rig, 200);
	assert_int_equal(rig_count(&rig, RIG_CARD, 1), 1);
	rig_release(&rig);
}

static void a_tap_waits_at_most_one_poll_interval(void **state)
{
	static const uint8_t uid[4] = {1, 2, 3, 4};
	struct rig rig;
	struct mono_time before;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	for (int i = 0; i < 30; i++) {
		rig_run_ms(&rig, 107);
		before = rig.now;
		model_tap(&rig.banks[0], uid, sizeof uid);
		rig_run_ms(&rig, 100);
		assert_true(mono_ms_between(before, rig_last(&rig, RIG_CARD, 1)->at) <=
			    LINE_POLL_MS + 10);
	}
	assert_int_equal(rig_count(&rig, RIG_CARD, 1), 30);
	rig_release(&rig);
}

static void inputs_say_closed_open_and_unknown_apart(void **state)
{
	struct rig rig;
	const struct line_inputs *inputs;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	model_input(&rig.banks[0], 2, 1);
	model_input(&rig.banks[0], 3, 5);
	model_input(&rig.banks[0], 16 + 4, 1);
	model_input(&rig.banks[0], 16 + 5, 5);
	rig_run_ms(&rig, 300);
	inputs = &rig_last(&rig, RIG_INPUTS, 1)->inputs;
	assert_int_equal(inputs->contact[1], LINE_CONTACT_CLOSED);
	assert_int_equal(inputs->contact[2], LINE_CONTACT_OPEN);
	assert_int_equal(inputs->contact[3], LINE_CONTACT_UNKNOWN);
	assert_int_equal(inputs->inside[3], LINE_INSIDE_EMPTY);
	assert_int_equal(inputs->inside[4], LINE_INSIDE_SOMETHING);
	assert_int_equal(inputs->inside[5], LINE_INSIDE_UNKNOWN);
	rig_release(&rig);
}

static void a_bank_without_inside_sensors_has_none(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig.banks[0].has_inside = false;
	rig_wait_online(&rig, 1);
	assert_int_equal(rig_last(&rig, RIG_INPUTS, 1)->inputs.inside[0], LINE_INSIDE_NONE);
	assert_false(rig_last(&rig, RIG_ONLINE, 1)->facts.has_inside);
	rig_release(&rig);
}

static void a_silent_bank_is_offline_after_eight_seconds_and_comes_back(void **state)
{
	struct rig rig;
	struct mono_time cut;
	int64_t took;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	cut = rig.now;
	rig.banks[0].powered = false;
	rig_run_ms(&rig, 12000);
	assert_int_equal(rig_count(&rig, RIG_OFFLINE, 1), 1);
	took = mono_ms_between(cut, rig_last(&rig, RIG_OFFLINE, 1)->at);
	assert_true(took >= 7900 && took <= 8100);
	assert_int_equal(rig_last(&rig, RIG_OFFLINE, 1)->value, LINE_OFF_SILENT);
	model_power_up(&rig.banks[0]);
	rig_run_ms(&rig, 11000);
	assert_int_equal(rig_count(&rig, RIG_ONLINE, 1), 2);
	assert_true(rig_last(&rig, RIG_ONLINE, 1)->facts.restarted);
	rig_release(&rig);
}

static void a_short_power_cut_is_a_restart_and_not_an_absence(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	rig.banks[0].powered = false;
	rig_run_ms(&rig, 1500);
	model_power_up(&rig.banks[0]);
	rig.banks[0].inputs[5] = 1;
	rig_run_ms(&rig, 2500);
	assert_int_equal(rig_count(&rig, RIG_OFFLINE, 1), 0);
	assert_int_equal(rig_count(&rig, RIG_RESTARTED, 1), 1);
	assert_int_equal(rig_last(&rig, RIG_INPUTS, 1)->inputs.contact[5], LINE_CONTACT_OPEN);
	rig_release(&rig);
}

static void the_line_going_away_takes_the_banks_along_and_brings_them_back(void **state)
{
	struct rig rig;

	(void)state;
	rig_init(&rig, 2);
	rig_wait_online(&rig, 2);
	rig_wait_online(&rig, 1);
	port_memory_hang_up(&rig.memory, ERR_GONE);
	assert_int_equal(rig_count(&rig, RIG_OFFLINE, 1), 1);
	assert_int_equal(rig_last(&rig, RIG_OFFLINE, 2)->value, LINE_OFF_PORT);
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 0), 1);
	rig.memory.refuse = ERR_NOT_FOUND;
	rig_run_ms(&rig, 5000);
	assert_int_equal(rig_count(&rig, RIG_TROUBLE, 0), 1);
	assert_false(line_port_is_open(rig.line));
	rig.memory.refuse = 0;
	rig_run_ms(&rig, 12000);
	assert_int_equal(rig_last(&rig, RIG_TROUBLE, 0)->value, LINE_TROUBLE_NONE);
	assert_int_equal(rig_count(&rig, RIG_ONLINE, 1), 2);
	assert_int_equal(rig_count(&rig, RIG_ONLINE, 2), 2);
	rig_release(&rig);
}

static void lights_sound_and_text_arrive_and_the_latest_wins(void **state)
{
	struct rig rig;
	struct line_light amber = {.on = LINE_AMBER, .on_ds = 5, .off_ds = 5, .for_ds = 30};
	struct line_light red = {.on = LINE_RED};
	struct line_light green = {.on = LINE_GREEN};

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	rig.drop_commands = true;
	assert_int_equal(line_light(rig.line, 1, 3, &red), 0);
	assert_int_equal(line_light(rig.line, 1, 3, &green), 0);
	assert_int_equal(line_light(rig.line, 1, 0, &amber), 0);
	assert_int_equal(line_light(rig.line, 1, 17, &amber), -ERR_ARG);
	rig.drop_commands = false;
	assert_int_equal(line_buzz(rig.line, 1, 2, 1, 3), 0);
	assert_int_equal(line_text(rig.line, 1, "Phone off, internet off, then close", 0), 0);
	assert_int_equal(line_text(rig.line, 1, "caf\xc3\xa9", 0), -ERR_FORMAT);
	rig_run_ms(&rig, 700);
	assert_int_equal(rig.banks[0].leds[3].permanent.on_colour, OSDP_GREEN);
	assert_int_equal(rig.banks[0].leds[0].temporary.on_colour, OSDP_AMBER);
	assert_int_equal(rig.banks[0].leds[0].timer, 30);
	assert_int_equal(rig.banks[0].buz.count, 3);
	assert_string_equal(rig.banks[0].text[0],
		"Phone off,      internet off,   then close                      ");
	rig_release(&rig);
}

static void steady_lights_are_told_again_to_a_bank_that_began_again(void **state)
{
	struct rig rig;
	struct line_light red = {.on = LINE_RED};

	(void)state;
	rig_init(&rig, 1);
	rig_wait_online(&rig, 1);
	line_light(rig.line, 1, 4, &red);
	line_text(rig.line, 1, "Tap your card", 0);
	line_buzz(rig.line, 1, 1, 0, 1);
	rig_run_ms(&rig, 500);
	model_power_up(&rig.banks[0]);
	memset(rig.banks[0].leds, 0, sizeof rig.banks[0].leds);
	memset(rig.banks[0].text, 0, sizeof rig.banks[0].text);
	rig_run_ms(&rig, 2000);
	assert_int_equal(rig.banks[0].leds[4].permanent.on_colour, OSDP_RED);
	assert_memory_equal(rig.banks[0].text[0], "Tap your card   ", 16);
	assert_int_equal(rig.banks[0].buzzes, 1);
	rig_release(&rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bank_comes_online_with_its_facts_before_its_state),
		cmocka_unit_test(a_tap_is_filed_once_with_the_uid_in_iso_order),
		cmocka_unit_test(a_random_uid_is_never_filed),
		cmocka_unit_test(a_tap_waits_at_most_one_poll_interval),
		cmocka_unit_test(inputs_say_closed_open_and_unknown_apart),
		cmocka_unit_test(a_bank_without_inside_sensors_has_none),
		cmocka_unit_test(a_silent_bank_is_offline_after_eight_seconds_and_comes_back),
		cmocka_unit_test(a_short_power_cut_is_a_restart_and_not_an_absence),
		cmocka_unit_test(the_line_going_away_takes_the_banks_along_and_brings_them_back),
		cmocka_unit_test(lights_sound_and_text_arrive_and_the_latest_wins),
		cmocka_unit_test(steady_lights_are_told_again_to_a_bank_that_began_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
