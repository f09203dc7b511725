// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/screens.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/err.h"
#include "cli/file.h"
#include "http/http.h"
#include "service/log.h"
#include "web/assets.h"

#define PEM_MAX (64u << 10)

struct screens {
	struct web web;
	struct http *http;
	char *cert, *key;
};

static int file_job(void *arg, bool (*run)(void *job, struct now now),
	void (*done)(void *job, int err), void *job)
{
	const struct service_job filed = {run, done, job};

	return service_file(((struct serving *)arg)->service, &filed);
}

static void fill_api(void *arg, struct now now, struct api *out_api)
{
	serving_api(arg, now, out_api);
}

static int read_tls(struct serving *serving, struct screens *screens)
{
	const char *cert = call_option(serving->call, "tls-cert");
	const char *key = call_option(serving->call, "tls-key");
	struct stat about;
	size_t len;

	if (!cert != !key)
		return call_fail(EXIT_USAGE, "--tls-cert and --tls-key belong together.");
	if (!cert)
		return -1;
	if (file_read(cert, PEM_MAX, &screens->cert, &len) < 0 ||
		file_read(key, PEM_MAX, &screens->key, &len) < 0)
		return EXIT_REFUSED;
	// A group of its own may read it (Debian's ssl-cert); who has it can be the school's box.
	if (stat(key, &about) < 0 || about.st_mode & S_IRWXO)
		return call_fail(EXIT_REFUSED,
			"%s may be read by everybody on this machine: chmod o= it.", key);
	return -1;
}

// What the screens send comes as JSON, passwords too, of which jansson keeps copies of its own.
static void forget(void *memory)
{
	if (memory)
		explicit_bzero(memory, malloc_usable_size(memory));
	free(memory);
}

int screens_open(struct serving *serving)
{
	const char *address = call_option(serving->call, "http");
	const struct log log = log_stderr();
	const struct env *env = serving->call->env;
	char why[HTTP_WHY] = "";
	struct screens *screens;
	int err, status;

	if (!address)
		return call_option(serving->call, "tls-cert") ||
				       call_option(serving->call, "tls-key")
			       ? call_fail(EXIT_USAGE, "a certificate is for --http: give it too.")
			       : -1;
	serving->screens = screens = calloc(1, sizeof *screens);
	if (!screens)
		return call_fail(EXIT_REFUSED, "there is not enough memory.");
	status = read_tls(serving, screens);
	if (status >= 0)
		return status;
	json_set_alloc_funcs(malloc, forget);
	screens->web.env = env;
	screens->web.database = serving->call->db;
	screens->web.hands_on = true;
	const struct http_config config = {.loop = serving->loop,
		.env = env,
		.web = &screens->web,
		.address = address,
		.cert = screens->cert,
		.key = screens->key,
		.assets = web_assets,
		.password_job = "password",
		.read_job = "read",
		.file = file_job,
		.api = fill_api,
		.pace = &serving->pace,
		.arg = serving};

	err = http_open(&screens->http, &config, why);
	if (err < 0)
		return call_fail(err == -ERR_ARG ? EXIT_USAGE : EXIT_REFUSED, "%s", why);
	log_line(&log, env->wall(env->context), LOG_NOTE, "the screens are at %s://%s",
		screens->cert ? "https" : "http", address);
	return -1;
}

void screens_close(struct serving *serving)
{
	struct screens *screens = serving->screens;

	if (!screens)
		return;
	http_close(screens->http);
	file_forget(screens->cert);
	file_forget(screens->key);
	web_release(&screens->web);
	explicit_bzero(screens, sizeof *screens);
	free(screens);
	serving->screens = NULL;
}

void screens_turn(struct serving *serving)
{
	if (serving->screens && serving->screens->http)
		http_turn(serving->screens->http);
}

// {"moved":["custody","event"]}: which tables' rows.
static void tell_record(struct serving *serving)
{
	struct store *store = serving->house.store;
	char json[2 * STORE_MOVED + 32];
	size_t len = (size_t)snprintf(json, sizeof json, "{\"moved\":[");
	const char *word = store_moved(store);

	while (*(word += strspn(word, " "))) {
		int count = (int)strcspn(word, " ");

		len += (size_t)snprintf(json + len, sizeof json - len, "%s\"%.*s\"",
			json[len - 1] == '[' ? "" : ",", count, word);
		word += count;
	}
	snprintf(json + len, sizeof json - len, "]}");
	http_recorded(serving->screens->http, json, api_today_moved(store_moved(store)));
	store_moved_clear(store);
}

void screens_changed(void *arg, int64_t bank, int door)
{
	struct serving *serving = arg;
	struct api api;
	char *text;

	if (!serving->screens || !serving->screens->http)
		return;
	web_moved(&serving->screens->web);
	if (!bank && !door)
		tell_record(serving);
	if (!bank || http_watchers(serving->screens->http) == 0)
		return;
	if (!door) {
		http_changed(serving->screens->http, "bank", "{}");
		return;
	}
	serving_api(serving, env_now(serving->call->env), &api);
	text = api_door_text(&api, bank, door);
	if (text)
		http_changed(serving->screens->http, "door", text);
	free(text);
}

void screens_desk_card(void *arg, int64_t number)
{
	struct serving *serving = arg;
	char json[40];

	if (!serving->screens || !serving->screens->http)
		return;
	snprintf(json, sizeof json, "{\"number\":%lld}", (long long)number);
	http_changed(serving->screens->http, "card", json);
}
