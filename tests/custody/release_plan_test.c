// SPDX-License-Identifier: GPL-3.0-or-later
// The plan over every set of doors.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "custody/release_plan.h"

// Every set of waiting, open and left doors of a cabinet of six, for one to three at once.
static void the_plan_opens_nothing_beside_an_open_door_and_never_too_many(void **state)
{
	unsigned long plans = 0, opens = 0;

	(void)state;
	for (unsigned n = 0; n < 3u * (1u << 18); n++) {
		struct release_plan plan = {.doors = 6, .at_once = 1 + (int)(n >> 18)};
		int open_now = 0, choice = 0;

		for (int i = 0; i < 6; i++) {
			plan.waiting[i] = n >> i & 1;
			plan.open[i] = n >> (6 + i) & 1;
			plan.left[i] = plan.open[i] && (n >> (12 + i) & 1);
			open_now += plan.open[i] && !plan.left[i];
		}
		int next = release_plan_next(&plan);

		for (int i = 0; i < 6; i++) {
			bool beside = (i > 0 && plan.open[i - 1] && !plan.left[i - 1]) ||
				      (i < 5 && plan.open[i + 1] && !plan.left[i + 1]);

			choice += plan.waiting[i] && !beside;
		}
		// Opens where it may, and only there.
		assert_int_equal(next >= 0, choice > 0 && open_now < plan.at_once);
		plans++;
		if (next < 0)
			continue;
		opens++;
		assert_true(plan.waiting[next]);
		bool beside_now = (next > 0 && plan.open[next - 1] && !plan.left[next - 1]) ||
				  (next < 5 && plan.open[next + 1] && !plan.left[next + 1]);
		bool beside_left =
			(next > 0 && plan.open[next - 1]) || (next < 5 && plan.open[next + 1]);

		assert_false(beside_now);
		for (int i = 0; beside_left && i < 6; i++) // avoidable: no other was free of it
			assert_false(plan.waiting[i] && !(i > 0 && plan.open[i - 1]) &&
				     !(i < 5 && plan.open[i + 1]));
	}
	print_message("%lu plans, %lu of them open a door\n", plans, opens);
}

static void one_latch_at_a_time_whoever_asked_for_it(void **state)
{
	(void)state;
	for (int at = 0; at < 8; at++) {
		struct release_plan plan = {.doors = 8, .at_once = 4, .waiting = {true}};

		plan.being_opened[at] = true;
		assert_int_equal(release_plan_next(&plan), -1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_plan_opens_nothing_beside_an_open_door_and_never_too_many),
		cmocka_unit_test(one_latch_at_a_time_whoever_asked_for_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
