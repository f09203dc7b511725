// SPDX-License-Identifier: GPL-3.0-or-later
// Column maps kept under a name, as the office saves and ends them. Inside the caller's
// transaction; each change is an event of the record.
//
// by: office, SLT or headteacher. All return 0, or with a sentence in why: -ERR_DENIED by may not,
// -ERR_FORMAT no such map can be (people_map.h), -ERR_NOT_FOUND none of that name, -ERR_ARG no
// name.
#ifndef REGISTER_MAPS_H
#define REGISTER_MAPS_H

#include "register/people_map.h"
#include "store/actor.h"
#include "store/people_maps.h"

// The name that --map takes to mean the headings' own guess; no map can be saved under it.
#define MAPS_GUESS "guess"

// A map of that name is replaced.
int maps_save(struct store *store, const struct actor *by, struct wall_time now, const char *name,
	const char *json, char why[CSV_WHY]);
int maps_end(struct store *store, const struct actor *by, struct wall_time now, const char *name,
	char why[CSV_WHY]);
int maps_find(struct store *store, const char *name, struct people_map *out_map, char why[CSV_WHY]);
// What the headings of a people file let guess, with the sentences of a wrong file.
int maps_guess(const char *text, size_t len, struct people_map *out_map, char why[CSV_WHY]);

#endif
