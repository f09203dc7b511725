// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/door.h"

#include <stdlib.h>
#include <string.h>

#include "api/names.h"
#include "api/words.h"
#include "base/err.h"
#include "base/walltime.h"
#include "store/custodies.h"

static const char *const words[] = {
#define DOOR_STATE(name, word) [name] = word,
#include "api/door_states.def"
#undef DOOR_STATE
};

static enum door_shown of_custody(const struct api *api, const struct custody_row *custody)
{
	struct local_date today = local_date_of(local_from_wall(api->now.wall));

	if (custody->kind == CUSTODY_STOCK)
		return DOOR_SCHOOLS;
	if (custody->kind == CUSTODY_HELD || custody->kind == CUSTODY_EVIDENCE)
		return DOOR_HELD;
	return local_date_of(local_from_wall(custody->began_at)).day < today.day ? DOOR_OVERDUE
										 : DOOR_IN;
}

static enum door_shown shown_as(
	const struct api *api, const struct door_view *door, const struct custody_row *custody)
{
	if (!door->online || door->open == READING_UNKNOWN || door->inside == READING_UNKNOWN)
		return DOOR_UNKNOWN;
	if (door->alarm)
		return DOOR_ALARM;
	if (door->questions)
		return DOOR_QUESTION;
	if (door->open == READING_YES)
		return DOOR_OPEN;
	if (!door->in_use)
		return strcmp(door->out_reason, "jammed") == 0 ? DOOR_JAMMED : DOOR_OUT_OF_USE;
	if (door->intent)
		return DOOR_OPENING;
	if (custody)
		return of_custody(api, custody);
	if (door->home)
		return DOOR_LENT;
	if (door->aside)
		return DOOR_ASIDE;
	return door->free ? DOOR_FREE : DOOR_CLOSED;
}

static void add_custody(const struct api *api, const struct custody_row *custody, json_t *json)
{
	struct device_row device = {.kind = DEVICE_OTHER};
	char since[LOCAL_TIME_TEXT];

	device_get(api->store, custody->device, &device);
	local_time_print(local_from_wall(custody->began_at), since);
	json_object_set_new(json, "device", json_string(words_of_device(device.kind)));
	json_object_set_new(json, "since", json_string(since));
}

json_t *door_json(const struct api *api, int64_t bank, int number, struct door_view *out_view)
{
	static const char *const readings[] = {"unknown", "no", "yes", "none"};
	struct custody_row custody;
	struct door_view door;
	char name[BANK_NAME], person[NAME_TEXT];
	bool has;

	if (!api->custody || custody_door(api->custody, bank, number, &door) < 0)
		return NULL;
	has = door.custody && custody_get(api->store, door.custody, &custody) == 0;
	name_bank(api->store, bank, name);
	name_person(api->store, door.person, person);
	json_t *json = json_pack("{s:s, s:i, s:s, s:b, s:s, s:s, s:b, s:s, s:I, s:I, s:b, s:b, s:b,"
				 " s:i, s:s, s:I}",
		"bank", name, "door", number, "state",
		words[shown_as(api, &door, has ? &custody : NULL)], "online", door.online, "open",
		readings[door.open], "inside", readings[door.inside], "in_use", door.in_use,
		"out_reason", door.out_reason, "custody", (json_int_t)door.custody, "intent",
		(json_int_t)door.intent, "aside", door.aside, "alarm", door.alarm, "free",
		door.free, "questions", door.questions, "person", person, "home",
		(json_int_t)door.home);

	if (has)
		add_custody(api, &custody, json);
	if (out_view)
		*out_view = door;
	return json;
}

char *api_door_text(const struct api *api, int64_t bank, int door)
{
	json_t *json = door_json(api, bank, door, NULL);
	char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;

	json_decref(json);
	return text;
}
