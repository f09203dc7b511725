// SPDX-License-Identifier: GPL-3.0-or-later
// See polls.h.
#include "polls.h"

#include <stdio.h>

#include "emulator/cabinet.h"
#include "samples.h"

#define POLL	 15 // bytes of a sealed POLL, and of its ACK, mark byte included
#define GOAL	 0.85
#define SHARE_US 1600

static uint64_t characters_ns(const struct polls *polls, unsigned count)
{
	return count * 10ull * 1000000000 / polls->rate;
}

// The last exchange is over: a POLL and an ACK, or something else.
static void count_exchange(struct polls *polls)
{
	uint64_t took = polls->first_ns - characters_ns(polls, 1) - polls->said_ns;

	if (!polls->heard)
		return;
	polls->exchanges++;
	if (polls->said != POLL || polls->heard != POLL)
		return;
	polls->count++;
	polls->bank_ns += took;
	polls->characters_ns += characters_ns(polls, POLL + 1) + polls->last_ns - polls->first_ns;
	if (took > polls->slowest_ns)
		polls->slowest_ns = took;
}

void polls_sent(struct polls *polls, uint64_t now_ns, unsigned count)
{
	uint64_t free_ns = polls->last_ns + characters_ns(polls, 2);

	count_exchange(polls);
	polls->said = count;
	polls->said_ns = (free_ns > now_ns ? free_ns : now_ns) + characters_ns(polls, count);
	polls->heard = 0;
}

void polls_heard(struct polls *polls, uint64_t at_ns)
{
	if (polls->heard++ == 0)
		polls->first_ns = at_ns;
	polls->last_ns = at_ns;
}

void polls_print(const struct polls *polls, double seconds)
{
	double gap_ms = (double)characters_ns(polls, 2) / 1e6;
	double characters_ms = (double)polls->characters_ns / 1e6 / polls->count;
	double bank_ms = (double)polls->bank_ns / 1e6 / polls->count;
	double must_ms = characters_ms + gap_ms + bank_ms;
	double took_ms = seconds * 1000 / polls->exchanges;

	printf("  %6u baud,  1 bank, sealed POLL and ACK as fast as they go: %.0f a second, %.1f "
	       "%% "
	       "of\n"
	       "      1 / (characters %.3f ms + host's gap %.3f + bank %.3f: %.0f cycles, at most "
	       "%.0f); %u of %u exchanges\n",
		polls->rate, 1000 / took_ms, 100 * must_ms / took_ms, characters_ms, gap_ms,
		bank_ms, bank_ms * 1000 * CABINET_CYCLES_PER_US,
		(double)polls->slowest_ns / 1000 * CABINET_CYCLES_PER_US, polls->count,
		polls->exchanges);
	if (must_ms < GOAL * took_ms)
		bench_give_up("fewer polls than %.0f %% of what the three terms allow", 100 * GOAL);
	if (bank_ms * 1000 > SHARE_US)
		bench_give_up("the bank's share of POLL and ACK is over %u us", SHARE_US);
}
