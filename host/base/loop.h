// SPDX-License-Identifier: GPL-3.0-or-later
// The one poll loop: file descriptors and timers, in one thread, on the environment's monotonic
// clock.
#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include "base/env.h"

struct loop;
struct loop_watch;

// LOOP_WATCHES descriptors and LOOP_TIMERS timers at the most; beyond that -ERR_FULL.
#define LOOP_WATCHES 256
#define LOOP_TIMERS  256

// Opens a loop on env's clock; env is borrowed and outlives the loop. -ERR_NO_MEMORY.
int loop_open(struct loop **out_loop, const struct env *env);
// Forgets all watches and timers; closes no descriptor of others. NULL is fine.
void loop_close(struct loop *loop);

const struct env *loop_env(const struct loop *loop);

// Calls ready(arg, revents) in every turn in which poll(2) reports any of events on fd, or
// POLLHUP, POLLERR or POLLNVAL. The caller owns fd and unwatches before closing it. A watch may be
// ended or changed from any callback, its own too; an ended one is not called again.
int loop_watch(struct loop *loop, int fd, short events, void (*ready)(void *arg, short revents),
	void *arg, struct loop_watch **out_watch);
void loop_watch_events(struct loop_watch *watch, short events);
// NULL is fine.
void loop_unwatch(struct loop_watch *watch);

// A timer is caller-owned memory, zeroed before first use, and stopped before it goes away.
struct loop_timer {
	struct loop *loop; // NULL while stopped
	struct mono_time at;
	void (*fire)(void *arg, struct mono_time now);
	void *arg;
};

// Fires once in the first turn at or after `at`; setting a running timer moves it. Timers due in
// one turn fire in order of their times. -ERR_FULL past LOOP_TIMERS.
int loop_timer_set(struct loop *loop, struct loop_timer *timer, struct mono_time at,
	void (*fire)(void *arg, struct mono_time now), void *arg);
void loop_timer_stop(struct loop_timer *timer);

// One turn: waits at most max_wait_ms (-1: for ever; 0: not at all) for a descriptor or the next
// timer, calls what is ready, then fires what is due. Returns how many callbacks ran, or -ERR_IO.
int loop_run_once(struct loop *loop, int max_wait_ms);

// When the earliest timer is due; false when none runs. A test moves its clock there.
bool loop_next_timer(const struct loop *loop, struct mono_time *out_at);

#endif
