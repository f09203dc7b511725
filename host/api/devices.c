// SPDX-License-Identifier: GPL-3.0-or-later
// The register of the school's own devices.
#include "store/devices.h"

#include <stdio.h>
#include <string.h>

#include "api/desk.h"
#include "api/loans.h"
#include "api/names.h"
#include "api/words.h"
#include "base/err.h"
#include "store/loans.h"

int64_t device_named(struct api_call *call, const char *field)
{
	const char *label = api_needed(call, field);
	struct school_device device;
	int err = label ? device_find_school(call->api->store, label, &device) : -ERR_ARG;

	if (!label)
		return 0;
	if (err == -ERR_NOT_FOUND)
		api_refuse(call,
			"The school has no device called \"%s\"; the list of its devices names "
			"them.",
			label);
	else if (err < 0)
		api_failed(call, "Looking for the device", err);
	return err < 0 ? 0 : device.id;
}

// Its home: a door, or a shelf. False: refused.
static bool read_home(struct api_call *call, struct school_device *device)
{
	const char *shelf = api_text(call, "shelf", "");
	bool door = json_object_get(call->request, "bank") != NULL;

	if (!shelf)
		return false;
	if (door == (shelf[0] != 0)) {
		api_refuse(call, "Where does it live? Name a \"bank\" and a \"door\", or a "
				 "\"shelf\" of the office.");
		return false;
	}
	if (strlen(shelf) >= sizeof device->shelf) {
		api_refuse(call, "The shelf's name is longer than %zu bytes.",
			sizeof device->shelf - 1);
		return false;
	}
	snprintf(device->shelf, sizeof device->shelf, "%s", shelf);
	if (!door)
		return true;
	device->home_bank = api_bank(call, "bank");
	int64_t number = device->home_bank ? api_number(call, "door", 1, BANK_DOORS_MAX, -1) : -1;

	device->home_door = (int)number;
	return number > 0;
}

int request_device_add(struct api_call *call)
{
	struct actor by = api_actor(call);
	struct school_device device = {0};
	char why[ACTOR_WHY] = "";
	const char *label = api_needed(call, "label");
	const char *word = label ? api_needed(call, "kind") : NULL;
	int kind = word ? words_device(word) : -1;

	if (!word)
		return -1;
	if (kind < 0)
		return api_refuse(call, "A device is a phone, smart watch, tablet, camera, "
					"recorder, console or other.");
	if (strlen(label) >= sizeof device.label)
		return api_refuse(
			call, "The label is longer than %zu bytes.", sizeof device.label - 1);
	device.kind = (enum device_kind)kind;
	snprintf(device.label, sizeof device.label, "%s", label);
	if (!read_home(call, &device))
		return -1;
	int64_t id = custody_device_add(call->api->custody, call->api->now, &by, &device, why);

	if (id < 0)
		return api_end(call, id, why, "");
	json_object_set_new(call->answer, "id", json_integer(id));
	return device.home_bank ? api_say(call,
					  "%s is on the register; it is still to be put into its "
					  "door.",
					  device.label)
				: api_say(call, "%s is on the register, in the office: %s.",
					  device.label, device.shelf);
}

int request_device_place(struct api_call *call)
{
	return loan_come_back(call, api_flag(call, "in_door") ? RETURN_IN_DOOR : RETURN_OPEN);
}

int request_device_end(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	int64_t device = device_named(call, "label");
	const char *reason = device ? api_needed(call, "reason") : NULL;

	if (!reason)
		return -1;
	return api_end(call,
		custody_device_end(call->api->custody, call->api->now, &by, device, reason, why),
		why, "It is lent no more.");
}

struct listing {
	struct api_call *call;
	json_t *list;
};

static int list_one(void *arg, const struct school_device *device)
{
	struct listing *listing = arg;
	struct store *store = listing->call->api->store;
	char bank[BANK_NAME], home[BANK_NAME + DEVICE_SHELF + 16], where[NAME_TEXT + 64],
		person[NAME_TEXT] = "";
	struct custody_row care;
	int err = custody_of_device(store, device->id, &care);
	bool lent = err == 0 && care.kind == CUSTODY_LOAN;
	const char *state = lent ? "lent" : err == 0 ? "in its door" : "office";

	if (err < 0 && err != -ERR_NOT_FOUND)
		return err;
	name_bank(store, device->home_bank, bank);
	if (device->home_bank)
		snprintf(home, sizeof home, "%s door %d", bank, device->home_door);
	else
		snprintf(home, sizeof home, "%s", device->shelf);
	if (lent)
		name_person(store, care.person, person);
	snprintf(where, sizeof where, "%s%s%s",
		lent	   ? "lent to "
		: err == 0 ? "in its door"
			   : "in the office",
		person, "");
	json_array_append_new(
		listing->list, json_pack("{s:I, s:s, s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "id",
				       (json_int_t)device->id, "label", device->label, "kind",
				       words_of_device(device->kind), "home", home, "bank", bank,
				       "door", device->home_door, "shelf", device->shelf, "state",
				       state, "person", person));
	api_line(listing->call, "%s (%s), home %s: %s", device->label,
		words_of_device(device->kind), home, where);
	return 0;
}

int request_device_list(struct api_call *call)
{
	struct listing listing = {call, json_array()};
	int count = device_each_school(call->api->store, list_one, &listing);

	json_object_set_new(call->answer, "devices", listing.list);
	if (count < 0)
		return api_failed(call, "Reading the devices", count);
	return count == 0 ? api_say(call, "The school lends nothing yet: no device is entered.")
			  : 0;
}
