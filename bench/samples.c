// SPDX-License-Identifier: GPL-3.0-or-later
// Percentiles by sorting: a run has thousands of samples, not millions.
#include "samples.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void samples_add(struct samples *samples, int64_t ns)
{
	if (samples->count < SAMPLES_MAX)
		samples->ns[samples->count++] = ns;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

double samples_us(struct samples *samples, double percentile)
{
	size_t index;

	if (samples->count == 0)
		return 0;
	qsort(samples->ns, samples->count, sizeof samples->ns[0], by_size);
	index = (size_t)(percentile / 100 * (double)(samples->count - 1) + 0.5);
	return (double)samples->ns[index] / 1000;
}

int64_t bench_now_ns(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

void bench_give_up(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("bench: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}
