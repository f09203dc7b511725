// SPDX-License-Identifier: GPL-3.0-or-later
// A column map from JSON and to it.
#include "register/people_map.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"

const char *const people_column_names[COLUMNS] = {
#define X(name, compulsory) #name,
	PEOPLE_COLUMNS(X)
#undef X
};

const bool people_column_compulsory[COLUMNS] = {
#define X(name, compulsory) compulsory,
	PEOPLE_COLUMNS(X)
#undef X
};

#define BAD(...) (snprintf(why, CSV_WHY, __VA_ARGS__), -ERR_FORMAT)

static const char *skip(const char *p)
{
	while (*p == ' ' || *p == '_' || *p == '\t' || *p == '\n')
		p++;
	return p;
}

bool heading_same(const char *a, const char *b)
{
	for (;; a++, b++) {
		a = skip(a);
		b = skip(b);
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
		if (!*a)
			return true;
	}
}

const char *people_map_value(const struct people_map *map, int column, const char *cell)
{
	for (int i = 0; i < map->value_count; i++) {
		if (map->values[i].column == column && heading_same(map->values[i].from, cell))
			return map->values[i].to;
	}
	return cell;
}

void people_map_plain(struct people_map *out_map)
{
	*out_map = (struct people_map){0};
	for (int c = 0; c < COLUMNS; c++)
		strcpy(out_map->column[c], people_column_names[c]);
}

static int field_named(const char *name)
{
	for (int c = 0; c < COLUMNS; c++) {
		if (strcmp(people_column_names[c], name) == 0)
			return c;
	}
	return -1;
}

static int unknown_field(const char *where, const char *name, char why[CSV_WHY])
{
	return BAD("The map's \"%s\" names a field \"%.40s\"; the fields are ref, given, family, "
		   "category, year, class, left, walker_from, walker_until, walker_days, card.",
		where, name);
}

// One text of the map into out; where says which for a sentence.
static int take_text(const json_t *value, const char *where, const char *name,
	char out[MAP_HEADING], char why[CSV_WHY])
{
	const char *text = json_string_value(value);

	if (!text || !*skip(text))
		return BAD("The map's \"%s\" has no text for \"%.40s\".", where, name);
	if (strlen(text) >= MAP_HEADING)
		return BAD("The map's \"%s\" has more than %d letters for \"%.40s\".", where,
			MAP_HEADING - 1, name);
	strcpy(out, text);
	return 0;
}

static int read_texts(
	const json_t *map, const char *where, char (*out)[MAP_HEADING], char why[CSV_WHY])
{
	json_t *object = json_object_get(map, where), *value;
	const char *name;

	if (object && !json_is_object(object))
		return BAD("The map's \"%s\" must be an object, {\"ref\": \"...\"}.", where);
	json_object_foreach(object, name, value)
	{
		int field = field_named(name);
		int result = field < 0 ? unknown_field(where, name, why)
				       : take_text(value, where, name, out[field], why);

		if (result < 0)
			return result;
	}
	return 0;
}

static int read_field_values(
	const char *name, const json_t *object, struct people_map *out, char why[CSV_WHY])
{
	int field = field_named(name);
	const char *from;
	json_t *to;

	if (field < 0)
		return unknown_field("values", name, why);
	if (!json_is_object(object))
		return BAD(
			"The map's values of \"%s\" must be an object, {\"Year 6\": \"6\"}.", name);
	json_object_foreach((json_t *)object, from, to)
	{
		struct map_value *value = &out->values[out->value_count];

		if (out->value_count == MAP_VALUES)
			return BAD("The map translates more than %d values.", MAP_VALUES);
		if (strlen(from) >= MAP_HEADING || !json_is_string(to) ||
			json_string_length(to) >= MAP_HEADING)
			return BAD("The map's values of \"%s\" are texts of at most %d letters.",
				name, MAP_HEADING - 1);
		value->column = field;
		strcpy(value->from, from);
		strcpy(value->to, json_string_value(to));
		out->value_count++;
	}
	return 0;
}

static int read_values(const json_t *map, struct people_map *out, char why[CSV_WHY])
{
	json_t *object = json_object_get(map, "values"), *value;
	const char *name;

	if (object && !json_is_object(object))
		return BAD("The map's \"values\" must be an object of fields.");
	json_object_foreach(object, name, value)
	{
		int result = read_field_values(name, value, out, why);

		if (result < 0)
			return result;
	}
	return 0;
}

static int read_dates(const json_t *map, struct people_map *out, char why[CSV_WHY])
{
	const json_t *dates = json_object_get(map, "dates");
	const char *text = dates ? json_string_value(dates) : "day/month/year";

	out->dates =
		text && strcmp(text, "month/day/year") == 0 ? DATES_MONTH_FIRST : DATES_DAY_FIRST;
	if (!text || (strcmp(text, "day/month/year") != 0 && out->dates == DATES_DAY_FIRST))
		return BAD("The map's \"dates\" must be \"day/month/year\" or \"month/day/year\".");
	return 0;
}

static int check(const struct people_map *map, char why[CSV_WHY])
{
	for (int c = 0; c < COLUMNS; c++) {
		const char *name = people_column_names[c];

		if (map->column[c][0] && map->always[c][0])
			return BAD("The map gives %s a column and a constant: one of them.", name);
		if (people_column_compulsory[c] && !map->column[c][0] && !map->always[c][0])
			return BAD("The map gives no column for %s, which every person has.", name);
		for (int d = 0; d < c; d++) {
			if (map->column[c][0] && heading_same(map->column[c], map->column[d]))
				return BAD("The map gives the column \"%s\" to %s and to %s.",
					map->column[c], people_column_names[d], name);
		}
	}
	if (!map->column[COLUMN_ref][0])
		return BAD("The map gives everybody the same ref: it needs a column.");
	return 0;
}

static int read_map(const json_t *json, struct people_map *out, char why[CSV_WHY])
{
	static const char *const parts[] = {"columns", "values", "always", "dates"};
	const char *name;
	json_t *value;
	int result;

	if (!json_is_object(json) || !json_is_object(json_object_get(json, "columns")))
		return BAD("A map is an object with \"columns\": {\"ref\": \"UPN\", ...}.");
	json_object_foreach((json_t *)json, name, value)
	{
		bool known = false;

		for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
			known |= strcmp(parts[i], name) == 0;
		if (!known)
			return BAD("The map has a part \"%.40s\"; the parts are columns, values, "
				   "always, dates.",
				name);
	}
	result = read_texts(json, "columns", out->column, why);
	if (result == 0)
		result = read_texts(json, "always", out->always, why);
	if (result == 0)
		result = read_values(json, out, why);
	if (result == 0)
		result = read_dates(json, out, why);
	return result < 0 ? result : check(out, why);
}

int people_map_read(const char *text, size_t len, struct people_map *out_map, char why[CSV_WHY])
{
	static struct people_map map; // large, and the house has one thread
	json_error_t error;
	json_t *json;
	int result;

	if (len > MAP_TEXT)
		return BAD("A map has at most %d letters.", MAP_TEXT);
	json = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
	if (!json)
		return BAD("The map is no JSON: line %d, %.120s.", error.line, error.text);
	map = (struct people_map){0};
	result = read_map(json, &map, why);
	json_decref(json);
	if (result == 0)
		*out_map = map;
	return result;
}

static void print_texts(json_t *map, const char *where, const char (*texts)[MAP_HEADING])
{
	json_t *object = json_object();

	for (int c = 0; c < COLUMNS; c++) {
		if (texts[c][0])
			json_object_set_new(object, people_column_names[c], json_string(texts[c]));
	}
	if (json_object_size(object) > 0)
		json_object_set_new(map, where, object);
	else
		json_decref(object);
}

static void print_values(json_t *map, const struct people_map *from)
{
	json_t *values = json_object();

	for (int i = 0; i < from->value_count; i++) {
		const char *name = people_column_names[from->values[i].column];

		if (!json_object_get(values, name))
			json_object_set_new(values, name, json_object());
		json_object_set_new(json_object_get(values, name), from->values[i].from,
			json_string(from->values[i].to));
	}
	if (json_object_size(values) > 0)
		json_object_set_new(map, "values", values);
	else
		json_decref(values);
}

char *people_map_print(const struct people_map *from)
{
	json_t *map = json_object();
	char *text;

	print_texts(map, "columns", from->column);
	print_values(map, from);
	print_texts(map, "always", from->always);
	json_object_set_new(map, "dates",
		json_string(
			from->dates == DATES_MONTH_FIRST ? "month/day/year" : "day/month/year"));
	text = json_dumps(map, JSON_INDENT(1));
	json_decref(map);
	return text;
}
