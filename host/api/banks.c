// SPDX-License-Identifier: GPL-3.0-or-later
// The cabinets: entered, and listed with what a running service knows of them.
#include <stdio.h>
#include <string.h>

#include "api/handler.h"
#include "base/err.h"
#include "store/adoptions.h"
#include "store/events.h"

#define BANKS_MAX 128

static int add_row(struct api_call *call, const struct bank_row *row)
{
	struct event event = {.at = call->api->now.wall,
		.kind = "bank added",
		.by_person = call->by,
		.by_user = call->api->user};
	int64_t id = bank_add(call->api->store, row);

	if (id == -ERR_EXISTS)
		return api_refuse(call,
			"There is a cabinet of that name, or one at that address of that line.");
	if (id < 0)
		return api_failed(call, "Entering the bank", (int)id);
	event.bank = id;
	if (event_append(call->api->store, &event) < 0)
		return api_failed(call, "Recording it", -ERR_IO);
	json_object_set_new(call->answer, "id", json_integer(id));
	return api_say(
		call, "Cabinet %s is entered; it is taken over when it first answers.", row->name);
}

int request_bank_add(struct api_call *call)
{
	struct bank_row row = {
		.in_sight = api_flag(call, "in_sight"), .office = api_flag(call, "office")};
	const char *name = api_needed(call, "name");
	const char *line = name ? api_needed(call, "line") : NULL;
	int64_t address = line ? api_number(call, "address", 0, 126, -1) : -1;

	if (address < 0)
		return -1;
	if (strlen(name) >= sizeof row.name)
		return api_refuse(
			call, "The cabinet's name is longer than %zu bytes.", sizeof row.name - 1);
	if (strlen(line) >= sizeof row.line)
		return api_refuse(call, "The line is longer than %zu bytes.", sizeof row.line - 1);
	if (strncmp(line, "serial:", 7) != 0 && strncmp(line, "usb:", 4) != 0 &&
		strncmp(line, "stream:", 7) != 0)
		return api_refuse(call,
			"A line is serial:/dev/ttyUSB0[@RATE], usb:VID:PID[:SERIAL] or "
			"stream:PATH, not \"%s\".",
			line);
	memcpy(row.name, name, strlen(name) + 1);
	memcpy(row.line, line, strlen(line) + 1);
	row.address = (int)address;
	return add_row(call, &row);
}

// Both are said, or what is left out stays.
int request_bank_place(struct api_call *call)
{
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";
	struct bank_row bank;
	int64_t id = api_bank(call, "name");
	int sight = id ? api_attest(call, "in_sight") : -1;
	int office = sight < 0 ? -1 : api_attest(call, "office");
	int err = office < 0 ? 0 : bank_get(call->api->store, id, &bank);

	if (office < 0)
		return -1;
	if (err < 0)
		return api_failed(call, "Reading the bank", err);
	if (sight != ATTEST_UNASKED)
		bank.in_sight = sight == ATTEST_YES;
	if (office != ATTEST_UNASKED)
		bank.office = office == ATTEST_YES;
	return api_end(call,
		custody_bank_place(call->api->custody, call->api->now, &by, id, bank.in_sight,
			bank.office, why),
		why,
		bank.in_sight ? "The desk opens its doors at once: it stands in sight of it."
			      : "Its doors open for whoever holds their own card there.");
}

// A technician replaced the controller: what answers there next is taken over as this bank.
int request_bank_release(struct api_call *call)
{
	struct event event = {.at = call->api->now.wall,
		.kind = "bank released",
		.bank = api_bank(call, "name"),
		.by_person = call->by,
		.by_user = call->api->user};
	int err;

	if (!event.bank)
		return -1;
	err = bank_release(call->api->store, event.bank);
	if (err == 0)
		err = event_append(call->api->store, &event) < 0 ? -ERR_IO : 0;
	return api_end(call, err, "",
		"The next cabinet that answers there is taken over as this cabinet.");
}

static const struct bank_snapshot *snapshot_of(const struct api *api, int64_t bank)
{
	for (size_t i = 0; i < api->bank_count; i++) {
		if (api->banks[i].bank == bank)
			return &api->banks[i];
	}
	return NULL;
}

// What a cabinet says is known while it is online only: null otherwise.
static json_t *said(const struct bank_snapshot *now, bool what)
{
	return now && now->online ? json_boolean(what) : json_null();
}

// When a technician adopted it as it is now; null where nobody did.
static json_t *adopted_json(struct store *store, const struct bank_row *bank)
{
	struct adoption_row adoption;
	int err = adoption_get(store, bank->id, &adoption);

	return err == 0 && adoption.serial == bank->serial ? api_time(adoption.at) : json_null();
}

int request_bank_list(struct api_call *call)
{
	static struct bank_row rows[BANKS_MAX];
	int count = bank_list(call->api->store, rows, BANKS_MAX);
	json_t *list = json_array();

	for (int i = 0; i < count; i++) {
		const struct bank_snapshot *now = snapshot_of(call->api, rows[i].id);
		// No service runs: whether it is online is not known, which is not the same as
		// offline.
		const char *state = !now ? "unknown" : now->online ? "online" : "offline";
		char serial[16] = "";

		if (rows[i].serial)
			snprintf(serial, sizeof serial, "%08X", (unsigned)rows[i].serial);
		json_array_append_new(list,
			json_pack("{s:I, s:s, s:s, s:i, s:s, s:i, s:b, s:b, s:b, s:s, s:s, s:s, "
				  "s:i, s:i, s:i, s:o, s:o, s:o, s:o}",
				"id", (json_int_t)rows[i].id, "name", rows[i].name, "line",
				rows[i].line, "address", rows[i].address, "serial", serial, "doors",
				rows[i].doors, "in_sight", rows[i].in_sight, "office",
				rows[i].office, "loans", rows[i].loans, "state", state, "saying",
				now ? now->saying : "", "firmware",
				now && now->online ? now->firmware : "", "refused",
				now ? (int)now->refused : 0, "lost", now ? (int)now->lost : 0,
				"repeats", now ? (int)now->repeats : 0, "tamper",
				said(now, now && now->tamper), "on_battery",
				said(now, now && now->on_battery), "keyed",
				said(now, now && now->keyed), "adopted",
				adopted_json(call->api->store, &rows[i])));
		api_line(call, "%s: %s address %d, %d doors, serial %s, %s%s%s", rows[i].name,
			rows[i].line, rows[i].address, rows[i].doors,
			serial[0] ? serial : "not seen yet", state,
			now && now->saying[0] ? ": " : "", now ? now->saying : "");
		if (now && (now->refused || now->lost))
			api_line(call,
				"%s: since the start %u replies refused that were not its own, %u "
				"sessions "
				"broken off",
				rows[i].name, (unsigned)now->refused, (unsigned)now->lost);
	}
	json_object_set_new(call->answer, "banks", list);
	if (count < 0)
		return api_failed(call, "Reading the banks", count);
	return count == 0 ? api_say(call, "No cabinet is entered yet.") : 0;
}
