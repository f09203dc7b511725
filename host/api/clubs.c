// SPDX-License-Identifier: GPL-3.0-or-later
// Clubs: when their members go home.
#include "register/clubs.h"
#include "api/handler.h"
#include "base/err.h"

#include <string.h>

int request_club_add(struct api_call *call)
{
	struct actor by = api_actor(call);
	struct local_date today = api_today(call), from, until;
	const char *name = api_needed(call, "name");
	const char *days = name ? api_needed(call, "days") : NULL;
	const char *ends = days ? api_needed(call, "ends") : NULL;
	char why[ACTOR_WHY] = "";
	uint8_t mask;
	int minute;

	if (!ends || !api_date(call, "from", &today, &from) ||
		!api_date(call, "until", NULL, &until))
		return -1;
	if (weekdays_parse(days, &mask) < 0)
		return api_refuse(call, "\"days\" are weekdays, as mon-fri or mon,wed.");
	minute = dayminute_parse(ends);
	if (minute < 0)
		return api_refuse(call, "\"ends\" must be a time of day, as 16:15.");
	return api_end(call,
		clubs_add(call->api->store, &by, call->api->now.wall, name, mask, from, until,
			minute, why),
		why, "The club is entered; its members come next.");
}

int request_club_end(struct api_call *call)
{
	struct actor by = api_actor(call);
	struct local_date today = api_today(call), date;
	const char *name = api_needed(call, "name");
	char why[ACTOR_WHY] = "";

	if (!name || !api_date(call, "date", &today, &date))
		return -1;
	return api_end(call, clubs_end(call->api->store, &by, call->api->now.wall, name, date, why),
		why, "That is the club's last day.");
}

// Joining and leaving take the same fields.
static int member(struct api_call *call,
	int (*change)(struct store *store, const struct actor *by, struct wall_time now,
		const char *name, const char *person_ref, struct local_date date,
		char why[ACTOR_WHY]),
	const char *done)
{
	struct actor by = api_actor(call);
	struct local_date today = api_today(call), date;
	const char *name = api_needed(call, "name");
	const char *person = name ? api_needed(call, "person") : NULL;
	char why[ACTOR_WHY] = "";

	if (!person || !api_date(call, "from", &today, &date))
		return -1;
	return api_end(call,
		change(call->api->store, &by, call->api->now.wall, name, person, date, why), why,
		done);
}

int request_club_join(struct api_call *call)
{
	return member(call, clubs_join, "They go home when the club ends.");
}

int request_club_leave(struct api_call *call)
{
	return member(call, clubs_leave, "From then on their home-time is their own again.");
}

int request_club_cancel(struct api_call *call)
{
	struct actor by = api_actor(call);
	struct local_date today = api_today(call), date;
	const char *name = api_needed(call, "name");
	bool back = api_flag(call, "back");
	char why[ACTOR_WHY] = "";

	if (!name || !api_date(call, "date", &today, &date))
		return -1;
	return api_end(call,
		clubs_cancel(call->api->store, &by, call->api->now.wall, name, date, back, why),
		why,
		back ? "The club takes place after all."
		     : "The club does not take place: its members go home at their own time.");
}

struct members {
	json_t *refs, *names; // side by side
};

static int list_member(void *arg, const char *ref, const char *name)
{
	struct members *members = arg;

	json_array_append_new(members->refs, json_string(ref));
	json_array_append_new(members->names, json_string(name));
	return 0;
}

struct listing {
	struct api_call *call;
	char today[LOCAL_DATE_TEXT];
};

static int list_club(void *arg, const struct club_record *club)
{
	struct listing *listing = arg;
	struct api_call *call = listing->call;
	struct members members = {json_array(), json_array()};
	char days[WEEKDAYS_TEXT];
	int result =
		club_members(call->api->store, club->id, listing->today, list_member, &members);

	weekdays_print(club->weekdays, days);
	api_line(call, "%s: %s until %s, %s to %s, %d members", club->name, days, club->ends,
		club->from, club->until, club->members);
	json_array_append_new(json_object_get(call->answer, "clubs"),
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "name", club->name, "days", days,
			"ends", club->ends, "from", club->from, "until", club->until, "members",
			members.refs, "member_names", members.names));
	return result < 0 ? result : 0;
}

int request_club_list(struct api_call *call)
{
	struct listing listing = {.call = call};
	int count;

	local_date_print(api_today(call), listing.today);
	json_object_set_new(call->answer, "clubs", json_array());
	count = club_each(call->api->store, listing.today, list_club, &listing);
	if (count < 0)
		return api_failed(call, "Reading the clubs", count);
	return count ? 0 : api_say(call, "No club is entered.");
}
