// SPDX-License-Identifier: GPL-3.0-or-later
// bench-tap: card event at the host to unlock command on the wire, beside the floors, A B A B in
// one run (bench.md). Prints microseconds for orientation and ratios for claims.
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "floor.h"
#include "host.h"
#include "samples.h"

enum { FLOOR_NONE, FLOOR_FDATASYNC, FLOOR_SQL, FLOORS };
static const char *const floor_modes[FLOORS] = {"none", "fdatasync", "full"};

struct run {
	struct floor floors[FLOORS];
	struct host host;
	struct samples floor_samples[FLOORS], ours;
};

static void pause_ns(struct host *host, int64_t ns)
{
	// The host's banks go on being polled: an idle line is what a real tap meets.
	if (ns > 0)
		host_serve(host, bench_now_ns() + ns, NULL, NULL);
}

static void measure(
	struct run *run, const char *name, unsigned rounds, unsigned in_a_row, int64_t gap)
{
	memset(run->floor_samples, 0, sizeof run->floor_samples);
	run->ours.count = 0;
	for (unsigned i = 0; i < rounds; i++) {
		for (unsigned k = 0; k < FLOORS; k++) {
			for (unsigned j = 0; j < in_a_row; j++) {
				pause_ns(&run->host, gap);
				samples_add(&run->floor_samples[k], floor_tap(&run->floors[k]));
			}
		}
		for (unsigned j = 0; j < in_a_row; j++) {
			pause_ns(&run->host, gap);
			samples_add(&run->ours, host_tap(&run->host, 0));
		}
	}
	printf("%-10s %6s %10s %10s %10s\n", name, "n", "p50 us", "p99 us", "max us");
	for (unsigned k = 0; k < FLOORS; k++)
		printf("  %-8s %6zu %10.0f %10.0f %10.0f\n", floor_modes[k],
			run->floor_samples[k].count, samples_us(&run->floor_samples[k], 50),
			samples_us(&run->floor_samples[k], 99),
			samples_us(&run->floor_samples[k], 100));
	printf("  %-8s %6zu %10.0f %10.0f %10.0f\n", "hometime", run->ours.count,
		samples_us(&run->ours, 50), samples_us(&run->ours, 99),
		samples_us(&run->ours, 100));
	printf("  hometime / floor-sql: p50 %.2f, p99 %.2f\n",
		samples_us(&run->ours, 50) / samples_us(&run->floor_samples[FLOOR_SQL], 50),
		samples_us(&run->ours, 99) / samples_us(&run->floor_samples[FLOOR_SQL], 99));
}

int main(int argc, char **argv)
{
	static struct run run;
	bool quick = false;
	const char *program = NULL, *floor_program = NULL, *folder = NULL;
	int option;

	while ((option = getopt(argc, argv, "qp:f:d:")) != -1) {
		if (option == 'q')
			quick = true;
		else if (option == 'p')
			program = optarg;
		else if (option == 'f')
			floor_program = optarg;
		else if (option == 'd')
			folder = optarg;
	}
	if (!program || !floor_program || !folder) {
		fprintf(stderr, "usage: bench-tap -p HOMETIME -f FLOOR -d FOLDER [-q]\n");
		return 2;
	}
	for (unsigned k = 0; k < FLOORS; k++)
		floor_start(&run.floors[k], floor_program, folder, floor_modes[k]);
	host_prepare(&run.host, program, folder, 600, 1);
	host_start(&run.host);
	for (unsigned i = 0; i < 20; i++)
		host_tap(&run.host, 0); // caches and prepared statements: not measured
	measure(&run, "hot", quick ? 10 : 60, 20, 0);
	measure(&run, "cold 20ms", quick ? 20 : 100, 1, 20000000);
	if (!quick)
		measure(&run, "cold 1s", 20, 1, 1000000000);
	printf("resident memory: %ld KiB\n", host_memory(&run.host));
	host_stop(&run.host);
	for (unsigned k = 0; k < FLOORS; k++)
		floor_stop(&run.floors[k]);
	return 0;
}
