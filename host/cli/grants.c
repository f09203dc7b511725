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

static const struct command_option visit[] = {
	{"visit", "NAME", "what the visit is called", OPTION_NEEDED},
	{"staff", "PERSON", "who goes; once for each", OPTION_MANY},
	FROM_UNTIL,
	{0},
};

static const struct command_option medical[] = {
	FROM_UNTIL,
	{"review", "DATE", "when somebody looks at it again", OPTION_NEEDED},
	{0},
};

static const struct command_option emergency[] = {
	{"until", "TIME", "when it ends, two hours from now at the most; an hour where left out",
		OPTION_TEXT},
	{"reason", "TEXT", "what has happened", OPTION_NEEDED},
	{"agreed-by", "PERSON", "who agreed, where not --by", OPTION_TEXT},
	{0},
};

static const struct command_option review[] = {
	{"review", "DATE", "when somebody looks at it next", OPTION_NEEDED},
	{0},
};

static const struct command_option ask[] = {
	{"person", "PERSON", "whom it is for", OPTION_TEXT},
	{"staff", "PERSON", "or, of a visit, who goes; once for each", OPTION_MANY},
	{"from", "TIME", "2026-11-23T10:00, or 10:00 today; now where left out", OPTION_TEXT},
	{"until", "TIME", "when it would end", OPTION_NEEDED},
	{"reason", "TEXT", "why; of a medical one nothing is stored", OPTION_TEXT},
	{"visit", "NAME", "what a visit is called", OPTION_TEXT},
	{"rooms", "ROOMS", "exceptional: the staff room, office or PPA room", OPTION_TEXT},
	{"parent-request", NULL, "safekeeping: a parent asked for it", OPTION_FLAG},
	{"review", "DATE", "medical: when somebody looks at it again", OPTION_TEXT},
	{0},
};

static const struct command_option agree[] = {
	{"agreed-by", "PERSON", "who agreed, where not --by", OPTION_TEXT},
	{"rooms", "ROOMS", "what was missing: the room", OPTION_TEXT},
	{"parent-request", NULL, "what was missing: a parent asked for it", OPTION_FLAG},
	{"review", "DATE", "what was missing: the review date", OPTION_TEXT},
	{0},
};

static const struct command_option decline[] = {
	{"reason", "TEXT", "why not", OPTION_NEEDED},
	{0},
};

static const struct command_option list[] = {
	{"person", "PERSON", "all there ever were of one person", OPTION_TEXT},
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
	{"grant visit", NULL, "staff on a school visit may have their phones", CHANGES, visit, NULL,
		NULL},
	{"grant medical", "PERSON", "somebody keeps their phone, whatever the hour", CHANGES,
		medical, NULL, NULL},
	{"grant emergency", "PERSON", "somebody may collect now, whatever the hour (SYS-1)",
		CHANGES, emergency, NULL, NULL},
	{"grant review", "ID", "an arrangement was looked at: the next date", CHANGES, review, NULL,
		NULL},
	{"grant ask", "KIND", "ask for an exception: who may, agrees to it or declines", CHANGES,
		ask, NULL, NULL},
	{"grant agree", "ID", "consent or agree to what was asked", CHANGES, agree, NULL, NULL},
	{"grant decline", "ID", "or do not", CHANGES, decline, NULL, NULL},
	{"grant withdraw", "ID", "take back what was asked", CHANGES, NULL, NULL, NULL},
	{"grant list", NULL, "asked for, to come, running, overdue",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, list, NULL, NULL},
	{"grant kinds", NULL, "what may be asked for, and the rule behind it",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, NULL, NULL, NULL},
	{"grant walkers", NULL, "who may walk home alone",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, NULL, NULL, NULL},
	{"grant end", "ID", "end a grant before its time", CHANGES, NULL, NULL, NULL},
	{0},
};
