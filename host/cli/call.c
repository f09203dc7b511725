// SPDX-License-Identifier: GPL-3.0-or-later
// What was typed, read by name, and as the request it makes.
#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

int call_options(const struct call *call, const char *name, const char *const **out_values)
{
	const struct command_option *options = call->command->options;

	for (int i = 0; options && options[i].name; i++) {
		if (strcmp(options[i].name, name) == 0) {
			*out_values = call->options[i];
			return call->option_counts[i];
		}
	}
	return 0;
}

const char *call_option(const struct call *call, const char *name)
{
	const char *const *values;

	return call_options(call, name, &values) > 0 ? values[0] : NULL;
}

int call_fail(int status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("hometime: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	return status;
}

static json_t *must(json_t *value)
{
	if (!value) { // a value that is no UTF-8, or no memory; either way nothing can be asked
		      // with it
		call_fail(EXIT_USAGE, "an argument is not valid UTF-8 text.");
		exit(EXIT_USAGE);
	}
	return value;
}

// "PERSON" -> "person", "[FILE.csv]" -> "file", "switched-off" -> "switched_off"
static void key_of(const char *name, char *out_key, size_t room)
{
	(void)room; // where assertions are off
	size_t len = 0;

	for (; *name && *name != ' ' && *name != '.' && *name != ']'; name++) {
		if (*name == '[')
			continue;
		assert(len + 1 < room);
		out_key[len++] = *name == '-' ? '_' : (char)tolower((unsigned char)*name);
	}
	out_key[len] = '\0';
}

static json_t *option_value(const struct call *call, int index)
{
	const char *const *values = call->options[index];
	json_t *list;

	switch (call->command->options[index].kind) {
	case OPTION_FLAG:
		return json_true();
	case OPTION_NUMBER:
		return must(json_integer(strtol(values[0], NULL, 10)));
	case OPTION_TEXT:
	case OPTION_NEEDED:
		return must(json_string(values[0]));
	case OPTION_MANY:
		break;
	}
	list = must(json_array());
	for (int i = 0; i < call->option_counts[index]; i++)
		json_array_append_new(list, must(json_string(values[i])));
	return list;
}

json_t *call_request(const struct call *call)
{
	json_t *request = must(json_object());
	const char *names = call->command->operands;
	char key[32];

	json_object_set_new(request, "request", must(json_string(call->command->words)));
	if (call->by)
		json_object_set_new(request, "by", must(json_string(call->by)));
	for (int i = 0; i < call->operand_count; i++) {
		key_of(names, key, sizeof key);
		json_object_set_new(request, key, must(json_string(call->operands[i])));
		names += strcspn(names, " ");
		names += *names == ' ';
	}
	for (int i = 0; call->command->options && call->command->options[i].name; i++) {
		if (call->option_counts[i] == 0)
			continue;
		key_of(call->command->options[i].name, key, sizeof key);
		json_object_set_new(request, key, option_value(call, i));
	}
	return request;
}
