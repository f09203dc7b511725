// SPDX-License-Identifier: GPL-3.0-or-later
// What tap_parts.h promises.
#include "tap_parts.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "samples.h"

#define RAM_FROM 0x200
#define RAM_TO	 0x2200

enum part { WHOLE, READER, POLL, DECISION, COMMIT, WIRE, LATCH, PARTS };

static const char *const names[PARTS] = {
	"card to latch", "reader", "poll", "decision", "commit", "wire", "latch"};
static struct samples samples[PARTS];
static int64_t synced_ns;

// SQLite's, counted on its way.
int fdatasync(int fd)
{
	static int (*real)(int);
	int64_t from = bench_now_ns();
	int answer;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
	answer = real(fd);
	synced_ns += bench_now_ns() - from;
	return answer;
}

int64_t tap_parts_synced_ns(void)
{
	return synced_ns;
}

int tap_parts_card_waits(struct cabinet *cabinet, const uint8_t *uid, uint8_t len)
{
	static uint16_t queue;
	const uint8_t *ram = cabinet_ram(cabinet, RAM_FROM);

	if (queue)
		return ram[queue - RAM_FROM] != 0;
	for (uint16_t at = 0; at + 6 + len < RAM_TO - RAM_FROM; at++) {
		if (ram[at] != 1 || ram[at + 5] != len || memcmp(ram + at + 6, uid, len) != 0)
			continue;
		queue = (uint16_t)(at + RAM_FROM);
		return 1;
	}
	return 0;
}

void tap_parts_forget(void)
{
	for (int i = 0; i < PARTS; i++)
		samples[i].count = 0;
}

void tap_parts_add(const struct tap_parts *parts)
{
	int64_t poll = parts->asked - parts->read;

	samples_add(
		&samples[WHOLE], parts->latch - parts->laid + parts->decided + parts->committed);
	samples_add(&samples[READER], parts->read - parts->laid);
	// A card read while the POLL was under way did not wait for it.
	samples_add(&samples[POLL], poll > 0 ? poll : 0);
	samples_add(&samples[DECISION], parts->decided);
	samples_add(&samples[COMMIT], parts->committed);
	samples_add(&samples[WIRE], parts->heard - parts->asked + (poll < 0 ? poll : 0) +
					    parts->carried - parts->unlock);
	samples_add(&samples[LATCH], parts->latch - parts->carried);
}

void tap_parts_print(unsigned banks, unsigned rate)
{
	printf("  card placed to latch energised, Secure Channel, %u baud, %u banks, %zu taps "
	       "(ms):\n",
		rate, banks, samples[WHOLE].count);
	for (int i = 0; i < PARTS; i++)
		printf("      %-14s p50 %6.2f  p99 %6.2f  worst %6.2f\n", names[i],
			samples_us(&samples[i], 50) / 1e3, samples_us(&samples[i], 99) / 1e3,
			samples_us(&samples[i], 100) / 1e3);
}
