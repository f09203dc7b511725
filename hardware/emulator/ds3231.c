// SPDX-License-Identifier: GPL-3.0-or-later
// The cabinet's clock; ds3231.h says after what.
#include "ds3231.h"
#include "inside.h"

#include <string.h>
#include <time.h>

enum { STATUS = 0x0F, OSCILLATOR_STOPPED = 0x80, LAST = 0x12 };

static uint8_t to_bcd(int n)
{
	return (uint8_t)(n / 10 << 4 | n % 10);
}

static int from_bcd(uint8_t bcd)
{
	return (bcd >> 4) * 10 + (bcd & 0x0F);
}

static int64_t true_seconds(const struct ds3231 *d, uint64_t cycle)
{
	return d->started + (int64_t)(cycle / MS(1000));
}

// The chip copies the running time into the read registers at each START.
static void copy_time(struct ds3231 *d, uint64_t cycle)
{
	time_t shown = (time_t)(true_seconds(d, cycle) + *d->offset);
	struct tm tm;
	gmtime_r(&shown, &tm);
	uint8_t century = tm.tm_year >= 200 ? 0x80 : 0;
	const uint8_t now[7] = {to_bcd(tm.tm_sec), to_bcd(tm.tm_min), to_bcd(tm.tm_hour),
		(uint8_t)(tm.tm_wday + 1), to_bcd(tm.tm_mday),
		(uint8_t)(to_bcd(tm.tm_mon + 1) | century), to_bcd(tm.tm_year % 100)};
	memcpy(d->reg, now, sizeof now);
	d->reg[STATUS] =
		(uint8_t)((d->reg[STATUS] & 0x7F) | (*d->stopped ? OSCILLATOR_STOPPED : 0));
	d->reg[0x11] = 21; // degrees
}

static void set_time(struct ds3231 *d, uint64_t cycle)
{
	struct tm tm = {.tm_sec = from_bcd(d->reg[0] & 0x7F),
		.tm_min = from_bcd(d->reg[1] & 0x7F),
		.tm_hour = from_bcd(d->reg[2] & 0x3F),
		.tm_mday = from_bcd(d->reg[4] & 0x3F),
		.tm_mon = from_bcd(d->reg[5] & 0x1F) - 1,
		.tm_year = 100 + from_bcd(d->reg[6])};
	*d->offset = (int64_t)timegm(&tm) - true_seconds(d, cycle);
}

void ds3231_start(struct ds3231 *d, bool read, uint64_t cycle)
{
	if (!read)
		d->pointed = false;
	copy_time(d, cycle);
}

void ds3231_write(struct ds3231 *d, uint8_t value, uint64_t cycle)
{
	if (!d->pointed) {
		d->pointer = value % (LAST + 1);
		d->pointed = true;
		return;
	}
	d->reg[d->pointer] = value;
	if (d->pointer < 7)
		set_time(d, cycle);
	if (d->pointer == STATUS && !(value & OSCILLATOR_STOPPED))
		*d->stopped = 0;
	d->pointer = (uint8_t)((d->pointer + 1) % (LAST + 1));
}

uint8_t ds3231_read(struct ds3231 *d, uint64_t cycle)
{
	(void)cycle;
	uint8_t value = d->reg[d->pointer];
	d->pointer = (uint8_t)((d->pointer + 1) % (LAST + 1));
	return value;
}
