// SPDX-License-Identifier: GPL-3.0-or-later
// Holds: planned and shown, placed, ended, given to the police. exceptions/ says whether, custody/
// does it.
#include "exceptions/holds.h"

#include <string.h>

#include "api/desk.h"
#include "api/handler.h"
#include "api/names.h"
#include "base/err.h"
#include "store/custodies.h"

// "Thursday 26 November 2026"
static void long_date(struct local_date date, char *out, size_t room)
{
	static const char *const days[] = {
		"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
	static const char *const months[] = {"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"};
	struct local_fields fields;

	local_time_fields(local_day_start(date), &fields);
	snprintf(out, room, "%s %d %s %d", days[local_weekday(date)], fields.day,
		months[fields.month - 1], fields.year);
}

static void add_named(struct api_call *call, json_t *into, const struct hold_row *hold)
{
	json_t *list = json_array();

	for (int i = 0; i < hold->named_count; i++)
		json_array_append_new(list, api_named(call, hold->named[i]));
	json_object_set_new(into, "named", list);
}

static json_t *describe(struct api_call *call, const struct hold_row *hold)
{
	bool evidence = hold->kind == CUSTODY_EVIDENCE;
	json_t *json = json_pack("{s:I, s:s, s:o, s:I, s:s, s:s, s:o, s:o, s:o, s:s, s:I}", "id",
		(json_int_t)hold->id, "kind", evidence ? "evidence" : "parent", "person",
		api_named(call, hold->person), "custody", (json_int_t)hold->custody, "rule",
		hold->rule, "reason", hold->reason, "by", api_named(call, hold->by), "at",
		api_time(hold->at), "until", api_time(hold->until), "look_on", hold->look_on,
		"incident", (json_int_t)hold->incident);
	char today[LOCAL_DATE_TEXT];

	local_date_print(api_today(call), today);
	json_object_set_new(json, "look_again", json_boolean(strcmp(hold->look_on, today) <= 0));
	add_named(call, json, hold);
	return json;
}

// Where the hold ends and when, in the words shown before anybody confirms it (LAW-3).
static void say_end(const struct hold_row *hold, int days, int school_days, char *out, size_t room)
{
	char date[48], clock[LOCAL_CLOCK_TEXT];
	struct local_date last;

	local_date_parse(hold->look_on, strlen(hold->look_on), &last);
	long_date(last, date, sizeof date);
	if (hold->until.ms) {
		local_clock_print(local_from_wall(hold->until), clock);
		snprintf(out, room, "until %s, %s: %d days from today, %d of them school days",
			date, clock, days, school_days);
	} else {
		snprintf(out, room,
			"until %s collects; somebody looks at it again on %s, in %d days",
			hold->named_count ? "an adult it names" : "a parent", date, days);
	}
}

static bool read_wish(struct api_call *call, const char *reason, struct hold_wish *wish)
{
	int64_t hours, days;

	wish->person = api_needed(call, "person");
	wish->reason = wish->person ? api_needed(call, reason) : NULL;
	wish->rule = wish->reason ? api_text(call, "rule", "") : NULL;
	wish->look_on = wish->rule ? api_text(call, "look_on", "") : NULL;
	if (!wish->look_on)
		return false;
	wish->named_count = api_texts(call, "to", wish->named, HOLD_NAMED);
	hours = wish->named_count < 0 ? -1 : api_number(call, "school_hours", 1, 1000, 0);
	days = hours < 0 ? -1 : api_number(call, "school_days", 1, 100, 0);
	if (days < 0)
		return false;
	wish->school_hours = (int)hours;
	wish->school_days = (int)days;
	return !json_object_get(call->request, "until") ||
	       api_moment(call, "until", (struct wall_time){0}, &wish->until);
}

static int not_placed(struct api_call *call, int err)
{
	if (err == -ERR_NOT_FOUND)
		return api_refuse(call, "Nothing of theirs is in: take it in at the desk, and hold "
					"it there.");
	if (err == -ERR_EXISTS)
		return api_refuse(call, "It is held already; the list of holds shows it.");
	if (err == -ERR_BUSY)
		return api_refuse(call, "Its door is being opened for somebody; ask again after.");
	return api_failed(call, "Holding it", err);
}

// The plan of a hold from the request's fields. False: refused. Shown where "confirm" is not true.
bool api_plan_hold(struct api_call *call, const char *reason, struct hold_row *out_hold,
	char *out_end, size_t room)
{
	struct actor by = api_actor(call);
	struct hold_wish wish = {0};
	char why[ACTOR_WHY] = "";
	int days, school_days, err;

	if (!read_wish(call, reason, &wish))
		return false;
	err = holds_plan(call->api->store, call->api->policy, &by, call->api->now.wall, &wish,
		out_hold, &days, &school_days, why);
	if (err < 0) {
		api_end(call, err, why, "");
		return false;
	}
	say_end(out_hold, days, school_days, out_end, room);
	json_object_set_new(call->answer, "hold", describe(call, out_hold));
	json_object_set_new(call->answer, "days", json_integer(days));
	json_object_set_new(call->answer, "school_days", json_integer(school_days));
	return true;
}

// An evidence hold's; `hold` is the field that says why. Otherwise as above.
bool api_plan_evidence(struct api_call *call, const char *reason, struct hold_row *out_hold)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	const char *person = api_needed(call, "person");
	const char *text = person ? api_needed(call, reason) : NULL;
	int64_t incident = text ? api_number(call, "incident", 1, INT64_MAX, -1) : -1;
	int err;

	if (incident < 0)
		return false;
	err = holds_plan_evidence(call->api->store, call->api->policy, &by, call->api->now.wall,
		person, text, incident, out_hold, why);
	if (err < 0)
		api_end(call, err, why, "");
	return err == 0;
}

int request_hold_place(struct api_call *call)
{
	struct actor by = api_actor(call);
	struct hold_row hold;
	char end[160];
	int64_t custody, id;

	if (!api_plan_hold(call, "reason", &hold, end, sizeof end))
		return -1;
	custody = api_number(call, "custody", 1, INT64_MAX, 0);
	if (custody < 0)
		return -1;
	json_object_set_new(call->answer, "preview", json_boolean(!api_flag(call, "confirm")));
	if (!api_flag(call, "confirm"))
		return api_say(call, "It would be held %s. Nothing is done yet: confirm it.", end);
	id = custody_hold(call->api->custody, call->api->now, &by, &hold, custody);
	if (id < 0)
		return not_placed(call, (int)id);
	json_object_set_new(call->answer, "id", json_integer(id));
	return api_say(call, "Held %s (hold %lld).", end, (long long)id);
}

int request_hold_evidence(struct api_call *call)
{
	struct actor by = api_actor(call);
	struct hold_row hold;
	int64_t custody, id;

	if (!api_plan_evidence(call, "reason", &hold))
		return -1;
	custody = api_number(call, "custody", 1, INT64_MAX, 0);
	if (custody < 0)
		return -1;
	json_object_set_new(call->answer, "preview", json_boolean(!api_flag(call, "confirm")));
	if (!api_flag(call, "confirm"))
		return api_say(call, "It would be kept for the police, and go to nobody else, "
				     "whatever is decided. Nothing is done yet: confirm it.");
	id = custody_hold(call->api->custody, call->api->now, &by, &hold, custody);
	if (id < 0)
		return not_placed(call, (int)id);
	json_object_set_new(call->answer, "id", json_integer(id));
	return api_say(call, "Kept for the police (hold %lld, %s).", (long long)id, hold.rule);
}

int request_hold_end(struct api_call *call)
{
	struct actor by = api_actor(call);
	struct hold_row hold;
	char why[ACTOR_WHY] = "";
	int64_t id = api_number(call, "id", 1, INT64_MAX, -1);
	int err;

	if (id < 0)
		return -1;
	err = holds_may_end(call->api->store, &by, call->api->now.wall, id, &hold, why);
	if (err == 0)
		err = custody_hold_end(call->api->custody, call->api->now, &by, &hold);
	return api_end(call, err, why, "Ended: it is a deposit again and goes back at its time.");
}

int request_hold_police(struct api_call *call)
{
	struct actor by = api_actor(call);
	struct desk_answer answer;
	struct hold_row hold;
	char why[ACTOR_WHY] = "";
	int64_t id = api_number(call, "id", 1, INT64_MAX, -1);
	const char *officer = id < 0 ? NULL : api_needed(call, "officer");
	const char *number = officer ? api_needed(call, "number") : NULL;
	const char *reference = number ? api_needed(call, "reference") : NULL;
	int err;

	if (!reference)
		return -1;
	err = holds_may_give_police(call->api->store, &by, call->api->now.wall, id, officer, number,
		reference, &hold, why);
	if (err < 0)
		return api_end(call, err, why, "");
	struct desk_give give = {.person = hold.person,
		.custody = hold.custody,
		.identified = "seen document",
		.police = &hold,
		.by_hand = api_flag(call, "by_hand")};

	err = custody_desk_give(call->api->custody, call->api->now, &by, &give, &answer);
	return desk_tell(call, err, "That device is not in any more.", &answer);
}

struct listing {
	struct api_call *call;
	json_t *list;
};

static int list_one(void *arg, const struct hold_row *hold)
{
	struct listing *listing = arg;
	char person[NAME_TEXT];

	name_person(listing->call->api->store, hold->person, person);
	json_array_append_new(listing->list, describe(listing->call, hold));
	api_line(listing->call, "%lld  %s  %s  %s%s%s  look again %s%s%s", (long long)hold->id,
		person, hold->kind == CUSTODY_EVIDENCE ? "evidence" : "held", hold->rule,
		hold->reason[0] ? ": " : "", hold->reason, hold->look_on,
		hold->custody ? "" : "  (not handed in yet)",
		hold->until.ms ? "  (ends by itself)" : "");
	return 0;
}

int request_hold_list(struct api_call *call)
{
	struct listing listing = {call, json_array()};
	char why[ACTOR_WHY] = "";
	struct actor by;
	int count = -1;

	json_object_set_new(call->answer, "holds", listing.list);
	if (!api_by(call))
		return -1;
	by = api_actor(call);
	count = holds_list(call->api->store, &by, call->api->now.wall, list_one, &listing, why);
	if (count < 0)
		return api_end(call, count, why, "");
	return count ? 0 : api_say(call, "Nothing is held.");
}
