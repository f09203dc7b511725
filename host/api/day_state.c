// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/day_state.h"

json_t *day_clock(struct wall_time at)
{
	char text[LOCAL_CLOCK_TEXT];

	if (!at.ms)
		return json_string("");
	local_clock_print(local_from_wall(at), text);
	return json_string(text);
}

json_t *day_minute(int minute)
{
	return minute < 0 ? json_string("") : json_sprintf("%02d:%02d", minute / 60, minute % 60);
}

bool day_has(const struct report_day_rows *rows, struct wall_time at)
{
	return at.ms && local_date_of(local_from_wall(at)).day == rows->date.day;
}

bool day_past(const struct report_day_rows *rows, int minute, struct wall_time at)
{
	return minute >= 0 &&
	       local_from_wall(at).s >= local_day_start(rows->date).s + (int64_t)minute * 60;
}

const char *day_state(
	const struct report_day_rows *rows, struct wall_time now, const struct report_custody *c)
{
	if (c->taken_back)
		return "taken back";
	if (c->ended_at.ms)
		return "out";
	if (c->kind == CUSTODY_HELD || c->kind == CUSTODY_EVIDENCE)
		return "held";
	if (c->kind == CUSTODY_LOAN)
		return "lent";
	if (!day_has(rows, c->began_at))
		return "overdue";
	return c->person.pupil && day_past(rows, c->hours.home_time, now) ? "not collected" : "in";
}
