// SPDX-License-Identifier: GPL-3.0-or-later
// The job "look": answers one request that only looks, from the database opened for reading. Its
// input is the number of the operating system's user, and the request, a line each; its output one
// line: the answer, or a hyphen where the request may change something, which is the service's to
// do.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "cli/house.h"
#include "cli/jobs.h"
#include "cli/user.h"

static bool only_looks(const json_t *request)
{
	static const char *const names[] = {"import people", "import terms", "import contact",
		"register roll-over", "map guess"};
	const char *name = json_string_value(json_object_get(request, "request"));

	for (size_t i = 0; name && i < sizeof names / sizeof *names; i++) {
		if (strcmp(names[i], name) == 0)
			return !json_object_get(request, "apply");
	}
	return false;
}

static int answer(const struct env *env, const char *db, uid_t uid, const json_t *request)
{
	char user[USER_NAME];
	struct house house;
	bool keep;
	int status = house_open(&house, db, STORE_READ);

	if (status >= 0)
		return status;
	user_name(uid, user);
	struct api api = {
		.store = house.store, .policy = house.policy, .now = env_now(env), .user = user};
	json_t *said = api_answer(&api, request, &keep);

	if (said)
		json_dumpf(said, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(said);
	house_close(&house);
	return said && fflush(stdout) == 0 ? EXIT_DONE : EXIT_REFUSED;
}

int job_look(const struct env *env, char **words)
{
	char *user = NULL, *line = NULL;
	size_t user_room = 0, line_room = 0;
	int status = EXIT_REFUSED;

	if (words[0] && getline(&user, &user_room, stdin) > 0 &&
		getline(&line, &line_room, stdin) > 0) {
		json_t *request = json_loads(line, JSON_REJECT_DUPLICATES, NULL);

		if (only_looks(request))
			status = answer(env, words[0], (uid_t)strtoul(user, NULL, 10), request);
		else
			status = puts("-") < 0 ? EXIT_REFUSED : EXIT_DONE;
		json_decref(request);
	}
	free(user);
	free(line);
	return status;
}
