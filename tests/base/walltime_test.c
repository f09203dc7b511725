// SPDX-License-Identifier: GPL-3.0-or-later
// The school's clock: which dates and times exist, and the two changes a year.
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/walltime.h"

static struct local_time at(const char *text)
{
	struct local_time t;

	assert_int_equal(local_time_parse(text, strlen(text), &t), 0);
	return t;
}

static int refused(const char *text)
{
	struct local_time t;

	return local_time_parse(text, strlen(text), &t);
}

static void a_date_that_does_not_exist_is_refused(void **state)
{
	(void)state;
	assert_int_equal(refused("2026-02-30T10:00:00"), -ERR_ARG);
	assert_int_equal(refused("2025-02-29T10:00:00"), -ERR_ARG);
	assert_int_equal(refused("2100-02-29T10:00:00"), -ERR_ARG);
	assert_int_equal(refused("2026-13-01T10:00:00"), -ERR_ARG);
	assert_int_equal(refused("2026-00-01T10:00:00"), -ERR_ARG);
	assert_int_equal(refused("2026-04-31T10:00:00"), -ERR_ARG);
	assert_int_equal(refused("2026-04-30T24:00:00"), -ERR_ARG);
	assert_int_equal(refused("2026-04-30T12:60:00"), -ERR_ARG);
	assert_int_equal(refused("2016-12-31T23:59:60"), -ERR_ARG);
	at("2024-02-29T10:00:00");
	at("2000-02-29T10:00:00");
}

static void another_form_of_writing_is_refused(void **state)
{
	static const char *const wrong[] = {"", "2026-11-23", "2026-11-23 14:50:00",
		"2026-11-23T14:50:00Z", "2026-11-23T14:50:00+00:00", "2026-11-23T1:50",
		"23/11/2026", "2026-11-23T14:50:0x", "+026-11-23T14:50:00", "2026-11-23T14-50-00"};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(refused(wrong[i]), -ERR_FORMAT);
}

static void the_hour_the_spring_change_leaves_out_does_not_exist(void **state)
{
	struct local_time t;

	(void)state;
	assert_int_equal(refused("2026-03-29T01:00:00"), -ERR_ARG);
	assert_int_equal(refused("2026-03-29T01:59:59"), -ERR_ARG);
	at("2026-03-29T00:59:59");
	at("2026-03-29T02:00:00");
	at("2026-03-22T01:30:00");
	at("2026-03-30T01:30:00");
	assert_int_equal(local_time_on(local_date_of(at("2026-03-29T12:00:00")), 90, &t), -ERR_ARG);
	assert_int_equal(local_time_on(local_date_of(at("2026-03-28T12:00:00")), 90, &t), 0);
}

static void the_hour_that_comes_twice_is_one_civil_hour(void **state)
{
	struct wall_time first = local_to_wall(at("2026-10-25T01:30:00"));
	struct wall_time second = {first.ms + 3600 * 1000};

	(void)state;
	assert_int_equal(local_from_wall(first).s, local_from_wall(second).s);
	assert_int_equal(first.ms / 1000, 1792888200); // 2026-10-25T00:30:00Z
}

static void every_moment_of_forty_years_reads_as_the_c_library_reads_it(void **state)
{
	(void)state;
	// The POSIX rule is the same statement of the two Sundays, made by somebody else.
	setenv("TZ", "GMT0BST,M3.5.0/1,M10.5.0/2", 1);
	tzset();
	for (int64_t utc = 852076800; utc < 852076800 + 40LL * 366 * 86400; utc += 1787) {
		time_t c = (time_t)utc;
		struct local_fields f;
		struct tm tm;
		struct local_time t = local_from_wall((struct wall_time){utc * 1000});

		localtime_r(&c, &tm);
		local_time_fields(t, &f);
		if (f.year != tm.tm_year + 1900 || f.month != tm.tm_mon + 1 ||
			f.day != tm.tm_mday || f.hour != tm.tm_hour || f.minute != tm.tm_min ||
			f.second != tm.tm_sec)
			fail_msg("%lld reads %d-%d-%dT%d:%d", (long long)utc, f.year, f.month,
				f.day, f.hour, f.minute);
		assert_int_equal(((int)local_weekday(local_date_of(t)) + 1) % 7, tm.tm_wday);
		int64_t back = local_to_wall(t).ms / 1000;
		assert_true(back == utc || back == utc - 3600);
	}
}

static void what_is_printed_reads_back(void **state)
{
	static const char *const texts[] = {"2026-11-23T14:50:09", "0001-01-01T00:00:00",
		"1969-12-31T23:59:59", "9999-12-31T23:59:59", "2024-02-29T02:00:00"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char time[LOCAL_TIME_TEXT], date[LOCAL_DATE_TEXT], clock[LOCAL_CLOCK_TEXT];
		struct local_date d;
		int32_t s;

		local_time_print(at(texts[i]), time);
		assert_string_equal(time, texts[i]);
		local_date_print(local_date_of(at(texts[i])), date);
		assert_memory_equal(date, texts[i], 10);
		assert_int_equal(local_date_parse(date, 10, &d), 0);
		assert_int_equal(d.day, local_date_of(at(texts[i])).day);
		local_clock_print(at(texts[i]), clock);
		assert_memory_equal(clock, texts[i] + 11, 5);
		assert_int_equal(local_clock_parse(texts[i] + 11, 8, &s), 0);
		assert_int_equal(s, local_second_of_day(at(texts[i])));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_date_that_does_not_exist_is_refused),
		cmocka_unit_test(another_form_of_writing_is_refused),
		cmocka_unit_test(the_hour_the_spring_change_leaves_out_does_not_exist),
		cmocka_unit_test(the_hour_that_comes_twice_is_one_civil_hour),
		cmocka_unit_test(every_moment_of_forty_years_reads_as_the_c_library_reads_it),
		cmocka_unit_test(what_is_printed_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
