// SPDX-License-Identifier: GPL-3.0-or-later
// Column maps for the people file.
#include "register/maps.h"
#include "api/handler.h"
#include "base/err.h"

#include <stdlib.h>
#include <string.h>

int request_map_save(struct api_call *call)
{
	struct actor by = api_actor(call);
	const char *name = api_needed(call, "name");
	const char *map = name ? api_needed(call, "map") : NULL;
	char why[CSV_WHY] = "";

	if (!map)
		return -1;
	return api_end(call, maps_save(call->api->store, &by, call->api->now.wall, name, map, why),
		why, "The map is saved.");
}

int request_map_end(struct api_call *call)
{
	struct actor by = api_actor(call);
	const char *name = api_needed(call, "name");
	char why[CSV_WHY] = "";

	if (!name)
		return -1;
	return api_end(call, maps_end(call->api->store, &by, call->api->now.wall, name, why), why,
		"The map is taken out.");
}

static int list_map(void *arg, const char *name)
{
	struct api_call *call = arg;

	json_array_append_new(json_object_get(call->answer, "maps"), json_string(name));
	api_line(call, "%s", name);
	return 0;
}

int request_map_list(struct api_call *call)
{
	int count;

	json_object_set_new(call->answer, "maps", json_array());
	count = people_map_each(call->api->store, list_map, call);
	if (count < 0)
		return api_failed(call, "Reading the maps", count);
	return count ? 0 : api_say(call, "No column map is saved.");
}

static int tell_map(struct api_call *call, const struct people_map *map)
{
	char *text = people_map_print(map);
	json_t *json = text ? json_loads(text, 0, NULL) : NULL;

	if (!json) {
		free(text);
		return api_failed(call, "Printing the map", -ERR_NO_MEMORY);
	}
	json_object_set_new(call->answer, "map", json);
	json_object_set_new(call->answer, "say", json_string(text));
	free(text);
	return 0;
}

int request_map_show(struct api_call *call)
{
	static struct people_map map;
	const char *name = api_needed(call, "name");
	char why[CSV_WHY] = "";
	int err;

	if (!name)
		return -1;
	err = maps_find(call->api->store, name, &map, why);
	return err < 0 ? api_end(call, err, why, "") : tell_map(call, &map);
}

int request_map_guess(struct api_call *call)
{
	static struct people_map map;
	const char *csv = api_needed(call, "csv");
	char why[CSV_WHY] = "";
	int err;

	if (!csv)
		return -1;
	err = maps_guess(csv, strlen(csv), &map, why);
	return err < 0 ? api_end(call, err, why, "") : tell_map(call, &map);
}
