// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which the help lists the families: as a school sets up, then as its days go.
#include "cli/families.h"

#include "cli/parse.h"

const struct command *const command_families[] = {
	database_commands,
	people_commands,
	calendar_commands,
	bank_commands,
	line_commands,
	account_commands,
	serve_commands,
	tls_commands,
	reader_commands,
	desk_commands,
	loan_commands,
	visitor_commands,
	grant_commands,
	release_commands,
	conduct_commands,
	incident_commands,
	record_commands,
	report_commands,
	rehearse_commands,
	decide_commands,
	NULL,
};
