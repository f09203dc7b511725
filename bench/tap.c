// SPDX-License-Identifier: GPL-3.0-or-later
// bench-tap: card event at the host to unlock command on the wire, beside the floors, A B A B in
// one run (bench.md). Prints microseconds for orientation and ratios for claims.
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crowd.h"
#include "floor.h"
#include "host.h"
#include "samples.h"
#include "watch.h"

enum { FLOOR_NONE, FLOOR_FDATASYNC, FLOOR_SQL, FLOORS };
static const char *const floor_modes[FLOORS] = {"none", "fdatasync", "full"};

struct run {
	struct floor floors[FLOORS];
	struct host host;
	struct samples floor_samples[FLOORS], ours;
};

static void pause_ns(int64_t ns)
{
	// The host's banks go on being polled: an idle line is what a real tap meets.
	if (ns > 0)
		host_serve(bench_now_ns() + ns, NULL, NULL);
}

static void line_of(const char *name, struct samples *samples, struct samples *sql)
{
	printf("  %-10s %6zu %9.0f %9.0f %9.0f %7.2f %7.2f\n", name, samples->count,
		samples_us(samples, 50), samples_us(samples, 99), samples_us(samples, 100),
		samples_us(samples, 50) / samples_us(sql, 50),
		samples_us(samples, 99) / samples_us(sql, 99));
}

static void measure(
	struct run *run, const char *name, unsigned rounds, unsigned in_a_row, int64_t gap)
{
	memset(run->floor_samples, 0, sizeof run->floor_samples);
	run->ours.count = 0;
	for (unsigned i = 0; i < rounds; i++) {
		for (unsigned k = 0; k < FLOORS; k++) {
			for (unsigned j = 0; j < in_a_row; j++) {
				pause_ns(gap);
				samples_add(&run->floor_samples[k], floor_tap(&run->floors[k]));
			}
		}
		for (unsigned j = 0; j < in_a_row; j++) {
			pause_ns(gap);
			samples_add(&run->ours, host_tap(&run->host, 0));
		}
	}
	printf("%-12s %6s %9s %9s %9s %7s %7s\n", name, "n", "p50 us", "p99 us", "max us", "p50 x",
		"p99 x");
	for (unsigned k = 0; k < FLOORS; k++)
		line_of(floor_modes[k], &run->floor_samples[k], &run->floor_samples[FLOOR_SQL]);
	line_of("hometime", &run->ours, &run->floor_samples[FLOOR_SQL]);
	fflush(stdout);
}

static void warm(struct host *host)
{
	for (unsigned i = 0; i < 20; i++)
		host_tap(host, 0); // caches and prepared statements: not measured
}

struct share {
	struct watch *watch, sum;
	unsigned taps;
};

static void add(struct watch *sum, const struct watch *at, int sign)
{
	const uint64_t *from = (const uint64_t *)at;

	for (size_t i = 0; i < sizeof *sum / sizeof(uint64_t); i++)
		((uint64_t *)sum)[i] += sign > 0 ? from[i] : -from[i];
}

static void at_card(void *arg, struct model *model)
{
	struct share *share = arg;

	(void)model;
	add(&share->sum, share->watch, -1);
}

static void at_unlock(void *arg, struct model *model)
{
	struct share *share = arg;

	(void)model;
	add(&share->sum, share->watch, 1);
	share->taps++;
}

static void print_profile(const struct share *share, double whole)
{
	const struct watch_of *wal = &share->sum.of[WATCH_WAL], *db = &share->sum.of[WATCH_DB];
	double n = share->taps;
	double files = (double)(wal->write_ns + wal->sync_ns + db->write_ns + db->sync_ns) / 1e3;

	printf("card to unlock, mean of %.0f: %.0f us; %.2f commits, %.1f pages in %.0f us, %.2f "
	       "syncs in %.0f us, checkpoints %.0f us, the rest %.0f us\n",
		n, whole, (double)share->sum.commits / n, (double)wal->bytes / 4120 / n,
		(double)wal->write_ns / 1e3 / n, (double)wal->syncs / n,
		(double)wal->sync_ns / 1e3 / n, (double)(db->write_ns + db->sync_ns) / 1e3 / n,
		whole - files / n);
}

// What the program does to its files between card event and unlock.
static void profile(struct run *run, const char *folder, const char *preload, unsigned taps)
{
	struct share share = {0};
	double whole = 0;
	char counts[400];

	snprintf(counts, sizeof counts, "%s/counts", folder);
	share.watch = watch_open(counts);
	setenv("BENCH_WATCH", counts, 1);
	run->host.preload = preload;
	host_start(&run->host);
	warm(&run->host);
	run->host.models[0].on_unlock = at_unlock;
	run->host.models[0].on_card = at_card;
	run->host.models[0].on_arg = &share;
	for (unsigned i = 0; i < taps; i++) {
		whole += (double)host_tap(&run->host, 0) / 1e3 / taps;
	}
	run->host.models[0].on_card = run->host.models[0].on_unlock = NULL;
	host_stop(&run->host);
	run->host.preload = NULL;
	unsetenv("BENCH_WATCH");
	print_profile(&share, whole);
}

static void taps(struct run *run, const char *program, const char *floor, const char *folder,
	const char *preload, bool quick)
{
	const struct school school = {program, folder, 600, 1, 1, 24};

	for (unsigned k = 0; k < FLOORS; k++)
		floor_start(&run->floors[k], floor, folder, floor_modes[k]);
	host_prepare(&run->host, &school);
	// Back to back: the reader asked every millisecond, or each tap would wait for its poll
	// with a disk at rest, which is cold.
	run->host.poll_ms = 1;
	host_start(&run->host);
	warm(&run->host);
	measure(run, "hot", quick ? 60 : 250, 5, 0);
	host_stop(&run->host);
	run->host.poll_ms = 0;
	host_start(&run->host);
	warm(&run->host);
	measure(run, "cold 20 ms", quick ? 25 : 100, 1, 20000000);
	if (!quick)
		measure(run, "cold 1 s", 10, 1, 1000000000);
	printf("resident memory: %ld KiB (goal 16384)\n", host_memory(&run->host));
	host_stop(&run->host);
	profile(run, folder, preload, quick ? 40 : 200);
	host_close(&run->host);
	for (unsigned k = 0; k < FLOORS; k++)
		floor_stop(&run->floors[k]);
}

int main(int argc, char **argv)
{
	static struct run run;
	bool quick = false;
	const char *program = NULL, *floor_program = NULL, *folder = NULL, *preload = NULL;
	char below[300];
	int option;

	while ((option = getopt(argc, argv, "qp:f:d:w:")) != -1) {
		if (option == 'q')
			quick = true;
		else if (option == 'p')
			program = optarg;
		else if (option == 'f')
			floor_program = optarg;
		else if (option == 'd')
			folder = optarg;
		else if (option == 'w')
			preload = optarg;
	}
	if (!program || !floor_program || !folder || !preload) {
		fprintf(stderr,
			"usage: bench-tap -p HOMETIME -f FLOOR -w WATCH.so -d FOLDER [-q]\n");
		return 2;
	}
	printf("floor.c sha256 %s\nx: beside floor-sql (full), same run. Goals: hot p50 1.30 p99 "
	       "2.00; cold p50 1.20\n",
		FLOOR_SHA256);
	taps(&run, program, floor_program, folder, preload, quick);
	snprintf(below, sizeof below, "%s/crowd8", folder);
	crowd(program, below, preload, 8, quick);
	if (!quick) {
		snprintf(below, sizeof below, "%s/crowd32", folder);
		crowd(program, below, preload, 32, quick);
	}
	return 0;
}
