// SPDX-License-Identifier: GPL-3.0-or-later
// The latch rules alone: whatever is asked and whenever, the coils obey docs/safety.md.
#include "latch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static void ticks(struct latch *latch, unsigned n)
{
	while (n--)
		latch_tick(latch);
}

static unsigned ticks_on(struct latch *latch, unsigned n)
{
	unsigned on = 0;

	while (n--)
		on += latch_tick(latch) != LATCH_NONE;
	return on;
}

static struct latch rested(void)
{
	struct latch latch;

	latch_init(&latch);
	ticks(&latch, LATCH_GAP_MS);
	return latch;
}

static void after_a_reset_nothing_is_on_and_the_gap_runs_first(void **state)
{
	(void)state;
	struct latch latch;

	latch_init(&latch);
	assert_int_equal(latch_on(&latch), LATCH_NONE);
	for (unsigned ms = 0; ms < LATCH_GAP_MS; ms++) {
		assert_int_equal(latch_pulse(&latch, 0, 100), LATCH_BUSY);
		assert_int_equal(latch_tick(&latch), LATCH_NONE);
	}
	assert_int_equal(latch_pulse(&latch, 0, 100), LATCH_TAKEN);
}

static void every_length_that_can_be_asked_gives_that_pulse_or_the_cap(void **state)
{
	(void)state;
	for (uint32_t ms = 0; ms <= 0xFFFF; ms++) {
		struct latch latch = rested();
		unsigned wanted = ms == 0 || ms > LATCH_CAP_MS ? LATCH_CAP_MS : ms;

		assert_int_equal(latch_pulse(&latch, 3, (uint16_t)ms), LATCH_TAKEN);
		assert_int_equal(ticks_on(&latch, 2000), wanted);
	}
}

static void between_two_pulses_lies_the_whole_gap(void **state)
{
	(void)state;
	struct latch latch = rested();
	unsigned off = 0;

	assert_int_equal(latch_pulse(&latch, 0, 100), LATCH_TAKEN);
	ticks(&latch, 100);
	while (latch_pulse(&latch, 1, 100) == LATCH_BUSY) {
		assert_int_equal(latch_tick(&latch), LATCH_NONE);
		off++;
	}
	assert_in_range(off, LATCH_GAP_MS, LATCH_GAP_MS + 1);
	assert_int_equal(latch_tick(&latch), 1);
}

static void off_ends_only_the_door_it_names_and_the_gap_follows(void **state)
{
	(void)state;
	struct latch latch = rested();

	latch_pulse(&latch, 5, 400);
	assert_int_equal(latch_tick(&latch), 5);
	latch_off(&latch, 4);
	assert_int_equal(latch_tick(&latch), 5);
	latch_off(&latch, 5);
	assert_int_equal(latch_on(&latch), LATCH_NONE);
	assert_int_equal(latch_tick(&latch), LATCH_NONE);
	assert_int_equal(latch_pulse(&latch, 5, 400), LATCH_BUSY);
}

static void a_damaged_count_or_state_does_not_become_a_long_pulse(void **state)
{
	(void)state;
	for (unsigned broken = 0; broken < 256; broken++) {
		struct latch latch = rested();

		latch.state = (uint8_t)broken;
		latch.door = 2;
		latch.left = 0xFFFF;
		assert_in_range(ticks_on(&latch, 70000), 0, LATCH_CAP_MS);
	}
}

// Two million milliseconds of a host that asks for anything at any time.
static void no_order_of_wishes_breaks_cap_gap_or_one_at_a_time(void **state)
{
	(void)state;
	struct latch latch;
	unsigned on_ms = 0, off_ms = LATCH_GAP_MS;
	uint8_t was = LATCH_NONE;

	srand(1);
	latch_init(&latch);
	for (unsigned ms = 0; ms < 2000000; ms++) {
		uint8_t now;

		for (int wishes = rand() % 3; wishes > 0; wishes--) {
			if (rand() % 50 == 0)
				latch_off(&latch, (uint8_t)(rand() % 24));
			else
				latch_pulse(&latch, (uint8_t)(rand() % 24), (uint16_t)rand());
		}
		now = latch_tick(&latch);
		if (now == LATCH_NONE) {
			off_ms++;
			on_ms = 0;
		} else {
			if (now != was) {
				assert_int_equal(was, LATCH_NONE);
				assert_in_range(off_ms, LATCH_GAP_MS, 1000000);
			}
			off_ms = 0;
			assert_in_range(++on_ms, 1, LATCH_CAP_MS);
		}
		was = now;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(after_a_reset_nothing_is_on_and_the_gap_runs_first),
		cmocka_unit_test(every_length_that_can_be_asked_gives_that_pulse_or_the_cap),
		cmocka_unit_test(between_two_pulses_lies_the_whole_gap),
		cmocka_unit_test(off_ends_only_the_door_it_names_and_the_gap_follows),
		cmocka_unit_test(a_damaged_count_or_state_does_not_become_a_long_pulse),
		cmocka_unit_test(no_order_of_wishes_breaks_cap_gap_or_one_at_a_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
