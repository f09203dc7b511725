// SPDX-License-Identifier: GPL-3.0-or-later
// The register and its cards.
#include "api/handler.h"
#include "base/err.h"
#include "register/cards.h"
#include "register/maps.h"
#include "register/people_import.h"
#include "store/card_admin.h"

#include <string.h>

#define CARDS_LOOKED 16 // of one person

static void tell_plan(struct api_call *call, const struct people_plan *plan)
{
	size_t count;
	const struct people_plan_row *rows = people_plan_rows(plan, &count);
	json_t *list = json_array();
	const char *note;

	for (size_t i = 0; i < count; i++) {
		json_array_append_new(
			list, json_pack("{s:i, s:s, s:s, s:s}", "line", (int)rows[i].line, "ref",
				      rows[i].ref, "act", people_act_word(rows[i].act), "what",
				      rows[i].what));
		// Its sentence names the line already.
		if (rows[i].act == PEOPLE_REFUSED)
			api_line(call, "refused: %s", rows[i].what);
		else if (rows[i].act != PEOPLE_SAME)
			api_line(call, "line %u: %s %s: %s", rows[i].line,
				people_act_word(rows[i].act), rows[i].ref, rows[i].what);
	}
	json_object_set_new(call->answer, "rows", list);
	for (size_t i = 0; (note = people_plan_note(plan, i)); i++)
		api_line(call, "%s", note);
}

static int apply_plan(struct api_call *call, const struct people_plan *plan)
{
	char why[ACTOR_WHY] = "";
	const char *by = api_needed(call, "by");
	int changed;

	if (!by)
		return -1;
	changed = people_import_apply(
		call->api->store, plan, by, call->api->user, call->api->now.wall, why);
	if (changed < 0)
		return api_end(call, changed, why, "");
	return api_say(call, "Written: %d people added, changed or ended.", changed);
}

// The map that the request names into map; NULL in *out_map where it names none.
static int find_map(struct api_call *call, const char *csv, struct people_map *map,
	const struct people_map **out_map, char why[CSV_WHY])
{
	const char *name = api_text(call, "map", "");
	int err;

	if (!name)
		return -ERR_ARG;
	*out_map = *name ? map : NULL;
	if (!*name)
		return 0;
	err = strcmp(name, MAPS_GUESS) == 0 ? maps_guess(csv, strlen(csv), map, why)
					    : maps_find(call->api->store, name, map, why);
	if (err < 0 || strcmp(name, MAPS_GUESS) != 0)
		return err;
	for (int c = 0; c < COLUMNS; c++) {
		if (map->column[c][0])
			api_line(call, "guessed: %s from the column \"%s\"", people_column_names[c],
				map->column[c]);
		else if (map->always[c][0])
			api_line(call, "guessed: %s is always %s", people_column_names[c],
				map->always[c]);
	}
	return 0;
}

int request_import_people(struct api_call *call)
{
	static struct people_map named; // large, and the house has one thread
	// Empty is a file too, and explained as one; absent is no request.
	const char *csv = json_object_get(call->request, "csv") ? api_text(call, "csv", NULL)
								: api_needed(call, "csv");
	const struct people_map *map;
	char why[CSV_WHY] = "";
	struct people_plan *plan;
	size_t refused;
	int err;

	if (!csv)
		return -1;
	err = find_map(call, csv, &named, &map, why);
	if (err == 0)
		err = people_import_plan(
			call->api->store, map, csv, strlen(csv), api_today(call), &plan, why);
	if (err < 0)
		return why[0] ? api_end(call, err, why, "") : -1;
	tell_plan(call, plan);
	refused = people_plan_count(plan, PEOPLE_REFUSED);
	if (refused > 0)
		err = api_refuse(call,
			"%zu row%s cannot be read, so nothing %s written; put %s right in the "
			"file.",
			refused, refused == 1 ? "" : "s",
			api_flag(call, "apply") ? "was" : "would be", refused == 1 ? "it" : "them");
	else if (api_flag(call, "apply"))
		err = apply_plan(call, plan);
	else
		err = api_say(call,
			"A preview: %zu to add, %zu to change, %zu to end, %zu as they are. "
			"Nothing is "
			"written before it is applied.",
			people_plan_count(plan, PEOPLE_ADD), people_plan_count(plan, PEOPLE_CHANGE),
			people_plan_count(plan, PEOPLE_END), people_plan_count(plan, PEOPLE_SAME));
	people_plan_close(plan);
	return err;
}

int request_card_add(struct api_call *call)
{
	const char *uid = api_needed(call, "uid");
	const char *person = uid ? api_needed(call, "person") : NULL;
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";

	if (!person)
		return -1;
	return api_end(call,
		cards_give(call->api->store, &by, call->api->now.wall, uid, person, why), why,
		"The card is theirs.");
}

// The card's number: said, or found among a person's by the last four digits that person show gives
// (a lost card is not at hand). NULL: refused.
static const char *uid_of(struct api_call *call, char room[CARD_UID])
{
	char uids[CARDS_LOOKED][CARD_UID];
	int64_t person;
	const char *last;
	int count, found = -1;

	if (!json_object_get(call->request, "person"))
		return api_needed(call, "uid");
	last = api_needed(call, "last");
	person = last ? api_person(call, "person") : 0;
	if (!person)
		return NULL;
	count = card_list(call->api->store, person, uids, CARDS_LOOKED);
	for (int i = 0; i < count; i++) {
		if (strlen(last) == 4 && strcmp(uids[i] + strlen(uids[i]) - 4, last) == 0)
			found = found == -1 ? i : CARDS_LOOKED;
	}
	if (found >= 0 && found < CARDS_LOOKED)
		return memcpy(room, uids[found], CARD_UID);
	api_refuse(call, found < 0 ? "They have no card in use that ends in those four digits."
				   : "Two of their cards end in those digits: name the whole "
				     "number, in \"uid\".");
	return NULL;
}

int request_card_lost(struct api_call *call)
{
	char room[CARD_UID];
	const char *uid = uid_of(call, room);
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";

	if (!uid)
		return -1;
	return api_end(call, cards_lost(call->api->store, &by, call->api->now.wall, uid, why), why,
		"The card opens nothing from now on.");
}

int request_card_replace(struct api_call *call)
{
	const char *uid = api_needed(call, "uid");
	const char *person = uid ? api_needed(call, "person") : NULL;
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";

	if (!person)
		return -1;
	return api_end(call,
		cards_replace(call->api->store, &by, call->api->now.wall, uid, person, why), why,
		"The old card opens nothing from now on, and this one is theirs.");
}

int request_card_end(struct api_call *call)
{
	char room[CARD_UID];
	const char *uid = uid_of(call, room);
	struct actor by = api_actor(call);
	char why[ACTOR_WHY] = "";

	if (!uid)
		return -1;
	return api_end(call, cards_end(call->api->store, &by, call->api->now.wall, uid, why), why,
		"The card is nobody's.");
}
