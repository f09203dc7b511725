// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime status` and `hometime log`.
#include <stdlib.h>
#include <string.h>

#include "cli/families.h"

static const struct command_option log_options[] = {
	{"after", "SEQ", "only what came after this event", OPTION_NUMBER},
	{0},
};

// The facts that tell a reader something; which rows belong together is for --json.
static void print_facts(const json_t *facts)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)facts, name, value)
	{
		if (strcmp(name, "intent") == 0 || strcmp(name, "decision") == 0 ||
			strcmp(name, "rule") == 0 || strcmp(name, "to") == 0 ||
			strcmp(name, "agreed_by") == 0)
			continue;
		if (json_is_string(value) && *json_string_value(value))
			printf("  %s %s", name, json_string_value(value));
		else if (json_is_integer(value))
			printf("  %s %lld", name, (long long)json_integer_value(value));
		else if (json_is_true(value))
			printf("  %s", name);
	}
}

static void print_event(const json_t *event)
{
	const json_t *facts = json_object_get(event, "facts");
	const char *rule = json_string_value(json_object_get(facts, "rule"));
	const char *say = json_string_value(json_object_get(event, "say"));
	const char *person = json_string_value(json_object_get(event, "person"));
	const char *bank = json_string_value(json_object_get(event, "bank"));
	const char *by = json_string_value(json_object_get(event, "by"));
	const char *to = json_string_value(json_object_get(event, "to"));
	const char *agreed = json_string_value(json_object_get(event, "agreed_by"));
	json_int_t door = json_integer_value(json_object_get(event, "door"));

	printf("%6lld  %s  %-13s", (long long)json_integer_value(json_object_get(event, "seq")),
		json_string_value(json_object_get(event, "at")),
		json_string_value(json_object_get(event, "kind")));
	if (*person)
		printf("  %s", person);
	if (*bank && door)
		printf("  %s door %lld", bank, (long long)door);
	else if (*bank)
		printf("  %s", bank);
	if (*by)
		printf("  by %s", by);
	if (to)
		printf("  to %s", to);
	if (agreed)
		printf("  agreed by %s", agreed);
	print_facts(facts);
	if (rule)
		printf("  %s", rule);
	if (say && *say)
		printf(": \"%s\"", say);
	putchar('\n');
}

static size_t print_page(const struct call *call, const json_t *events)
{
	size_t count = json_array_size(events);

	for (size_t i = 0; i < count; i++) {
		const json_t *event = json_array_get(events, i);

		if (!call->json) {
			print_event(event);
			continue;
		}
		json_dumpf(event, stdout, JSON_COMPACT);
		putchar('\n');
	}
	return count;
}

// Page after page, so that a record of years needs no more memory than one of a day.
static int log_run(const struct call *call)
{
	const char *given = call_option(call, "after");
	json_int_t after = given ? atoll(given) : 0;
	int status = EXIT_DONE;
	size_t printed = 1;

	while (status == EXIT_DONE && printed > 0) {
		json_t *answer;

		status = call_answer(
			call, json_pack("{s:s, s:I}", "request", "log", "after", after), &answer);
		printed = status == EXIT_DONE ? print_page(call, json_object_get(answer, "events"))
					      : 0;
		after = json_integer_value(json_object_get(answer, "last"));
		if (answer && status != EXIT_DONE)
			call_fail(
				status, "%s", json_string_value(json_object_get(answer, "error")));
		json_decref(answer);
	}
	return status;
}

const struct command record_commands[] = {
	{"status", NULL, "now: who has what in, and what is wrong", COMMAND_DB | COMMAND_JSON, NULL,
		NULL, NULL},
	{"today", NULL, "the day as lists: expected, in, late, refused, exceptions",
		COMMAND_DB | COMMAND_JSON, NULL, NULL, NULL},
	{"log", NULL, "the record, oldest first; with --json one object a line",
		COMMAND_DB | COMMAND_JSON | COMMAND_READS, log_options, log_run, NULL},
	{0},
};
