// SPDX-License-Identifier: GPL-3.0-or-later
// The plain values of a decide request, each refused with the path of its field.
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "api/decide_read.h"
#include "base/err.h"

int reading_refuse(struct reading *r, const char *sentence, ...)
{
	size_t at = 0;
	va_list args;

	for (int i = 0; i < r->depth && at < DECIDE_WHY_MAX - 64; i++) {
		at += (size_t)snprintf(
			r->why + at, DECIDE_WHY_MAX - at, "%s%s", i ? "." : "", r->path[i].key);
		if (r->path[i].index >= 0)
			at += (size_t)snprintf(
				r->why + at, DECIDE_WHY_MAX - at, "[%d]", r->path[i].index);
	}
	if (r->depth > 0)
		r->why[at++] = ' ';
	va_start(args, sentence);
	vsnprintf(r->why + at, DECIDE_WHY_MAX - at, sentence, args);
	va_end(args);
	return -ERR_FORMAT;
}

int reading_object(struct reading *r, const json_t *value, const struct field *fields, void *out)
{
	if (!json_is_object(value))
		return reading_refuse(r, "must be an object.");
	// Taken from the known keys, so that a request with many others costs no more than theirs.
	for (const struct field *f = fields; f->key; f++) {
		const json_t *part = json_object_get(value, f->key);

		if (!part || json_is_null(part))
			continue;
		r->path[r->depth].key = f->key;
		r->path[r->depth++].index = -1;
		if (f->read(r, part, out) < 0)
			return -ERR_FORMAT;
		r->depth--;
	}
	return 0;
}

int reading_list(struct reading *r, const json_t *value, int most,
	int (*read)(struct reading *, const json_t *, void *), void *out)
{
	size_t count = json_array_size(value);

	if (!json_is_array(value))
		return reading_refuse(r, "must be a list.");
	if (count > (size_t)most)
		return reading_refuse(r, "has more than %d entries.", most);
	for (size_t i = 0; i < count; i++) {
		r->path[r->depth - 1].index = (int)i;
		if (read(r, json_array_get(value, i), out) < 0)
			return -ERR_FORMAT;
	}
	r->path[r->depth - 1].index = -1;
	return 0;
}

int read_word(struct reading *r, const json_t *value, const struct words *words, int *out)
{
	char list[160];
	size_t at = 0;

	if (json_is_string(value)) {
		int found = word_find(words, json_string_value(value), json_string_length(value));

		if (found >= 0) {
			*out = found;
			return 0;
		}
	}
	for (int i = 0; i < words->count && at < sizeof(list); i++)
		at += (size_t)snprintf(
			list + at, sizeof(list) - at, "%s%s", i ? ", " : "", word_text(words, i));
	return reading_refuse(r, "must be one of %s.", list);
}

int read_bool(struct reading *r, const json_t *value, void *out)
{
	if (!json_is_boolean(value))
		return reading_refuse(r, "must be true or false.");
	*(bool *)out = json_is_true(value);
	return 0;
}

int read_attested(struct reading *r, const json_t *value, void *out)
{
	bool said = false;

	if (read_bool(r, value, &said) < 0)
		return -ERR_FORMAT;
	*(enum attested *)out = said ? ATTEST_YES : ATTEST_NO;
	return 0;
}

int read_date(struct reading *r, const json_t *value, void *out)
{
	struct local_date date;
	int err = json_is_string(value) ? local_date_parse(json_string_value(value),
						  json_string_length(value), &date)
					: -ERR_FORMAT;

	if (err == -ERR_ARG)
		return reading_refuse(r, "is a date that does not exist.");
	if (err < 0)
		return reading_refuse(r, "must be a date such as 2026-11-23.");
	*(struct local_date *)out = date;
	return 0;
}

int read_time(struct reading *r, const json_t *value, void *out)
{
	struct local_time time;
	int err = json_is_string(value) ? local_time_parse(json_string_value(value),
						  json_string_length(value), &time)
					: -ERR_FORMAT;

	if (err == -ERR_ARG)
		return reading_refuse(r, "is a date or local time that does not exist.");
	if (err < 0)
		return reading_refuse(
			r, "must be a local date and time such as 2026-11-23T14:50:00.");
	*(struct local_time *)out = time;
	return 0;
}

int read_clock(struct reading *r, const json_t *value, void *out)
{
	int32_t s = 0;
	int err = json_is_string(value) ? local_clock_parse(json_string_value(value),
						  json_string_length(value), &s)
					: -ERR_FORMAT;

	if (err == -ERR_ARG || (err == 0 && r->spring && s >= 3600 && s < 7200))
		return reading_refuse(r, "is a local time that does not exist on that day.");
	if (err < 0)
		return reading_refuse(r, "must be a local time such as 08:45.");
	*(int32_t *)out = s;
	return 0;
}

int read_span(struct reading *r, const json_t *value, void *out)
{
	struct day_span span;

	if (!json_is_array(value) || json_array_size(value) != 2)
		return reading_refuse(r, "must be two local times such as [\"08:45\",\"12:00\"].");
	if (read_clock(r, json_array_get(value, 0), &span.from) < 0 ||
		read_clock(r, json_array_get(value, 1), &span.until) < 0)
		return -ERR_FORMAT;
	*(struct day_span *)out = span;
	return 0;
}

int read_id(struct reading *r, const json_t *value, void *out)
{
	if (json_is_integer(value) && r->number_count < IDS_MAX) {
		char *text = r->numbers[r->number_count++];

		snprintf(text, sizeof(r->numbers[0]), "%lld", (long long)json_integer_value(value));
		*(const char **)out = text;
		return 0;
	}
	if (!json_is_string(value))
		return reading_refuse(r, "must be text.");
	*(const char **)out = json_string_value(value);
	return 0;
}
