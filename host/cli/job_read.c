// SPDX-License-Identifier: GPL-3.0-or-later
// The job "read": as long as its input goes on, a request of the screens a line in, which only
// reads rows, and its status of HTTP and its answer a line out. One that begins with + is kept, and
// the next with + has behind its answer, after a tab, what became of it since (api/patch.h), where
// that is shorter.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "api/patch.h"
#include "cli/house.h"
#include "cli/jobs.h"

// What is told of changes: little, or whoever watches reads all of it anew.
#define PATCH_MOST 8192

static void print_patch(json_t **kept, json_t *said)
{
	json_t *patch = *kept && said ? patch_between(*kept, said) : NULL;
	char *text = patch ? json_dumps(patch, JSON_COMPACT) : NULL;

	if (text && strlen(text) <= PATCH_MOST)
		printf("\t%s", text);
	free(text);
	json_decref(patch);
	json_decref(*kept);
	*kept = json_is_true(json_object_get(said, "ok")) ? json_incref(said) : NULL;
}

static bool answer(
	const struct env *env, const struct house *house, const char *line, json_t **kept)
{
	bool keep_it = *line == '+';
	json_t *request = json_loads(line + keep_it, JSON_REJECT_DUPLICATES, NULL);
	const char *name = json_string_value(json_object_get(request, "request"));
	struct api api = {.store = house->store, .policy = house->policy, .now = env_now(env)};
	json_t *said = NULL;
	bool keep;

	// What would change something, or knows of the doors, is the service's to answer.
	if (name && api_kind(name) == API_READS)
		said = api_answer(&api, request, &keep);
	printf("%d ", !said ? 500 : json_is_true(json_object_get(said, "ok")) ? 200 : 422);
	if (said)
		json_dumpf(said, stdout, JSON_COMPACT);
	else
		fputs("{\"ok\":false,\"error\":\"It could not be read.\"}", stdout);
	if (keep_it)
		print_patch(kept, said);
	putchar('\n');
	json_decref(said);
	json_decref(request);
	return fflush(stdout) == 0;
}

int job_read(const struct env *env, char **words)
{
	size_t room = 0;
	char *line = NULL;
	json_t *kept = NULL; // the last answer to one with +
	struct house house;
	int status = words[0] ? house_open(&house, words[0], STORE_READ) : EXIT_USAGE;

	if (status >= 0)
		return status;
	status = EXIT_DONE;
	while (status == EXIT_DONE && getline(&line, &room, stdin) > 0)
		status = answer(env, &house, line, &kept) ? EXIT_DONE : EXIT_REFUSED;
	free(line);
	json_decref(kept);
	house_close(&house);
	return status;
}
