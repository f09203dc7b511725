// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime hold`, `ban`, `breach` and `override`: rules not followed, and what the school does
// then.
#include "cli/families.h"

#define CHANGES (COMMAND_DB | COMMAND_BY | COMMAND_JSON)
#define LISTS	(COMMAND_DB | COMMAND_BY | COMMAND_JSON | COMMAND_READS)

static const struct command_option hold_place[] = {
	{"reason", "TEXT", "why it is held", OPTION_NEEDED},
	{"rule", "RULE", "the rule it rests on; school where left out", OPTION_TEXT},
	{"to", "PERSON", "an adult who may collect it; repeat; a parent where left out",
		OPTION_MANY},
	{"until", "TIME", "it ends by itself then and goes back like a deposit", OPTION_TEXT},
	{"school-hours", "HOURS", "... or after so many school hours", OPTION_NUMBER},
	{"school-days", "DAYS", "... or on the school day so many after today", OPTION_NUMBER},
	{"look-on", "DATE", "or, until it is collected, when somebody looks at it again",
		OPTION_TEXT},
	{"custody", "ID", "which of several, as `hometime status` numbers them", OPTION_NUMBER},
	{"confirm", NULL, "hold it: the date that is shown without this was read", OPTION_FLAG},
	{0},
};

static const struct command_option hold_evidence[] = {
	{"reason", "TEXT", "why it is kept", OPTION_NEEDED},
	{"incident", "ID", "the incident it belongs to", OPTION_NUMBER},
	{"custody", "ID", "which of several, as `hometime status` numbers them", OPTION_NUMBER},
	{"confirm", NULL, "keep it: from then on the police alone get it", OPTION_FLAG},
	{0},
};

static const struct command_option hold_police[] = {
	{"officer", "NAME", "the officer's name", OPTION_NEEDED},
	{"number", "NUMBER", "and number", OPTION_NEEDED},
	{"reference", "REFERENCE", "what the police call it", OPTION_NEEDED},
	{"by-hand", NULL, "with the mechanical key: the cabinet does not answer", OPTION_FLAG},
	{0},
};

static const struct command_option ban_start[] = {
	{"kind", "KIND", "phone (where left out) or school-it", OPTION_TEXT},
	{"rule", "RULE", "the rule that asks for it; school where left out", OPTION_TEXT},
	{"from", "DATE", "first day; today where left out", OPTION_TEXT},
	{"until", "DATE", "last day, included; until lifted where left out", OPTION_TEXT},
	{0},
};

static const struct command_option ban_lift[] = {
	{"reason", "TEXT", "why it is lifted", OPTION_NEEDED}, {0}};

static const struct command_option all[] = {
	{"all", NULL, "those that are over too", OPTION_FLAG}, {0}};

static const struct command_option breach_record[] = {
	{"happened", "TIME", "when it happened; now where left out", OPTION_TEXT}, {0}};

static const struct command_option breach_close[] = {
	{"outcome", "TEXT", "what came of it", OPTION_NEEDED},
	{"disciplinary", NULL, "by the Disciplinary Procedure; never a pupil's", OPTION_FLAG},
	{0},
};

static const struct command_option override_collect[] = {
	{"justification", "TEXT", "why, in writing: the Headteacher reads it", OPTION_NEEDED},
	{"custody", "ID", "which of several, as `hometime status` numbers them", OPTION_NUMBER},
	{"to", "PERSON", "who takes it, where not its person", OPTION_TEXT},
	{0},
};

static const struct command_option override_note[] = {
	{"justification", "TEXT", "why, in writing: the Headteacher reads it", OPTION_NEEDED},
	{"about", "PERSON", "whose device it was about", OPTION_TEXT},
	{"decision", "ID", "the decision it goes against, as `hometime log --json` numbers it",
		OPTION_NUMBER},
	{"proposed", NULL, "it is not done yet", OPTION_FLAG},
	{0},
};

const struct command conduct_commands[] = {
	{"hold place", "PERSON", "keep a device that is in; first shows until when", CHANGES,
		hold_place, NULL, NULL},
	{"hold evidence", "PERSON", "keep a device for the police", CHANGES, hold_evidence, NULL,
		NULL},
	{"hold police", "ID", "give it to an officer", CHANGES, hold_police, NULL, NULL},
	{"hold end", "ID", "make it a deposit again", CHANGES, NULL, NULL, NULL},
	{"hold list", NULL, "what is held, and when somebody looks again", LISTS, NULL, NULL, NULL},
	{"ban start", "PERSON", "a pupil may not use a phone, or school IT unsupervised", CHANGES,
		ban_start, NULL, NULL},
	{"ban lift", "ID", "the Headteacher lifts a ban", CHANGES, ban_lift, NULL, NULL},
	{"ban list", NULL, "who is banned", LISTS, all, NULL, NULL},
	{"breach record", "PERSON RULE", "a rule was not followed", CHANGES, breach_record, NULL,
		NULL},
	{"breach investigate", "ID", "it is looked into", CHANGES, NULL, NULL, NULL},
	{"breach close", "ID", "close it with its outcome", CHANGES, breach_close, NULL, NULL},
	{"breach list", NULL, "breaches that are not closed", LISTS, all, NULL, NULL},
	{"override collect", "PERSON", "give a device back against a decision", CHANGES,
		override_collect, NULL, NULL},
	{"override note", NULL, "advise the Headteacher of an act against the rules", CHANGES,
		override_note, NULL, NULL},
	{0},
};
