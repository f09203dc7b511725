// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime incident`, `notice` and `headteacher`: what was reported, who must be told, who
// deputises.
#include "cli/families.h"

#define CHANGES (COMMAND_DB | COMMAND_BY | COMMAND_JSON)
#define LISTS	(COMMAND_DB | COMMAND_BY | COMMAND_JSON | COMMAND_READS)

static const struct command_option record[] = {
	{"what", "TEXT", "what happened", OPTION_NEEDED},
	{"happened", "TIME", "when; now where left out", OPTION_TEXT},
	{"place", "TEXT", "where", OPTION_TEXT},
	{"about", "PERSON", "whom it is about", OPTION_TEXT},
	{"reporter", "PERSON", "who told it, where not --by", OPTION_TEXT},
	{"wishes", "TEXT", "what the reporter wishes", OPTION_TEXT},
	{"reader", "PERSON", "who may read it besides --by and the Headteacher; repeat",
		OPTION_MANY},
	{"restricted", NULL, "for its readers alone, though its kind is not", OPTION_FLAG},
	{0},
};

static const struct command_option note[] = {
	{"text", "TEXT", "what was done or seen", OPTION_NEEDED},
	{"kind", "KIND",
		"note (where left out), step, screen print, copy kept, parents contacted, advice",
		OPTION_TEXT},
	{"seen", "TIME", "a screen print's own date and time", OPTION_TEXT},
	{"place", "TEXT", "and place", OPTION_TEXT},
	{0},
};

static const struct command_option police[] = {
	{"at", "TIME", "when they were told; now where left out", OPTION_TEXT},
	{"choice", "WHOSE", "theirs (the bullied person's) or school", OPTION_NEEDED},
	{0},
};

static const struct command_option release[] = {
	{"reason", "TEXT", "why it need not be preserved any more", OPTION_NEEDED}, {0}};

static const struct command_option close[] = {
	{"outcome", "TEXT", "what came of it", OPTION_NEEDED}, {0}};

static const struct command_option all[] = {{"all", NULL, "closed ones too", OPTION_FLAG}, {0}};

static const struct command_option done_ones[] = {
	{"done", NULL, "those that are done", OPTION_FLAG},
	{"before", "ID", "of those, older ones: a page that ends before this one", OPTION_NUMBER},
	{0}};

static const struct command_option done[] = {
	{"hr", NULL, "HR advice was sought", OPTION_FLAG}, {0}};

static const struct command_option absent[] = {
	{"deputy", "PERSON", "the member of the SLT who deputises", OPTION_NEEDED},
	{"from", "TIME", "now where left out", OPTION_TEXT},
	{"until", "TIME", "when it ends by itself", OPTION_NEEDED},
	{0},
};

const struct command incident_commands[] = {
	{"incident record", "KIND", "something was reported", CHANGES, record, NULL, NULL},
	{"incident kinds", NULL, "what may be reported, and the rule behind it",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, NULL, NULL, NULL},
	{"incident list", NULL, "those you may read, and that there are others", LISTS, all, NULL,
		NULL},
	{"incident show", "ID", "read one; reading a restricted one is recorded", CHANGES, NULL,
		NULL, NULL},
	{"incident note", "ID", "append a step or note", CHANGES, note, NULL, NULL},
	{"incident police", "ID", "the police were told", CHANGES, police, NULL, NULL},
	{"incident hr", "ID", "HR advice was sought", CHANGES, NULL, NULL, NULL},
	{"incident reader", "ID PERSON", "they may read it", CHANGES, NULL, NULL, NULL},
	{"incident reader-end", "ID PERSON", "and may no longer", CHANGES, NULL, NULL, NULL},
	{"incident preserve", "ID", "keep it from retention until released", CHANGES, NULL, NULL,
		NULL},
	{"incident release", "ID", "the Headteacher releases it", CHANGES, release, NULL, NULL},
	{"incident close", "ID", "close it with its outcome", CHANGES, close, NULL, NULL},
	{"notice list", NULL, "what you must be told", LISTS, done_ones, NULL, NULL},
	{"notice done", "ID", "you were told", CHANGES, done, NULL, NULL},
	{"headteacher absent", NULL, "mark the Headteacher absent, with a deputy", CHANGES, absent,
		NULL, NULL},
	{"headteacher back", NULL, "and back before the time", CHANGES, NULL, NULL, NULL},
	{0},
};
