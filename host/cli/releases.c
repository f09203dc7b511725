// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime release` and `hometime lockdown`: doors opened one after another, or for nobody.
#include "cli/families.h"

#define SEQUENCE                                                                                   \
	{"at-once", "NUMBER", "doors that may stand open together: 1 (where left out) to 4",       \
		OPTION_NUMBER},                                                                    \
	{                                                                                          \
		"until", "TIME",                                                                   \
			"no door opens after it: two hours at the most, an hour where left out",   \
			OPTION_TEXT                                                                \
	}

static const struct command_option release_class[] = {
	{"bank", "NAME", "at which cabinet", OPTION_NEEDED},
	{"emergency", NULL, "whatever the hour (SYS-1): the leadership team, with a reason",
		OPTION_FLAG},
	{"reason", "TEXT", "what has happened", OPTION_TEXT},
	SEQUENCE,
	{0},
};

static const struct command_option release_bank[] = {
	{"reason", "TEXT", "what has happened", OPTION_NEEDED},
	SEQUENCE,
	{0},
};

static const struct command_option release_person[] = {
	{"reason", "TEXT", "what has happened", OPTION_NEEDED},
	{"bank", "NAME", "which cabinet, where several have a device of theirs", OPTION_TEXT},
	SEQUENCE,
	{0},
};

static const struct command_option reason[] = {
	{"reason", "TEXT", "what has happened", OPTION_NEEDED},
	{0},
};

#define CHANGES (COMMAND_DB | COMMAND_BY | COMMAND_JSON)

const struct command release_commands[] = {
	{"release class", "CLASS", "a class's phones at one cabinet, door after door", CHANGES,
		release_class, NULL, NULL},
	{"release bank", "BANK", "everything in a cabinet (SYS-1)", CHANGES, release_bank, NULL,
		NULL},
	{"release person", "PERSON", "one person's device (SYS-1)", CHANGES, release_person, NULL,
		NULL},
	{"release stop", "BANK", "open no more doors there", CHANGES, NULL, NULL, NULL},
	{"release go-on", "BANK", "let one go on that stands still", CHANGES, NULL, NULL, NULL},
	{"release status", NULL, "how far a release is: opened, collected, still inside",
		COMMAND_DB | COMMAND_JSON, NULL, NULL, NULL},
	{"lockdown start", "[BANK]", "no self-service there, or anywhere, until lifted", CHANGES,
		reason, NULL, NULL},
	{"lockdown end", "[BANK]", "lift it", CHANGES, NULL, NULL, NULL},
	{0},
};
