// SPDX-License-Identifier: GPL-3.0-or-later
// Today's answer, which every page of the office shows and a queue at the lockers changes many
// times a second: read once for all of them when rows were written, kept for whoever asks while it
// is right, and told to who watches as what became of it (api/patch.h), from one ETag to the next.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/exchange.h"
#include "http/reply.h"

#define ASKED	 "+" WEB_TODAY_ASKED // cli/job_read.c: with what became of it
#define REST_MS	 40		     // between two that nobody asked for
#define AGAIN_MS 1000		     // after one that could not be read

static void due(void *arg, struct mono_time now);

static int64_t minute_now(const struct lobby *lobby)
{
	const struct env *env = lobby->config->env;

	return env->wall(env->context).ms / 60000;
}

static void set_timer(struct lobby *lobby, struct mono_time at)
{
	loop_timer_set(lobby->config->loop, &lobby->today.timer, at, due, lobby);
}

static struct mono_time next_minute(const struct lobby *lobby)
{
	const struct env *env = lobby->config->env;

	return mono_after_ms(env->mono(env->context), 60000 - env->wall(env->context).ms % 60000);
}

static bool is_known(const struct lobby *lobby)
{
	return lobby->today.answer && !lobby->today.moved &&
	       lobby->today.minute == minute_now(lobby);
}

// Again with the next minute, at the latest.
static void due(void *arg, struct mono_time now)
{
	struct lobby *lobby = arg;

	(void)now;
	if (lobby->closing || !lobby->today.watched || !lobby->today.watched(lobby->arg))
		return;
	if (!is_known(lobby)) {
		lobby_reading_soon(lobby, ASKED);
		lobby_read_on(lobby);
	}
	set_timer(lobby, next_minute(lobby));
}

void lobby_moved(struct lobby *lobby)
{
	const struct env *env = lobby->config->env;
	struct mono_time now = env->mono(env->context);

	if (lobby->today.moved && lobby->today.timer.loop)
		return;
	lobby->today.moved = true;
	set_timer(lobby, mono_before(now, lobby->today.next) ? lobby->today.next : now);
}

void lobby_today(struct lobby *lobby, struct exchange *exchange)
{
	struct row_reading *reading;

	if (is_known(lobby)) {
		exchange->shared = lobby->today.answer;
		exchange->shared->users++;
		exchange_ready(exchange);
		return;
	}
	reading = lobby_reading_soon(lobby, ASKED);
	if (!reading) {
		lobby_busy(exchange);
		return;
	}
	exchange->next = reading->waiting;
	reading->waiting = exchange;
	lobby_read_on(lobby);
}

void lobby_today_begins(struct lobby *lobby, const char *asked)
{
	const struct env *env = lobby->config->env;

	if (strcmp(asked, ASKED) != 0)
		return;
	lobby->today.moved = false;
	lobby->today.minute = minute_now(lobby);
	lobby->today.next = mono_after_ms(env->mono(env->context), REST_MS);
	if (!lobby->today.timer.loop)
		set_timer(lobby, next_minute(lobby));
}

// versions are words between quotes.
static void tell(struct lobby *lobby, const char *version, const char *patch)
{
	size_t room = 128 + (patch ? strlen(patch) : 0);
	char *json = malloc(room);

	if (!json)
		return;
	snprintf(json, room, "{\"from\":%s,\"to\":%s%s%s}", lobby->today.version, version,
		patch ? ",\"patch\":" : "", patch ? patch : "");
	lobby->today.tell(lobby->arg, json);
	free(json);
}

void lobby_today_came(struct lobby *lobby, const char *asked, int status, char *text)
{
	const struct env *env = lobby->config->env;
	char version[REPLY_ETAG];
	char *patch;

	if (strcmp(asked, ASKED) != 0)
		return;
	exchange_unshare(lobby->today.answer);
	lobby->today.answer = NULL;
	if (lobby->closing)
		return;
	if (status != 200) {
		set_timer(lobby, mono_after_ms(env->mono(env->context), AGAIN_MS));
		return;
	}
	patch = strchr(text, '\t'); // as a character no part of JSON's text
	if (patch)
		*patch++ = '\0';
	reply_etag(text, version);
	lobby->today.answer = exchange_share(text);
	if (lobby->today.tell && lobby->today.version[0] &&
		strcmp(version, lobby->today.version) != 0)
		tell(lobby, version, patch);
	memcpy(lobby->today.version, version, sizeof version);
}
