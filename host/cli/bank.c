// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime bank`: the cabinets the school has.
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

const struct command bank_commands[] = {
	{"bank add", "NAME", "enter a cabinet", COMMAND_DB | COMMAND_BY | COMMAND_JSON, add, NULL,
		NULL},
	{"bank release", "NAME", "its controller was replaced: take the next one over",
		COMMAND_DB | COMMAND_BY | COMMAND_JSON, NULL, NULL, NULL},
	{"bank list", NULL, "the cabinets and what is known of each", COMMAND_DB | COMMAND_JSON,
		NULL, NULL, NULL},
	{0},
};
