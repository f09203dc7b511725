// SPDX-License-Identifier: GPL-3.0-or-later
// The loop on a clock the test holds: timers in order, watches that come and go in callbacks.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <poll.h>
#include <unistd.h>

#include "base/err.h"
#include "base/loop.h"

static struct mono_time clock_now;

static struct mono_time mono(void *context)
{
	(void)context;
	return clock_now;
}

static const struct env env = {.mono = mono};

static char order[16];
static size_t ordered;

static void note(void *arg, struct mono_time now)
{
	(void)now;
	order[ordered++] = *(const char *)arg;
}

static struct loop *open_loop(void)
{
	struct loop *loop;

	clock_now = (struct mono_time){0};
	ordered = 0;
	assert_int_equal(loop_open(&loop, &env), 0);
	return loop;
}

static void timers_due_in_one_turn_fire_in_order_of_their_times(void **state)
{
	struct loop *loop = open_loop();
	struct loop_timer a = {0}, b = {0}, c = {0};
	struct mono_time next;

	(void)state;
	loop_timer_set(loop, &b, mono_after_ms(clock_now, 20), note, "b");
	loop_timer_set(loop, &c, mono_after_ms(clock_now, 30), note, "c");
	loop_timer_set(loop, &a, mono_after_ms(clock_now, 10), note, "a");
	assert_true(loop_next_timer(loop, &next));
	assert_int_equal(next.ns, 10000000);
	assert_int_equal(loop_run_once(loop, 0), 0);
	clock_now = mono_after_ms(clock_now, 25);
	assert_int_equal(loop_run_once(loop, 0), 2);
	assert_memory_equal(order, "ab", 2);
	loop_timer_stop(&c);
	assert_false(loop_next_timer(loop, &next));
	loop_close(loop);
}

static void setting_a_running_timer_moves_it(void **state)
{
	struct loop *loop = open_loop();
	struct loop_timer a = {0};

	(void)state;
	loop_timer_set(loop, &a, mono_after_ms(clock_now, 10), note, "a");
	loop_timer_set(loop, &a, mono_after_ms(clock_now, 50), note, "A");
	clock_now = mono_after_ms(clock_now, 20);
	assert_int_equal(loop_run_once(loop, 0), 0);
	clock_now = mono_after_ms(clock_now, 40);
	assert_int_equal(loop_run_once(loop, 0), 1);
	assert_memory_equal(order, "A", 1);
	assert_int_equal(loop_run_once(loop, 0), 0);
	loop_close(loop);
}

struct pair {
	struct loop_watch *watch[2];
	unsigned called[2];
};

static struct pair pair;

static void first_ready(void *arg, short revents)
{
	(void)arg;
	assert_true(revents & POLLIN);
	pair.called[0]++;
	loop_unwatch(pair.watch[1]);
	pair.watch[1] = NULL;
}

static void second_ready(void *arg, short revents)
{
	(void)arg;
	(void)revents;
	pair.called[1]++;
}

static void a_watch_ended_by_another_callback_is_not_called_any_more(void **state)
{
	struct loop *loop = open_loop();
	int ends[2];

	(void)state;
	pair = (struct pair){0};
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "x", 1), 1);
	loop_watch(loop, ends[0], POLLIN, first_ready, NULL, &pair.watch[0]);
	loop_watch(loop, ends[0], POLLIN, second_ready, NULL, &pair.watch[1]);
	assert_int_equal(loop_run_once(loop, 0), 1);
	assert_int_equal(pair.called[0], 1);
	assert_int_equal(pair.called[1], 0);
	close(ends[0]);
	close(ends[1]);
	loop_close(loop);
}

static void a_full_loop_says_so(void **state)
{
	struct loop *loop = open_loop();
	static struct loop_timer timers[LOOP_TIMERS + 1];

	(void)state;
	for (size_t i = 0; i < LOOP_TIMERS; i++)
		assert_int_equal(loop_timer_set(loop, &timers[i], clock_now, note, "x"), 0);
	assert_int_equal(
		loop_timer_set(loop, &timers[LOOP_TIMERS], clock_now, note, "x"), -ERR_FULL);
	loop_close(loop);
	assert_null(timers[0].loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(timers_due_in_one_turn_fire_in_order_of_their_times),
		cmocka_unit_test(setting_a_running_timer_moves_it),
		cmocka_unit_test(a_watch_ended_by_another_callback_is_not_called_any_more),
		cmocka_unit_test(a_full_loop_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
