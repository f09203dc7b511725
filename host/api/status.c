// SPDX-License-Identifier: GPL-3.0-or-later
// Now: who has what in, which doors are in doubt, which banks answer, and whether to trust the
// clock.
#include <stdio.h>
#include <string.h>

#include "api/door.h"
#include "api/handler.h"
#include "api/loans.h"
#include "api/names.h"
#include "api/now.h"
#include "api/words.h"
#include "base/err.h"
#include "register/calendar.h"
#include "store/care.h"
#include "store/events.h"
#include "store/questions.h"

struct inside {
	struct api_call *call;
	json_t *list;
	struct local_date today;
	int overdue;
};

static void place_text(
	struct store *store, const struct custody_row *custody, char *out, size_t size)
{
	char bank[BANK_NAME];

	name_bank(store, custody->bank, bank);
	if (custody->bank)
		snprintf(out, size, "%s door %d", bank, custody->door);
	else
		snprintf(out, size, "%s envelope %s", custody->safe, custody->envelope);
}

static int add_inside(void *arg, const struct custody_row *custody)
{
	static const char *const knowns[] = {"seen", "assumed", "said"};
	struct inside *inside = arg;
	struct store *store = inside->call->api->store;
	char person[NAME_TEXT], at[LOCAL_TIME_TEXT],
		place[BANK_NAME + CUSTODY_SAFE + CUSTODY_ENVELOPE + 16];
	struct local_time since = local_from_wall(custody->began_at);
	bool overdue = local_date_of(since).day < inside->today.day;
	struct device_row device = {.kind = DEVICE_OTHER};

	// What is lent is told apart, and what lies in its own door is nobody's.
	if (custody->kind == CUSTODY_LOAN || custody->kind == CUSTODY_STOCK)
		return 0;
	name_person(store, custody->person, person);
	place_text(store, custody, place, sizeof place);
	local_time_print(since, at);
	device_get(store, custody->device, &device);
	inside->overdue += overdue;
	json_array_append_new(inside->list,
		json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:b}", "custody", (json_int_t)custody->id,
			"person", person, "device", words_of_device(device.kind), "place", place,
			"since", at, "known", knowns[custody->began_how], "from_earlier_day",
			overdue));
	api_line(inside->call, "%s  %s: %s, custody %lld, since %s (%s)%s", place, person,
		words_of_device(device.kind), (long long)custody->id, at,
		knowns[custody->began_how], overdue ? ", from an earlier day" : "");
	return 0;
}

static int count_question(void *arg, const struct question_row *question)
{
	(void)question;
	++*(int *)arg;
	return 0;
}

static void tell_warnings(struct api_call *call, json_t *warnings)
{
	const struct api *api = call->api;
	struct wall_time last = event_last_at(api->store);
	char unchecked[ACTOR_WHY] = "";
	int questions = 0;

	question_each_open(api->store, count_question, &questions);
	json_object_set_new(call->answer, "questions", json_integer(questions));
	// The screens have the list of them itself.
	if (questions)
		api_line(call, "! %d door%s in doubt: somebody has to look.", questions,
			questions == 1 ? " is" : "s are");
	if (api->now.wall.ms < last.ms)
		now_warn(call, warnings,
			"The clock is earlier than the last event: collections go to the desk; set "
			"the clock.");
	else if (api->custody && custody_time_doubtful(api->custody, api->now.wall))
		now_warn(call, warnings,
			"The clock is more than five minutes from the cabinets' own: collections "
			"go to "
			"the desk; set the clock.");
	if (api->banks && store_disk(api->store) != STORE_DISK_OK)
		now_warn(call, warnings, "The disk is nearly full; make room.");
	if (api->sheet && api->sheet->failed)
		now_warn(call, warnings,
			"The day sheet on the disk cannot be written, so it may be old: print one, "
			"and "
			"see to the disk or the folder.");
	if (calendar_unchecked(api->store, unchecked) == 0 && unchecked[0])
		now_warn(call, warnings, "%s", unchecked);
	for (size_t i = 0; i < api->bank_count; i++) {
		char bank[BANK_NAME];

		name_bank(api->store, api->banks[i].bank, bank);
		if (!api->banks[i].online || api->banks[i].saying[0])
			now_warn(call, warnings, "Cabinet %s is %s%s%s", bank,
				api->banks[i].online ? "online" : "offline",
				api->banks[i].saying[0] ? ": " : "", api->banks[i].saying);
	}
}

static void add_doors(struct api_call *call, json_t *doors)
{
	const struct api *api = call->api;

	for (size_t i = 0; i < api->bank_count; i++) {
		struct door_view door;
		char bank[BANK_NAME];
		int open = 0, with = 0, available = 0, count = 0;

		name_bank(api->store, api->banks[i].bank, bank);
		json_t *one;

		for (int n = 1; (one = door_json(api, api->banks[i].bank, n, &door)); n++) {
			json_array_append_new(doors, one);
			count++;
			open += door.open == READING_YES;
			with += door.custody != 0;
			available += door.free;
			if (door.alarm)
				api_line(call, "! %s door %d: alarm", bank, n);
			if (!door.in_use)
				api_line(call, "! %s door %d is out of use: %s", bank, n,
					door.out_reason);
		}
		// What a bank that is offline last said is no state of now.
		if (api->banks[i].online)
			api_line(call, "%s: %d doors, %d with a device, %d free, %d open", bank,
				count, with, available, open);
		else
			api_line(call, "%s: offline, %d doors with a device on record", bank, with);
	}
}

int request_status(struct api_call *call)
{
	struct inside inside = {call, json_array(), api_today(call), 0};
	json_t *warnings = json_array();
	json_t *doors = json_array();
	char at[LOCAL_TIME_TEXT];
	int count, overdue = 0;

	local_time_print(local_from_wall(call->api->now.wall), at);
	json_object_set_new(call->answer, "at", json_string(at));
	json_object_set_new(call->answer, "service", json_boolean(call->api->banks != NULL));
	tell_warnings(call, warnings);
	now_overdue(call, warnings);
	now_lockdowns(call, warnings);
	now_releases(call);
	json_object_set_new(call->answer, "warnings", warnings);
	json_object_set_new(call->answer, "day_sheet",
		call->api->sheet
			? json_pack("{s:o, s:b}", "written", api_time(call->api->sheet->written),
				  "failed", call->api->sheet->failed)
			: json_null());
	if (call->api->custody)
		add_doors(call, doors);
	json_object_set_new(call->answer, "doors", doors);
	count = care_each(call->api->store, add_inside, &inside);
	json_object_set_new(call->answer, "in", inside.list);
	if (count >= 0)
		count = loans_now(call, &overdue);
	if (overdue)
		now_warn(call, warnings, "%d school device%s should be back: see the loans.",
			overdue, overdue == 1 ? "" : "s");
	if (count < 0)
		return api_failed(call, "Reading what is in", count);
	return api_say(call, "%zu in, %d of them from an earlier day; %d lent; %s.",
		json_array_size(inside.list), inside.overdue, count,
		call->api->banks ? "the service runs"
				 : "no service runs, so what the doors are now is unknown");
}
