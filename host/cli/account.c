// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime account`: who may sign in at the screens.
#include "cli/families.h"

#define CHANGES (COMMAND_DB | COMMAND_BY | COMMAND_JSON)

static const struct command_option role[] = {
	{"role", "ROLE", "office, slt, headteacher, administrator, reader or staff", OPTION_NEEDED},
	{0},
};

static const struct command_option link[] = {
	{"second", NULL, "take their second factor off too: the phone with it is lost",
		OPTION_FLAG},
	{0},
};

const struct command account_commands[] = {
	{"account make", "PERSON", "somebody may sign in at the screens: a one-time link", CHANGES,
		role, NULL, NULL},
	{"account link", "PERSON", "a new link: a forgotten password", CHANGES, link, NULL, NULL},
	{"account role", "PERSON", "what their account may do", CHANGES, role, NULL, NULL},
	{"account sign-out", "PERSON", "they are signed out wherever they are", CHANGES, NULL, NULL,
		NULL},
	{"account let-in", "PERSON", "they tried too often: they may try again at once", CHANGES,
		NULL, NULL, NULL},
	{"account end", "PERSON", "they may not sign in any more", CHANGES, NULL, NULL, NULL},
	{"account list", NULL, "who has an account, and as what", COMMAND_DB | COMMAND_JSON, NULL,
		NULL, NULL},
	{0},
};
