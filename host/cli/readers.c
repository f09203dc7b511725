// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime reader`: which readers there are, and what a card reads as. Nothing of it is kept.
#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "cli/families.h"
#include "cli/jobs.h"
#include "reader/reader.h"

struct testing {
	const struct call *call;
	struct reader *reader;
	struct reader_profile profile;
	char address[256];
	long left; // cards still wanted
	bool over;
};

static void print_found(void *arg, const char *address, const char *name)
{
	++*(unsigned *)arg;
	printf("%-32s %s\n", address, name);
}

static int list(const struct call *call)
{
	unsigned count = 0;

	(void)call;
	reader_list(print_found, &count);
	if (!count)
		return call_fail(EXIT_REFUSED,
			"no reader is plugged in that could be used (and pcscd lists none).");
	printf("Use one as hometime serve --reader ADDRESS; try it with hometime reader test "
	       "--device ADDRESS.\n");
	return EXIT_DONE;
}

static void print_whose(const struct call *call, const char *uid)
{
	json_t *answer = NULL;

	if (!call->db)
		return;
	if (call_answer(call, json_pack("{s:s, s:s}", "request", "card whose", "uid", uid),
		    &answer) == EXIT_DONE)
		printf("  whose: %s\n", json_string_value(json_object_get(answer, "say")));
	json_decref(answer);
}

// Which profiles would make a UID of it, so that a school can choose with a card whose number is
// printed on it.
static void print_fitting(const char *raw, const struct reader_profile *used)
{
	for (const struct reader_profile *row = reader_profiles; row->name; row++) {
		struct reader_profile profile = *row;
		struct reader_code code;
		char uid[READER_UID];

		memcpy(profile.prefix, used->prefix, sizeof profile.prefix);
		memcpy(profile.suffix, used->suffix, sizeof profile.suffix);
		reader_code(&code, &profile, raw, strlen(raw));
		if (!code.len || (!code.uid && !profile.part))
			continue;
		reader_uid_text(&code, uid);
		printf("  as %-20s %-20s %s\n", row->name, uid,
			code.uid ? row->about : "only a part of the card's number");
	}
}

static void took_read(void *arg, const struct reader_read *read)
{
	struct testing *testing = arg;
	char uid[READER_UID];

	reader_uid_text(read->code, uid);
	printf("raw: %s\n", read->raw[0] ? read->raw : "(nothing whole)");
	if (read->code->uid) {
		printf("  UID: %s (%zu bytes)\n", uid, read->code->len);
		print_whose(testing->call, uid);
	} else {
		printf("  no UID: %s\n", read->code->why);
	}
	if (strncmp(testing->address, "pcsc", 4) != 0 && read->raw[0])
		print_fitting(read->raw, &testing->profile);
	fflush(stdout);
	testing->over = --testing->left <= 0;
}

static void took_trouble(void *arg, const char *sentence)
{
	struct testing *testing = arg;

	if (sentence[0])
		fprintf(stderr, "hometime: %s\n", sentence);
	else
		printf("Hold a card to %s.\n", testing->address);
	fflush(stdout);
}

static void remember_only(void *arg, const char *address, const char *name)
{
	struct testing *testing = arg;

	(void)name;
	testing->over = testing->address[0] != '\0';
	snprintf(testing->address, sizeof testing->address, "%s", address);
}

// The reader meant: the one given, or the only one there is. An exit status, or -1.
static int choose(struct testing *testing)
{
	const char *device = call_option(testing->call, "device");
	const char *profile = call_option(testing->call, "profile");
	char why[READER_WHY];

	if (device)
		snprintf(testing->address, sizeof testing->address, "%s", device);
	else
		reader_list(remember_only, testing);
	if (testing->over)
		return call_fail(EXIT_USAGE, "there are several readers: say which with --device, "
					     "as hometime reader list "
					     "shows them.");
	if (!testing->address[0])
		return call_fail(EXIT_REFUSED,
			"no reader is plugged in: see hometime reader list, or give one with "
			"--device.");
	if (profile && strchr(testing->address, '@'))
		return call_fail(
			EXIT_USAGE, "the profile is given twice: after @ and as --profile.");
	if (profile) {
		size_t len = strlen(testing->address);

		snprintf(testing->address + len, sizeof testing->address - len, "@%s", profile);
	}
	profile = strchr(testing->address, '@');
	if (reader_profile_parse(&testing->profile, profile ? profile + 1 : "", why) < 0 ||
		reader_check_address(testing->address, why) < 0)
		return call_fail(EXIT_USAGE, "%s", why);
	return -1;
}

static int test(const struct call *call)
{
	static const struct reader_events events = {took_read, took_trouble};
	const char *cards = call_option(call, "cards");
	struct testing testing = {.call = call, .left = cards ? atol(cards) : 1};
	struct loop *loop;
	char why[READER_WHY];
	int status = choose(&testing);

	if (status >= 0)
		return status;
	if (loop_open(&loop, call->env) < 0)
		return call_fail(EXIT_REFUSED, "there is not enough memory.");
	if (reader_open(&testing.reader, loop, testing.address, &events, &testing, why) < 0)
		status = call_fail(EXIT_USAGE, "%s", why);
	while (status < 0 && !testing.over) {
		if (loop_run_once(loop, -1) < 0)
			status = call_fail(EXIT_REFUSED, "the loop failed.");
	}
	reader_close(testing.reader);
	loop_close(loop);
	return status < 0 ? EXIT_DONE : status;
}

int pcsc_job(const struct env *env, char **words)
{
	(void)env;
	return reader_pcsc_run(words[0] ? words[0] : "");
}

static const struct command_option test_options[] = {
	{"device", "ADDRESS",
		"which reader, as `reader list` shows it; needed where there are several",
		OPTION_TEXT},
	{"profile", "PROFILE", "how it writes numbers (hex); a wrong name lists them", OPTION_TEXT},
	{"cards", "N", "end after so many cards (1)", OPTION_NUMBER},
	{0},
};

const struct command reader_commands[] = {
	{"reader list", NULL, "the card readers a desk could use", 0, NULL, list, NULL},
	{"reader test", NULL,
		"what a card reads as, by which profile; whose it is, where --db or HOMETIME_DB is "
		"given",
		COMMAND_MAY_DB | COMMAND_READS, test_options, test, NULL},
	{0},
};
