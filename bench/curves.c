// SPDX-License-Identifier: GPL-3.0-or-later
// bench-curves: does a tap cost the same with more history, more doors, more people; how soon is
// the program up, how much does it hold, what does polling cost. Schools run side by side in one
// run and are tapped in turn.
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "rows.h"
#include "samples.h"

static struct host hosts[HOST_MAX];
static struct samples samples[HOST_MAX];
static const char *program, *folder;
static bool quick;

static void prepare(unsigned i, const char *name, unsigned people, unsigned banks,
	unsigned per_line, unsigned doors)
{
	char below[300];

	snprintf(below, sizeof below, "%s/%s%u", folder, name, i);
	host_prepare(&hosts[i], &(struct school){program, below, people, banks, per_line, doors});
}

static void start(unsigned count, unsigned poll_ms)
{
	for (unsigned i = 0; i < count; i++) {
		hosts[i].poll_ms = poll_ms;
		host_start(&hosts[i]);
	}
}

static void stop(unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		host_stop(&hosts[i]);
}

// Taps each in turn, and prints each beside the first.
static void measure(
	unsigned count, unsigned rounds, unsigned in_a_row, double goal, const char *const names[])
{
	memset(samples, 0, sizeof samples);
	for (unsigned round = 0; round < rounds + 2; round++) {
		for (unsigned i = 0; i < count; i++) {
			for (unsigned j = 0; j < in_a_row; j++) {
				int64_t ns = host_tap(&hosts[i], 0);

				if (round >= 2) // before: caches and prepared statements
					samples_add(&samples[i], ns);
			}
		}
	}
	for (unsigned i = 0; i < count; i++)
		printf("  %-20s n %5zu  p50 %6.0f us  p99 %6.0f us  p50 x %.2f%s\n", names[i],
			samples[i].count, samples_us(&samples[i], 50), samples_us(&samples[i], 99),
			samples_us(&samples[i], 50) / samples_us(&samples[0], 50),
			i == 0	      ? ""
			: goal > 1.15 ? " (goal 1.20)"
				      : " (goal 1.10)");
	fflush(stdout);
}

static void close_all(unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		host_close(&hosts[i]);
}

static void start_up(struct host *host, const char *name)
{
	struct samples first = {0};

	for (unsigned i = 0; i < 7; i++) {
		host_start(host);
		samples_add(&first, host->first_poll_ns);
		if (i == 6)
			printf("  resident with %s: %ld KiB (goal 16384)\n", name,
				host_memory(host));
		host_stop(host);
	}
	printf("  start-up with %s: p50 %.1f ms, max %.1f ms, to the first byte on the line (goal "
	       "50)\n",
		name, samples_us(&first, 50) / 1e3, samples_us(&first, 100) / 1e3);
}

static void events(void)
{
	static const char *const names[] = {
		"10,000 events", "1,000,000 events", "10,000,000 events"};
	static const int64_t sizes[] = {10000, 1000000, 10000000};
	static const char *const small[] = {"10,000 events", "100,000 events"};
	static const int64_t small_sizes[] = {10000, 100000};
	unsigned count = quick ? 2 : 3;

	printf("history (rows made by SQL in event, decision, intent, custody)\n");
	for (unsigned i = 0; i < count; i++) {
		prepare(i, "events", 60, 1, 1, 8);
		host_start(&hosts[i]); // its doors come on record
		host_stop(&hosts[i]);
		rows_fill(hosts[i].database, quick ? small_sizes[i] : sizes[i]);
	}
	start(count, 1);
	measure(count, quick ? 20 : 100, 5, 1.2, quick ? small : names);
	stop(count);
	start_up(&hosts[count - 1], quick ? small[count - 1] : names[count - 1]);
	close_all(count);
}

static void idle(struct host *host)
{
	int64_t cpu = host_cpu_ns(host), from = bench_now_ns();
	unsigned polls = 0, before = 0;

	for (unsigned i = 0; i < host->banks; i++)
		before += host->models[i].polls;
	host_serve(from + (quick ? 2000000000 : 10000000000), NULL, NULL);
	for (unsigned i = 0; i < host->banks; i++)
		polls += host->models[i].polls;
	double seconds = (double)(bench_now_ns() - from) / 1e9;

	printf("  1,008 doors on 42 banks and 2 lines, idle at --poll 50: %.1f %% of a core (goal "
	       "10), %.0f polls/s, resident %ld KiB (goal 32768)\n",
		(double)(host_cpu_ns(host) - cpu) / 1e7 / seconds, (polls - before) / seconds,
		host_memory(host));
}

static void doors(void)
{
	static const char *const names[] = {
		"8 doors, 1 bank", "96 doors, 4 banks", "1,008 doors, 42 banks"};

	printf("doors\n");
	prepare(0, "doors", 60, 1, 1, 8);
	prepare(1, "doors", 60, 4, 2, 24);
	prepare(2, "doors", 60, 42, 21, 24);
	start(3, 50);
	idle(&hosts[2]);
	if (!quick) // at 50 ms a poll too few taps would be made to say anything
		measure(3, 100, 2, 1.1, names);
	stop(3);
	close_all(3);
}

static void people(void)
{
	static const char *const names[] = {"60 people", "600 people", "2,000 people"};
	static const unsigned sizes[] = {60, 600, 2000};

	printf("people\n");
	for (unsigned i = 0; i < 3; i++)
		prepare(i, "people", sizes[i], 1, 1, 8);
	start(3, 1);
	measure(3, quick ? 20 : 100, 5, 1.1, names);
	stop(3);
	close_all(3);
}

int main(int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "qp:d:w:")) != -1) {
		if (option == 'q')
			quick = true;
		else if (option == 'p')
			program = optarg;
		else if (option == 'd')
			folder = optarg;
	}
	if (!program || !folder) {
		fprintf(stderr, "usage: bench-curves -p HOMETIME -d FOLDER [-q]\n");
		return 2;
	}
	events();
	doors();
	people();
	return 0;
}
