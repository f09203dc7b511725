// SPDX-License-Identifier: GPL-3.0-or-later
// The one written form of local dates and times, read and printed without the C library's locale.
#include "base/err.h"
#include "base/walltime.h"

// Reads exactly `digits` digits at text; -1 where one of them is none.
static int number(const char *text, int digits)
{
	int value = 0;

	for (int i = 0; i < digits; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

static int date_fields(const char *text, struct local_fields *out)
{
	if (text[4] != '-' || text[7] != '-')
		return -ERR_FORMAT;
	out->year = number(text, 4);
	out->month = number(text + 5, 2);
	out->day = number(text + 8, 2);
	return out->year < 0 || out->month < 0 || out->day < 0 ? -ERR_FORMAT : 0;
}

static int clock_fields(const char *text, size_t len, struct local_fields *out)
{
	if ((len != 5 && len != 8) || text[2] != ':' || (len == 8 && text[5] != ':'))
		return -ERR_FORMAT;
	out->hour = number(text, 2);
	out->minute = number(text + 3, 2);
	out->second = len == 8 ? number(text + 6, 2) : 0;
	return out->hour < 0 || out->minute < 0 || out->second < 0 ? -ERR_FORMAT : 0;
}

int local_date_parse(const char *text, size_t len, struct local_date *out_date)
{
	struct local_fields f;

	if (len != 10 || date_fields(text, &f) < 0)
		return -ERR_FORMAT;
	return local_date_make(f.year, f.month, f.day, out_date);
}

int local_time_parse(const char *text, size_t len, struct local_time *out_time)
{
	struct local_fields f;

	if (len < 16 || text[10] != 'T' || date_fields(text, &f) < 0 ||
		clock_fields(text + 11, len - 11, &f) < 0)
		return -ERR_FORMAT;
	return local_time_make(&f, out_time);
}

int local_clock_parse(const char *text, size_t len, int32_t *out_second_of_day)
{
	struct local_fields f;

	if (clock_fields(text, len, &f) < 0)
		return -ERR_FORMAT;
	if (f.hour > 23 || f.minute > 59 || f.second > 59)
		return -ERR_ARG;
	*out_second_of_day = f.hour * 3600 + f.minute * 60 + f.second;
	return 0;
}

static char *put(char *at, int value, int digits)
{
	for (int i = digits - 1; i >= 0; i--) {
		at[i] = (char)('0' + value % 10);
		value /= 10;
	}
	return at + digits;
}

static char *put_date(char *at, const struct local_fields *f)
{
	at = put(at, f->year, 4);
	*at++ = '-';
	at = put(at, f->month, 2);
	*at++ = '-';
	return put(at, f->day, 2);
}

void local_date_print(struct local_date date, char out_text[LOCAL_DATE_TEXT])
{
	struct local_fields f;

	local_time_fields(local_day_start(date), &f);
	*put_date(out_text, &f) = '\0';
}

void local_clock_print(struct local_time time, char out_text[LOCAL_CLOCK_TEXT])
{
	struct local_fields f;
	char *at;

	local_time_fields(time, &f);
	at = put(out_text, f.hour, 2);
	*at++ = ':';
	*put(at, f.minute, 2) = '\0';
}

void local_time_print(struct local_time time, char out_text[LOCAL_TIME_TEXT])
{
	struct local_fields f;
	char *at;

	local_time_fields(time, &f);
	at = put_date(out_text, &f);
	*at++ = 'T';
	at = put(at, f.hour, 2);
	*at++ = ':';
	at = put(at, f.minute, 2);
	*at++ = ':';
	*put(at, f.second, 2) = '\0';
}
