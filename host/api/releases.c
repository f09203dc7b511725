// SPDX-License-Identifier: GPL-3.0-or-later
// Releases: asked for, stopped, let go on, and how far they are.
#include <stdio.h>

#include "api/names.h"
#include "api/now.h"
#include "base/err.h"

static int answered(struct api_call *call, int err, const char *why, const struct desk_answer *desk)
{
	char bank[BANK_NAME];

	if (err < 0)
		return api_end(call, err, why, "");
	if (desk->outcome != OUTCOME_ALLOW)
		return api_refuse(call, "%s", desk->say);
	name_bank(call->api->store, desk->bank, bank);
	json_object_set_new(call->answer, "bank", json_string(bank));
	json_object_set_new(call->answer, "pending", json_boolean(desk->pending));
	return api_say(call, "%s", desk->say);
}

// wish has its kind and whom it is for. An hour where nobody says until when.
static int release(struct api_call *call, struct release_wish *wish)
{
	struct actor by = api_actor(call);
	struct wall_time now = call->api->now.wall, hour = {now.ms + RELEASE_MAX_MS / 2};
	char why[ACTOR_WHY] = "";
	struct desk_answer answer;
	int64_t at_once = api_number(call, "at_once", 1, RELEASE_AT_ONCE, 1);

	wish->reason = at_once < 0 ? NULL : api_text(call, "reason", "");
	if (!wish->reason || !api_moment(call, "until", hour, &wish->until))
		return -1;
	if (json_object_get(call->request, "bank") || wish->kind != RELEASE_PERSON) {
		wish->bank = api_bank(call, "bank");
		if (!wish->bank)
			return -1;
	}
	wish->at_once = (int)at_once;
	int err = custody_release(call->api->custody, call->api->now, &by, wish, &answer, why);

	return answered(call, err, why, &answer);
}

int request_release_class(struct api_call *call)
{
	struct release_wish wish = {
		.kind = RELEASE_CLASS, .emergency = api_flag(call, "emergency")};

	wish.class = api_needed(call, "class");
	if (!wish.class)
		return -1;
	// A reason with no emergency would be lost: nothing is kept of an ordinary one's.
	if (!wish.emergency && json_object_get(call->request, "reason"))
		return api_refuse(call, "A reason is of an \"emergency\": say that it is one, or "
					"leave it out.");
	return release(call, &wish);
}

int request_release_bank(struct api_call *call)
{
	struct release_wish wish = {.kind = RELEASE_BANK, .emergency = true};

	return release(call, &wish);
}

int request_release_person(struct api_call *call)
{
	struct release_wish wish = {.kind = RELEASE_PERSON, .emergency = true};

	wish.person = api_person(call, "person");
	return wish.person ? release(call, &wish) : -1;
}

int request_release_stop(struct api_call *call)
{
	struct actor by = api_actor(call);
	int64_t bank = api_bank(call, "bank");
	char why[ACTOR_WHY] = "";

	if (!bank)
		return -1;
	return api_end(call,
		custody_release_stop(call->api->custody, call->api->now, &by, bank, why), why,
		"Stopped: no more doors open. What stands open is to be closed.");
}

int request_release_go_on(struct api_call *call)
{
	struct actor by = api_actor(call);
	int64_t bank = api_bank(call, "bank");
	struct desk_answer answer;
	char why[ACTOR_WHY] = "";

	if (!bank)
		return -1;
	int err =
		custody_release_go_on(call->api->custody, call->api->now, &by, bank, &answer, why);

	return answered(call, err, why, &answer);
}

// When the last door will have been served, by how long those so far took; null while none has
// been, or while it stands still: nothing is guessed.
static json_t *last_served(const struct api_call *call, const struct release_view *view)
{
	const struct release_counts *n = &view->counts;
	int64_t now = call->api->now.wall.ms, took = now - view->row.began_at.ms;
	int done = n->collected + n->left + n->shut, skipped = n->kept + n->evidence;
	int waiting = n->of - done - skipped;

	if (!view->running || done < 1 || waiting < 1 || took < 0)
		return json_null();
	return api_time((struct wall_time){now + took * waiting / done});
}

static void add_doors(const struct api_call *call, json_t *row, const struct release_view *view)
{
	int64_t now = call->api->now.wall.ms;
	json_t *doors = json_array();

	for (int i = 0; i < BANK_DOORS_MAX; i++) {
		if (view->has[i])
			json_array_append_new(
				doors, json_pack("{s:i, s:s, s:o}", "door", i + 1, "state",
					       word_text(&release_door_words, (int)view->doors[i]),
					       "waits_until",
					       view->left_ms[i] ? api_time((struct wall_time){
									  now + view->left_ms[i]})
								: json_null()));
	}
	json_object_set_new(row, "doors", doors);
}

static void add_release(struct api_call *call, json_t *list, const struct release_view *view)
{
	const struct release_row *release = &view->row;
	const struct release_counts *n = &view->counts;
	const char *state = view->running	   ? "running"
			    : release->began_at.ms ? "stands still"
						   : "waits for the card";
	struct store *store = call->api->store;
	char bank[BANK_NAME], person[NAME_TEXT], by[NAME_TEXT], until[LOCAL_TIME_TEXT];

	name_bank(store, release->bank, bank);
	name_person(store, release->person, person);
	name_person(store, release->by, by);
	local_time_print(local_from_wall(release->until), until);
	json_t *row = json_pack("{s:I, s:s, s:b, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:s, s:i, "
				"s:i, s:i, s:i, s:i, s:i, s:i, s:i}",
		"id", (json_int_t)release->id, "kind",
		word_text(&release_kind_words, (int)release->kind), "emergency", release->emergency,
		"bank", bank, "class", release->class, "person", person, "by", by, "reason",
		release->reason, "until", until, "at_once", release->at_once, "state", state, "why",
		view->halt, "of", n->of, "opened", n->opened, "collected", n->collected, "inside",
		n->inside, "not_opened", n->shut, "left_inside", n->left, "kept", n->kept,
		"evidence", n->evidence);

	add_doors(call, row, view);
	json_object_set_new(row, "began", api_time(release->began_at));
	json_object_set_new(row, "last_served", last_served(call, view));
	json_array_append_new(list, row);
	api_line(call,
		"%s: %s release by %s, %s%s%s: %d of %d opened, %d collected, %d still inside%s",
		bank, release->emergency ? "emergency" : "class", by, state,
		view->halt[0] ? ", " : "", view->halt, n->opened, n->of, n->collected, n->inside,
		n->evidence ? " (an evidence hold stays in)" : "");
}

void now_releases(struct api_call *call)
{
	json_t *list = json_array();
	struct bank_row banks[128];
	int count = bank_list(call->api->store, banks, (int)(sizeof banks / sizeof *banks));

	for (int i = 0; call->api->custody && i < count; i++) {
		struct release_view view;

		if (custody_release_view(call->api->custody, banks[i].id, call->api->now, &view) ==
			0)
			add_release(call, list, &view);
	}
	json_object_set_new(call->answer, "releases", list);
}

// Why, and whom an emergency is for, is for those who may start one and for the office.
static void keep_quiet(struct api_call *call)
{
	char why[ACTOR_WHY];
	enum role role;
	size_t i;
	json_t *each;

	if (!call->by || actor_role(call->api->store, call->by, call->api->now.wall, ROLES_OFFICE,
				 "", &role, why) == 0)
		return;
	json_array_foreach(json_object_get(call->answer, "releases"), i, each)
	{
		json_object_set_new(each, "reason", json_string(""));
		json_object_set_new(each, "person", json_string(""));
	}
}

int request_release_status(struct api_call *call)
{
	if (json_object_get(call->request, "by") && !api_by(call))
		return -1;
	now_releases(call);
	keep_quiet(call);
	size_t count = json_array_size(json_object_get(call->answer, "releases"));

	if (!call->api->custody)
		return api_say(call, "No service runs, so none is under way.");
	return count ? api_say(call, "%zu under way.", count) : api_say(call, "None is under way.");
}
