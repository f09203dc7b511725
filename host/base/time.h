// SPDX-License-Identifier: GPL-3.0-or-later
// The two kinds of time, which no expression can mix: monotonic for waiting, wall for the rules.
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

// Nanoseconds since some moment before this program began; never goes back, never jumps.
struct mono_time {
	int64_t ns;
};

// Milliseconds since 1970-01-01T00:00:00Z; somebody may set it, so only the rules and the record
// use it.
struct wall_time {
	int64_t ms;
};

// One moment by both clocks, read together once a turn and passed down as a value.
struct now {
	struct mono_time mono;
	struct wall_time wall;
};

static inline struct mono_time mono_after_ms(struct mono_time from, int64_t ms)
{
	return (struct mono_time){from.ns + ms * 1000000};
}

static inline bool mono_before(struct mono_time a, struct mono_time b)
{
	return a.ns < b.ns;
}

// Milliseconds from a to b, rounded down; negative when b is earlier.
static inline int64_t mono_ms_between(struct mono_time a, struct mono_time b)
{
	int64_t ns = b.ns - a.ns;

	return ns >= 0 ? ns / 1000000 : -((-ns + 999999) / 1000000);
}

#endif
