// SPDX-License-Identifier: GPL-3.0-or-later
// DS3231: see clock.h. Registers 0 to 6 are the time in BCD, 24 hours, UTC; bit 7 of register 15 is
// set when the oscillator stopped and cleared by whoever sets the time.
#include "clock.h"

#include "board/twi.h"

enum { DS3231_I2C = 0x68, TIME = 0x00, STATUS = 0x0F, STOPPED = 0x80, TIME_SIZE = 7 };
enum { SECOND, MINUTE, HOUR, WEEKDAY, DAY, MONTH, YEAR };

#define DAY_S	  ((uint32_t)86400)
#define DAYS_2000 ((uint32_t)10957) // from 1970
#define DAYS_2100 ((uint32_t)47482)

static const uint16_t days_before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

// Days of a year before a month; years 0 to 99 are 2000 to 2099, each fourth a leap year.
static uint16_t before_month(uint8_t year, uint8_t month)
{
	return (uint16_t)(days_before[month] + (month > 1 && year % 4 == 0));
}

static uint32_t before_year(uint8_t year)
{
	return (uint32_t)365 * year + (year + 3u) / 4;
}

static uint8_t from_bcd(uint8_t bcd)
{
	return (uint8_t)((bcd >> 4) * 10 + (bcd & 0x0F));
}

static uint8_t to_bcd(uint8_t number)
{
	return (uint8_t)(number / 10 << 4 | number % 10);
}

// 0 for what is no time: a chip that was never set, or a bus that said nothing.
static uint32_t read_time(const uint8_t *bcd)
{
	uint8_t month = (uint8_t)(from_bcd(bcd[MONTH] & 0x1F) - 1);
	uint8_t day = (uint8_t)(from_bcd(bcd[DAY]) - 1), year = from_bcd(bcd[YEAR]);
	uint8_t hour = from_bcd(bcd[HOUR]), minute = from_bcd(bcd[MINUTE]);
	uint8_t second = from_bcd(bcd[SECOND]);

	if (month > 11 || day > 30 || year > 99 || hour > 23 || minute > 59 || second > 59)
		return 0;
	return (DAYS_2000 + before_year(year) + before_month(year, month) + day) * DAY_S +
	       hour * (uint32_t)3600 + minute * 60u + second;
}

static void write_time(uint8_t *bcd, uint32_t seconds)
{
	uint16_t days = (uint16_t)(seconds / DAY_S - DAYS_2000);
	uint32_t left = seconds % DAY_S;
	uint8_t year = (uint8_t)(days / 366u), month = 0;

	bcd[WEEKDAY] = (uint8_t)((days + 6u) % 7 + 1); // 1 is a Sunday; nobody reads it
	while (year < 99 && days >= before_year((uint8_t)(year + 1)))
		year++;
	days = (uint16_t)(days - before_year(year));
	while (month < 11 && days >= before_month(year, (uint8_t)(month + 1)))
		month++;
	bcd[YEAR] = to_bcd(year);
	bcd[MONTH] = to_bcd((uint8_t)(month + 1));
	bcd[DAY] = to_bcd((uint8_t)(days - before_month(year, month) + 1));
	bcd[HOUR] = to_bcd((uint8_t)(left / 3600));
	bcd[MINUTE] = to_bcd((uint8_t)(left / 60 % 60));
	bcd[SECOND] = to_bcd((uint8_t)(left % 60));
}

void clock_init(struct clock *clock, uint32_t now_ms)
{
	*clock = (struct clock){.stopped = true, .status_next = true, .look_ms = now_ms};
}

bool clock_step(struct clock *clock, uint32_t now_ms)
{
	uint8_t bytes[TIME_SIZE];

	if ((int32_t)(now_ms - clock->look_ms) < 0)
		return false;
	clock->look_ms = now_ms + CLOCK_LOOK_MS;
	if (clock->status_next)
		clock->answers = twi_read(DS3231_I2C, STATUS, bytes, 1);
	else
		clock->answers = twi_read(DS3231_I2C, TIME, bytes, TIME_SIZE);
	if (clock->answers && clock->status_next)
		clock->stopped = bytes[0] & STOPPED;
	else if (clock->answers)
		clock->seconds = read_time(bytes);
	clock->status_next = !clock->status_next;
	return true;
}

bool clock_set(struct clock *clock, uint32_t seconds)
{
	static const uint8_t runs[] = {STATUS, 0};
	uint8_t time[1 + TIME_SIZE] = {TIME};

	if (seconds < DAYS_2000 * DAY_S || seconds / DAY_S >= DAYS_2100)
		return false;
	write_time(time + 1, seconds);
	clock->answers = twi_write(DS3231_I2C, time, sizeof time) &&
			 twi_write(DS3231_I2C, runs, sizeof runs);
	if (clock->answers) {
		clock->stopped = false;
		clock->seconds = seconds;
	}
	return true;
}

struct bank_clock clock_now(const struct clock *clock)
{
	bool good = clock->answers && !clock->stopped && clock->seconds;

	return (struct bank_clock){
		.flags = good ? BANK_CLOCK_SET : 0,
		.seconds = clock->seconds,
	};
}
