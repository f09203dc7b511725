// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime decide`: the rules alone, for programs and for whoever wants to ask them.
#include <unistd.h>

#include "api/decide.h"
#include "base/err.h"
#include "cli/families.h"

static int decide(const struct call *call)
{
	int err = decide_lines(STDIN_FILENO, STDOUT_FILENO);

	(void)call;
	if (err < 0)
		return call_fail(EXIT_REFUSED, "deciding stopped: %s.", err_str(err));
	return EXIT_DONE;
}

const struct command decide_commands[] = {
	{"decide", NULL, "one JSON request a line in, one JSON decision a line out", 0, NULL,
		decide, NULL},
	{0},
};
