// SPDX-License-Identifier: GPL-3.0-or-later
// Times gathered and looked at: percentiles, and ratios of two gatherings of one run.
#ifndef BENCH_SAMPLES_H
#define BENCH_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

#define SAMPLES_MAX 20000

struct samples {
	size_t count;
	int64_t ns[SAMPLES_MAX];
};

// Past SAMPLES_MAX further ones are dropped.
void samples_add(struct samples *samples, int64_t ns);
// Microseconds at that percentile (0..100); 0 of nothing. Sorts.
double samples_us(struct samples *samples, double percentile);

int64_t bench_now_ns(void);
// One sentence on standard error, and exit 1.
_Noreturn void bench_give_up(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
