// SPDX-License-Identifier: GPL-3.0-or-later
// Terms, special days, hours, and who came late.
#include "register/calendar.h"
#include "api/handler.h"
#include "base/err.h"

#include <string.h>

int request_calendar_term(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	struct local_date from, until;
	const char *name = api_needed(call, "name");

	if (!name || !api_date(call, "from", NULL, &from))
		return -1;
	if (api_flag(call, "remove"))
		return api_end(call,
			calendar_remove_term(call->api->store, &by, call->api->now.wall, from, why),
			why, "The term is taken out.");
	if (!api_date(call, "until", NULL, &until))
		return -1;
	return api_end(call,
		calendar_add_term(
			call->api->store, &by, call->api->now.wall, from, until, name, why),
		why, "The term is entered.");
}

int request_calendar_day(struct api_call *call)
{
	static const char *const kinds[] = {"school", "inset", "holiday"};
	static const enum day_kind values[] = {DAY_SCHOOL, DAY_INSET, DAY_HOLIDAY};
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	struct local_date date;
	const char *kind = api_needed(call, "kind");
	const char *name = kind ? api_text(call, "name", kind) : NULL;

	if (!name || !api_date(call, "date", NULL, &date))
		return -1;
	if (strcmp(kind, "ordinary") == 0)
		return api_end(call,
			calendar_clear_day(call->api->store, &by, call->api->now.wall, date, why),
			why, "The day is what its weekday and term make it.");
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (strcmp(kind, kinds[i]) == 0)
			return api_end(call,
				calendar_set_day(call->api->store, &by, call->api->now.wall, date,
					values[i], name, why),
				why, "The day is entered.");
	}
	return api_refuse(
		call, "A day is school, inset or holiday, or ordinary to take back what was said.");
}

int request_calendar_hours(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	struct school_hours hours = {0};
	struct local_date date;
	const char *sessions = api_needed(call, "sessions");
	const char *home = sessions ? api_needed(call, "home_time") : NULL;
	const char *hand_in = home ? api_needed(call, "hand_in") : NULL;
	const char *class = hand_in ? api_text(call, "class", "") : NULL;
	const char *reason = class ? api_text(call, "reason", "") : NULL;
	bool dated = json_object_get(call->request, "date") != NULL;
	int err;

	if (!reason || (dated && !api_date(call, "date", NULL, &date)))
		return -1;
	err = school_hours_read(sessions, home, hand_in, &hours, why);
	if (err < 0)
		return api_end(call, err, why, "");
	strncat(hours.reason, reason, sizeof hours.reason - 1);
	return api_end(call,
		calendar_set_hours(call->api->store, &by, call->api->now.wall, class,
			dated ? &date : NULL, &hours, why),
		why, "The hours are entered.");
}

int request_calendar_close_early(struct api_call *call)
{
	struct actor by = api_actor(call);
	struct local_date today = api_today(call);
	char why[ACTOR_WHY] = "";
	struct local_date date;
	int32_t second;
	const char *time = api_needed(call, "time");
	const char *class = time ? api_text(call, "class", "") : NULL;
	const char *reason = class ? api_needed(call, "reason") : NULL;

	if (!reason || !api_date(call, "date", &today, &date))
		return -1;
	if (strcmp(time, "now") == 0)
		second = local_second_of_day(local_from_wall(call->api->now.wall));
	else if (local_clock_parse(time, strlen(time), &second) < 0)
		return api_refuse(call, "\"time\" must be a time of day, as 14:00, or now.");
	return api_end(call,
		calendar_close_early(call->api->store, &by, call->api->now.wall, class, date,
			second / 60, reason, why),
		why,
		class[0] ? "The class goes home then, and every rule goes by it."
			 : "The school closes then, and every rule goes by it.");
}

int request_calendar_contact(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	uint8_t mask = 0;
	const char *person = api_needed(call, "person");
	const char *days = person ? api_needed(call, "days") : NULL;
	const char *times = days ? api_text(call, "times", "") : NULL;

	if (!times)
		return -1;
	if (weekdays_parse(days, &mask) < 0)
		return api_refuse(call, "\"days\" are weekdays, as mon-fri or mon,wed.");
	return api_end(call,
		calendar_set_contact(
			call->api->store, &by, call->api->now.wall, person, mask, times, why),
		why, "Their contact times are entered.");
}

int request_calendar_sign_in(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	const char *person = api_needed(call, "person");

	if (!person)
		return -1;
	return api_end(call,
		calendar_sign_in(call->api->store, &by, call->api->now.wall, person, why), why,
		"They are signed in; their day begins now.");
}
