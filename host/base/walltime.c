// SPDX-License-Identifier: GPL-3.0-or-later
// Civil time in Europe/London by arithmetic alone: the calendar, the two changes a year, the text.
#include "base/walltime.h"

#include "base/err.h"

#define DAY  86400
#define HOUR 3600

// Days from 1970-01-01 to 1 March of year 0 in the proleptic Gregorian calendar, negated.
#define EPOCH_FROM_MARCH_0 719468

// Counting the year from March puts the leap day last, so that no month needs a table.
static int32_t day_number(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = y / 400;
	int year_of_era = y - era * 400;
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - EPOCH_FROM_MARCH_0;
}

static void day_fields(int32_t day, int *out_year, int *out_month, int *out_day)
{
	int z = day + EPOCH_FROM_MARCH_0;
	int era = z / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;

	*out_day = doy - (153 * mp + 2) / 5 + 1;
	*out_month = mp < 10 ? mp + 3 : mp - 9;
	*out_year = yoe + era * 400 + (*out_month <= 2 ? 1 : 0);
}

static bool leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
	static const uint8_t length[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && leap(year) ? 29 : length[month - 1];
}

enum weekday local_weekday(struct local_date date)
{
	// 1970-01-01 was a Thursday.
	int w = (date.day + (int)THURSDAY) % 7;

	return (enum weekday)(w < 0 ? w + 7 : w);
}

static int32_t last_sunday(int year, int month)
{
	int32_t last = day_number(year, month, days_in(year, month));
	int back = ((int)local_weekday((struct local_date){last}) + 1) % 7;

	return last - back;
}

int local_date_make(int year, int month, int day, struct local_date *out_date)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
		day > days_in(year, month))
		return -ERR_ARG;
	out_date->day = day_number(year, month, day);
	return 0;
}

// Only a last Sunday of March has the gap, so the weekday is asked first: it is nearly always no.
static bool in_missing_hour(int64_t s)
{
	int32_t day = local_date_of((struct local_time){s}).day;
	int64_t of_day = s - (int64_t)day * DAY;
	int year, month, mday;

	if (of_day < HOUR || of_day >= 2 * HOUR ||
		local_weekday((struct local_date){day}) != SUNDAY)
		return false;
	day_fields(day, &year, &month, &mday);
	return month == 3 && day == last_sunday(year, 3);
}

int local_time_make(const struct local_fields *f, struct local_time *out_time)
{
	struct local_date date;
	int64_t s;

	if (f->hour < 0 || f->hour > 23 || f->minute < 0 || f->minute > 59 || f->second < 0 ||
		f->second > 59)
		return -ERR_ARG;
	if (local_date_make(f->year, f->month, f->day, &date) < 0)
		return -ERR_ARG;
	s = (int64_t)date.day * DAY + f->hour * HOUR + f->minute * 60 + f->second;
	if (in_missing_hour(s))
		return -ERR_ARG;
	out_time->s = s;
	return 0;
}

int local_time_on(struct local_date date, int minute_of_day, struct local_time *out_time)
{
	int64_t s = (int64_t)date.day * DAY + (int64_t)minute_of_day * 60;

	if (minute_of_day < 0 || minute_of_day >= 1440 || in_missing_hour(s))
		return -ERR_ARG;
	out_time->s = s;
	return 0;
}

struct local_date local_date_of(struct local_time time)
{
	int64_t day = time.s / DAY;

	if (time.s % DAY < 0)
		day--;
	return (struct local_date){(int32_t)day};
}

struct local_time local_day_start(struct local_date date)
{
	return (struct local_time){(int64_t)date.day * DAY};
}

int32_t local_second_of_day(struct local_time time)
{
	return (int32_t)(time.s - local_day_start(local_date_of(time)).s);
}

void local_time_fields(struct local_time time, struct local_fields *out_fields)
{
	int32_t s = local_second_of_day(time);

	day_fields(
		local_date_of(time).day, &out_fields->year, &out_fields->month, &out_fields->day);
	out_fields->hour = s / HOUR;
	out_fields->minute = s / 60 % 60;
	out_fields->second = s % 60;
}

// Summer time is in force from 01:00 UTC to 01:00 UTC; returns its hour in seconds, or 0.
static int64_t offset_at_utc(int64_t utc)
{
	int32_t day = local_date_of((struct local_time){utc}).day;
	int year, month, mday;

	day_fields(day, &year, &month, &mday);
	if (month < 3 || month > 10)
		return 0;
	if (utc < (int64_t)last_sunday(year, 3) * DAY + HOUR)
		return 0;
	if (utc >= (int64_t)last_sunday(year, 10) * DAY + HOUR)
		return 0;
	return HOUR;
}

struct local_time local_from_wall(struct wall_time wall)
{
	int64_t utc = wall.ms >= 0 ? wall.ms / 1000 : -((-wall.ms + 999) / 1000);

	return (struct local_time){utc + offset_at_utc(utc)};
}

struct wall_time local_to_wall(struct local_time time)
{
	// Summer time is tried first, so that the doubled hour means its first coming.
	int64_t utc = time.s - HOUR;

	if (offset_at_utc(utc) == 0)
		utc = time.s;
	return (struct wall_time){utc * 1000};
}
