// SPDX-License-Identifier: GPL-3.0-or-later
// The families of commands, one file each: the rows and whatever code they need.
#ifndef CLI_FAMILIES_H
#define CLI_FAMILIES_H

#include "cli/command.h"

extern const struct command database_commands[]; // init, policy, school
extern const struct command people_commands[];	 // import, card
extern const struct command calendar_commands[];
extern const struct command line_commands[]; // line
extern const struct command bank_commands[];
extern const struct command desk_commands[]; // desk, question
extern const struct command loan_commands[]; // device, loan
extern const struct command visitor_commands[];
extern const struct command grant_commands[];
extern const struct command account_commands[];
extern const struct command release_commands[];	 // release, lockdown
extern const struct command conduct_commands[];	 // hold, ban, breach, override
extern const struct command incident_commands[]; // incident, notice, headteacher
extern const struct command serve_commands[];
extern const struct command tls_commands[];
extern const struct command reader_commands[];
extern const struct command record_commands[]; // status, log
extern const struct command report_commands[];
extern const struct command rehearse_commands[];
extern const struct command decide_commands[];

#endif
