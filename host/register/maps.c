// SPDX-License-Identifier: GPL-3.0-or-later
// Saving and ending column maps, and the guess at one.
#include "register/maps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define BAD(code, ...) (snprintf(why, CSV_WHY, __VA_ARGS__), -(code))

static int may(struct store *store, const struct actor *by, struct wall_time now, char why[CSV_WHY])
{
	enum role role;

	return actor_role(store, by->person, now, ROLES_OFFICE, "change column maps", &role, why);
}

static int check_name(const char *name, char why[CSV_WHY])
{
	if (!name[0] || strlen(name) >= PEOPLE_MAP_NAME || strpbrk(name, " \t\n/"))
		return BAD(ERR_ARG, "A map's name is one word of at most %d letters, as \"sims\".",
			PEOPLE_MAP_NAME - 1);
	if (strcmp(name, MAPS_GUESS) == 0)
		return BAD(ERR_ARG,
			"\"%s\" means that the headings are guessed from: name it otherwise.",
			name);
	return 0;
}

int maps_save(struct store *store, const struct actor *by, struct wall_time now, const char *name,
	const char *json, char why[CSV_WHY])
{
	static struct people_map map; // large, and the house has one thread
	int result = may(store, by, now, why);
	char *text;

	if (result == 0)
		result = check_name(name, why);
	if (result == 0)
		result = people_map_read(json, strlen(json), &map, why);
	if (result < 0)
		return result;
	text = people_map_print(&map);
	if (!text)
		return -ERR_NO_MEMORY;
	result = strlen(text) < PEOPLE_MAP_TEXT
			 ? people_map_put(store, name, text, now, by->person)
			 : BAD(ERR_FORMAT, "A map has at most %d letters.", PEOPLE_MAP_TEXT);
	free(text);
	return result < 0 ? result : actor_record(store, by, now, "column map saved", 0, NULL);
}

static int none_of_that_name(const char *name, char why[CSV_WHY])
{
	return BAD(ERR_NOT_FOUND,
		"There is no column map \"%.40s\"; the list of maps names them, and \"%s\" guesses "
		"from the headings.",
		name, MAPS_GUESS);
}

int maps_end(struct store *store, const struct actor *by, struct wall_time now, const char *name,
	char why[CSV_WHY])
{
	int result = may(store, by, now, why);

	if (result == 0)
		result = people_map_remove(store, name);
	if (result == -ERR_NOT_FOUND)
		return none_of_that_name(name, why);
	return result < 0 ? result : actor_record(store, by, now, "column map ended", 0, NULL);
}

int maps_find(struct store *store, const char *name, struct people_map *out_map, char why[CSV_WHY])
{
	static char text[PEOPLE_MAP_TEXT];
	int result = people_map_get(store, name, text);

	if (result == -ERR_NOT_FOUND)
		return none_of_that_name(name, why);
	return result < 0 ? result : people_map_read(text, strlen(text), out_map, why);
}

int maps_guess(const char *text, size_t len, struct people_map *out_map, char why[CSV_WHY])
{
	static struct csv_row header;
	struct csv csv;
	int result = text_file_check(text, len, why);

	if (result < 0)
		return result;
	csv_init(&csv, text, len);
	result = csv_next(&csv, &header, why);
	if (result < 0)
		return result;
	people_map_guess(&header, out_map);
	for (int c = 0; c < COLUMNS; c++) {
		if (people_column_compulsory[c] && !out_map->column[c][0] && !out_map->always[c][0])
			return BAD(ERR_FORMAT,
				"No column of this file looks like the %s: say which column "
				"it is, and save that as a map.",
				people_column_names[c]);
	}
	return 0;
}
