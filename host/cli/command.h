// SPDX-License-Identifier: GPL-3.0-or-later
// What a command of `hometime` is: a row with its words, its operands and options, and what it
// does. Most rows have no code of their own: their operands and options become one request
// (api/api.h).
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/env.h"

// The exit statuses of every command (design.md section 7).
#define EXIT_DONE    0
#define EXIT_REFUSED 1 // refused, or something found wrong
#define EXIT_USAGE   2

#define COMMAND_OPERANDS 3  // at most, of any command
#define COMMAND_OPTIONS	 16 // at most, --db, --by, --json and --help not counted
#define COMMAND_VALUES	 32 // of one repeated option

enum command_flags {
	COMMAND_DB = 1,	      // needs a database: --db or HOMETIME_DB
	COMMAND_BY = 2,	      // changes something: --by PERSON is compulsory
	COMMAND_JSON = 4,     // may print its answer as JSON: --json
	COMMAND_READS = 8,    // asks a database opened read-only, service or no service
	COMMAND_PREVIEW = 16, // --by is compulsory only together with --apply
	COMMAND_MAY_DB = 32   // looks into a database where one is given
};

enum option_kind { OPTION_TEXT, OPTION_NEEDED, OPTION_NUMBER, OPTION_FLAG, OPTION_MANY };

struct command_option {
	const char *name;  // without the dashes; NULL ends a list
	const char *value; // what the help calls its value; NULL for a flag
	const char *about;
	enum option_kind kind;
};

struct call;

struct command {
	const char *words;    // "card add"; NULL ends a list
	const char *operands; // "UID PERSON"; those in [] may be left out
	const char *about;    // one line for the list and for --help
	unsigned flags;
	const struct command_option *options; // or NULL
	// Does it and returns an exit status. NULL: ask the request of the same words.
	int (*run)(const struct call *call);
	// Prints the answer for people. NULL: its "say" and its "lines".
	void (*print)(const json_t *answer, FILE *out);
};

// One command as it was typed. Everything is borrowed from argv and the environment.
struct call {
	const struct command *command;
	const struct env *env;
	const char *db, *by; // NULL where not needed
	bool json;
	const char *operands[COMMAND_OPERANDS];
	int operand_count;
	const char *options[COMMAND_OPTIONS]
			   [COMMAND_VALUES]; // values in the order of the command's rows
	int option_counts[COMMAND_OPTIONS];
};

// The value of option name, or NULL where it was not given. A flag given has the value "".
const char *call_option(const struct call *call, const char *name);
// All values of a repeated option; their number is the return value.
int call_options(const struct call *call, const char *name, const char *const **out_values);

// One line on standard error beginning "hometime: "; returns status, so that a command may end in
// it.
int call_fail(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Asks request (stolen) of whoever answers now and prints the answer as the command says.
int call_ask(const struct call *call, json_t *request);
// The same without printing; the answer goes to *out_answer (to be released) with the exit status.
int call_answer(const struct call *call, json_t *request, json_t **out_answer);
// The request of a command without code: its words, operands, options and by. Never NULL.
json_t *call_request(const struct call *call);

#endif
