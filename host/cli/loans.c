// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime device` and `hometime loan`: the school's own devices.
#include "cli/families.h"

static const struct command_option add[] = {
	{"kind", "KIND", "phone, smart watch, tablet, camera, recorder, console, other",
		OPTION_NEEDED},
	{"bank", "NAME", "it lives in a door of this cabinet ...", OPTION_TEXT},
	{"door", "NUMBER", "... this one, which nobody else is given", OPTION_NUMBER},
	{"shelf", "NAME", "or it lives in the office, on this shelf", OPTION_TEXT},
	{0},
};

static const struct command_option place[] = {
	{"in-door", NULL, "it lies in there already: somebody looked", OPTION_FLAG},
	{0},
};

static const struct command_option end[] = {
	{"reason", "TEXT", "sold, broken, lost", OPTION_NEEDED},
	{0},
};

#define CONSENT                                                                                    \
	{                                                                                          \
		"consent", "yes|no", "asked: have the parents consented to photographs?",          \
			OPTION_TEXT                                                                \
	}

static const struct command_option ask[] = {
	CONSENT,
	{0},
};

static const struct command_option borrow[] = {
	{"taken", NULL, "it is out of its door already: somebody used the key", OPTION_FLAG},
	{"until", "TIME", "back by; the end of the last session where left out", OPTION_TEXT},
	{"supervised-by", "PERSON", "who stays with a pupil banned from school IT", OPTION_TEXT},
	{"authorised-by", "PERSON",
		"who of the leadership team allows social media, where the "
		"policy lets them",
		OPTION_TEXT},
	CONSENT,
	{0},
};

static const struct command_option come_back[] = {
	{"open", NULL, "open its door for it; over the counter where left out", OPTION_FLAG},
	{"in-door", NULL, "it lies in its door: somebody looked, or used the key", OPTION_FLAG},
	{0},
};

static const struct command_option attest[] = {
	CONSENT,
	{"images-moved", "yes|no", "moved to a school computer and removed from the device?",
		OPTION_TEXT},
	{0},
};

static const struct command_option cabinet[] = {
	{"lends", "yes|no", "a tap there borrows and returns; it takes no phones", OPTION_NEEDED},
	{0},
};

#define CHANGES (COMMAND_DB | COMMAND_BY | COMMAND_JSON)
#define READS	(COMMAND_DB | COMMAND_JSON | COMMAND_READS)

const struct command loan_commands[] = {
	{"device add", "LABEL", "a camera, tablet or phone of the school's own", CHANGES, add, NULL,
		NULL},
	{"device place", "LABEL", "put it into its door", CHANGES, place, NULL, NULL},
	{"device end", "LABEL", "it is lent no more", CHANGES, end, NULL, NULL},
	{"device list", NULL, "the school's devices, and where each is", READS, NULL, NULL, NULL},
	{"loan ask", "LABEL", "borrow it yourself: your own card then opens its door", CHANGES, ask,
		NULL, NULL},
	{"loan borrow", "PERSON LABEL", "lend it at the desk", CHANGES, borrow, NULL, NULL},
	{"loan return", "LABEL", "it comes back", CHANGES, come_back, NULL, NULL},
	{"loan attest", "ID", "what was asked of the borrower", CHANGES, attest, NULL, NULL},
	{"loan list", NULL, "what is lent, overdue, or to be attested", READS, NULL, NULL, NULL},
	{"loan cabinet", "BANK", "whether a tap at this cabinet lends", CHANGES, cabinet, NULL,
		NULL},
	{0},
};
