// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime import people` and `hometime card`: who is known, and by which card.
#include "cli/families.h"
#include "cli/file.h"

static const struct command_option import[] = {
	{"apply", NULL, "write it; without, only say what it would do", OPTION_FLAG},
	{0},
};

static int import_people(const struct call *call)
{
	json_t *request = call_request(call);
	char *text;
	size_t len;
	json_t *csv;

	if (file_read(call->operands[0], FILE_READ_MAX, &text, &len) < 0) {
		json_decref(request);
		return EXIT_REFUSED;
	}
	csv = json_stringn(text, len);
	file_forget(text);
	if (!csv) {
		json_decref(request);
		return call_fail(EXIT_REFUSED, "%s is not UTF-8 text; save it as \"CSV UTF-8\".",
			call->operands[0]);
	}
	json_object_set_new(request, "csv", csv);
	return call_ask(call, request);
}

const struct command people_commands[] = {
	{"import people", "FILE.csv", "read the school's register; without --apply a preview",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON | COMMAND_PREVIEW, import, import_people,
		NULL},
	{"card add", "UID PERSON", "give a person a card", COMMAND_DB | COMMAND_BY | COMMAND_JSON,
		NULL, NULL, NULL},
	{"card lost", "UID", "a card was lost: it opens nothing, and the office sees who taps it",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, NULL, NULL, NULL},
	{"card end", "UID", "a card is not used any more", COMMAND_DB | COMMAND_BY | COMMAND_JSON,
		NULL, NULL, NULL},
	{0},
};
