// SPDX-License-Identifier: GPL-3.0-or-later
// The outside world in one struct: the clocks and the dice. Built in main; a test builds its own.
#ifndef BASE_ENV_H
#define BASE_ENV_H

#include <stddef.h>

#include "base/time.h"

struct env {
	struct mono_time (*mono)(void *context);
	struct wall_time (*wall)(void *context);
	// Fills len bytes from a source fit for keys; 0, or a negative enum err and nothing usable.
	int (*random)(void *context, void *out, size_t len);
	void *context;
	// Nanoseconds in which this program could have run and others on the machine did instead.
	// NULL: never.
	int64_t (*lost)(void *context);
};

static inline int64_t env_lost(const struct env *env)
{
	return env->lost ? env->lost(env->context) : 0;
}

static inline struct now env_now(const struct env *env)
{
	return (struct now){env->mono(env->context), env->wall(env->context)};
}

#endif
