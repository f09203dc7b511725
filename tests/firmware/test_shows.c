// SPDX-License-Identifier: GPL-3.0-or-later
// Lights, buzzer, text, switches and the queue of cards: the small parts, alone.
#include "buzzer.h"
#include "cards.h"
#include "lights.h"
#include "switches.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void a_temporary_light_gives_way_to_the_permanent_one_after_its_time(void **state)
{
	(void)state;
	struct lights lights;
	struct osdp_led led = {.light = 4,
		.temporary = {2, 1, 0, OSDP_RED, OSDP_BLACK},
		.timer = 5,
		.permanent = {1, 0, 0, OSDP_GREEN, OSDP_BLACK}};

	lights_init(&lights);
	lights_set(&lights, &led);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(lights_colour(&lights, 4), OSDP_RED);
		lights_step(&lights);
	}
	assert_int_equal(lights_colour(&lights, 4), OSDP_GREEN);
	assert_int_equal(lights_colour(&lights, 3), OSDP_BLACK);
	led.temporary.control = OSDP_LED_TEMP_SET;
	led.timer = 0;
	lights_set(&lights, &led);
	for (int i = 0; i < 70000; i++)
		lights_step(&lights);
	assert_int_equal(lights_colour(&lights, 4), OSDP_RED);
	led.temporary.control = OSDP_LED_TEMP_CANCEL;
	lights_set(&lights, &led);
	assert_int_equal(lights_colour(&lights, 4), OSDP_GREEN);
}

static void a_blinking_light_begins_with_on_and_keeps_its_rhythm(void **state)
{
	static const char wanted[] = "rrgggrrgggrr";

	(void)state;
	struct lights lights;
	const struct osdp_led led = {.permanent = {1, 2, 3, OSDP_RED, OSDP_GREEN}};

	lights_init(&lights);
	lights_set(&lights, &led);
	for (const char *c = wanted; *c; c++) {
		assert_int_equal(lights_colour(&lights, 0), *c == 'r' ? OSDP_RED : OSDP_GREEN);
		lights_step(&lights);
	}
}

static void each_door_has_its_bit_in_the_chain_and_amber_is_both(void **state)
{
	(void)state;
	for (uint8_t door = 0; door < 24; door++) {
		struct lights lights;
		uint8_t chain[LIGHTS_CHAIN_BYTES], board = door / 8;
		const struct osdp_led led = {
			.light = (uint8_t)(door + 1), .permanent = {1, 1, 0, OSDP_AMBER, 0}};

		lights_init(&lights);
		lights_set(&lights, &led);
		assert_int_equal(lights_chain(&lights, 3, chain), 6);
		for (uint8_t i = 0; i < 6; i++)
			assert_int_equal(chain[i], i / 2 == 2 - board ? 1 << (door & 7) : 0);
	}
}

static void a_light_that_is_not_there_is_refused(void **state)
{
	(void)state;
	const struct osdp_led led = {.light = 9};
	const struct osdp_led colour = {.permanent = {1, 1, 0, 8, 0}};

	assert_true(lights_valid(&led, 16));
	assert_false(lights_valid(&led, 8));
	assert_false(lights_valid(&colour, 8));
}

static void three_beeps_are_three_and_then_silence(void **state)
{
	static const char wanted[] = "##.##.##........";

	(void)state;
	struct buzzer buzzer;

	buzzer_init(&buzzer);
	assert_true(buzzer_set(&buzzer, &(struct osdp_buz){0, OSDP_TONE_DEFAULT, 2, 1, 3}));
	for (const char *c = wanted; *c; c++) {
		assert_int_equal(buzzer.sounding, *c == '#');
		buzzer_step(&buzzer);
	}
	assert_true(buzzer_set(&buzzer, &(struct osdp_buz){0, OSDP_TONE_DEFAULT, 1, 0, 0}));
	for (int i = 0; i < 1000; i++) {
		assert_true(buzzer.sounding);
		buzzer_step(&buzzer);
	}
	assert_true(buzzer_set(&buzzer, &(struct osdp_buz){0, OSDP_TONE_OFF, 0, 0, 0}));
	assert_false(buzzer.sounding);
	assert_false(buzzer_set(&buzzer, &(struct osdp_buz){0, OSDP_TONE_DEFAULT, 0, 1, 1}));
	assert_false(buzzer_set(&buzzer, &(struct osdp_buz){1, OSDP_TONE_DEFAULT, 1, 1, 1}));
	assert_false(buzzer_set(&buzzer, &(struct osdp_buz){0, 3, 1, 1, 1}));
}

static struct osdp_text line(uint8_t command, uint8_t row, uint8_t column, const char *chars)
{
	return (struct osdp_text){0, command, 2, row, column, (uint8_t)strlen(chars), chars};
}

static void text_wraps_or_is_cut_and_never_leaves_the_four_lines(void **state)
{
	(void)state;
	struct text text;
	struct osdp_text wide = line(OSDP_TEXT_PERMANENT, 2, 15, "abcdef");

	text_init(&text);
	assert_true(text_set(&text, &wide));
	assert_memory_equal(text_now(&text) + 16, "              ab                ", 32);
	wide.command = OSDP_TEXT_PERMANENT_WRAP;
	assert_true(text_set(&text, &wide));
	assert_memory_equal(text_now(&text) + 16, "              abcdef", 20);
	wide.row = 4;
	assert_true(text_set(&text, &wide));
	assert_memory_equal(text_now(&text) + 48, "              ab", 16);
	for (uint8_t row = 0; row < 7; row++)
		for (uint8_t column = 0; column < 20; column++) {
			struct osdp_text at =
				line(OSDP_TEXT_PERMANENT_WRAP, row, column, "x\n\xE9");

			assert_int_equal(text_set(&text, &at),
				row >= 1 && row <= 4 && column >= 1 && column <= 16);
		}
	for (int i = 0; i < TEXT_SIZE; i++)
		assert_in_range(text_now(&text)[i], ' ', '~');
}

static void a_temporary_text_goes_by_itself(void **state)
{
	(void)state;
	struct text text;
	struct osdp_text permanent = line(OSDP_TEXT_PERMANENT, 1, 1, "Ready");
	struct osdp_text passing = line(OSDP_TEXT_TEMPORARY, 2, 1, "Door 7");

	text_init(&text);
	text_set(&text, &permanent);
	text_set(&text, &passing);
	assert_memory_equal(text_now(&text), "Ready           Door 7 ", 23);
	for (int ms = 0; ms < 1999; ms++)
		text_step(&text, 1);
	assert_memory_equal(text_now(&text) + 16, "Door 7", 6);
	text_step(&text, 1);
	assert_memory_equal(text_now(&text), "Ready                 ", 22);
}

static void a_switch_is_believed_after_five_samples_and_the_button_counts_ten_minutes(void **state)
{
	(void)state;
	struct switches switches;

	switches_init(&switches, 0);
	for (int i = 0; i < SWITCHES_EQUAL - 1; i++)
		switches_step(&switches, SWITCH_TAMPER, 0);
	assert_false(switches_tamper(&switches));
	switches_step(&switches, SWITCH_TAMPER, 0);
	assert_true(switches_tamper(&switches));
	for (int i = 0; i < SWITCHES_EQUAL; i++)
		switches_step(&switches, SWITCH_BUTTON, 1000);
	assert_true(switches_commissioning(&switches));
	assert_int_equal(SWITCHES_COMMISSION_MS, 600000); // ten minutes
	switches_step(&switches, SWITCH_BUTTON, 1000 + SWITCHES_COMMISSION_MS - 1);
	assert_true(switches_commissioning(&switches));
	switches_step(&switches, SWITCH_BUTTON, 1000 + SWITCHES_COMMISSION_MS);
	assert_false(switches_commissioning(&switches));
	switches_init(&switches, SWITCH_BUTTON); // stuck
	for (int i = 0; i < 20; i++)
		switches_step(&switches, SWITCH_BUTTON, 0);
	assert_false(switches_commissioning(&switches));
}

static void cards_are_fetched_in_order_and_not_after_three_seconds(void **state)
{
	(void)state;
	struct cards cards = {0};
	const uint8_t uid[4] = {1, 2, 3, 4};

	for (uint8_t i = 0; i < CARDS_MAX + 2; i++)
		cards_push(&cards, uid, (uint8_t)(i + 1 > 4 ? 4 : i + 1), 100u * i);
	assert_int_equal(cards.count, CARDS_MAX);
	assert_int_equal(cards_first(&cards, 300)->len, 1);
	assert_int_equal(cards_first(&cards, BANK_CARD_FETCH_MS - 1)->len, 1);
	assert_int_equal(cards_first(&cards, BANK_CARD_FETCH_MS)->len, 2);
	cards_pop(&cards);
	assert_int_equal(cards_first(&cards, BANK_CARD_FETCH_MS)->len, 3);
	assert_null(cards_first(&cards, 2 * BANK_CARD_FETCH_MS));
	cards_push(&cards, uid, 4, UINT32_MAX - 5); // the count of milliseconds wraps
	assert_non_null(cards_first(&cards, 100));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_temporary_light_gives_way_to_the_permanent_one_after_its_time),
		cmocka_unit_test(a_blinking_light_begins_with_on_and_keeps_its_rhythm),
		cmocka_unit_test(each_door_has_its_bit_in_the_chain_and_amber_is_both),
		cmocka_unit_test(a_light_that_is_not_there_is_refused),
		cmocka_unit_test(three_beeps_are_three_and_then_silence),
		cmocka_unit_test(text_wraps_or_is_cut_and_never_leaves_the_four_lines),
		cmocka_unit_test(a_temporary_text_goes_by_itself),
		cmocka_unit_test(
			a_switch_is_believed_after_five_samples_and_the_button_counts_ten_minutes),
		cmocka_unit_test(cards_are_fetched_in_order_and_not_after_three_seconds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
