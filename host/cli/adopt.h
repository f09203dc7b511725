// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that speak to a line themselves.
#ifndef CLI_ADOPT_H
#define CLI_ADOPT_H

#include "cli/command.h"

// `bank adopt NAME`, `bank rekey NAME`: exit statuses.
int adopt_run(const struct call *call);
int rekey_run(const struct call *call);

#endif
