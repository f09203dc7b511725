// SPDX-License-Identifier: GPL-3.0-or-later
// How much of the loop's time the network gets: whoever asks a little, and whoever asks for ever.
#include "base/pace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define MS INT64_C(1000000)

// Works whenever it may, in pieces of so long, from now for so long. Returns the work done.
static int64_t ask_on(struct pace *pace, struct mono_time *now, int64_t piece_ns, int64_t for_ns)
{
	int64_t end = now->ns + for_ns, work = 0;

	while (now->ns < end) {
		struct mono_time from = *now;

		if (pace_rests(pace, *now)) {
			*now = pace->until;
			continue;
		}
		now->ns += piece_ns;
		work += piece_ns;
		pace_worked(pace, from, *now, 0);
	}
	return work;
}

static void what_is_asked_in_a_short_while_has_half_of_the_time(void **state)
{
	struct pace pace = {0};
	struct mono_time now = {MS};

	(void)state;
	assert_in_range(ask_on(&pace, &now, MS / 10, 2 * PACE_BURST_NS - MS),
		PACE_BURST_NS - 2 * MS, PACE_BURST_NS);
}

static void who_asks_for_ever_has_a_tenth_of_it_in_whatever_pieces(void **state)
{
	const int64_t pieces[] = {MS / 100, MS / 10, MS / 2};

	(void)state;
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct pace pace = {0};
		struct mono_time now = {MS};

		ask_on(&pace, &now, pieces[i], 1000 * MS);
		assert_in_range(ask_on(&pace, &now, pieces[i], 10000 * MS), 980 * MS, 1020 * MS);
	}
}

static void who_paused_is_served_at_once_again(void **state)
{
	struct pace pace = {0};
	struct mono_time now = {MS};
	int64_t steady, fresh;

	(void)state;
	ask_on(&pace, &now, MS / 10, 1000 * MS);
	steady = ask_on(&pace, &now, MS / 10, 20 * MS);
	now.ns += PACE_STEADY * PACE_BURST_NS;
	fresh = ask_on(&pace, &now, MS / 10, 20 * MS);
	assert_in_range(steady, 1 * MS, 3 * MS);
	assert_in_range(fresh, 9 * MS, 11 * MS);
}

static void a_page_now_and_then_never_rests_long(void **state)
{
	struct pace pace = {0};
	struct mono_time now = {MS};

	(void)state;
	// Ten pages that look at 13 changes a second: 4 % of the time.
	for (int i = 0; i < 10000; i++) {
		ask_on(&pace, &now, MS / 10, MS / 10);
		assert_true(pace.until.ns <= now.ns + PACE_LEAST_NS);
		now.ns += 24 * MS / 10;
	}
}

static void a_piece_however_long_rests_no_longer_than_the_most(void **state)
{
	struct pace pace = {0};
	struct mono_time from = {MS}, now = {3000 * MS};

	(void)state;
	pace_worked(&pace, from, now, 0);
	assert_int_equal(pace.until.ns, now.ns + PACE_MOST_NS);
}

static void what_others_on_the_machine_had_of_a_piece_is_no_work(void **state)
{
	struct pace pace = {0};
	struct mono_time from = {MS}, now = {8 * MS};

	(void)state;
	pace_worked(&pace, from, now, 6 * MS);
	assert_int_equal(pace.until.ns, now.ns + MS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_asked_in_a_short_while_has_half_of_the_time),
		cmocka_unit_test(who_asks_for_ever_has_a_tenth_of_it_in_whatever_pieces),
		cmocka_unit_test(who_paused_is_served_at_once_again),
		cmocka_unit_test(a_page_now_and_then_never_rests_long),
		cmocka_unit_test(a_piece_however_long_rests_no_longer_than_the_most),
		cmocka_unit_test(what_others_on_the_machine_had_of_a_piece_is_no_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
