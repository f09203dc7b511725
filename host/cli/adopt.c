// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime bank adopt` and `bank rekey`: a technician at a terminal, or a script, over the line
// itself. What came of it is written down through whoever answers requests.
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/loop.h"
#include "cli/adopt.h"
#include "cli/certificate.h"
#include "commission/adopt.h"

#define TYPED 64

struct adopting {
	const struct call *call;
	const char *name;
	char line[256];
	char keys[KEYS_PATH];
	struct loop *loop;
	struct loop_watch *watch;
	struct adopt *adopt;
	char typed[TYPED];
	size_t typed_len;
	bool yes, auto_yes; // --yes; the question that stands is one it answers
	bool over;
	enum adopt_end end;
	char why[300];
};

static void say(void *arg, const char *sentence)
{
	(void)arg;
	printf("%s\n", sentence);
	fflush(stdout);
}

static void ask(void *arg, const char *question, const char *hint)
{
	struct adopting *adopting = arg;

	printf("%s%s%s%s\n", question, *hint ? "  [" : "", hint, *hint ? "]" : "");
	fflush(stdout);
	// What is to be seen by the bank is waited for; what the technician sees, --yes says.
	adopting->auto_yes = adopting->yes && (hint[0] == 'y' || hint[0] == 'E');
}

static bool tell(struct adopting *adopting, json_t *request)
{
	json_t *answer = NULL;
	int status;

	json_object_set_new(request, "name", json_string(adopting->name));
	json_object_set_new(request, "by", json_string(adopting->call->by));
	status = call_answer(adopting->call, request, &answer);
	if (status != EXIT_DONE && answer)
		call_fail(status, "%s", json_string_value(json_object_get(answer, "error")));
	json_decref(answer);
	return status == EXIT_DONE;
}

static bool keyed(void *arg, const struct adopt_bank *bank)
{
	char firmware[16];

	snprintf(firmware, sizeof firmware, "%u.%u.%u", bank->firmware[0], bank->firmware[1],
		bank->firmware[2]);
	return tell(
		arg, json_pack("{s:s, s:I, s:i, s:i, s:b, s:s, s:s, s:b}", "request", "bank keyed",
			     "serial", (json_int_t)bank->serial, "address", bank->address, "doors",
			     bank->doors, "inside", bank->has_inside, "firmware", firmware,
			     "fingerprint", bank->fingerprint, "new_key", bank->new_key));
}

static bool door(void *arg, unsigned number, const struct walk_door *result)
{
	return tell(
		arg, json_pack("{s:s, s:i, s:i, s:i}", "request", "bank proved", "door",
			     (int)number, "faults", (int)result->faults, "other", result->other));
}

static void ended(void *arg, enum adopt_end end, const char *why)
{
	struct adopting *adopting = arg;

	adopting->over = true;
	adopting->end = end;
	snprintf(adopting->why, sizeof adopting->why, "%s", why);
}

static const struct adopt_events events = {say, ask, keyed, door, ended};

static void take_line(struct adopting *adopting, size_t len)
{
	char text[TYPED];

	memcpy(text, adopting->typed, len);
	text[len] = '\0';
	adopting->typed_len -= len + 1;
	memmove(adopting->typed, adopting->typed + len + 1, adopting->typed_len);
	adopt_answer(adopting->adopt, text);
}

static void typed(void *arg, short revents)
{
	struct adopting *adopting = arg;
	ssize_t got = read(STDIN_FILENO, adopting->typed + adopting->typed_len,
		TYPED - 1 - adopting->typed_len);
	char *end;

	(void)revents;
	if (got <= 0) {
		loop_unwatch(adopting->watch);
		adopting->watch = NULL;
		if (!adopting->yes) // nobody is there to answer
			adopt_answer(adopting->adopt, "quit");
		return;
	}
	adopting->typed_len += (size_t)got;
	while (!adopting->over &&
		(end = memchr(adopting->typed, '\n', adopting->typed_len)) != NULL)
		take_line(adopting, (size_t)(end - adopting->typed));
	if (adopting->typed_len == TYPED - 1)
		adopting->typed_len = 0; // no answer is so long
}

static int turn_until_over(struct adopting *adopting)
{
	int err = 0;

	while (!adopting->over && err >= 0) {
		err = loop_run_once(adopting->loop, -1);
		if (adopting->auto_yes) {
			adopting->auto_yes = false;
			adopt_answer(adopting->adopt, "");
		}
	}
	if (err < 0)
		return call_fail(EXIT_REFUSED, "the loop failed (%s).", err_str(err));
	return -1;
}

static uint32_t proved_before(const json_t *answer)
{
	const json_t *proofs = json_object_get(answer, "proofs");
	uint32_t proved = 0;

	for (size_t i = 0; i < json_array_size(proofs); i++) {
		const json_t *proof = json_array_get(proofs, i);

		if (json_integer_value(json_object_get(proof, "faults")) == 0)
			proved |= UINT32_C(1)
				  << (json_integer_value(json_object_get(proof, "door")) - 1);
	}
	return proved;
}

// Whether it may be, and what is known of it. -1, or the exit status.
static int ask_before(struct adopting *adopting, struct adopt_config *config)
{
	json_t *answer = NULL;
	int status = call_answer(adopting->call,
		json_pack("{s:s, s:s, s:s}", "request", "bank adopting", "name", adopting->name,
			"by", adopting->call->by),
		&answer);

	if (status != EXIT_DONE) {
		if (answer)
			call_fail(
				status, "%s", json_string_value(json_object_get(answer, "error")));
		json_decref(answer);
		return status;
	}
	snprintf(adopting->line, sizeof adopting->line, "%s",
		json_string_value(json_object_get(answer, "line")));
	config->serial = (uint32_t)json_integer_value(json_object_get(answer, "serial"));
	config->known_address = (int)json_integer_value(json_object_get(answer, "address"));
	config->proved = proved_before(answer);
	json_decref(answer);
	return -1;
}

static int open_line(struct adopting *adopting, const struct adopt_config *config)
{
	char why[PORT_WHY];
	int err = loop_open(&adopting->loop, adopting->call->env);

	if (err == 0)
		err = loop_watch(
			adopting->loop, STDIN_FILENO, POLLIN, typed, adopting, &adopting->watch);
	if (err < 0)
		return call_fail(EXIT_REFUSED, "the loop cannot be made (%s).", err_str(err));
	err = adopt_open(&adopting->adopt, adopting->loop, config, &events, adopting, why);
	if (err == -ERR_BUSY)
		return call_fail(EXIT_REFUSED,
			"%s Where that is the service, stop it while you work on this line.", why);
	return err < 0 ? call_fail(EXIT_REFUSED, "%s", why) : -1;
}

static int finish(struct adopting *adopting, bool certificate)
{
	switch (adopting->end) {
	case ADOPT_DONE:
		return certificate ? certificate_print(adopting->call, adopting->name, NULL)
				   : EXIT_DONE;
	case ADOPT_FAULTS:
		return call_fail(EXIT_REFUSED,
			"not every door of bank %s is as it should be; those stay out of use. Put "
			"them "
			"right and adopt it again: only they are walked.",
			adopting->name);
	case ADOPT_FAILED:
		return *adopting->why ? call_fail(EXIT_REFUSED, "%s", adopting->why) : EXIT_REFUSED;
	case ADOPT_QUIT:
		break;
	}
	return EXIT_REFUSED;
}

static int run(const struct call *call, struct adopt_config config)
{
	struct adopting *adopting = calloc(1, sizeof *adopting);
	int status;

	if (!adopting)
		return call_fail(EXIT_REFUSED, "there is not enough memory.");
	adopting->call = call;
	adopting->name = call->operands[0];
	// A new key alone asks nobody anything.
	adopting->yes = config.no_walk || call_option(call, "yes") != NULL;
	status = ask_before(adopting, &config);
	if (status < 0 && config.others && !config.serial)
		status = call_fail(EXIT_REFUSED,
			"bank %s was never adopted: `hometime bank adopt`.", adopting->name);
	if (status < 0 && keys_path(call->db, adopting->keys) < 0)
		status = call_fail(EXIT_USAGE, "the path of the database is too long.");
	config.line = adopting->line;
	config.keys = adopting->keys;
	if (status < 0)
		status = open_line(adopting, &config);
	if (status < 0)
		status = turn_until_over(adopting);
	if (status < 0)
		status = finish(adopting, !config.no_walk);
	adopt_close(adopting->adopt);
	loop_close(adopting->loop);
	free(adopting);
	return status;
}

int adopt_run(const struct call *call)
{
	const char *address = call_option(call, "address");
	struct adopt_config config = {.address = address ? atoi(address) : -1,
		.rekey = call_option(call, "new-key") != NULL};

	if (config.address > 126)
		return call_fail(EXIT_USAGE, "--address is 0 to 126.");
	return run(call, config);
}

int rekey_run(const struct call *call)
{
	return run(call, (struct adopt_config){
				 .address = -1, .rekey = true, .no_walk = true, .others = true});
}
