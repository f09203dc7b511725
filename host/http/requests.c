// SPDX-License-Identifier: GPL-3.0-or-later
// What a connection asks, from the library's pieces to an exchange, and on its way until it is
// answered.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/reply.h"
#include "http/server.h"

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

static struct exchange *begin(
	struct http *http, struct MHD_Connection *connection, const char *url, const char *method)
{
	struct exchange *exchange = exchange_make(&http->lobby, connection, method, url);
	const struct env *env = http->config.env;
	const char *last, *once;

	if (!exchange)
		return NULL;
	exchange->request.address = arrivals_client(connection);
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
	if (!http->config.cert && reply_host_trouble(http_header(connection, MHD_HTTP_HEADER_HOST)))
		exchange_refuse(exchange, 421,
			reply_host_trouble(http_header(connection, MHD_HTTP_HEADER_HOST)));
	exchange->request.origin_trouble = reply_origin_trouble(&(struct reply_origin){
		.tls = http->config.cert != NULL,
		.site = http_header(connection, "Sec-Fetch-Site"),
		.origin = http_header(connection, "Origin"),
		.host = http_header(connection, MHD_HTTP_HEADER_HOST),
		.type = http_header(connection, MHD_HTTP_HEADER_CONTENT_TYPE),
		.ours = http_header(connection, "X-Hometime"),
	});
	exchange->watch =
		strcmp(exchange->path, "/api/changes") == 0 && strcmp(exchange->method, "GET") == 0;
	exchange->request.again = http_header(connection, "X-Hometime-Again") != NULL;
	once = http_header(connection, "Idempotency-Key");
	if (once) // one that is too long is refused as such, cut or not
		snprintf(exchange->once, sizeof exchange->once, "%s", once);
	exchange->request.once = once ? exchange->once : NULL;
	last = http_header(connection, "Last-Event-ID");
	if (last && strlen(last) < sizeof exchange->last_id)
		strcpy(exchange->last_id, last);
	if (exchange->state == EXCHANGE_READING)
		take_query(connection, exchange);
	return exchange;
}

static const struct http_asset *find_asset(const struct http *http, const char *path)
{
	const struct http_asset *asset = http->config.assets;

	while (asset && asset->path && strcmp(asset->path, path) != 0)
		asset++;
	return asset && asset->path ? asset : NULL;
}

enum MHD_Result requests_took(void *arg, struct MHD_Connection *connection, const char *url,
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
		// It may be a password, and the library gives its memory back as it is.
		explicit_bzero((void *)(uintptr_t)data, *size);
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
			return answers_send_asset(http, connection, asset);
		exchange_refuse(exchange, asset ? 405 : 404,
			asset ? "That is a file: GET it." : "There is nothing at this address.");
	}
	if (exchange->state == EXCHANGE_READING) {
		exchange_file(exchange);
		if (exchange->state == EXCHANGE_ASKED)
			MHD_suspend_connection(connection);
	}
	arrivals_asks(http, connection, exchange);
	if (exchange->state == EXCHANGE_ASKED)
		return MHD_YES;
	if (exchange->state == EXCHANGE_WATCHES)
		return answers_begin_stream(http, connection, exchange);
	return answers_send(http, connection, exchange);
}

void requests_completed(void *arg, struct MHD_Connection *connection, void **context,
	enum MHD_RequestTerminationCode code)
{
	(void)code;
	if (*context)
		exchange_leave(*context);
	arrivals_asks(arg, connection, NULL);
	*context = NULL;
}
