// SPDX-License-Identifier: GPL-3.0-or-later
// What a connection gets: an answer, a file of the screens, or the stream of changes.
#include <stdlib.h>
#include <string.h>

#include "http/reply.h"
#include "http/server.h"

#define STREAM_BLOCK 4096

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

enum MHD_Result answers_send_asset(
	const struct http *http, struct MHD_Connection *connection, const struct http_asset *asset)
{
	struct reply reply;

	reply_of_asset(&reply, asset, http_header(connection, MHD_HTTP_HEADER_IF_NONE_MATCH),
		http->config.cert != NULL);
	// The library reads it only.
	return send_response(connection, &reply,
		MHD_create_response_from_buffer(
			reply.len, (void *)(uintptr_t)reply.body, MHD_RESPMEM_PERSISTENT));
}

// It may hold a link that makes a password.
static void forget(void *text)
{
	explicit_bzero(text, strlen(text));
	free(text);
}

enum MHD_Result answers_send(
	const struct http *http, struct MHD_Connection *connection, struct exchange *exchange)
{
	struct reply reply;

	if (!exchange_text(exchange))
		return MHD_NO;
	reply_of_answer(&reply, exchange, http_header(connection, MHD_HTTP_HEADER_IF_NONE_MATCH),
		http->config.cert != NULL);
	if (!reply.body)
		return send_response(connection, &reply,
			MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT));
	// A report is long, and whoever asked may read it slowly: it is there once, and a list that
	// many asked for is there once for all.
	if (exchange->shared) {
		struct exchange_shared *shared = exchange->shared;

		exchange->shared = NULL;
		return send_response(connection, &reply,
			MHD_create_response_from_buffer_with_free_callback_cls(reply.len,
				(void *)(uintptr_t)reply.body, exchange_unshare, shared));
	}
	exchange->answer.text = NULL;
	return send_response(connection, &reply,
		MHD_create_response_from_buffer_with_free_callback(
			reply.len, (void *)(uintptr_t)reply.body, forget));
}

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

void answers_wake_stream(void *arg, void *connection)
{
	MHD_resume_connection(connection);
	((struct http *)arg)->due = true;
}

static void free_stream(void *arg)
{
	watchers_remove(arg);
}

enum MHD_Result answers_begin_stream(
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
