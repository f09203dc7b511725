// SPDX-License-Identifier: GPL-3.0-or-later
// Reception: who is here for a visit, and the devices they leave (docs/visitors.md).
#include "register/visitors.h"

#include <stdio.h>
#include <string.h>

#include "api/desk.h"
#include "api/names.h"
#include "api/words.h"
#include "base/err.h"
#include "store/custodies.h"

#define DEVICES 8

// The devices of theirs that are in, loans aside.
static int devices_in(struct store *store, int64_t person, struct custody_row out_rows[DEVICES])
{
	struct custody_row rows[DEVICES];
	int count = custody_of_person(store, person, rows, DEVICES), in = 0;

	for (int i = 0; i < count; i++) {
		if (rows[i].kind != CUSTODY_LOAN)
			out_rows[in++] = rows[i];
	}
	return count < 0 ? count : in;
}

static void place_of(struct store *store, const struct custody_row *custody, char *out, size_t size)
{
	char bank[BANK_NAME];

	name_bank(store, custody->bank, bank);
	if (custody->bank)
		snprintf(out, size, "%s door %d", bank, custody->door);
	else
		snprintf(out, size, "%s envelope %s", custody->safe, custody->envelope);
}

// The device they leave at reception; nothing where none was named.
static int take_device(struct api_call *call, const struct person_record *person)
{
	struct desk_hand_in what = {.person = person->id};
	struct actor by = api_actor(call);
	struct desk_answer answer = {0};
	int off = api_attest(call, "switched_off");

	if (off < 0 || !desk_read_place(call, &what.place))
		return -1;
	what.switched_off = (enum attested)off;
	what.device = desk_read_device(call, person->id);
	if (what.device < 0)
		return -1;
	int told = desk_took(call,
		custody_desk_hand_in(call->api->custody, call->api->now, &by, &what, &answer),
		&what.place, &answer);

	// On record both: that they are here, and that it was not taken.
	if (told < 0 && call->keep)
		return api_refuse(call,
			"%s is signed in, but the device was not taken: %s (rule %s). Give it back "
			"to them.",
			person->ref, answer.say, answer.rule);
	return told;
}

int request_visitor_sign_in(struct api_call *call)
{
	struct actor by = api_actor(call);
	struct person_record person;
	char why[ACTOR_WHY] = "", name[NAME_TEXT];
	struct visitor_wish wish = {.given = api_needed(call, "given")};

	wish.family = wish.given ? api_needed(call, "family") : NULL;
	wish.category = wish.family ? api_text(call, "category", "visitor") : NULL;
	wish.about = wish.category ? api_text(call, "about", "") : NULL;
	wish.ref = wish.about ? api_text(call, "person", "") : NULL;
	if (!wish.ref)
		return -1;
	int err = visitors_sign_in(call->api->store, &by, call->api->now.wall, &wish, &person, why);

	if (err < 0)
		return api_end(call, err, why, "");
	name_person(call->api->store, person.id, name);
	json_object_set_new(call->answer, "person", json_string(person.ref));
	json_object_set_new(call->answer, "name", json_string(name));
	api_line(call, "%s is signed in.", name);
	if (!json_object_get(call->request, "device"))
		return api_say(call, "Signed in as %s.", person.ref);
	return take_device(call, &person);
}

// Gives everything of theirs back, as the desk does. -1: refused, and said.
static int give_back(
	struct api_call *call, int64_t person, const struct custody_row *rows, int count)
{
	struct actor by = api_actor(call);
	struct desk_answer answer = {0};
	char place[BANK_NAME + CUSTODY_SAFE + CUSTODY_ENVELOPE + 16];

	for (int i = 0; i < count; i++) {
		int err = custody_desk_collect(
			call->api->custody, call->api->now, &by, person, rows[i].id, 0, &answer);

		if (desk_tell(call, err, "It is not in any more.", &answer) < 0)
			return -1;
		place_of(call->api->store, &rows[i], place, sizeof place);
		api_line(call, "%s: %s", place, answer.pending ? answer.say : "give it to them.");
	}
	return 0;
}

int request_visitor_sign_out(struct api_call *call)
{
	struct actor by = api_actor(call);
	struct custody_row rows[DEVICES];
	char why[ACTOR_WHY] = "", place[BANK_NAME + CUSTODY_SAFE + CUSTODY_ENVELOPE + 16] = "";
	int64_t person = api_person(call, "person");
	int given = person ? api_attest(call, "given_back") : -1;
	int in = given < 0 ? -1 : devices_in(call->api->store, person, rows);

	if (given < 0)
		return -1;
	if (in < 0)
		return api_failed(call, "Looking for their devices", in);
	if (in > 0)
		place_of(call->api->store, &rows[0], place, sizeof place);
	// Nobody goes home without being asked.
	if (in > 0 && given == ATTEST_UNASKED)
		return api_refuse(call,
			"Something of theirs is still in (%s): say whether it was given back or "
			"stays.",
			place);
	if (in > 0 && given == ATTEST_YES && give_back(call, person, rows, in) < 0)
		return -1;
	return api_end(call,
		visitors_sign_out(call->api->store, &by, call->api->now.wall, person,
			given == ATTEST_YES ? 0 : in, why),
		why,
		in > 0 && given == ATTEST_NO ? "Signed out; what they left stays listed."
					     : "Signed out.");
}

struct listing {
	struct api_call *call;
	json_t *here, *left;
};

// [{"device","place"}] of what of theirs is in; and the same for a line.
static json_t *list_devices(struct store *store, int64_t person, char *line, size_t size)
{
	struct custody_row rows[DEVICES];
	json_t *list = json_array();
	int in = devices_in(store, person, rows);
	size_t at = 0;

	line[0] = '\0';
	for (int i = 0; i < in; i++) {
		struct device_row device = {.kind = DEVICE_OTHER};
		char place[BANK_NAME + CUSTODY_SAFE + CUSTODY_ENVELOPE + 16];

		device_get(store, rows[i].device, &device);
		place_of(store, &rows[i], place, sizeof place);
		json_array_append_new(
			list, json_pack("{s:I, s:s, s:s}", "custody", (json_int_t)rows[i].id,
				      "device", words_of_device(device.kind), "place", place));
		if (at < size)
			at += (size_t)snprintf(line + at, size - at, "%s%s in %s", i ? ", " : "",
				words_of_device(device.kind), place);
	}
	return list;
}

static int list_here(void *arg, const struct visitor_row *visitor)
{
	struct listing *listing = arg;
	struct store *store = listing->call->api->store;
	struct person_record person;
	char name[NAME_TEXT], at[LOCAL_TIME_TEXT], devices[200];
	int err = person_get(store, visitor->person, &person);
	bool earlier =
		local_date_of(local_from_wall(visitor->in_at)).day < api_today(listing->call).day;

	if (err < 0)
		return err;
	name_person(store, visitor->person, name);
	local_time_print(local_from_wall(visitor->in_at), at);
	json_array_append_new(listing->here,
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:o}", "person", person.ref, "name", name,
			"category", person.category, "about", visitor->about, "since", at,
			"from_earlier_day", earlier, "devices",
			list_devices(store, visitor->person, devices, sizeof devices)));
	api_line(listing->call, "%s, %s%s%s, since %s%s%s%s", name, person.category,
		visitor->about[0] ? ", " : "", visitor->about, at,
		earlier ? " (an earlier day: signed out?)" : "", devices[0] ? ": " : "", devices);
	return 0;
}

static int list_left(void *arg, int64_t person)
{
	struct listing *listing = arg;
	struct store *store = listing->call->api->store;
	char name[NAME_TEXT], devices[200];

	name_person(store, person, name);
	json_array_append_new(
		listing->left, json_pack("{s:s, s:o}", "name", name, "devices",
				       list_devices(store, person, devices, sizeof devices)));
	api_line(listing->call, "! %s left without: %s", name, devices);
	return 0;
}

int request_visitor_list(struct api_call *call)
{
	struct listing listing = {call, json_array(), json_array()};
	int here = visitor_each(call->api->store, list_here, &listing);
	int left =
		here < 0 ? here : visitor_each_left_behind(call->api->store, list_left, &listing);

	json_object_set_new(call->answer, "here", listing.here);
	json_object_set_new(call->answer, "left_behind", listing.left);
	return left < 0 ? api_failed(call, "Reading who is here", left)
			: api_say(call, "%d here for a visit.", here);
}
