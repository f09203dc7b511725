// SPDX-License-Identifier: GPL-3.0-or-later
// The image of tests/avr/secure, run: the same checks as on the host, cycles that do not depend on
// keys and blocks, and replies within the budgets of design.md section 9.
#include "run_image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define CYCLES_PER_MS 16000

static const char *said;

static int run_once(void **state)
{
	unsigned passed, failed;

	(void)state;
	said = run_image("secure.elf", &passed, &failed);
	assert_int_equal(failed, 0);
	assert_true(passed > 600);
	return 0;
}

static unsigned number_after(const char *label)
{
	const char *line = strstr(said, label);
	unsigned number;

	assert_non_null(line);
	assert_int_equal(sscanf(line + strlen(label), "%u", &number), 1);
	return number;
}

static void every_check_of_the_host_holds_on_the_chip(void **state)
{
	(void)state;
	assert_non_null(said);
}

static void a_thousand_keys_and_blocks_take_the_same_cycles(void **state)
{
	const char *line = said;
	int lines = 0;

	(void)state;
	while ((line = strstr(line, "cycles "))) {
		char name[16];
		unsigned least, most;

		assert_int_equal(sscanf(line, "cycles %15s %u %u", name, &least, &most), 3);
		assert_true(least > 0);
		assert_int_equal(least, most);
		line++;
		lines++;
	}
	assert_int_equal(lines, 6);
}

static void replies_begin_within_their_budgets(void **state)
{
	(void)state;
	assert_in_range(number_after("answer poll "), 1, 3 * CYCLES_PER_MS);
	assert_in_range(number_after("answer longest "), 1, 30 * CYCLES_PER_MS);
	// No budget of their own: as any frame, within the time after which a host asks again, and
	// far from it.
	assert_in_range(number_after("answer challenge "), 1, 30 * CYCLES_PER_MS);
	assert_in_range(number_after("answer proof "), 1, 30 * CYCLES_PER_MS);
	assert_in_range(number_after("answer unlock "), 1, 30 * CYCLES_PER_MS);
}

// Issue 4: the bank's share of a secure POLL and ACK.
static void a_secure_poll_costs_the_bank_at_most_1600_microseconds(void **state)
{
	(void)state;
	assert_in_range(number_after("answer poll "), 1, CYCLES_PER_MS * 16 / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_check_of_the_host_holds_on_the_chip),
		cmocka_unit_test(a_thousand_keys_and_blocks_take_the_same_cycles),
		cmocka_unit_test(replies_begin_within_their_budgets),
		cmocka_unit_test(a_secure_poll_costs_the_bank_at_most_1600_microseconds),
	};

	return cmocka_run_group_tests(tests, run_once, NULL);
}
