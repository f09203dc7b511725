// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime desk` and `hometime question`: what the office does with its own hands.
#include "cli/families.h"

static const struct command_option hand_in[] = {
	{"device", "KIND",
		"phone (where left out), smart watch, tablet, camera, recorder, console, other",
		OPTION_TEXT},
	{"owner", "WHOSE", "personal (where left out) or school", OPTION_TEXT},
	{"bank", "NAME", "open a free door of this cabinet", OPTION_TEXT},
	{"safe", "NAME", "or keep it in this safe of the office ...", OPTION_TEXT},
	{"envelope", "NUMBER", "... in this envelope", OPTION_TEXT},
	{"switched-off", "yes|no", "asked: is it switched off?", OPTION_TEXT},
	{"internet-off", "yes|no", "asked: is its internet switched off?", OPTION_TEXT},
	{"hold", "REASON", "keep it as a hold, and why: see `hometime hold place --help`",
		OPTION_TEXT},
	{"to", "PERSON", "an adult who may collect it; repeat; a parent where left out",
		OPTION_MANY},
	{"until", "TIME", "the hold ends by itself then", OPTION_TEXT},
	{"school-hours", "HOURS", "... or after so many school hours", OPTION_NUMBER},
	{"school-days", "DAYS", "... or on the school day so many after today", OPTION_NUMBER},
	{"look-on", "DATE", "or, until it is collected, somebody looks at it again", OPTION_TEXT},
	{"incident", "ID", "or keep it for the police: the incident it belongs to", OPTION_NUMBER},
	{"confirm", NULL, "hold it: the date was read", OPTION_FLAG},
	{0},
};

static const struct command_option collect[] = {
	{"custody", "ID", "which of several, as `hometime status` numbers them", OPTION_NUMBER},
	{"to", "PERSON", "who takes it, where not its person: a parent", OPTION_TEXT},
	{"identified", "HOW",
		"of a held one: \"seen document\", \"known to staff\", \"named by the school\", "
		"\"called back on the number on file\"",
		OPTION_TEXT},
	{0},
};

static const struct command_option by_hand[] = {
	{"did", "WHAT", "collect or hand-in: what was done without the system", OPTION_NEEDED},
	{"bank", "NAME", "the cabinet whose door was used", OPTION_TEXT},
	{"door", "NUMBER", "and the door", OPTION_NUMBER},
	{"device", "KIND", "phone where left out", OPTION_TEXT},
	{"safe", "NAME", "or the office's safe ...", OPTION_TEXT},
	{"envelope", "NUMBER", "... and envelope", OPTION_TEXT},
	{"custody", "ID", "which of several, as `hometime status` numbers them", OPTION_NUMBER},
	{"to", "PERSON", "who took it, where not its person", OPTION_TEXT},
	{0},
};

static const struct command_option looked[] = {
	{"something", "yes|no", "was something inside?", OPTION_NEEDED},
	{0},
};

static const struct command_option question_answer[] = {
	{"person", "PERSON", "whose it is, for the answer \"it belongs to\"", OPTION_TEXT},
	{0},
};

const struct command desk_commands[] = {
	{"desk hand-in", "PERSON", "take a device in at the desk",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, hand_in, NULL, NULL},
	{"desk collect", "PERSON", "give a device back at the desk",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, collect, NULL, NULL},
	{"desk by-hand", "PERSON", "write down what was done without the system",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, by_hand, NULL, NULL},
	{"desk open", "BANK DOOR", "open a door to look or to clear it",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, NULL, NULL, NULL},
	{"desk looked", "BANK DOOR", "somebody looked into a door: it may be used again",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, looked, NULL, NULL},
	{"desk card", NULL, "what was last held to the desk's reader", COMMAND_DB | COMMAND_JSON,
		NULL, NULL, NULL},
	{"question list", NULL, "doors that wait for somebody to look",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, NULL, NULL, NULL},
	{"question answer", "ID ANSWER", "say what was seen; the list names the answers",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, question_answer, NULL, NULL},
	{0},
};
