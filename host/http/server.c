// SPDX-License-Identifier: GPL-3.0-or-later
// libmicrohttpd's daemon without a thread, polled by our loop through the one descriptor of its
// epoll set, and turned when the doors have had their turn.
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "http/server.h"

#define IDLE_S 60 // a connection on which nothing is asked

static void is_due(void *arg, struct mono_time now)
{
	(void)now;
	((struct http *)arg)->due = true;
}

static void set_again(struct http *http, struct mono_time at)
{
	loop_timer_set(http->config.loop, &http->again, at, is_due, http);
}

static void readable(void *arg, short revents)
{
	struct http *http = arg;

	(void)revents;
	http->due = true;
}

// Nothing wakes the loop for us before then.
static void rest(struct http *http, struct mono_time until)
{
	loop_watch_events(http->watch, 0);
	set_again(http, until);
}

static void run_library(struct http *http, struct mono_time from)
{
	int64_t lost = env_lost(http->config.env);
	MHD_UNSIGNED_LONG_LONG ms;
	struct mono_time now;

	lobby_admit(&http->lobby, HTTP_TURN);
	http->due = false;
	loop_timer_stop(&http->again);
	MHD_run(http->daemon);
	now = http_mono(http);
	pace_worked(http->config.pace, from, now, env_lost(http->config.env) - lost);
	if (http->lobby.leaving || http->lobby.entering || http->due ||
		pace_rests(http->config.pace, now))
		rest(http, http->config.pace->until);
	else if (MHD_get_timeout(http->daemon, &ms) == MHD_YES)
		set_again(http, mono_after_ms(now, ms > 3600000 ? 3600000 : (int64_t)ms));
}

void http_turn(struct http *http)
{
	struct mono_time now;

	if (!http->due)
		return;
	now = http_mono(http);
	if (http->config.pace->worked)
		http->config.pace->put_off = true;
	if (http->config.pace->worked || pace_rests(http->config.pace, now)) {
		rest(http, http->config.pace->until);
		return;
	}
	http->config.pace->put_off = false;
	loop_watch_events(http->watch, POLLIN);
	run_library(http, now);
}

static void turn_is_due(void *arg)
{
	((struct http *)arg)->due = true;
}

static void tell_today(void *arg, const char *json)
{
	watchers_tell(&((struct http *)arg)->watchers, "today", json, true);
}

static bool is_watched(void *arg)
{
	return ((struct http *)arg)->watchers.count > 0;
}

static void exchange_is_ready(void *arg, struct exchange *exchange)
{
	MHD_resume_connection(exchange->connection);
	((struct http *)arg)->due = true;
}

static void library_says(void *arg, const char *format, va_list args)
{
	// Its sentences may hold what a client sent: none of it goes into the log file.
	(void)arg;
	(void)format;
	(void)args;
}

static int start(struct http *http, char why[HTTP_WHY])
{
	const struct http_config *config = &http->config;
	unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG;
	struct MHD_OptionItem tls[] = {
		{MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)config->cert},
		{MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)config->key},
		{MHD_OPTION_HTTPS_PRIORITIES, 0,
			(void *)(uintptr_t) "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
		{MHD_OPTION_END, 0, NULL},
	};

	if (config->cert)
		flags |= MHD_USE_TLS;
	if (http->address.ipv6)
		flags |= MHD_USE_IPv6;
	http->daemon = MHD_start_daemon(flags, http->address.port, arrivals_may, http,
		requests_took, http, MHD_OPTION_EXTERNAL_LOGGER, library_says, http,
		MHD_OPTION_SOCK_ADDR, &http->address.socket, MHD_OPTION_NOTIFY_COMPLETED,
		requests_completed, http, MHD_OPTION_NOTIFY_CONNECTION, arrivals_notify, http,
		MHD_OPTION_CONNECTION_LIMIT, HTTP_CLIENTS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
		HTTP_CLIENTS_ONE, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_S,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32768,
		MHD_OPTION_ARRAY, config->cert ? tls : tls + 3, MHD_OPTION_END);
	if (http->daemon)
		return 0;
	if (config->cert)
		snprintf(why, HTTP_WHY,
			"The screens cannot be served at %.60s: somebody listens there, or the "
			"certificate and its key do not belong together.",
			config->address);
	else
		snprintf(why, HTTP_WHY,
			"The screens cannot be served at %.60s: somebody listens there, or it is "
			"no "
			"address of this machine.",
			config->address);
	return -ERR_BUSY;
}

int http_open(struct http **out_http, const struct http_config *config, char why[HTTP_WHY])
{
	struct http *http = calloc(1, sizeof *http);
	const union MHD_DaemonInfo *info;
	uint64_t boot;
	int err;

	if (!http) {
		snprintf(why, HTTP_WHY, "There is not enough memory.");
		return -ERR_NO_MEMORY;
	}
	http->config = *config;
	http->connects.burst = RATE_CONNECTS;
	http->connects.second = RATE_CONNECTS_SECOND;
	lobby_open(&http->lobby, &http->config, exchange_is_ready, turn_is_due, http);
	http->lobby.today.tell = tell_today;
	http->lobby.today.watched = is_watched;
	err = http_address_read(config->address, &http->address, why);
	if (err == 0 && !http->address.loopback && !config->cert) {
		snprintf(why, HTTP_WHY,
			"%.60s can be reached from outside this machine, so it needs TLS: give "
			"--tls-cert and --tls-key, or make them with `hometime tls self-signed`.",
			config->address);
		err = -ERR_DENIED;
	}
	if (err == 0)
		err = config->env->random(config->env->context, &boot, sizeof boot);
	if (err == 0)
		watchers_open(&http->watchers, &http->config, boot, answers_wake_stream, http);
	if (err == 0)
		err = start(http, why);
	info = err == 0 ? MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
	if (info)
		err = loop_watch(
			config->loop, info->epoll_fd, POLLIN, readable, http, &http->watch);
	if (err < 0) {
		http_close(http);
		return err;
	}
	*out_http = http;
	return 0;
}

void http_close(struct http *http)
{
	if (!http)
		return;
	lobby_close(&http->lobby);
	watchers_end(&http->watchers);
	loop_timer_stop(&http->again);
	loop_unwatch(http->watch);
	if (http->daemon) {
		MHD_run(http->daemon); // answers that wait leave, streams end
		MHD_stop_daemon(http->daemon);
	}
	watchers_close(&http->watchers);
	free(http);
}

void http_changed(struct http *http, const char *event, const char *json)
{
	watchers_tell(&http->watchers, event, json, false);
}

void http_recorded(struct http *http, const char *json, bool today)
{
	if (today)
		lobby_moved(&http->lobby);
	if (http->watchers.count > 0)
		watchers_tell(&http->watchers, "record", json, false);
}

size_t http_watchers(const struct http *http)
{
	return http->watchers.count;
}
