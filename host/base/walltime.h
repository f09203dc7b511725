// SPDX-License-Identifier: GPL-3.0-or-later
// The school's own clock: civil dates and times in Europe/London, and the way there from wall time.
//
// Pure, and without a time zone database: since 1996 the clocks of the United Kingdom go forward at
// 01:00 UTC on the last Sunday of March and back at 01:00 UTC on the last Sunday of October. Before
// 1996 the conversion uses the same rule and may be a week out in autumn.
//
// The hour from 01:00 that the spring change leaves out does not exist and is refused wherever a
// time is made from its parts. The hour from 01:00 that comes twice in autumn is one civil hour
// here: everything decided on local time is decided the same way both times.
#ifndef BASE_WALLTIME_H
#define BASE_WALLTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

// Days since 1970-01-01. Years 1 to 9999.
struct local_date {
	int32_t day;
};

// Seconds shown by the school's clock since its 1970-01-01T00:00:00: a civil time, no moment of
// UTC. Two of them compare as the clock on the wall reads.
struct local_time {
	int64_t s;
};

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

struct local_fields {
	int year, month, day;	  // 2026, 1 to 12, 1 to 31
	int hour, minute, second; // 0 to 23, 0 to 59, 0 to 59
};

static inline bool local_time_before(struct local_time a, struct local_time b)
{
	return a.s < b.s;
}

// The date must exist (30 February does not); -ERR_ARG where it does not.
int local_date_make(int year, int month, int day, struct local_date *out_date);
// Date and time must both exist, the hour missing in spring does not; -ERR_ARG.
int local_time_make(const struct local_fields *fields, struct local_time *out_time);
// minute_of_day is 0 to 1439; -ERR_ARG for another or one in the missing hour.
int local_time_on(struct local_date date, int minute_of_day, struct local_time *out_time);

struct local_date local_date_of(struct local_time time);
// 00:00:00 of that day, which exists on every day of the United Kingdom's calendar.
struct local_time local_day_start(struct local_date date);
// Seconds since 00:00:00 by the clock: 0 to 86399.
int32_t local_second_of_day(struct local_time time);
enum weekday local_weekday(struct local_date date);
void local_time_fields(struct local_time time, struct local_fields *out_fields);

// "2026-11-23" and nothing else, len bytes. -ERR_FORMAT where the text has another form, -ERR_ARG
// where the date does not exist.
int local_date_parse(const char *text, size_t len, struct local_date *out_date);
// "2026-11-23T14:50:00", or without the seconds. Errors as for the date.
int local_time_parse(const char *text, size_t len, struct local_time *out_time);
// "14:50", or with seconds: seconds since 00:00:00. Says nothing of the missing hour.
int local_clock_parse(const char *text, size_t len, int32_t *out_second_of_day);

#define LOCAL_DATE_TEXT	 11
#define LOCAL_TIME_TEXT	 20
#define LOCAL_CLOCK_TEXT 6
// The same forms, with a terminating zero; the time with its seconds, the clock without.
void local_date_print(struct local_date date, char out_text[LOCAL_DATE_TEXT]);
void local_time_print(struct local_time time, char out_text[LOCAL_TIME_TEXT]);
void local_clock_print(struct local_time time, char out_text[LOCAL_CLOCK_TEXT]);

// What the school's clock shows at that moment; milliseconds are dropped.
struct local_time local_from_wall(struct wall_time wall);
// The moment at which the school's clock shows that time; the earlier of the two in autumn.
struct wall_time local_to_wall(struct local_time time);

#endif
