// SPDX-License-Identifier: GPL-3.0-or-later
// The image of tests/avr/vectors, run.
#include "run_image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void every_captured_frame_holds_on_the_chip(void **state)
{
	unsigned passed, failed;

	(void)state;
	run_image("vectors.elf", &passed, &failed);
	assert_int_equal(failed, 0);
	assert_true(passed > 300);
}

// A reply begins within 3 ms (design.md section 9); the wire's own share of that.
static void a_poll_is_answered_in_a_third_of_the_budget(void **state)
{
	unsigned passed, failed, poll, longest;
	const char *line;

	(void)state;
	line = strstr(run_image("vectors.elf", &passed, &failed), "poll us ");
	assert_non_null(line);
	assert_int_equal(sscanf(line, "poll us %u\nlongest us %u", &poll, &longest), 2);
	assert_in_range(poll, 1, 1000);
	assert_in_range(longest, 1, 3000);
}

static void one_flipped_bit_of_one_frame_is_noticed_on_the_chip(void **state)
{
	unsigned passed, failed;

	(void)state;
	run_image("vectors-flipped.elf", &passed, &failed);
	assert_int_not_equal(failed, 0);
	assert_true(passed > 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_captured_frame_holds_on_the_chip),
		cmocka_unit_test(a_poll_is_answered_in_a_third_of_the_budget),
		cmocka_unit_test(one_flipped_bit_of_one_frame_is_noticed_on_the_chip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
