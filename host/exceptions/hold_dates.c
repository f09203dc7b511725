// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the calendar day by day: a hold is a matter of weeks.
#include "exceptions/hold_dates.h"

#include "base/err.h"
#include "store/days.h"

#define CALENDAR_DAYS 400

static int is_school_day(struct store *store, struct local_date date)
{
	enum day_kind kind;
	int err = day_kind_of(store, date, &kind);

	return err < 0 ? err : kind == DAY_SCHOOL;
}

// The school hours of that date in minutes since 00:00. 0: there are none.
static int school_span(struct store *store, const char *class, struct local_date date,
	int *out_from, int *out_until)
{
	struct school_hours hours;
	int school = is_school_day(store, date);
	int err = school == 1 ? hours_find(store, class, date, &hours) : school;

	if (err == -ERR_NOT_FOUND || school == 0)
		return 0;
	if (err < 0 || hours.session_count == 0)
		return err < 0 ? err : 0;
	*out_from = hours.sessions[0].from;
	*out_until = hours.sessions[hours.session_count - 1].until;
	return 1;
}

int hold_after_school_hours(struct store *store, const char *class, struct wall_time now, int hours,
	struct wall_time *out_at)
{
	struct local_time local = local_from_wall(now);
	struct local_date date = local_date_of(local);
	int minute = local_second_of_day(local) / 60;
	int left = hours * 60;

	for (int i = 0; i < CALENDAR_DAYS; i++, date.day++, minute = 0) {
		struct local_time end;
		int from, until;
		int school = school_span(store, class, date, &from, &until);

		if (school < 0)
			return school;
		if (school == 0 || minute >= until)
			continue;
		if (minute > from)
			from = minute;
		if (left > until - from) {
			left -= until - from;
			continue;
		}
		if (local_time_on(date, from + left, &end) < 0)
			return -ERR_ARG;
		*out_at = local_to_wall(end);
		return 0;
	}
	return -ERR_NOT_FOUND;
}

int hold_after_school_days(
	struct store *store, struct local_date today, int days, struct local_date *out_date)
{
	struct local_date date = today;

	for (int i = 0; i < CALENDAR_DAYS; i++) {
		date.day++;
		int school = is_school_day(store, date);

		if (school < 0)
			return school;
		days -= school;
		if (days == 0) {
			*out_date = date;
			return 0;
		}
	}
	return -ERR_NOT_FOUND;
}

int hold_school_days_between(struct store *store, struct local_date first, struct local_date last)
{
	int count = 0;

	for (struct local_date date = first; date.day <= last.day; date.day++) {
		int school = is_school_day(store, date);

		if (school < 0)
			return school;
		count += school;
	}
	return count;
}
