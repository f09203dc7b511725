// SPDX-License-Identifier: GPL-3.0-or-later
// getopt_long over the command tables: so every command takes its options in any order, spelled
// --name VALUE or --name=VALUE, and every mistake is one sentence that names the remedy.
#include "cli/parse.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/help.h"

enum { FIRST_OPTION = 256, OPTION_DB = 512, OPTION_BY, OPTION_JSON, OPTION_HELP };

// How many words of argv the command's own words take up; 0 when it is another command.
static int words_matched(const struct command *command, int argc, char **argv)
{
	const char *words = command->words;
	int count = 0;

	while (*words) {
		size_t len = strcspn(words, " ");

		if (count + 1 >= argc || strlen(argv[count + 1]) != len ||
			strncmp(argv[count + 1], words, len) != 0)
			return 0;
		count++;
		words += len + (words[len] == ' ');
	}
	return count;
}

static const struct command *find_command(int argc, char **argv, int *out_words)
{
	for (const struct command *const *family = command_families; *family; family++) {
		for (const struct command *command = *family; command->words; command++) {
			int words = words_matched(command, argc, argv);

			if (words > 0) {
				*out_words = words;
				return command;
			}
		}
	}
	return NULL;
}

static int count_options(const struct command *command)
{
	int count = 0;

	while (command->options && command->options[count].name)
		count++;
	return count;
}

static void long_options(const struct command *command, struct option *out)
{
	int count = count_options(command);

	for (int i = 0; i < count; i++) {
		bool takes = command->options[i].kind != OPTION_FLAG;

		*out++ = (struct option){command->options[i].name,
			takes ? required_argument : no_argument, NULL, FIRST_OPTION + i};
	}
	if (command->flags & (COMMAND_DB | COMMAND_MAY_DB))
		*out++ = (struct option){"db", required_argument, NULL, OPTION_DB};
	if (command->flags & COMMAND_BY)
		*out++ = (struct option){"by", required_argument, NULL, OPTION_BY};
	if (command->flags & COMMAND_JSON)
		*out++ = (struct option){"json", no_argument, NULL, OPTION_JSON};
	*out++ = (struct option){"help", no_argument, NULL, OPTION_HELP};
	*out = (struct option){0};
}

static int take_option(struct call *call, int index, const char *value)
{
	const struct command_option *option = &call->command->options[index];
	int most = option->kind == OPTION_MANY ? COMMAND_VALUES : 1;
	char *end;

	if (call->option_counts[index] >= most)
		return call_fail(EXIT_USAGE, "--%s may be given %s.", option->name,
			most == 1 ? "only once" : "32 times at most");
	if (option->kind == OPTION_NUMBER && (strtol(value, &end, 10) < 0 || *end || end == value))
		return call_fail(
			EXIT_USAGE, "--%s takes a whole number, not \"%s\".", option->name, value);
	call->options[index][call->option_counts[index]++] = value ? value : "";
	return -1;
}

static int read_options(struct call *call, int argc, char **argv)
{
	struct option options[COMMAND_OPTIONS + 5];
	int found;
	int status = -1;

	long_options(call->command, options);
	opterr = 0;
	optind = 1;
	while (status < 0 && (found = getopt_long(argc, argv, ":", options, NULL)) != -1) {
		if (found == OPTION_HELP) {
			help_command(call->command, stdout);
			return EXIT_DONE;
		}
		if (found == OPTION_DB)
			call->db = optarg;
		else if (found == OPTION_BY)
			call->by = optarg;
		else if (found == OPTION_JSON)
			call->json = true;
		else if (found == ':')
			status =
				call_fail(EXIT_USAGE, "%s needs a value; see `hometime %s --help`.",
					argv[optind - 1], call->command->words);
		else if (found == '?')
			status = call_fail(EXIT_USAGE,
				"%s is no option of this command; see `hometime %s --help`.",
				argv[optind - 1], call->command->words);
		else
			status = take_option(call, found - FIRST_OPTION, optarg);
	}
	return status;
}

static void count_operands(const char *operands, int *out_least, int *out_most)
{
	*out_least = *out_most = 0;
	while (operands && *operands) {
		size_t len = strcspn(operands, " ");

		++*out_most;
		*out_least += *operands != '[';
		operands += len + (operands[len] == ' ');
	}
}

static int read_operands(struct call *call, int count, char **operands)
{
	int least, most;

	count_operands(call->command->operands, &least, &most);
	if (count < least || count > most)
		return call_fail(EXIT_USAGE,
			"this command takes `hometime %s%s%s`; see its --help.",
			call->command->words, most > 0 ? " " : "",
			most > 0 ? call->command->operands : "");
	for (int i = 0; i < count; i++)
		call->operands[i] = operands[i];
	call->operand_count = count;
	return -1;
}

static int check_needed(struct call *call)
{
	unsigned flags = call->command->flags;
	bool previews = (flags & COMMAND_PREVIEW) && !call_option(call, "apply");

	for (int i = 0; call->command->options && call->command->options[i].name; i++) {
		const struct command_option *option = &call->command->options[i];

		if (option->kind == OPTION_NEEDED && call->option_counts[i] == 0)
			return call_fail(EXIT_USAGE, "--%s %s is needed: %s.", option->name,
				option->value, option->about);
	}
	if ((flags & (COMMAND_DB | COMMAND_MAY_DB)) && !call->db)
		call->db = getenv("HOMETIME_DB");
	if ((flags & COMMAND_DB) && (!call->db || !*call->db))
		return call_fail(EXIT_USAGE, "which database? Give --db FILE or set HOMETIME_DB.");
	if ((flags & COMMAND_BY) && !call->by && !previews)
		return call_fail(
			EXIT_USAGE, "who does this? Give --by PERSON; it goes on the record.");
	return -1;
}

int parse_call(int argc, char **argv, const struct env *env, struct call *out_call)
{
	struct call call = {.env = env};
	int words = 0;
	int status;

	if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		help_all(argc < 2 ? stderr : stdout);
		return argc < 2 ? EXIT_USAGE : EXIT_DONE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("hometime %s\n", HOMETIME_VERSION);
		return EXIT_DONE;
	}
	call.command = find_command(argc, argv, &words);
	if (!call.command) {
		if (help_family(
			    argv[1], argc > 2 && strcmp(argv[2], "--help") == 0 ? stdout : stderr))
			return argc > 2 && strcmp(argv[2], "--help") == 0 ? EXIT_DONE : EXIT_USAGE;
		return call_fail(EXIT_USAGE,
			"there is no command \"%s\"; `hometime --help` lists them.", argv[1]);
	}
	status = read_options(&call, argc - words, argv + words);
	if (status < 0)
		status = read_operands(&call, argc - words - optind, argv + words + optind);
	if (status < 0)
		status = check_needed(&call);
	if (status < 0)
		*out_call = call;
	return status;
}
