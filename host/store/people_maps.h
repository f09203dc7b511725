// SPDX-License-Identifier: GPL-3.0-or-later
// Column maps as rows: a name and its JSON, which only register/people_map.h understands.
#ifndef STORE_PEOPLE_MAPS_H
#define STORE_PEOPLE_MAPS_H

#include "base/time.h"
#include "store/store.h"

#define PEOPLE_MAP_NAME 33	   // bytes with the ending zero
#define PEOPLE_MAP_TEXT (16 << 10) // of the JSON, with the ending zero

// Replaces the map of that name.
int people_map_put(
	struct store *store, const char *name, const char *map, struct wall_time at, int64_t by);
int people_map_remove(struct store *store, const char *name); // -ERR_NOT_FOUND
int people_map_get(
	struct store *store, const char *name, char out_map[PEOPLE_MAP_TEXT]); // -ERR_NOT_FOUND
// In order of name. Returns how many, or what each returned where that was not 0.
int people_map_each(struct store *store, int (*each)(void *arg, const char *name), void *arg);

#endif
