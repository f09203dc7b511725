// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime import people` and `hometime card`: who is known, and by which card.
#include "cli/families.h"
#include "cli/file.h"
#include "register/text_file.h"

static const struct command_option import[] = {
	{"map", "MAP", "a saved column map, or guess: from the headings", OPTION_TEXT},
	{"apply", NULL, "write it; without, only say what it would do", OPTION_FLAG},
	{0},
};

// Asks the command's request with the text of the file at path under key.
static int ask_with_file(const struct call *call, const char *path, const char *key)
{
	json_t *request = call_request(call);
	char *text, why[FILE_WHY];
	json_t *value = NULL;
	size_t len;

	if (file_read(path, FILE_READ_MAX, &text, &len) < 0) {
		json_decref(request);
		return EXIT_REFUSED;
	}
	// What is no text cannot even be asked about: said here in the words of the import.
	if (text_file_check(text, len, why) == 0)
		value = json_stringn(text, len);
	file_forget(text);
	if (!value) {
		json_decref(request);
		return call_fail(EXIT_REFUSED, "%s: %s", path, why);
	}
	json_object_set_new(request, key, value);
	return call_ask(call, request);
}

static const struct command_option only_apply[] = {
	{"apply", NULL, "write it; without, only say what it would do", OPTION_FLAG},
	{0},
};

static const struct command_option roll_over[] = {
	{"date", "DATE", "first day of the new school year; today where left out", OPTION_TEXT},
	{"map", "FILE.csv", "which class becomes which: columns from, to; left out: none",
		OPTION_TEXT},
	{"apply", NULL, "write it; without, only say what it would do", OPTION_FLAG},
	{0},
};

static const struct command_option people_list[] = {
	{"class", "CLASS", "who is in this class", OPTION_TEXT},
	{"category", "CATEGORY", "who is pupil, staff, office, ...", OPTION_TEXT},
	{0},
};

// A card by its number, or as one of a person's: by the last four digits that are shown.
static const struct command_option whose_card[] = {
	{"person", "PERSON", "whose it is, in the place of its number", OPTION_TEXT},
	{"last", "DIGITS", "and its last four digits, as shown", OPTION_TEXT},
	{0},
};

static int ask_with_csv(const struct call *call)
{
	return ask_with_file(call, call->operands[0], "csv");
}

static int import_terms(const struct call *call)
{
	return ask_with_file(call, call->operands[0], "ics");
}

static int map_save(const struct call *call)
{
	return ask_with_file(call, call->operands[1], "map");
}

static int register_roll_over(const struct call *call)
{
	const char *path = call_option(call, "map");

	return path ? ask_with_file(call, path, "map") : call_ask(call, call_request(call));
}

static const struct command_option person_show[] = {
	{"device", "KIND", "judge a hand-in of this; a phone where left out", OPTION_TEXT},
	{"switched-off", "yes|no", "and as if this were said of it ...", OPTION_TEXT},
	{"internet-off", "yes|no", "... and this", OPTION_TEXT},
	{0},
};

const struct command people_commands[] = {
	{"import people", "FILE.csv", "read the school's register; without --apply a preview",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON | COMMAND_PREVIEW, import, ask_with_csv,
		NULL},
	{"import terms", "FILE.ics",
		"read term dates, INSET days and holidays; without --apply a preview",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON | COMMAND_PREVIEW, only_apply, import_terms,
		NULL},
	{"import contact", "FILE.csv", "read staff's contact times; without --apply a preview",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON | COMMAND_PREVIEW, only_apply, ask_with_csv,
		NULL},
	{"register roll-over", NULL, "September: every pupil a year on; without --apply a preview",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON | COMMAND_PREVIEW, roll_over,
		register_roll_over, NULL},
	{"map save", "NAME FILE.json", "save a column map for the school's own export",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, NULL, map_save, NULL},
	{"map list", NULL, "the saved column maps", COMMAND_DB | COMMAND_JSON | COMMAND_READS, NULL,
		NULL, NULL},
	{"map show", "NAME", "a saved column map as JSON",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, NULL, NULL, NULL},
	{"map guess", "FILE.csv", "a column map guessed from the headings of an export, as JSON",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, NULL, ask_with_csv, NULL},
	{"map end", "NAME", "take a column map out", COMMAND_DB | COMMAND_BY | COMMAND_JSON, NULL,
		NULL, NULL},
	{"people list", NULL, "how many are in each class; of one class or category, who",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, people_list, NULL, NULL},
	{"people find", "TEXT", "who it is, by the beginning of a name or reference",
		COMMAND_DB | COMMAND_JSON, NULL, NULL, NULL},
	{"person show", "PERSON", "somebody at the desk: what is in, and what the policy says now",
		COMMAND_DB | COMMAND_JSON, person_show, NULL, NULL},
	{"class teacher", "PERSON CLASS", "a class is theirs: they see who of it is to collect",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, NULL, NULL, NULL},
	{"class teacher-end", "PERSON CLASS", "a class is theirs no more",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, NULL, NULL, NULL},
	{"class mine", NULL, "who of your own class is still to collect",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON | COMMAND_READS, NULL, NULL, NULL},
	{"card add", "UID PERSON", "give a person a card", COMMAND_DB | COMMAND_BY | COMMAND_JSON,
		NULL, NULL, NULL},
	{"card lost", "[UID]", "a card was lost: it opens nothing, and the office sees who taps it",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, whose_card, NULL, NULL},
	{"card whose", "UID", "whose card it is", COMMAND_DB | COMMAND_JSON | COMMAND_READS, NULL,
		NULL, NULL},
	{"card replace", "UID PERSON",
		"a lost card replaced: theirs open nothing from now on, and this one is theirs",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, NULL, NULL, NULL},
	{"card end", "[UID]", "a card is not used any more", COMMAND_DB | COMMAND_BY | COMMAND_JSON,
		whose_card, NULL, NULL},
	{0},
};
