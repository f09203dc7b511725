// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime --help` and `hometime COMMAND --help`.
#include "cli/help.h"

#include <string.h>

#include "cli/parse.h"

static void print_row(const struct command *command, FILE *out)
{
	int width = fprintf(out, "  %s%s%s", command->words, command->operands ? " " : "",
		command->operands ? command->operands : "");

	fprintf(out, "%*s%s\n", width < 34 ? 34 - width : 1, "", command->about);
}

void help_all(FILE *out)
{
	fputs("Hometime keeps phones in RFID lockers during contact time and writes down every "
	      "one.\n\n"
	      "hometime COMMAND [--db FILE] ...\n\n",
		out);
	for (const struct command *const *family = command_families; *family; family++) {
		for (const struct command *command = *family; command->words; command++)
			print_row(command, out);
	}
	fputs("\nEvery command has --help. --db FILE may be left out where HOMETIME_DB is set.\n"
	      "Exit status: 0 done, 1 refused or found wrong, 2 bad usage.\n",
		out);
}

bool help_family(const char *family, FILE *out)
{
	size_t len = strlen(family);
	bool found = false;

	for (const struct command *const *list = command_families; *list; list++) {
		for (const struct command *command = *list; command->words; command++) {
			if (strncmp(command->words, family, len) != 0 || command->words[len] != ' ')
				continue;
			if (!found)
				fprintf(out, "hometime %s: one of\n", family);
			found = true;
			print_row(command, out);
		}
	}
	return found;
}

static void print_option(const char *name, const char *value, const char *about, FILE *out)
{
	int width = fprintf(out, "  --%s%s%s", name, value ? " " : "", value ? value : "");

	fprintf(out, "%*s%s\n", width < 28 ? 28 - width : 1, "", about);
}

void help_command(const struct command *command, FILE *out)
{
	fprintf(out, "hometime %s%s%s [options]\n%s\n\n", command->words,
		command->operands ? " " : "", command->operands ? command->operands : "",
		command->about);
	for (const struct command_option *option = command->options; option && option->name;
		option++)
		print_option(option->name, option->value, option->about, out);
	if (command->flags & (COMMAND_DB | COMMAND_MAY_DB))
		print_option("db", "FILE", "the database (or set HOMETIME_DB)", out);
	if (command->flags & COMMAND_BY)
		print_option(
			"by", "PERSON", "who does this: their reference, as on the register", out);
	if (command->flags & COMMAND_JSON)
		print_option("json", NULL, "print the answer as JSON", out);
	print_option("help", NULL, "this text", out);
}
