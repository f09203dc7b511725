// SPDX-License-Identifier: GPL-3.0-or-later
// Fields in, sentences out: so that every handler refuses the same mistake in the same words.
#include "api/handler.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "api/names.h"
#include "base/err.h"
#include "store/people.h"

#define SENTENCE 320

static void set_text(json_t *into, const char *key, const char *format, va_list args)
{
	char text[SENTENCE];

	vsnprintf(text, sizeof text, format, args);
	// A value cut in the middle of a character is no UTF-8 and would vanish; say so at least.
	if (json_object_set_new(into, key, json_string(text)) < 0)
		json_object_set_new(into, key, json_string("(a text that is not UTF-8)"));
}

int api_refuse(struct api_call *call, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set_text(call->answer, "error", format, args);
	va_end(args);
	return -1;
}

int api_say(struct api_call *call, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set_text(call->answer, "say", format, args);
	va_end(args);
	return 0;
}

void api_line(struct api_call *call, const char *format, ...)
{
	json_t *lines = json_object_get(call->answer, "lines");
	char text[SENTENCE];
	va_list args;

	if (!lines) {
		lines = json_array();
		json_object_set_new(call->answer, "lines", lines);
	}
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	json_array_append_new(lines, json_string(text));
}

int api_failed(struct api_call *call, const char *doing, int err)
{
	return api_refuse(call, "%s failed (%s); nothing was changed.", doing, err_str(err));
}

const char *api_text(struct api_call *call, const char *field, const char *fallback)
{
	const json_t *value = json_object_get(call->request, field);

	if (!value)
		return fallback;
	if (!json_is_string(value)) {
		api_refuse(call, "\"%s\" must be text.", field);
		return NULL;
	}
	return json_string_value(value);
}

const char *api_needed(struct api_call *call, const char *field)
{
	const char *text = api_text(call, field, "");

	if (text && !*text) {
		api_refuse(call, "\"%s\" is missing.", field);
		return NULL;
	}
	return text;
}

int64_t api_number(
	struct api_call *call, const char *field, int64_t least, int64_t most, int64_t fallback)
{
	const json_t *value = json_object_get(call->request, field);
	int64_t number = least - 1;
	char *end = NULL;

	if (!value && fallback >= 0)
		return fallback;
	if (json_is_integer(value))
		number = json_integer_value(value);
	else if (json_is_string(value) && *json_string_value(value))
		number = strtoll(json_string_value(value), &end, 10);
	if ((end && *end) || number < least || number > most) {
		if (most == INT64_MAX)
			api_refuse(call, "\"%s\" must be a whole number from %lld.", field,
				(long long)least);
		else
			api_refuse(call, "\"%s\" must be a whole number from %lld to %lld.", field,
				(long long)least, (long long)most);
		return -1;
	}
	return number;
}

int api_texts(struct api_call *call, const char *field, const char **out_texts, int max)
{
	const json_t *value = json_object_get(call->request, field);
	size_t count = json_is_array(value) ? json_array_size(value) : value ? 1 : 0;

	if (count > (size_t)max)
		return api_refuse(call, "\"%s\" may name %d at the most.", field, max);
	for (size_t i = 0; i < count; i++) {
		out_texts[i] =
			json_string_value(json_is_array(value) ? json_array_get(value, i) : value);
		if (!out_texts[i])
			return api_refuse(call, "\"%s\" must be text, or a list of texts.", field);
	}
	return (int)count;
}

int api_attest(struct api_call *call, const char *field)
{
	const json_t *value = json_object_get(call->request, field);
	const char *text = json_string_value(value);

	if (!value)
		return ATTEST_UNASKED;
	if (json_is_true(value) || (text && strcmp(text, "yes") == 0))
		return ATTEST_YES;
	if (json_is_false(value) || (text && strcmp(text, "no") == 0))
		return ATTEST_NO;
	return api_refuse(call, "\"%s\" is yes or no; leave it out where nobody asked.", field);
}

bool api_flag(const struct api_call *call, const char *field)
{
	const json_t *value = json_object_get(call->request, field);
	const char *text = json_string_value(value);

	// In an address ("?all=true") every value is a text.
	return json_is_true(value) || (text && strcmp(text, "true") == 0);
}

struct local_date api_today(const struct api_call *call)
{
	return local_date_of(local_from_wall(call->api->now.wall));
}

bool api_date(struct api_call *call, const char *field, const struct local_date *fallback,
	struct local_date *out_date)
{
	const char *text = api_text(call, field, "");

	if (!text)
		return false;
	if (!*text && fallback) {
		*out_date = *fallback;
		return true;
	}
	if (local_date_parse(text, strlen(text), out_date) == 0)
		return true;
	api_refuse(call, "\"%s\" must be a date that exists, as 2026-11-23.", field);
	return false;
}

static bool parse_moment(const struct api_call *call, const char *text, struct local_time *out_time)
{
	struct local_date date = api_today(call);
	int32_t second;

	if (local_time_parse(text, strlen(text), out_time) == 0)
		return true;
	if (local_clock_parse(text, strlen(text), &second) == 0)
		return local_time_on(date, second / 60, out_time) == 0;
	if (local_date_parse(text, strlen(text), &date) < 0)
		return false;
	*out_time = local_day_start(date);
	return true;
}

bool api_moment(struct api_call *call, const char *field, struct wall_time fallback,
	struct wall_time *out_at)
{
	const char *text = api_text(call, field, "");
	struct local_time time;

	if (!text)
		return false;
	if (!*text && fallback.ms != 0) {
		*out_at = fallback;
		return true;
	}
	if (parse_moment(call, text, &time)) {
		*out_at = local_to_wall(time);
		return true;
	}
	api_refuse(call, "\"%s\" must be a time that exists, as 2026-11-23T14:50 or, today, 14:50.",
		field);
	return false;
}

struct actor api_actor(const struct api_call *call)
{
	return (struct actor){call->by, call->api->user};
}

int api_end(struct api_call *call, int64_t result, const char *why, const char *done)
{
	if (result < 0 && why[0])
		return api_refuse(call, "%s", why);
	return result < 0 ? api_failed(call, "This", (int)result) : api_say(call, "%s", done);
}

static int64_t find_person(struct api_call *call, const char *field, bool *out_left)
{
	const char *ref = api_needed(call, field);
	struct person_record person;
	char today[LOCAL_DATE_TEXT];
	int err;

	if (!ref)
		return 0;
	err = person_find(call->api->store, ref, &person);
	if (err == -ERR_NOT_FOUND)
		api_refuse(call, "Nobody on the register has the reference \"%s\".", ref);
	else if (err < 0)
		api_failed(call, "Looking on the register", err);
	if (err < 0)
		return 0;
	local_date_print(api_today(call), today);
	*out_left = person.left_on[0] && strcmp(person.left_on, today) <= 0;
	return person.id;
}

int64_t api_person(struct api_call *call, const char *field)
{
	bool left;

	return find_person(call, field, &left); // who left may still have a phone here
}

bool api_by(struct api_call *call)
{
	bool left = false;

	call->by = find_person(call, "by", &left);
	if (call->by && left) {
		api_refuse(call, "Whoever \"by\" names has left the school.");
		call->by = 0;
	}
	return call->by != 0;
}

json_t *api_time(struct wall_time at)
{
	char text[LOCAL_TIME_TEXT];

	if (at.ms == 0)
		return json_null();
	local_time_print(local_from_wall(at), text);
	return json_string(text);
}

json_t *api_named(const struct api_call *call, int64_t person)
{
	char text[NAME_TEXT];

	name_person(call->api->store, person, text);
	return text[0] ? json_string(text) : json_null();
}

int64_t api_bank(struct api_call *call, const char *field)
{
	const char *name = api_needed(call, field);
	struct bank_row bank;
	int err;

	if (!name)
		return 0;
	err = bank_find(call->api->store, name, &bank);
	if (err == 0)
		return bank.id;
	if (err == -ERR_NOT_FOUND)
		api_refuse(call, "There is no cabinet \"%s\" on record.", name);
	else
		api_failed(call, "Looking for the bank", err);
	return 0;
}
