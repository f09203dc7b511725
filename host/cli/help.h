// SPDX-License-Identifier: GPL-3.0-or-later
// The help texts, printed from the command tables so that they cannot say anything else.
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/command.h"

void help_all(FILE *out);
// The commands whose first word is family; false (and nothing printed) when there is none.
bool help_family(const char *family, FILE *out);
void help_command(const struct command *command, FILE *out);

#endif
