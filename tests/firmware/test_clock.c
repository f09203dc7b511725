// SPDX-License-Identifier: GPL-3.0-or-later
// The bank's clock against a DS3231 of registers, and the C library's calendar as the judge of
// every day it can show.
#include "clock.h"

#include "board/twi.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static uint8_t chip[0x13];
static bool dead;

bool twi_write(uint8_t address, const uint8_t *bytes, uint8_t len)
{
	assert_int_equal(address, 0x68);
	if (dead)
		return false;
	assert_in_range(bytes[0] + len - 1, 1, sizeof chip);
	memcpy(chip + bytes[0], bytes + 1, len - 1u);
	return true;
}

bool twi_read(uint8_t address, uint8_t from, uint8_t *out, uint8_t len)
{
	assert_int_equal(address, 0x68);
	if (dead)
		return false;
	assert_in_range(from + len, 1, sizeof chip);
	memcpy(out, chip + from, len);
	return true;
}

static uint32_t looked_at(struct clock *clock)
{
	for (unsigned n = 0; n < 2; n++)
		assert_true(clock_step(clock, clock->look_ms));
	return clock_now(clock).seconds;
}

static uint8_t bcd(int number)
{
	return (uint8_t)(number / 10 << 4 | number % 10);
}

static void every_day_it_can_show_is_read_and_set_as_the_calendar_has_it(void **state)
{
	struct clock clock;
	struct tm tm;

	(void)state;
	srand(1);
	clock_init(&clock, 0);
	for (time_t day = 946684800; day < 4102444800; day += 86400) {
		time_t now = day + rand() % 86400;

		assert_true(clock_set(&clock, (uint32_t)now));
		gmtime_r(&now, &tm);
		assert_int_equal(chip[0], bcd(tm.tm_sec));
		assert_int_equal(chip[1], bcd(tm.tm_min));
		assert_int_equal(chip[2], bcd(tm.tm_hour));
		assert_int_equal(chip[3], tm.tm_wday + 1);
		assert_int_equal(chip[4], bcd(tm.tm_mday));
		assert_int_equal(chip[5], bcd(tm.tm_mon + 1));
		assert_int_equal(chip[6], bcd(tm.tm_year - 100));
		clock_init(&clock, 0);
		assert_int_equal(looked_at(&clock), now);
		assert_int_equal(clock_now(&clock).flags, BANK_CLOCK_SET);
	}
}

static void a_time_it_has_no_number_for_is_refused(void **state)
{
	static const uint32_t refused[] = {0, 1, 946684799, 4102444800, 0xFFFFFFFF};
	struct clock clock;
	uint8_t before[sizeof chip];

	(void)state;
	clock_init(&clock, 0);
	memcpy(before, chip, sizeof chip);
	for (unsigned n = 0; n < sizeof refused / sizeof *refused; n++)
		assert_false(clock_set(&clock, refused[n]));
	assert_memory_equal(before, chip, sizeof chip);
}

static void one_that_stopped_says_so_until_it_is_set(void **state)
{
	struct clock clock;

	(void)state;
	clock_init(&clock, 0);
	assert_true(clock_set(&clock, 1795000000));
	chip[15] = 0x80;
	clock_init(&clock, 0);
	looked_at(&clock);
	assert_int_equal(clock_now(&clock).flags, 0);
	assert_true(clock_set(&clock, 1795000001));
	assert_int_equal(clock_now(&clock).flags, BANK_CLOCK_SET);
	assert_int_equal(clock_now(&clock).seconds, 1795000001);
	clock_init(&clock, 0);
	assert_int_equal(clock_now(&clock).flags, 0); // not looked at yet
	looked_at(&clock);
	assert_int_equal(clock_now(&clock).flags, BANK_CLOCK_SET);
}

static void a_chip_that_is_away_or_talks_nonsense_has_no_time(void **state)
{
	struct clock clock;

	(void)state;
	clock_init(&clock, 0);
	assert_true(clock_set(&clock, 1795000000));
	dead = true;
	looked_at(&clock);
	assert_int_equal(clock_now(&clock).flags, 0);
	assert_true(clock_set(&clock, 1795000000));
	assert_int_equal(clock_now(&clock).flags, 0);
	dead = false;
	looked_at(&clock);
	assert_int_equal(clock_now(&clock).flags, BANK_CLOCK_SET);
	for (unsigned reg = 0; reg < 7; reg++) {
		uint8_t was = chip[reg];

		chip[reg] = 0xFF;
		looked_at(&clock);
		if (reg != 3) // the day of the week, which nobody reads
			assert_int_equal(clock_now(&clock).flags, 0);
		chip[reg] = was;
	}
}

static void it_is_looked_at_twice_a_second(void **state)
{
	struct clock clock;
	unsigned looks = 0;

	(void)state;
	clock_init(&clock, 0xFFFFFF00);
	for (uint32_t ms = 0; ms < 10000; ms++)
		looks += clock_step(&clock, 0xFFFFFF00 + ms);
	assert_int_equal(looks, 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_it_can_show_is_read_and_set_as_the_calendar_has_it),
		cmocka_unit_test(a_time_it_has_no_number_for_is_refused),
		cmocka_unit_test(one_that_stopped_says_so_until_it_is_set),
		cmocka_unit_test(a_chip_that_is_away_or_talks_nonsense_has_no_time),
		cmocka_unit_test(it_is_looked_at_twice_a_second),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
