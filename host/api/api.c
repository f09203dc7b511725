// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the request's row, checks who asks, and lets its handler answer.
#include "api/api.h"

#include <stdlib.h>
#include <string.h>

#include "api/handler.h"
#include "base/plaintext.h"

static const struct {
	const char *name;
	int (*run)(struct api_call *call);
	enum api_kind kind;
} requests[] = {
#define REQUEST(name, function, kind) {name, function, kind},
#include "api/requests.def"
#undef REQUEST
};

#define REQUESTS (sizeof requests / sizeof requests[0])

static size_t find_request(const char *name)
{
	size_t i = 0;

	while (i < REQUESTS && (!name || strcmp(requests[i].name, name) != 0))
		i++;
	return i;
}

int api_kind(const char *name)
{
	size_t i = find_request(name);

	return i < REQUESTS ? (int)requests[i].kind : -1;
}

// Whether who asks has to be said before the handler looks. A preview changes nothing; and the
// first register of all names its own "by" (people_import.h).
static bool wants_by(const struct api_call *call, size_t i)
{
	int (*const run)(struct api_call *) = requests[i].run;

	if (run == request_import_people)
		return false;
	if (run == request_roll_over || run == request_import_terms ||
		run == request_import_contact)
		return api_flag(call, "apply");
	return requests[i].kind == API_CHANGES;
}

// A file is looked through line by line by who reads it.
static bool is_file(const char *field)
{
	static const char *const files[] = {"csv", "ics", "map"};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		if (strcmp(files[i], field) == 0)
			return true;
	}
	return false;
}

#define BEFORE 24 // bytes of what stands before it, to find it by

static bool is_seen(struct api_call *call, const char *field, const json_t *value)
{
	const char *text = json_string_value(value);
	const char *at = text ? text_unseen(text, json_string_length(value)) : NULL;

	if (!at)
		return true;
	const char *from = at - text > BEFORE ? at - BEFORE : text;

	while (from < at && ((unsigned char)*from & 0xC0) == 0x80)
		from++; // not the end of a cut character
	if (from == at)
		api_refuse(call,
			"\"%.40s\" begins with an invisible character: delete it, or type the "
			"text anew.",
			field);
	else
		api_refuse(call,
			"\"%.40s\" has an invisible character after \"%.*s\": delete it, or type "
			"the text anew.",
			field, (int)(at - from), from);
	return false;
}

// Every text of every request: what it says is what one reads.
static bool all_seen(struct api_call *call)
{
	const char *field;
	json_t *value, *each;
	size_t i;

	json_object_foreach((json_t *)call->request, field, value)
	{
		if (is_file(field))
			continue;
		if (!is_seen(call, field, value))
			return false;
		json_array_foreach(value, i, each)
		{
			if (!is_seen(call, field, each))
				return false;
		}
	}
	return true;
}

static int run(struct api_call *call)
{
	size_t i = find_request(json_string_value(json_object_get(call->request, "request")));

	if (i == REQUESTS)
		return api_refuse(call,
			"\"request\" names nothing this program does; is it of another version?");
	if (!all_seen(call) || (wants_by(call, i) && !api_by(call)))
		return -1;
	return requests[i].run(call);
}

json_t *api_answer(const struct api *api, const json_t *request, bool *out_keep)
{
	struct api_call call = {.api = api, .request = request, .answer = json_object()};
	bool ok;

	if (!call.answer)
		return NULL;
	ok = run(&call) == 0;
	json_object_set_new(call.answer, "ok", json_boolean(ok));
	*out_keep = ok || call.keep;
	return call.answer;
}

char *api_answer_text(const struct api *api, const char *text, size_t len, bool *out_keep)
{
	json_t *request = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	json_t *answer;
	char *line;

	*out_keep = false;
	if (!json_is_object(request)) {
		json_decref(request);
		return strdup(
			"{\"ok\":false,\"error\":\"A request is one JSON object on one line.\"}");
	}
	answer = api_answer(api, request, out_keep);
	line = answer ? json_dumps(answer, JSON_COMPACT) : NULL;
	json_decref(answer);
	json_decref(request);
	return line;
}
