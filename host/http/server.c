// SPDX-License-Identifier: GPL-3.0-or-later
// The one file that knows libmicrohttpd: its daemon without a thread, polled by our loop through
// the one descriptor of its epoll set.
#include <microhttpd.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/err.h"
#include "http/address.h"
#include "http/exchange.h"
#include "http/http.h"
#include "http/rate.h"
#include "http/reply.h"
#include "http/seats.h"
#include "http/watchers.h"

#define IDLE_S	     60 // a connection on which nothing is asked
#define STREAM_BLOCK 4096

struct http {
	struct http_config config;
	struct http_address address;
	struct MHD_Daemon *daemon;
	struct loop_watch *watch;
	struct loop_timer again;
	struct lobby lobby;
	struct rate rate, connects;
	struct seats seats;
	struct watchers watchers;
	bool due; // something waits to be done by a turn
};

static struct mono_time mono(const struct http *http)
{
	return http->config.env->mono(http->config.env->context);
}

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
	MHD_UNSIGNED_LONG_LONG ms;
	struct mono_time now;

	lobby_admit(&http->lobby, HTTP_TURN);
	http->due = false;
	loop_timer_stop(&http->again);
	MHD_run(http->daemon);
	now = mono(http);
	pace_worked(http->config.pace, from, now);
	if (http->lobby.leaving || http->lobby.entering || http->due)
		rest(http, http->config.pace->until);
	else if (MHD_get_timeout(http->daemon, &ms) == MHD_YES)
		set_again(http, mono_after_ms(now, ms > 3600000 ? 3600000 : (int64_t)ms));
}

void http_turn(struct http *http)
{
	struct mono_time now;

	if (!http->due)
		return;
	now = mono(http);
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

static enum MHD_Result send_response(
	struct MHD_Connection *connection, const struct reply *reply, struct MHD_Response *response)
{
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	for (int i = 0; i < reply->count; i++)
		MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
	result = MHD_queue_response(connection, reply->status, response);
	MHD_destroy_response(response);
	return result;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static enum MHD_Result send_asset(
	const struct http *http, struct MHD_Connection *connection, const struct http_asset *asset)
{
	struct reply reply;

	reply_of_asset(&reply, asset, header(connection, MHD_HTTP_HEADER_IF_NONE_MATCH),
		http->config.cert != NULL);
	// The library reads it only.
	return send_response(connection, &reply,
		MHD_create_response_from_buffer(
			reply.len, (void *)(uintptr_t)reply.body, MHD_RESPMEM_PERSISTENT));
}

static enum MHD_Result send_answer(
	const struct http *http, struct MHD_Connection *connection, struct exchange *exchange)
{
	struct reply reply;

	if (!exchange->answer.text)
		return MHD_NO;
	reply_of_answer(&reply, exchange, header(connection, MHD_HTTP_HEADER_IF_NONE_MATCH),
		http->config.cert != NULL);
	if (!reply.body)
		return send_response(connection, &reply,
			MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT));
	// A report is long, and whoever asked may read it slowly: it is there once.
	exchange->answer.text = NULL;
	return send_response(connection, &reply,
		MHD_create_response_from_buffer(
			reply.len, (void *)(uintptr_t)reply.body, MHD_RESPMEM_MUST_FREE));
}

static const struct http_asset *find_asset(const struct http *http, const char *path)
{
	const struct http_asset *asset = http->config.assets;

	while (asset && asset->path && strcmp(asset->path, path) != 0)
		asset++;
	return asset && asset->path ? asset : NULL;
}

// The stream of changes.

static ssize_t read_stream(void *arg, uint64_t pos, char *out, size_t max)
{
	struct watcher *watcher = arg;
	int count = watcher_read(watcher, out, max);

	(void)pos;
	if (count < 0)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (count == 0)
		MHD_suspend_connection(watcher->connection);
	return count;
}

static void wake_stream(void *arg, void *connection)
{
	MHD_resume_connection(connection);
	((struct http *)arg)->due = true;
}

static void free_stream(void *arg)
{
	watchers_remove(arg);
}

static enum MHD_Result begin_stream(
	struct http *http, struct MHD_Connection *connection, const struct exchange *exchange)
{
	struct watcher *watcher = watchers_add(&http->watchers, connection, exchange->session,
		exchange->today, exchange->last_id[0] ? exchange->last_id : NULL);
	struct MHD_Response *response;
	struct reply reply;

	if (!watcher)
		return MHD_NO;
	response = MHD_create_response_from_callback(
		MHD_SIZE_UNKNOWN, STREAM_BLOCK, read_stream, watcher, free_stream);
	if (!response) {
		watchers_remove(watcher);
		return MHD_NO;
	}
	reply_of_stream(&reply, http->config.cert != NULL);
	return send_response(connection, &reply, response);
}

// One request.

static void copy_cookie(const struct http *http, struct MHD_Connection *connection, bool session,
	char out[ACCOUNT_TOKEN])
{
	const char *value = MHD_lookup_connection_value(
		connection, MHD_COOKIE_KIND, reply_cookie(session, http->config.cert != NULL));

	if (value && strlen(value) < ACCOUNT_TOKEN)
		strcpy(out, value);
}

struct fields {
	struct exchange *exchange;
	char *at;
	size_t room;
	bool too_many;
};

static enum MHD_Result count_field(
	void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	*(size_t *)arg += strlen(name) + strlen(value ? value : "") + 2;
	return MHD_YES;
}

static enum MHD_Result take_field(
	void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct fields *fields = arg;
	struct web_request *request = &fields->exchange->request;

	(void)kind;
	if (request->field_count == WEB_FIELDS) {
		fields->too_many = true;
		return MHD_NO;
	}
	struct web_field *field = &request->fields[request->field_count++];

	field->name = fields->at;
	fields->at += sprintf(fields->at, "%s", name) + 1;
	field->value = fields->at;
	fields->at += sprintf(fields->at, "%s", value ? value : "") + 1;
	return MHD_YES;
}

static void take_query(struct MHD_Connection *connection, struct exchange *exchange)
{
	struct fields fields = {.exchange = exchange};
	size_t room = 0;

	MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, count_field, &room);
	if (room == 0)
		return;
	exchange->fields = fields.at = malloc(room);
	if (fields.at)
		MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, take_field, &fields);
	if (!fields.at || fields.too_many)
		exchange_refuse(exchange, 400, "That asks with more fields than anything takes.");
}

static uint64_t client_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	return info && info->client_addr ? http_address_hash(info->client_addr) : 0;
}

// A connection has come or gone. One that has to make room is cut, and the library finds it so.
static void came_or_went(void *arg, struct MHD_Connection *connection, void **context,
	enum MHD_ConnectionNotificationCode code)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	const struct env *env = ((struct http *)arg)->config.env;
	struct seats *seats = &((struct http *)arg)->seats;
	uint64_t client = client_of(connection);
	struct seat *leaves;

	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		// The library listens again only when it is run once more: with no connection left,
		// and none let in, nothing else would ever wake it.
		((struct http *)arg)->due = true;
		seats_give_back(*context);
		*context = NULL;
		return;
	}
	*context = seats_take(seats, info ? info->connect_fd : -1, client, env->mono(env->context));
	leaves = seats_make_room(seats, client);
	if (leaves)
		shutdown(leaves->fd, SHUT_RDWR);
}

// Before a handshake.
static enum MHD_Result may_connect(void *arg, const struct sockaddr *address, socklen_t len)
{
	struct http *http = arg;

	(void)len;
	return !http->config.cert ||
			       rate_take(&http->connects, http_address_hash(address), mono(http))
		       ? MHD_YES
		       : MHD_NO;
}

static void note_seat(
	struct http *http, struct MHD_Connection *connection, const struct exchange *exchange)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct seat *seat = info ? info->socket_context : NULL;
	const struct env *env = http->config.env;

	if (!seat)
		return;
	seat->busy = exchange != NULL && exchange->state != EXCHANGE_READING;
	if (!exchange) // over
		seat->since = env->mono(env->context);
	else
		seat->seen = web_has_seen(http->config.web, exchange->request.session);
}

static struct exchange *begin(
	struct http *http, struct MHD_Connection *connection, const char *url, const char *method)
{
	struct exchange *exchange = exchange_make(&http->lobby, connection, method, url);
	const struct env *env = http->config.env;
	const char *last, *once;

	if (!exchange)
		return NULL;
	exchange->request.address = client_of(connection);
	if (strlen(url) >= WEB_PATH)
		exchange_refuse(exchange, 404, "There is nothing at this address.");
	if (!rate_take(&http->rate, exchange->request.address, env->mono(env->context))) {
		exchange->answer.retry_after_s = 1;
		exchange_refuse(exchange, 429, "Too many requests from one place. Wait a second.");
	}
	copy_cookie(http, connection, true, exchange->session);
	copy_cookie(http, connection, false, exchange->browser);
	exchange->request.session = exchange->session[0] ? exchange->session : NULL;
	exchange->request.browser = exchange->browser[0] ? exchange->browser : NULL;
	exchange->seen = web_has_seen(http->config.web, exchange->request.session);
	if (!http->config.cert && reply_host_trouble(header(connection, MHD_HTTP_HEADER_HOST)))
		exchange_refuse(exchange, 421,
			reply_host_trouble(header(connection, MHD_HTTP_HEADER_HOST)));
	exchange->request.origin_trouble = reply_origin_trouble(&(struct reply_origin){
		.tls = http->config.cert != NULL,
		.site = header(connection, "Sec-Fetch-Site"),
		.origin = header(connection, "Origin"),
		.host = header(connection, MHD_HTTP_HEADER_HOST),
		.type = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE),
		.ours = header(connection, "X-Hometime"),
	});
	exchange->watch =
		strcmp(exchange->path, "/api/changes") == 0 && strcmp(exchange->method, "GET") == 0;
	exchange->request.again = header(connection, "X-Hometime-Again") != NULL;
	once = header(connection, "Idempotency-Key");
	if (once) // one that is too long is refused as such, cut or not
		snprintf(exchange->once, sizeof exchange->once, "%s", once);
	exchange->request.once = once ? exchange->once : NULL;
	last = header(connection, "Last-Event-ID");
	if (last && strlen(last) < sizeof exchange->last_id)
		strcpy(exchange->last_id, last);
	if (exchange->state == EXCHANGE_READING)
		take_query(connection, exchange);
	return exchange;
}

static enum MHD_Result took(void *arg, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *data, size_t *size, void **context)
{
	struct http *http = arg;
	struct exchange *exchange = *context;
	const struct http_asset *asset;

	(void)version;
	if (!exchange) {
		*context = begin(http, connection, url, method);
		return *context ? MHD_YES : MHD_NO;
	}
	if (*size > 0) {
		exchange_body(exchange, data, *size);
		*size = 0;
		return MHD_YES;
	}
	if (!exchange_enter(exchange)) {
		MHD_suspend_connection(connection);
		return MHD_YES;
	}
	if (exchange->state == EXCHANGE_READING && strncmp(exchange->path, "/api/", 5) != 0) {
		asset = find_asset(http, exchange->path);
		if (asset && strcmp(method, "GET") == 0)
			return send_asset(http, connection, asset);
		exchange_refuse(exchange, asset ? 405 : 404,
			asset ? "That is a file: GET it." : "There is nothing at this address.");
	}
	if (exchange->state == EXCHANGE_READING) {
		exchange_file(exchange);
		if (exchange->state == EXCHANGE_ASKED)
			MHD_suspend_connection(connection);
	}
	note_seat(http, connection, exchange);
	if (exchange->state == EXCHANGE_ASKED)
		return MHD_YES;
	if (exchange->state == EXCHANGE_WATCHES)
		return begin_stream(http, connection, exchange);
	return send_answer(http, connection, exchange);
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

static void completed(void *arg, struct MHD_Connection *connection, void **context,
	enum MHD_RequestTerminationCode code)
{
	(void)code;
	if (*context)
		exchange_leave(*context);
	note_seat(arg, connection, NULL);
	*context = NULL;
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
	http->daemon = MHD_start_daemon(flags, http->address.port, may_connect, http, took, http,
		MHD_OPTION_EXTERNAL_LOGGER, library_says, http, MHD_OPTION_SOCK_ADDR,
		&http->address.socket, MHD_OPTION_NOTIFY_COMPLETED, completed, http,
		MHD_OPTION_NOTIFY_CONNECTION, came_or_went, http, MHD_OPTION_CONNECTION_LIMIT,
		HTTP_CLIENTS, MHD_OPTION_PER_IP_CONNECTION_LIMIT, HTTP_CLIENTS_ONE,
		MHD_OPTION_CONNECTION_TIMEOUT, IDLE_S, MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32768, MHD_OPTION_ARRAY,
		config->cert ? tls : tls + 3, MHD_OPTION_END);
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
		watchers_open(&http->watchers, &http->config, boot, wake_stream, http);
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
