// SPDX-License-Identifier: GPL-3.0-or-later
// poll(2) with timers, small enough to read whole: arrays, because a school has tens of these.
#include "base/loop.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>

#include "base/err.h"

struct loop_watch {
	struct loop *loop; // NULL while the slot is free
	int fd;
	short events;
	unsigned turn_added;
	void (*ready)(void *arg, short revents);
	void *arg;
};

struct loop {
	const struct env *env;
	struct loop_watch watches[LOOP_WATCHES];
	struct loop_timer *timers[LOOP_TIMERS];
	size_t timer_count;
	unsigned turn;
};

int loop_open(struct loop **out_loop, const struct env *env)
{
	struct loop *loop = calloc(1, sizeof *loop);

	if (!loop)
		return -ERR_NO_MEMORY;
	loop->env = env;
	*out_loop = loop;
	return 0;
}

void loop_close(struct loop *loop)
{
	if (!loop)
		return;
	while (loop->timer_count > 0)
		loop_timer_stop(loop->timers[0]);
	free(loop);
}

const struct env *loop_env(const struct loop *loop)
{
	return loop->env;
}

int loop_watch(struct loop *loop, int fd, short events, void (*ready)(void *arg, short revents),
	void *arg, struct loop_watch **out_watch)
{
	for (size_t i = 0; i < LOOP_WATCHES; i++) {
		struct loop_watch *watch = &loop->watches[i];

		if (watch->loop)
			continue;
		*watch = (struct loop_watch){loop, fd, events, loop->turn, ready, arg};
		*out_watch = watch;
		return 0;
	}
	return -ERR_FULL;
}

void loop_watch_events(struct loop_watch *watch, short events)
{
	watch->events = events;
}

void loop_unwatch(struct loop_watch *watch)
{
	if (watch)
		watch->loop = NULL;
}

int loop_timer_set(struct loop *loop, struct loop_timer *timer, struct mono_time at,
	void (*fire)(void *arg, struct mono_time now), void *arg)
{
	if (!timer->loop) {
		if (loop->timer_count == LOOP_TIMERS)
			return -ERR_FULL;
		loop->timers[loop->timer_count++] = timer;
	}
	*timer = (struct loop_timer){loop, at, fire, arg};
	return 0;
}

void loop_timer_stop(struct loop_timer *timer)
{
	struct loop *loop = timer->loop;

	if (!loop)
		return;
	for (size_t i = 0; i < loop->timer_count; i++) {
		if (loop->timers[i] == timer) {
			loop->timers[i] = loop->timers[--loop->timer_count];
			break;
		}
	}
	timer->loop = NULL;
}

static struct loop_timer *earliest(const struct loop *loop)
{
	struct loop_timer *first = NULL;

	for (size_t i = 0; i < loop->timer_count; i++) {
		if (!first || mono_before(loop->timers[i]->at, first->at))
			first = loop->timers[i];
	}
	return first;
}

bool loop_next_timer(const struct loop *loop, struct mono_time *out_at)
{
	const struct loop_timer *first = earliest(loop);

	if (first)
		*out_at = first->at;
	return first != NULL;
}

// How long to wait for the next timer, to the nanosecond: a line's turn-round is half a
// millisecond, and a whole one would be a tenth of its time. NULL: for ever.
static const struct timespec *wait_time(
	const struct loop *loop, int max_wait_ms, struct timespec *out)
{
	const struct loop_timer *first = earliest(loop);
	int64_t ns = (int64_t)max_wait_ms * 1000000;

	if (!first && max_wait_ms < 0)
		return NULL;
	if (first) {
		int64_t left = first->at.ns - loop->env->mono(loop->env->context).ns;

		if (left < 0)
			left = 0;
		if (max_wait_ms < 0 || left < ns)
			ns = left;
	}
	out->tv_sec = (time_t)(ns / 1000000000);
	out->tv_nsec = (long)(ns % 1000000000);
	return out;
}

static int call_ready(
	struct loop *loop, const struct pollfd *polled, const size_t *slots, size_t count)
{
	int ran = 0;

	for (size_t i = 0; i < count; i++) {
		struct loop_watch *watch = &loop->watches[slots[i]];

		// A callback may have ended this watch and another may have taken its slot since.
		if (!polled[i].revents || !watch->loop || watch->fd != polled[i].fd ||
			watch->turn_added == loop->turn)
			continue;
		watch->ready(watch->arg, polled[i].revents);
		ran++;
	}
	return ran;
}

static int fire_due(struct loop *loop)
{
	struct mono_time now = loop->env->mono(loop->env->context);
	int ran = 0;

	// A timer set again while firing waits for the next turn when it is not in the past.
	for (size_t limit = 4 * LOOP_TIMERS; limit > 0; limit--) {
		struct loop_timer *timer = earliest(loop);

		if (!timer || mono_before(now, timer->at))
			break;
		loop_timer_stop(timer);
		timer->fire(timer->arg, now);
		ran++;
	}
	return ran;
}

int loop_run_once(struct loop *loop, int max_wait_ms)
{
	struct pollfd polled[LOOP_WATCHES];
	size_t slots[LOOP_WATCHES];
	struct timespec wait;
	size_t count = 0;
	int ran = 0;
	int got;

	for (size_t i = 0; i < LOOP_WATCHES; i++) {
		if (!loop->watches[i].loop)
			continue;
		slots[count] = i;
		polled[count++] = (struct pollfd){loop->watches[i].fd, loop->watches[i].events, 0};
	}
	loop->turn++;
	got = ppoll(polled, (nfds_t)count, wait_time(loop, max_wait_ms, &wait), NULL);
	if (got < 0 && errno != EINTR)
		return -ERR_IO;
	if (got > 0)
		ran = call_ready(loop, polled, slots, count);
	return ran + fire_due(loop);
}
