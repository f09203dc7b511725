// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime calendar`: terms, special days, hours, and who came late.
#include "cli/families.h"

static const struct command_option term[] = {
	{"from", "DATE", "first day", OPTION_NEEDED},
	{"until", "DATE", "last day, included", OPTION_TEXT},
	{"remove", NULL, "take the term that begins on --from out", OPTION_FLAG},
	{0},
};

static const struct command_option day[] = {
	{"name", "TEXT", "what the day is called", OPTION_TEXT},
	{0},
};

static const struct command_option hours[] = {
	{"sessions", "SPANS", "08:45-12:00,13:00-15:15", OPTION_NEEDED},
	{"home-time", "TIME", "15:15", OPTION_NEEDED},
	{"hand-in", "SPAN", "08:30-09:00", OPTION_NEEDED},
	{"class", "CLASS", "of this class only", OPTION_TEXT},
	{"date", "DATE", "on this date only", OPTION_TEXT},
	{"reason", "TEXT", "why that date differs", OPTION_TEXT},
	{0},
};

static const struct command_option close_early[] = {
	{"reason", "TEXT", "why", OPTION_NEEDED},
	{"date", "DATE", "today where left out", OPTION_TEXT},
	{"class", "CLASS", "this class only", OPTION_TEXT},
	{0},
};

static const struct command_option contact[] = {
	{"days", "DAYS", "mon-fri or mon,wed", OPTION_NEEDED},
	{"times", "SPANS", "09:00-12:00; none: no contact time; left out: the sessions again",
		OPTION_TEXT},
	{0},
};

static const struct command_option club_add[] = {
	{"days", "DAYS", "mon-fri or mon,wed", OPTION_NEEDED},
	{"ends", "TIME", "when it lets its members go, as 16:15", OPTION_NEEDED},
	{"until", "DATE", "last day, included", OPTION_NEEDED},
	{"from", "DATE", "first day; today where left out", OPTION_TEXT},
	{0},
};

static const struct command_option club_member[] = {
	{"from", "DATE", "from that day on; today where left out", OPTION_TEXT},
	{0},
};

static const struct command_option club_end[] = {
	{"date", "DATE", "its last day; today where left out", OPTION_TEXT},
	{0},
};

static const struct command_option club_cancel[] = {
	{"date", "DATE", "that day; today where left out", OPTION_TEXT},
	{"back", NULL, "it takes place after all", OPTION_FLAG},
	{0},
};

#define CHANGES (COMMAND_DB | COMMAND_BY | COMMAND_JSON)

const struct command calendar_commands[] = {
	{"calendar month", "[DATE]", "what kind each day of that month is",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, NULL, NULL, NULL},
	{"calendar term", "NAME", "enter a term, or take it out", CHANGES, term, NULL, NULL},
	{"calendar day", "DATE KIND", "school, inset, holiday; ordinary: as its weekday", CHANGES,
		day, NULL, NULL},
	{"calendar hours", NULL, "the hours of school days", CHANGES, hours, NULL, NULL},
	{"calendar close-early", "TIME", "the Headteacher closes early, at 14:00 or now", CHANGES,
		close_early, NULL, NULL},
	{"calendar contact", "PERSON", "when a member of staff is with children", CHANGES, contact,
		NULL, NULL},
	{"calendar sign-in", "PERSON", "a late pupil is signed in now", CHANGES, NULL, NULL, NULL},
	{"calendar word", "WORD MEANING",
		"what a word in an .ics title means: term, term begins, term ends, inset, holiday, "
		"school, nothing; ordinary: forget it",
		CHANGES, NULL, NULL, NULL},
	{"calendar words", NULL, "the words in an .ics title, and what they mean",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, NULL, NULL, NULL},
	{"club add", "NAME", "a club: its members go home when it ends", CHANGES, club_add, NULL,
		NULL},
	{"club join", "NAME PERSON", "a pupil is in a club", CHANGES, club_member, NULL, NULL},
	{"club leave", "NAME PERSON", "a pupil is in a club no more", CHANGES, club_member, NULL,
		NULL},
	{"club cancel", "NAME", "a club does not take place that day", CHANGES, club_cancel, NULL,
		NULL},
	{"club end", "NAME", "a club ends for good", CHANGES, club_end, NULL, NULL},
	{"club list", NULL, "the clubs and their members",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, NULL, NULL, NULL},
	{0},
};
