// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime visitor`: reception's book.
#include "cli/families.h"

static const struct command_option sign_in[] = {
	{"category", "WHAT", "visitor (where left out), contractor or parent", OPTION_TEXT},
	{"about", "TEXT", "their firm, or whom they come to see", OPTION_TEXT},
	{"person", "PERSON", "who they are on the register, where the name alone does not say",
		OPTION_TEXT},
	{"device", "KIND", "what they leave at reception: phone, tablet, camera, ...", OPTION_TEXT},
	{"safe", "NAME", "it goes into this safe ...", OPTION_TEXT},
	{"envelope", "NUMBER", "... in this envelope", OPTION_TEXT},
	{"bank", "NAME", "or behind a door of this cabinet", OPTION_TEXT},
	{"switched-off", "yes|no", "asked: is it switched off?", OPTION_TEXT},
	{0},
};

static const struct command_option sign_out[] = {
	{"given-back", "yes|no", "what of theirs is in: given back now, or it stays", OPTION_TEXT},
	{0},
};

#define CHANGES (COMMAND_DB | COMMAND_BY | COMMAND_JSON)

const struct command visitor_commands[] = {
	{"visitor sign-in", "GIVEN FAMILY", "somebody comes for a visit", CHANGES, sign_in, NULL,
		NULL},
	{"visitor sign-out", "PERSON", "they leave, with what is theirs", CHANGES, sign_out, NULL,
		NULL},
	{"visitor list", NULL, "who is here, and what they left at reception",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, NULL, NULL, NULL},
	{0},
};
