// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime grant`: exceptions, entered with who agreed to them and why.
#include "cli/families.h"

#define FROM_UNTIL                                                                                 \
	{"from", "TIME", "2026-11-23T10:00, or 10:00 today; now where left out", OPTION_TEXT},     \
		{"until", "TIME", "when it ends", OPTION_NEEDED},                                  \
	{                                                                                          \
		"agreed-by", "PERSON", "who agreed, where not --by", OPTION_TEXT                   \
	}

static const struct command_option walker[] = {
	{"from", "DATE", "first day", OPTION_NEEDED},
	{"until", "DATE", "last day, included", OPTION_NEEDED},
	{"days", "DAYS", "mon-fri (where left out) or mon,wed", OPTION_TEXT},
	{0},
};

static const struct command_option safekeeping[] = {
	FROM_UNTIL,
	{"reason", "TEXT", "the exceptional circumstances", OPTION_NEEDED},
	{"parent-request", NULL, "a parent asked for it (RP-3 needs it)", OPTION_FLAG},
	{0},
};

static const struct command_option exceptional[] = {
	FROM_UNTIL,
	{"reason", "TEXT", "the exceptional circumstances", OPTION_NEEDED},
	{"rooms", "ROOMS", "the staff room, office or PPA room it is used in", OPTION_NEEDED},
	{0},
};

static const struct command_option early_leave[] = {
	FROM_UNTIL,
	{"reason", "TEXT", "why they leave early", OPTION_NEEDED},
	{0},
};

#define CHANGES (COMMAND_DB | COMMAND_BY | COMMAND_JSON)

const struct command grant_commands[] = {
	{"grant walker", "PERSON", "a Year 6 pupil may walk home alone", CHANGES, walker, NULL,
		NULL},
	{"grant walker-end", "PERSON", "and may no longer", CHANGES, NULL, NULL, NULL},
	{"grant safekeeping", "PERSON", "the office keeps a pupil's phone safe", CHANGES,
		safekeeping, NULL, NULL},
	{"grant exceptional", "PERSON", "a member of staff may have their phone", CHANGES,
		exceptional, NULL, NULL},
	{"grant early-leave", "PERSON", "a pupil is signed out before home-time", CHANGES,
		early_leave, NULL, NULL},
	{"grant end", "ID", "end a grant before its time", CHANGES, NULL, NULL, NULL},
	{0},
};
