// SPDX-License-Identifier: GPL-3.0-or-later
// All readers' hands are moved by one loop; nobody waits for anybody else's door.
#include "crowd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "rows.h"
#include "samples.h"
#include "watch.h"

struct arrivals {
	struct host *host;
	int64_t every_ns;		 // 0: the next card as soon as the hands are free
	int64_t next_ns[HOST_BANKS_MAX]; // open loop: when the next card arrives at that reader
	unsigned each;			 // cards for each reader at the most; 0: no end
	bool closing;			 // no new cards: everybody finishes
	unsigned laid[HOST_BANKS_MAX];
	unsigned taps, late;
	struct samples latency;
};

static bool lay_next(struct arrivals *arrivals, unsigned bank, int64_t now)
{
	if (arrivals->closing || (arrivals->each && arrivals->laid[bank] == arrivals->each))
		return false;
	if (arrivals->every_ns) {
		if (now < arrivals->next_ns[bank])
			return false;
		if (now - arrivals->next_ns[bank] > arrivals->every_ns / 2)
			arrivals->late++;
		arrivals->next_ns[bank] += arrivals->every_ns;
	}
	arrivals->laid[bank]++;
	hands_tap(arrivals->host, bank);
	return true;
}

static bool everybody(void *arg)
{
	struct arrivals *arrivals = arg;
	struct host *host = arrivals->host;
	int64_t now = bench_now_ns();
	bool all_rest = true;

	for (unsigned i = 0; i < host->banks; i++) {
		if (hands_move(host, i)) {
			arrivals->taps++;
			samples_add(&arrivals->latency, host->hands[i].latency_ns);
		}
		if (host->hands[i].step == HANDS_REST)
			lay_next(arrivals, i, now);
		all_rest = all_rest && host->hands[i].step == HANDS_REST;
	}
	return arrivals->closing && all_rest;
}

// Serves in short pieces, so that an arrival is not late for want of news from any bank.
static void play(struct arrivals *arrivals, int64_t for_ns)
{
	int64_t until = bench_now_ns() + for_ns;

	arrivals->closing = false;
	while (bench_now_ns() < until)
		host_serve(bench_now_ns() + 2000000, everybody, arrivals);
	arrivals->closing = true;
	for (until += 10000000000; bench_now_ns() < until && !everybody(arrivals);)
		host_serve(bench_now_ns() + 2000000, everybody, arrivals);
	if (!everybody(arrivals))
		bench_give_up("a crowd's tap came to no end in 10 s");
}

// Where a commit's time goes, from counters of the preloaded watch.
static void profile(const struct watch *from, const struct watch *to, double commits, double cpu_us)
{
	const struct watch_of *wal = &to->of[WATCH_WAL], *wal0 = &from->of[WATCH_WAL];
	const struct watch_of *db = &to->of[WATCH_DB], *db0 = &from->of[WATCH_DB];

	printf("  a commit: %.1f pages to the log in %.0f us, %.2f syncs of it in %.0f us; "
	       "checkpoints %.1f pages, %.0f us; processor time of hometime in all %.0f us\n",
		(double)(wal->bytes - wal0->bytes) / 4120 / commits,
		(double)(wal->write_ns - wal0->write_ns) / 1e3 / commits,
		(double)(wal->syncs - wal0->syncs) / commits,
		(double)(wal->sync_ns - wal0->sync_ns) / 1e3 / commits,
		(double)(db->writes - db0->writes) / commits,
		(double)(db->write_ns - db0->write_ns + db->sync_ns - db0->sync_ns) / 1e3 / commits,
		cpu_us / commits);
}

static bool all_polled(void *arg)
{
	const struct host *host = arg;

	for (unsigned i = 0; i < host->banks; i++) {
		if (host->models[i].polls < 20)
			return false;
	}
	return true;
}

// While SQLite was measured nobody answered hometime's polls: until all banks are polled again.
static void come_back(struct host *host)
{
	for (unsigned i = 0; i < host->banks; i++)
		host->models[i].polls = 0;
	host_serve(bench_now_ns() + 5000000000, all_polled, host);
}

static void busy(struct arrivals *arrivals, const struct watch *watch, const char *copy, bool quick)
{
	const int64_t slice = 500000000;
	unsigned rounds = quick ? 2 : 8;
	double idle = 0, ours = 0, groups = 0, rows = 0, seconds = 0, cpu_us = 0;
	struct watch first;

	arrivals->every_ns = 0;
	play(arrivals, slice / 2);
	arrivals->taps = 0;
	arrivals->latency.count = 0;
	first = *watch;
	for (unsigned i = 0; i < rounds; i++) {
		come_back(arrivals->host);
		int64_t cpu = host_cpu_ns(arrivals->host), from = bench_now_ns();
		uint64_t before = watch->commits, idle_before = watch->idle_ns;

		play(arrivals, slice);
		seconds += (double)(bench_now_ns() - from) / 1e9;
		ours += (double)(watch->commits - before);
		idle += (double)(watch->idle_ns - idle_before) / 1e9;
		cpu_us += (double)(host_cpu_ns(arrivals->host) - cpu) / 1e3;
		groups += rows_group_rate(arrivals->host->folder, slice) / rounds;
		rows += rows_tap_rate(copy, slice) / rounds;
	}
	printf("  as fast as hands are: %.0f taps/s, %.0f commits/s, %.1f commits a tap\n",
		arrivals->taps / seconds, ours / seconds, ours / arrivals->taps);
	printf("  SQLite in groups of 8 small rows: %.0f commits/s, ratio %.2f (goal 0.70)\n",
		groups, ours / seconds / groups);
	printf("  SQLite in groups of one tap's rows and updates: %.0f commits/s, ratio %.2f; "
	       "taps/s beside it %.2f\n",
		rows, ours / seconds / rows, arrivals->taps / seconds / rows);
	printf("  hometime waited for its banks in %.0f %% of that; commits by the time it did "
	       "not: "
	       "%.0f a second, %.2f and %.2f of these two\n",
		idle / seconds * 100, ours / (seconds - idle), ours / (seconds - idle) / groups,
		ours / (seconds - idle) / rows);
	profile(&first, watch, ours, cpu_us);
	printf("  card to unlock meanwhile: p50 %.0f us, p99 %.0f us\n",
		samples_us(&arrivals->latency, 50), samples_us(&arrivals->latency, 99));
}

static void open_loop(struct arrivals *arrivals, bool quick)
{
	unsigned readers = arrivals->host->banks;

	arrivals->every_ns = 500000000;
	arrivals->taps = arrivals->late = 0;
	arrivals->latency.count = 0;
	for (unsigned i = 0; i < readers; i++)
		arrivals->next_ns[i] = bench_now_ns() + arrivals->every_ns * i / readers;
	play(arrivals, quick ? 1000000000 : 8000000000);
	printf("  open loop, a card every 500 ms at each: %u taps, %u of them laid late; card to "
	       "unlock p50 %.0f us, p99 %.0f us\n",
		arrivals->taps, arrivals->late, samples_us(&arrivals->latency, 50),
		samples_us(&arrivals->latency, 99));
}

// The start of a day: everybody hands in, at all readers at once, until the cabinets are full.
static void rush(struct arrivals *arrivals)
{
	static struct samples part;
	struct host *host = arrivals->host;
	size_t quarter;

	for (unsigned i = 0; i < host->banks; i++) {
		if (host->hands[i].inside)
			host_tap(host, i);
		arrivals->laid[i] = 0;
		host->hands[i].person = i * (host->people / host->banks);
	}
	host->only_in = true;
	arrivals->each = 24;
	arrivals->every_ns = 0;
	arrivals->taps = 0;
	arrivals->latency.count = 0;
	arrivals->closing = false;
	int64_t from = bench_now_ns();

	while (arrivals->taps < host->banks * arrivals->each) {
		host_serve(bench_now_ns() + 2000000, everybody, arrivals);
		if (bench_now_ns() - from > 60000000000)
			bench_give_up("the rush came to no end in 60 s");
	}
	double seconds = (double)(bench_now_ns() - from) / 1e9;

	quarter = arrivals->latency.count / 4;
	part.count = 0;
	for (size_t i = 0; i < quarter; i++)
		samples_add(&part, arrivals->latency.ns[i]);
	double first = samples_us(&part, 50);

	part.count = 0;
	for (size_t i = arrivals->latency.count - quarter; i < arrivals->latency.count; i++)
		samples_add(&part, arrivals->latency.ns[i]);
	printf("  rush: %u hand-ins fill every door in %.2f s; card to unlock p50 of the first "
	       "quarter %.0f us, of the last %.0f us, x %.2f\n",
		arrivals->taps, seconds, first, samples_us(&part, 50),
		samples_us(&part, 50) / first);
}

void crowd(
	const char *program, const char *folder, const char *preload, unsigned readers, bool quick)
{
	// Enough people for the rush: every door of every reader's cabinet somebody else's.
	const struct school school = {
		program, folder, readers * 30 > 600 ? readers * 30 : 600, readers, 1, 24};
	static struct host host;
	static struct arrivals arrivals;
	char counts[400], copy[400];
	struct watch *watch;

	memset(&arrivals, 0, sizeof arrivals);
	arrivals.host = &host;
	host_prepare(&host, &school);
	snprintf(counts, sizeof counts, "%s/counts", folder);
	watch = watch_open(counts);
	snprintf(copy, sizeof copy, "%s/copy.sqlite", folder);
	setenv("BENCH_WATCH", counts, 1);
	host.preload = preload;
	host.poll_ms = 1;
	host_start(&host);
	host_stop(&host); // its banks are on record now
	rows_copy(host.database, copy);
	host_start(&host);
	printf("crowd: %u readers\n", readers);
	fflush(stdout);
	busy(&arrivals, watch, copy, quick);
	host_stop(&host);
	host.poll_ms = 0;
	host_start(&host);
	open_loop(&arrivals, quick);
	rush(&arrivals);
	host_stop(&host);
	host_close(&host);
	unsetenv("BENCH_WATCH");
}
