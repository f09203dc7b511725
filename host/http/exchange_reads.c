// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever only reads rows is read by a child that lives as long as the service, from the database
// opened for reading: a list of six hundred children costs the doors nothing. One at a time; those
// who ask the same while it waits for its turn share the answer.
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "http/exchange.h"

#define LINE_MOST   (16u << 20)
#define PATIENCE_MS 20000

// To all who wait for it; status 0: it could not be read.
static void answer(struct row_reading *reading, int status, const char *text)
{
	struct exchange_shared *shared = status && reading->waiting ? exchange_share(text) : NULL;

	while (reading->waiting) {
		struct exchange *exchange = reading->waiting;

		reading->waiting = exchange->next;
		exchange->state = EXCHANGE_ASKED;
		if (shared) {
			shared->users++;
			exchange->shared = shared;
			exchange->answer.status = status;
		} else {
			exchange_refuse(exchange, 503,
				"It could not be read. Please try again in a moment.");
			exchange->state = EXCHANGE_ASKED;
		}
		exchange_ready(exchange);
	}
	exchange_unshare(shared);
	free(reading->asked);
	free(reading);
}

// The one under way is over.
static void over(struct lobby *lobby, int status, char *text)
{
	struct row_reading *reading = lobby->reads.first;

	if (!reading)
		return;
	lobby->reads.first = reading->next;
	lobby->reads.count--;
	lobby->reads.begun = false;
	loop_timer_stop(&lobby->reads.patience);
	lobby_today_came(lobby, reading->asked, status, text);
	answer(reading, status, text);
}

// "200 {...}"
static void line(void *arg, char *text, size_t len)
{
	struct lobby *lobby = arg;
	char *end;
	long status = strtol(text, &end, 10);

	over(lobby, len > 4 && *end == ' ' && status > 0 ? (int)status : 0, end + 1);
	lobby_read_on(lobby);
}

static void gone(void *arg, int how)
{
	struct lobby *lobby = arg;

	(void)how;
	child_close(lobby->reads.child);
	lobby->reads.child = NULL;
	// It may have died before it was asked.
	if (lobby->reads.begun && lobby->reads.first->again)
		over(lobby, 0, NULL);
	else if (lobby->reads.begun)
		lobby->reads.first->again = true;
	lobby->reads.begun = false;
	lobby_read_on(lobby);
}

static const struct child_events events = {line, gone};

static void too_long(void *arg, struct mono_time now)
{
	(void)now;
	gone(arg, -ERR_BUSY);
}

static int begin(struct lobby *lobby, const struct row_reading *reading)
{
	const struct env *env = lobby->config->env;
	const char *const words[] = {
		"--job", lobby->config->read_job, lobby->config->web->database, NULL};
	const struct child_config child = {CHILD_SELF, words, LINE_MOST, 0};
	int err = lobby->reads.child ? 0
				     : child_start(&lobby->reads.child, lobby->config->loop, &child,
					       &events, lobby);

	if (err == 0)
		err = child_send(lobby->reads.child, reading->asked, strlen(reading->asked));
	if (err == 0)
		err = child_send(lobby->reads.child, "\n", 1);
	loop_timer_set(lobby->config->loop, &lobby->reads.patience,
		mono_after_ms(env->mono(env->context), PATIENCE_MS), too_long, lobby);
	return err;
}

void lobby_read_on(struct lobby *lobby)
{
	while (lobby->reads.first && !lobby->reads.begun && !lobby->closing) {
		lobby->reads.begun = true;
		lobby_today_begins(lobby, lobby->reads.first->asked);
		if (begin(lobby, lobby->reads.first) == 0)
			return;
		child_close(lobby->reads.child);
		lobby->reads.child = NULL;
		over(lobby, 0, NULL);
	}
}

// One that is not begun yet and asks the same, or a new one, at the end or as the next; NULL: no
// room.
static struct row_reading *find(struct lobby *lobby, const char *asked, bool soon)
{
	struct row_reading **link = &lobby->reads.first, **next, *reading;

	if (*link && lobby->reads.begun)
		link = &(*link)->next;
	for (next = link; *link; link = &(*link)->next) {
		if (strcmp((*link)->asked, asked) == 0)
			return *link;
	}
	if (lobby->reads.count >= HTTP_READINGS || lobby->closing)
		return NULL;
	reading = calloc(1, sizeof *reading);
	if (reading)
		reading->asked = strdup(asked);
	if (!reading || !reading->asked) {
		free(reading);
		return NULL;
	}
	link = soon ? next : link;
	reading->next = *link;
	*link = reading;
	lobby->reads.count++;
	return reading;
}

struct row_reading *lobby_reading_soon(struct lobby *lobby, const char *asked)
{
	return find(lobby, asked, true);
}

void lobby_read(struct lobby *lobby, struct exchange *exchange)
{
	struct row_reading *reading =
		exchange->answer.text ? find(lobby, exchange->answer.text, false) : NULL;

	if (!reading) {
		lobby_busy(exchange);
		return;
	}
	exchange->next = reading->waiting;
	reading->waiting = exchange;
	lobby_read_on(lobby);
}

void lobby_reads_end(struct lobby *lobby)
{
	child_close(lobby->reads.child);
	lobby->reads.child = NULL;
	while (lobby->reads.first)
		over(lobby, 0, NULL);
}
