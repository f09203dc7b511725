// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime bank`: the cabinets the school has.
#include "cli/adopt.h"
#include "cli/certificate.h"
#include "cli/families.h"

static const struct command_option add[] = {
	{"line", "LINE", "serial:/dev/ttyUSB0[@RATE], usb:VID:PID[:SERIAL] or stream:PATH",
		OPTION_NEEDED},
	{"address", "A", "its address on the line, 0 to 126", OPTION_NEEDED},
	{"in-sight", NULL, "it stands in sight of the desk: the desk may open its doors",
		OPTION_FLAG},
	{"office", NULL, "handing in here is handing in at the office", OPTION_FLAG},
	{0},
};

static const struct command_option place[] = {
	{"in-sight", "yes|no", "it stands in sight of the desk: the desk opens its doors at once",
		OPTION_TEXT},
	{"office", "yes|no", "handing in here is handing in at the office", OPTION_TEXT},
	{0},
};

static const struct command_option adopt[] = {
	{"address", "A", "give it this address; left out: it keeps its own", OPTION_NUMBER},
	{"new-key", NULL, "give it a new key even where it has a good one", OPTION_FLAG},
	{"yes", NULL, "say yes to all that only eyes can see (for scripts)", OPTION_FLAG},
	{0},
};

static const struct command_option certificate[] = {
	{"html", "FILE", "write it as a page of A4 to print and sign", OPTION_TEXT},
	{0},
};

const struct command bank_commands[] = {
	{"bank add", "NAME", "enter a cabinet", COMMAND_DB | COMMAND_BY | COMMAND_JSON, add, NULL,
		NULL},
	{"bank place", "NAME", "where a cabinet stands", COMMAND_DB | COMMAND_BY | COMMAND_JSON,
		place, NULL, NULL},
	{"bank release", "NAME", "its controller was replaced: take the next one over",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, NULL, NULL, NULL},
	{"bank adopt", "NAME",
		"key a cabinet that is alone on its line, and walk its doors one by one",
		COMMAND_DB | COMMAND_BY, adopt, adopt_run, NULL},
	{"bank rekey", "NAME", "give an adopted cabinet a new key", COMMAND_DB | COMMAND_BY, NULL,
		rekey_run, NULL},
	{"bank certificate", "NAME", "what was proved of a cabinet, to be filed",
		COMMAND_DB | COMMAND_JSON, certificate, certificate_run, NULL},
	{"bank list", NULL, "the cabinets and what is known of each", COMMAND_DB | COMMAND_JSON,
		NULL, NULL, NULL},
	{0},
};
