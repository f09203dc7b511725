// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/exchange.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

void lobby_open(struct lobby *lobby, const struct http_config *config,
	void (*ready)(void *arg, struct exchange *exchange), void (*due)(void *arg), void *arg)
{
	*lobby = (struct lobby){.config = config, .ready = ready, .due = due, .arg = arg};
}

void lobby_close(struct lobby *lobby)
{
	lobby->closing = true;
	lobby_children_end(lobby);
	loop_timer_stop(&lobby->today.timer);
	exchange_unshare(lobby->today.answer);
	lobby->today.answer = NULL;
	lobby_admit(lobby, INT_MAX);
}

struct exchange *exchange_make(
	struct lobby *lobby, void *connection, const char *method, const char *path)
{
	struct exchange *exchange = calloc(1, sizeof *exchange);

	if (!exchange)
		return NULL;
	exchange->lobby = lobby;
	exchange->connection = connection;
	snprintf(exchange->method, sizeof exchange->method, "%s", method);
	snprintf(exchange->path, sizeof exchange->path, "%s", strlen(path) < WEB_PATH ? path : "/");
	exchange->request.method = exchange->method;
	exchange->request.path = exchange->path;
	return exchange;
}

static void forget_body(struct exchange *exchange)
{
	if (exchange->body_room > HTTP_SHORT)
		exchange->lobby->long_bodies -= exchange->body_room;
	if (exchange->body)
		explicit_bzero(exchange->body, exchange->body_room);
	free(exchange->body);
	exchange->body = NULL;
	exchange->body_room = 0;
}

void exchange_free(struct exchange *exchange)
{
	explicit_bzero(&exchange->answer.password, sizeof exchange->answer.password);
	forget_body(exchange);
	free(exchange->fields);
	free(exchange->answer.text);
	exchange_unshare(exchange->shared);
	free(exchange);
}

const char *exchange_text(const struct exchange *exchange)
{
	return exchange->shared ? exchange->shared->text : exchange->answer.text;
}

struct exchange_shared *exchange_share(const char *text)
{
	size_t len = strlen(text);
	struct exchange_shared *shared = malloc(sizeof *shared + len + 1);

	if (!shared)
		return NULL;
	shared->users = 1;
	memcpy(shared->text, text, len + 1);
	return shared;
}

void exchange_unshare(void *shared)
{
	struct exchange_shared *one = shared;

	if (one && --one->users == 0)
		free(one);
}

void exchange_leave(struct exchange *exchange)
{
	exchange->connection = NULL;
	if (exchange->state != EXCHANGE_ASKED)
		exchange_free(exchange);
}

// Short, or as long as a body may be. No piece of a password stays behind in memory given back.
static bool make_room(struct exchange *exchange, size_t had, size_t wanted)
{
	size_t room = wanted <= 1024 ? 1024 : wanted <= HTTP_SHORT ? HTTP_SHORT : WEB_BODY;
	struct lobby *lobby = exchange->lobby;
	char *grown;

	if (room > HTTP_SHORT && (!exchange->seen || lobby->long_bodies + room > HTTP_LONG))
		return false;
	grown = malloc(room);
	if (!grown)
		return false;
	if (had > 0)
		memcpy(grown, exchange->body, had);
	forget_body(exchange);
	exchange->body = grown;
	exchange->body_room = room;
	if (room > HTTP_SHORT)
		lobby->long_bodies += room;
	return true;
}

void exchange_body(struct exchange *exchange, const char *data, size_t len)
{
	struct web_request *request = &exchange->request;
	size_t had = request->body_len;

	// Once a piece was passed over, so is what follows.
	request->body_len += len;
	if (exchange->state != EXCHANGE_READING || (had > 0 && !exchange->body))
		return;
	if (request->body_len > WEB_BODY || (request->body_len > exchange->body_room &&
						    !make_room(exchange, had, request->body_len))) {
		forget_body(exchange);
		return;
	}
	memcpy(exchange->body + had, data, len);
}

static void wait_in(struct exchange **first, struct exchange ***end, struct exchange *exchange)
{
	if (!*first)
		*end = first;
	exchange->next = NULL;
	**end = exchange;
	*end = &exchange->next;
}

void exchange_ready(struct exchange *exchange)
{
	struct lobby *lobby = exchange->lobby;

	if (exchange->state == EXCHANGE_ASKED)
		exchange->state = EXCHANGE_ANSWERED;
	if (!exchange->connection) {
		exchange_free(exchange);
		return;
	}
	wait_in(&lobby->leaving, &lobby->leaving_end, exchange);
	lobby->due(lobby->arg);
}

void exchange_refuse(struct exchange *exchange, int status, const char *sentence)
{
	json_t *answer = json_pack("{s:b, s:s}", "ok", 0, "error", sentence);

	exchange_unshare(exchange->shared);
	exchange->shared = NULL;
	free(exchange->answer.text);
	exchange->answer.text = json_dumps(answer, JSON_COMPACT);
	exchange->answer.status = status;
	exchange->answer.next = WEB_ANSWERED;
	exchange->state = EXCHANGE_ANSWERED;
	json_decref(answer);
}

bool exchange_enter(struct exchange *exchange)
{
	struct lobby *lobby = exchange->lobby;

	if (exchange->entered || lobby->closing)
		return true;
	if (lobby->room > 0) { // then nobody waits: see lobby_admit
		lobby->room--;
		exchange->entered = true;
		return true;
	}
	wait_in(&lobby->entering, &lobby->entering_end, exchange);
	return false;
}

// Those at the front go on; returns how much room is left.
static int let(struct lobby *lobby, struct exchange **first, int room)
{
	for (; room > 0 && *first; room--) {
		struct exchange *exchange = *first;

		*first = exchange->next;
		exchange->entered = true;
		lobby->ready(lobby->arg, exchange);
	}
	return room;
}

bool lobby_admit(struct lobby *lobby, int room)
{
	room = let(lobby, &lobby->leaving, room);
	lobby->room = let(lobby, &lobby->entering, room);
	return lobby->leaving || lobby->entering;
}

// In a turn's transaction.
static bool run(void *job, struct now now)
{
	struct exchange *exchange = job;
	const struct http_config *config = exchange->lobby->config;
	struct api api = {0};

	config->api(config->arg, now, &api);
	if (!exchange->watch)
		web_answer(config->web, &api, &exchange->request, &exchange->answer);
	else if (web_may_watch(config->web, &api, exchange->request.session, &exchange->answer,
			 &exchange->today))
		exchange->state = EXCHANGE_WATCHES;
	return exchange->answer.keep;
}

static void failed(struct exchange *exchange)
{
	if (exchange->answer.next == WEB_PASSWORD)
		web_not_checked(exchange->lobby->config->web, &exchange->answer.password);
	exchange->state = EXCHANGE_ASKED;
	exchange->answer = (struct web_answer){.text = exchange->answer.text};
	exchange_refuse(exchange, 503,
		"It could not be written, and nothing was changed. Please try again.");
	exchange_ready(exchange);
}

static void done(void *job, int err)
{
	struct exchange *exchange = job;

	if (err < 0)
		failed(exchange);
	else if (exchange->state == EXCHANGE_ASKED && exchange->answer.next == WEB_PASSWORD)
		lobby_password(exchange->lobby, exchange);
	else if (exchange->state == EXCHANGE_ASKED && exchange->answer.next == WEB_REPORT)
		lobby_report(exchange->lobby, exchange);
	else if (exchange->state == EXCHANGE_ASKED && exchange->answer.next == WEB_READ)
		lobby_read(exchange->lobby, exchange);
	else if (exchange->state == EXCHANGE_ASKED && exchange->answer.next == WEB_TODAY)
		lobby_today(exchange->lobby, exchange);
	else
		exchange_ready(exchange);
}

static int file(struct exchange *exchange, bool (*job)(void *arg, struct now now),
	void (*after)(void *arg, int err))
{
	const struct http_config *config = exchange->lobby->config;
	int err;

	exchange->state = EXCHANGE_ASKED;
	err = config->file(config->arg, job, after, exchange);
	if (err == 0)
		return 0;
	exchange_refuse(exchange, 503, "Too much at once. Please try again.");
	return err;
}

void exchange_file(struct exchange *exchange)
{
	exchange->request.body = exchange->body;
	if (exchange->lobby->closing)
		exchange_refuse(exchange, 503, "The service is stopping; ask again when it runs.");
	else if (exchange->request.body_len > WEB_BODY)
		exchange_refuse(exchange, 413, "That is more than one request may hold.");
	else
		file(exchange, run, done);
}

static bool run_checked(void *job, struct now now)
{
	struct exchange *exchange = job;
	const struct password_check *check = &exchange->lobby->check;
	const struct http_config *config = exchange->lobby->config;
	struct web_password password = exchange->answer.password;
	struct api api = {0};

	config->api(config->arg, now, &api);
	web_checked(config->web, &api, &password, check->right, check->hash, check->err,
		&exchange->answer);
	explicit_bzero(&password, sizeof password);
	return exchange->answer.keep;
}

static void done_checked(void *job, int err)
{
	struct lobby *lobby = ((struct exchange *)job)->lobby;

	done(job, err);
	lobby_password_done(lobby);
}

void exchange_checked(struct exchange *exchange)
{
	struct lobby *lobby = exchange->lobby;

	if (file(exchange, run_checked, done_checked) == 0)
		return;
	exchange->state = EXCHANGE_ASKED;
	exchange_ready(exchange);
	lobby_password_done(lobby);
}
