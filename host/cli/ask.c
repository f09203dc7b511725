// SPDX-License-Identifier: GPL-3.0-or-later
// Who answers a command: the service where one runs, else this process itself, under the same lock.
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/api.h"
#include "base/err.h"
#include "cli/house.h"
#include "cli/socket.h"
#include "cli/user.h"

// Answers inside a transaction of its own. No bank is there, so no door opens.
static int answer_alone(struct house *house, const struct call *call, const json_t *request,
	enum api_kind kind, json_t **out_answer)
{
	static struct outbox outbox;
	char user[USER_NAME];
	struct api api = {.store = house->store,
		.now = env_now(call->env),
		.env = call->env,
		.user = user,
		.policy = house->policy};
	bool keep = false;
	int err = 0;

	user_name(getuid(), user);
	if (kind == API_CHANGES || kind == API_LIVE)
		err = custody_open(&api.custody, house->store, house->policy, &outbox);
	if (kind == API_CHANGES && err == 0)
		err = store_begin(house->store);
	if (err == 0)
		*out_answer = api_answer(&api, request, &keep);
	if (kind == API_CHANGES && err == 0 && keep)
		err = store_commit(house->store);
	else if (kind == API_CHANGES)
		store_rollback(house->store);
	if (err < 0)
		call_fail(0, "nothing was changed: %s (%s).", err_str(err),
			store_error(house->store));
	custody_close(api.custody);
	return err < 0 || !*out_answer ? EXIT_REFUSED : EXIT_DONE;
}

static int answer_here(const struct call *call, const json_t *request, json_t **out_answer)
{
	int kind = api_kind(json_string_value(json_object_get(request, "request")));
	struct house house;
	int status = house_open(&house, call->db, kind == API_CHANGES ? STORE_WRITE : STORE_READ);

	if (status >= 0)
		return status;
	status = answer_alone(&house, call, request, (enum api_kind)kind, out_answer);
	house_close(&house);
	return status;
}

int call_answer(const struct call *call, json_t *request, json_t **out_answer)
{
	char path[512];
	int status = house_socket(call->db, path, sizeof path);
	int asked;

	*out_answer = NULL;
	if (status >= 0) {
		json_decref(request);
		return status;
	}
	// Only a database opened for reading can be asked beside a service that runs.
	asked = call->command->flags & COMMAND_READS ? -ERR_NOT_FOUND
						     : socket_ask(path, request, out_answer);
	if (asked == -ERR_NOT_FOUND)
		status = answer_here(call, request, out_answer);
	else if (asked < 0)
		status = call_fail(EXIT_REFUSED,
			"the service that runs on %s does not answer (%s); ask again.", call->db,
			err_str(asked));
	else
		status = EXIT_DONE;
	json_decref(request);
	if (status == EXIT_DONE && !json_is_true(json_object_get(*out_answer, "ok")))
		status = EXIT_REFUSED;
	return status;
}

static void print_plain(const json_t *answer, FILE *out)
{
	const char *say = json_string_value(json_object_get(answer, "say"));
	const json_t *lines = json_object_get(answer, "lines");

	for (size_t i = 0; i < json_array_size(lines); i++)
		fprintf(out, "%s\n", json_string_value(json_array_get(lines, i)));
	if (say)
		fprintf(out, "%s\n", say);
}

int call_ask(const struct call *call, json_t *request)
{
	json_t *answer;
	int status = call_answer(call, request, &answer);
	const char *error = json_string_value(json_object_get(answer, "error"));

	if (answer && call->json) {
		json_dumpf(answer, stdout, JSON_COMPACT);
		putchar('\n');
	} else if (answer && call->command->print) {
		call->command->print(answer, stdout);
	} else if (answer) {
		print_plain(answer, stdout);
	}
	if (error)
		call_fail(status, "%s", error);
	json_decref(answer);
	return status;
}
