// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime serve`: wires the rooms together and turns the loop until it is told to stop.
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timex.h>
#include <unistd.h>

#include "api/api.h"
#include "base/err.h"
#include "cli/day_sheet.h"
#include "cli/families.h"
#include "cli/house.h"
#include "cli/jobs.h"
#include "cli/screens.h"
#include "cli/serving.h"
#include "cli/user.h"
#include "reader/reader.h"
#include "service/server.h"
#include "service/service.h"

#define LOOK_PATIENCE_MS 60000

static const struct command_option options[] = {
	{"line", "LINE",
		"serial:/dev/ttyUSB0[@RATE], usb:VID:PID[:SERIAL] or stream:PATH; may be repeated; "
		"left out: those of "
		"`bank list`",
		OPTION_MANY},
	{"reader", "READER",
		"a card reader on the desk: evdev:VID:PID[@PROFILE], hid:VID:PID[@PROFILE] or "
		"pcsc[:NAME], as `reader list` shows them; may be repeated",
		OPTION_MANY},
	{"http", "ADDRESS",
		"serve the screens at 127.0.0.1:8080; another address than this machine's own "
		"needs TLS",
		OPTION_TEXT},
	{"tls-cert", "FILE", "the certificate of the screens, PEM", OPTION_TEXT},
	{"tls-key", "FILE", "and its key", OPTION_TEXT},
	{"day-sheet", "FILE", "keep the day sheet there as a page, for a power cut", OPTION_TEXT},
	{"poll", "MS", "poll every bank so often, where the line has the time (20)", OPTION_NUMBER},
	{0},
};

void serving_api(struct serving *serving, struct now now, struct api *out_api)
{
	static struct service_bank known[SERVICE_BANKS];
	static struct bank_snapshot banks[SERVICE_BANKS];
	size_t count = service_banks(serving->service, known, SERVICE_BANKS);
	const struct service_desk_card *card = service_desk_card(serving->service);
	static struct desk_card desk_card;

	desk_card = (struct desk_card){card->uid, card->why, service_desk_trouble(serving->service),
		card->number, mono_ms_between(card->at, now.mono)};
	for (size_t i = 0; i < count; i++) {
		banks[i] = (struct bank_snapshot){.bank = known[i].bank,
			.online = known[i].online,
			.refused = known[i].counters.refused,
			.lost = known[i].counters.lost,
			.tamper = known[i].tamper,
			.on_battery = known[i].on_battery,
			.keyed = known[i].counters.handshakes > 0,
			.repeats = known[i].counters.repeats};
		memcpy(banks[i].saying, known[i].saying, sizeof banks[i].saying);
		memcpy(banks[i].firmware, known[i].firmware, sizeof banks[i].firmware);
	}
	*out_api = (struct api){.store = serving->house.store,
		.custody = service_custody(serving->service),
		.banks = banks,
		.bank_count = count,
		.env = serving->call->env,
		.now = now,
		.desk_card = &desk_card,
		.policy = serving->house.policy,
		.sheet = day_sheet_kept(serving)};
}

static char *answer(void *arg, const struct service_asked *asked, bool *out_keep)
{
	char user[USER_NAME];
	struct api api;

	serving_api(arg, asked->now, &api);
	user_name(asked->user, user);
	api.user = user;
	return api_answer_text(&api, asked->text, asked->len, out_keep);
}

static void signalled(void *arg, short revents)
{
	struct serving *serving = arg;
	struct signalfd_siginfo info;

	(void)revents;
	if (read(serving->signals, &info, sizeof info) == sizeof info)
		serving->stop = true;
}

// SIGTERM and SIGINT end the loop after the turn they find; a closed pipe is no reason to die.
static int catch_signals(struct serving *serving)
{
	struct loop_watch *watch;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	signal(SIGPIPE, SIG_IGN);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return err_from_errno(errno);
	serving->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (serving->signals < 0)
		return err_from_errno(errno);
	return loop_watch(serving->loop, serving->signals, POLLIN, signalled, serving, &watch);
}

static int read_lines(struct serving *serving)
{
	const char *const *values;
	int count = call_options(serving->call, "line", &values);
	char why[PORT_WHY];

	for (int i = 0; i < count; i++) {
		if (port_check_address(values[i], why) < 0)
			return call_fail(EXIT_USAGE, "--line %s: %s", values[i], why);
		for (int j = 0; j < i; j++) {
			if (strcmp(values[i], values[j]) == 0)
				return call_fail(
					EXIT_USAGE, "--line %s is given twice.", values[i]);
		}
		serving->lines[i].address = values[i];
	}
	serving->line_count = (size_t)count;
	return -1;
}

static int read_readers(struct serving *serving)
{
	int count = call_options(serving->call, "reader", &serving->readers);
	char why[READER_WHY];

	if (count > SERVICE_READERS)
		return call_fail(EXIT_USAGE, "--reader: a desk has at most %d.", SERVICE_READERS);
	for (int i = 0; i < count; i++) {
		if (reader_check_address(serving->readers[i], why) < 0)
			return call_fail(EXIT_USAGE, "--reader %s: %s", serving->readers[i], why);
	}
	serving->reader_count = (size_t)count;
	return -1;
}

// The imports and September, where they are only to be shown. By a glance at the text, since
// reading a register of a megabyte as JSON is long itself: the child looks again.
static bool looks(const char *text, size_t len)
{
	return (memmem(text, len, "\"import ", 8) || memmem(text, len, " roll-over\"", 11)) &&
	       !memmem(text, len, "\"apply\"", 7);
}

// The kernel knows whether something disciplines its clock.
static bool clock_synced(void *arg)
{
	struct timex about = {0};

	(void)arg;
	return adjtimex(&about) != TIME_ERROR;
}

static void changed(void *arg, int64_t bank, int door)
{
	screens_changed(arg, bank, door);
	day_sheet_changed(arg);
}

static int open_service(struct serving *serving)
{
	static const char *words[] = {JOB_WORD, "look", NULL, NULL}; // for the life of the service
	static const struct child_config look = {
		CHILD_SELF, words, SERVER_REPLY_MAX, LOOK_PATIENCE_MS};
	const char *poll_ms = call_option(serving->call, "poll");
	char why[STORE_WHY] = "";
	const struct service_config config = {
		.env = serving->call->env,
		.loop = serving->loop,
		.store = serving->house.store,
		.policy = serving->house.policy,
		.lines = serving->lines,
		.line_count = serving->line_count,
		.readers = serving->readers,
		.reader_count = serving->reader_count,
		.poll_ms = poll_ms ? atoi(poll_ms) : 0,
		.log = log_stderr(),
		.socket = serving->socket,
		.keys = serving->keys,
		.clock_synced = clock_synced,
		.answer = answer,
		.answer_arg = serving,
		.looks = looks,
		.look_child = &look,
		.pace = &serving->pace,
		.changed = changed,
		.changed_arg = serving,
		.desk_card = screens_desk_card,
		.desk_card_arg = serving,
	};
	int err;

	words[2] = serving->call->db;
	err = service_open(&serving->service, &config, why);

	if (err < 0)
		return call_fail(err == -ERR_ARG ? EXIT_USAGE : EXIT_REFUSED, "%s", why);
	log_line(&config.log, config.env->wall(config.env->context), LOG_NOTE,
		"hometime %s serves %s, policy %s", HOMETIME_VERSION, serving->call->db,
		policy_name(serving->house.policy));
	return -1;
}

static int turn_until_told(struct serving *serving)
{
	int err = 0;

	service_turn(serving->service);
	while (!serving->stop && err >= 0) {
		err = loop_run_once(serving->loop, service_has_news(serving->service) ? 0 : -1);
		// A commit that failed has been said and taken back; serving goes on.
		serving->pace.worked = false;
		service_turn(serving->service);
		screens_turn(serving); // after the doors
	}
	return err < 0 ? call_fail(EXIT_REFUSED, "the loop failed (%s).", err_str(err)) : EXIT_DONE;
}

static int serve(const struct call *call)
{
	struct serving *serving = calloc(1, sizeof *serving);
	int status;

	if (!serving)
		return call_fail(EXIT_REFUSED, "there is not enough memory.");
	serving->call = call;
	serving->signals = -1;
	status = read_lines(serving);
	if (status < 0)
		status = read_readers(serving);
	if (status < 0)
		status = house_socket(call->db, serving->socket, sizeof serving->socket);
	if (status < 0 && keys_path(call->db, serving->keys) < 0)
		status = call_fail(EXIT_USAGE, "the path of the database is too long.");
	if (status < 0)
		status = house_open(&serving->house, call->db, STORE_WRITE);
	if (status < 0 && (loop_open(&serving->loop, call->env) < 0 || catch_signals(serving) < 0))
		status = call_fail(EXIT_REFUSED, "the system gives no signals to wait for.");
	// Before the lines: where the screens cannot be had, nothing has begun.
	if (status < 0)
		status = screens_open(serving);
	if (status < 0)
		status = open_service(serving);
	if (status < 0)
		status = day_sheet_open(serving);
	if (status < 0)
		status = turn_until_told(serving);
	service_close(serving->service);
	screens_close(serving);
	day_sheet_close(serving);
	if (serving->signals >= 0)
		close(serving->signals);
	loop_close(serving->loop);
	house_close(&serving->house);
	free(serving);
	return status;
}

const struct command serve_commands[] = {
	{"serve", NULL, "run the lockers: the only program that writes while it runs", COMMAND_DB,
		options, serve, NULL},
	{0},
};
