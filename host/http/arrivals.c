// SPDX-License-Identifier: GPL-3.0-or-later
// Connections come and go: who may, and who gives their seat up for it.
#include "http/server.h"

uint64_t arrivals_client(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	return info && info->client_addr ? http_address_hash(info->client_addr) : 0;
}

// One that has to make room is cut, and the library finds it so.
void arrivals_notify(void *arg, struct MHD_Connection *connection, void **context,
	enum MHD_ConnectionNotificationCode code)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	const struct env *env = ((struct http *)arg)->config.env;
	struct seats *seats = &((struct http *)arg)->seats;
	uint64_t client = arrivals_client(connection);
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

enum MHD_Result arrivals_may(void *arg, const struct sockaddr *address, socklen_t len)
{
	struct http *http = arg;

	(void)len;
	return !http->config.cert || rate_take(&http->connects, http_address_hash(address),
					     http_mono(http))
		       ? MHD_YES
		       : MHD_NO;
}

void arrivals_asks(
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
