// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/watchers.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

static void beat(void *arg, struct mono_time now);

void watchers_open(struct watchers *watchers, const struct http_config *config, uint64_t boot,
	void (*wake)(void *arg, void *connection), void *arg)
{
	*watchers = (struct watchers){.config = config, .wake = wake, .arg = arg};
	changes_open(&watchers->changes, boot);
	beat(watchers, config->env->mono(config->env->context));
}

static void wake(struct watcher *watcher)
{
	struct watchers *all = watcher->all;

	if (!watcher->waiting)
		return;
	watcher->waiting = false;
	all->wake(all->arg, watcher->connection);
}

void watchers_end(struct watchers *watchers)
{
	watchers->closing = true;
	for (struct watcher *watcher = watchers->first; watcher; watcher = watcher->next)
		wake(watcher);
	loop_timer_stop(&watchers->beat);
	loop_timer_stop(&watchers->look);
}

void watchers_close(struct watchers *watchers)
{
	changes_close(&watchers->changes);
}

struct watcher *watchers_add(struct watchers *watchers, void *connection, const char *session,
	bool today, const char *last_id)
{
	struct watcher *watcher = calloc(1, sizeof *watcher);

	if (!watcher)
		return NULL;
	*watcher = (struct watcher){
		.all = watchers, .connection = connection, .next = watchers->first};
	strncpy(watcher->session, session, sizeof watcher->session - 1);
	changes_begin(&watchers->changes, last_id, &watcher->reader);
	watcher->reader.told = today;
	watchers->first = watcher;
	watchers->count++;
	return watcher;
}

void watchers_remove(struct watcher *watcher)
{
	struct watcher **link = &watcher->all->first;

	while (*link != watcher)
		link = &(*link)->next;
	*link = watcher->next;
	watcher->all->count--;
	explicit_bzero(watcher->session, sizeof watcher->session);
	free(watcher);
}

// An event and not a comment: a page must see that nothing comes any more, where a cable was pulled
// and no end of the connection ever does.
static const char beat_text[] = "event: beat\ndata: {}\n\n";

int watcher_read(struct watcher *watcher, char *out, size_t max)
{
	int count;

	if (watcher->all->closing || watcher->ended)
		return -ERR_GONE;
	count = changes_read(&watcher->all->changes, &watcher->reader, out, max);
	if (count == 0 && watcher->beat && max >= sizeof beat_text) {
		watcher->beat = false;
		memcpy(out, beat_text, sizeof beat_text - 1);
		return sizeof beat_text - 1;
	}
	watcher->waiting = count == 0;
	return count;
}

// Whether they who watch still may: who signed out, left, or has another role sees nothing more.

static bool run_look(void *arg, struct now now)
{
	struct watchers *watchers = arg;
	struct api api = {0};

	watchers->config->api(watchers->config->arg, now, &api);
	for (struct watcher *watcher = watchers->first; watcher; watcher = watcher->next)
		watcher->ended = watcher->ended ||
				 !web_may_go_on(&api, watcher->session, &watcher->reader.told);
	return false;
}

static void done_look(void *arg, int err)
{
	struct watchers *watchers = arg;

	(void)err;
	watchers->looking = false;
	for (struct watcher *watcher = watchers->first; watcher; watcher = watcher->next) {
		if (watcher->ended)
			wake(watcher);
	}
}

static void look(void *arg, struct mono_time now)
{
	struct watchers *watchers = arg;
	const struct http_config *config = watchers->config;

	(void)now;
	watchers->look_set = false;
	if (!watchers->looking && watchers->first)
		watchers->looking = config->file(config->arg, run_look, done_look, watchers) == 0;
}

static void beat(void *arg, struct mono_time now)
{
	struct watchers *watchers = arg;

	look(watchers, now);
	for (struct watcher *watcher = watchers->first; watcher; watcher = watcher->next) {
		watcher->beat = true;
		wake(watcher);
	}
	loop_timer_set(watchers->config->loop, &watchers->beat,
		mono_after_ms(now, WATCHERS_QUIET_S * 1000), beat, watchers);
}

void watchers_tell(struct watchers *watchers, const char *event, const char *json, bool today)
{
	const struct env *env = watchers->config->env;

	changes_add(&watchers->changes, event, json, today);
	for (struct watcher *watcher = watchers->first; watcher; watcher = watcher->next)
		wake(watcher);
	if (watchers->look_set)
		return;
	watchers->look_set = true;
	loop_timer_set(watchers->config->loop, &watchers->look,
		mono_after_ms(env->mono(env->context), WATCHERS_LOOK_MS), look, watchers);
}
