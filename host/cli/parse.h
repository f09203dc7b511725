// SPDX-License-Identifier: GPL-3.0-or-later
// From argv to a struct call, and the help texts.
#ifndef CLI_PARSE_H
#define CLI_PARSE_H

#include "cli/command.h"

// The lists of every family, one after the other; NULL ends it.
extern const struct command *const command_families[];

// Finds the command that argv names and reads its operands and options. Returns -1 when out_call is
// ready to run; otherwise an exit status, everything already said (--help, --version, bad usage).
int parse_call(int argc, char **argv, const struct env *env, struct call *out_call);

#endif
