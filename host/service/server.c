// SPDX-License-Identifier: GPL-3.0-or-later
// A line server on the loop: every buffer has a limit and a slow client costs nobody else anything.
#include "service/server.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/err.h"

struct client {
	struct server *server;
	int fd;	     // -1: free
	unsigned id; // slot + SERVER_CLIENTS * generation: an old id never reaches a new client
	uid_t user;
	bool asked; // a request is under way
	struct loop_watch *watch;
	struct loop_timer patience;
	char *in, *out;
	size_t in_len, in_room, out_len, out_sent;
};

struct server {
	struct loop *loop;
	struct loop_watch *watch;
	int fd;
	struct sockaddr_un address;
	const struct server_events *events;
	void *arg;
	struct client clients[SERVER_CLIENTS];
};

static void drop(struct client *client)
{
	if (client->fd < 0)
		return;
	loop_timer_stop(&client->patience);
	loop_unwatch(client->watch);
	close(client->fd);
	free(client->in);
	free(client->out);
	client->fd = -1;
	client->in = client->out = NULL;
	client->in_len = client->in_room = client->out_len = client->out_sent = 0;
	client->asked = false;
	client->id += SERVER_CLIENTS;
}

static void out_of_patience(void *arg, struct mono_time now)
{
	(void)now;
	drop(arg);
}

// Whoever is waiting for us is never out of patience; whoever we wait for is.
static void watch_client(struct client *client)
{
	const struct env *env = loop_env(client->server->loop);
	short events = client->asked ? 0 : POLLIN;

	if (client->out_len > client->out_sent)
		events = POLLOUT;
	loop_watch_events(client->watch, events);
	loop_timer_stop(&client->patience);
	if (events && loop_timer_set(client->server->loop, &client->patience,
			      mono_after_ms(env->mono(env->context), SERVER_PATIENCE_MS),
			      out_of_patience, client) < 0)
		drop(client);
}

static void send_some(struct client *client)
{
	while (client->out_sent < client->out_len) {
		ssize_t sent = send(client->fd, client->out + client->out_sent,
			client->out_len - client->out_sent, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0 && errno == EAGAIN)
			break;
		if (sent < 0) {
			drop(client);
			return;
		}
		client->out_sent += (size_t)sent;
	}
	if (client->out_sent == client->out_len) {
		free(client->out);
		client->out = NULL;
		client->out_len = client->out_sent = 0;
	}
	watch_client(client);
}

// Files the first whole line, if there is one, and keeps what follows it.
static void file_line(struct client *client)
{
	char *end = client->in_len ? memchr(client->in, '\n', client->in_len) : NULL;
	size_t len;

	if (client->asked)
		return;
	if (!end) {
		if (client->in_len == SERVER_REQUEST_MAX)
			drop(client);
		return;
	}
	len = (size_t)(end - client->in);
	*end = '\0';
	client->asked = true;
	client->server->events->request(
		client->server->arg, client->id, client->user, client->in, len);
	client->in_len -= len + 1;
	memmove(client->in, end + 1, client->in_len);
}

static bool make_room(struct client *client)
{
	size_t room = client->in_room ? client->in_room * 2 : 4096;
	char *grown;

	if (client->in_len < client->in_room)
		return true;
	if (room > SERVER_REQUEST_MAX)
		return false;
	grown = realloc(client->in, room);
	if (!grown)
		return false;
	client->in = grown;
	client->in_room = room;
	return true;
}

static void read_some(struct client *client)
{
	ssize_t got;

	if (!make_room(client)) {
		drop(client);
		return;
	}
	got = recv(client->fd, client->in + client->in_len, client->in_room - client->in_len, 0);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		drop(client);
		return;
	}
	client->in_len += (size_t)got;
	file_line(client);
	if (client->fd >= 0)
		watch_client(client);
}

static void client_ready(void *arg, short revents)
{
	struct client *client = arg;

	if (revents & (POLLERR | POLLNVAL))
		drop(client);
	else if (revents & POLLOUT)
		send_some(client);
	else if (revents & POLLIN)
		read_some(client);
	else if (revents & POLLHUP)
		drop(client);
}

static struct client *free_client(struct server *server)
{
	for (size_t i = 0; i < SERVER_CLIENTS; i++) {
		if (server->clients[i].fd < 0)
			return &server->clients[i];
	}
	return NULL;
}

static void accept_client(void *arg, short revents)
{
	struct server *server = arg;
	struct client *client = free_client(server);
	struct ucred who;
	socklen_t len = sizeof who;
	int fd = accept4(server->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)revents;
	if (fd < 0)
		return;
	if (!client || getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) < 0 ||
		loop_watch(server->loop, fd, POLLIN, client_ready, client, &client->watch) < 0) {
		close(fd);
		return;
	}
	client->fd = fd;
	client->user = who.uid;
	watch_client(client);
}

static int listen_at(struct server *server, const char *path)
{
	mode_t mask;
	int bound;

	if (strlen(path) >= sizeof server->address.sun_path)
		return -ERR_ARG;
	server->address.sun_family = AF_UNIX;
	memcpy(server->address.sun_path, path, strlen(path) + 1);
	server->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (server->fd < 0)
		return err_from_errno(errno);
	unlink(path);
	mask = umask(0177);
	bound = bind(server->fd, (const struct sockaddr *)&server->address, sizeof server->address);
	umask(mask);
	if (bound < 0 || listen(server->fd, SERVER_CLIENTS) < 0)
		return err_from_errno(errno);
	return loop_watch(server->loop, server->fd, POLLIN, accept_client, server, &server->watch);
}

int server_open(struct server **out_server, struct loop *loop, const char *path,
	const struct server_events *events, void *arg)
{
	struct server *server = calloc(1, sizeof *server);
	int err;

	if (!server)
		return -ERR_NO_MEMORY;
	server->loop = loop;
	server->fd = -1;
	server->events = events;
	server->arg = arg;
	for (unsigned i = 0; i < SERVER_CLIENTS; i++) {
		server->clients[i].server = server;
		server->clients[i].fd = -1;
		server->clients[i].id = i;
	}
	err = listen_at(server, path);
	if (err < 0) {
		server_close(server);
		return err;
	}
	*out_server = server;
	return 0;
}

void server_close(struct server *server)
{
	if (!server)
		return;
	for (size_t i = 0; i < SERVER_CLIENTS; i++)
		drop(&server->clients[i]);
	loop_unwatch(server->watch);
	if (server->fd >= 0)
		close(server->fd);
	if (server->watch)
		unlink(server->address.sun_path);
	free(server);
}

void server_reply(struct server *server, unsigned id, const char *line, size_t len)
{
	struct client *client = &server->clients[id % SERVER_CLIENTS];
	char *out;

	if (client->fd < 0 || client->id != id || !client->asked)
		return;
	client->asked = false;
	out = len < SERVER_REPLY_MAX ? malloc(len + 1) : NULL;
	if (!out) {
		drop(client);
		return;
	}
	memcpy(out, line, len);
	out[len] = '\n';
	client->out = out;
	client->out_len = len + 1;
	send_some(client);
	if (client->fd < 0 || client->out_len > 0)
		return;
	file_line(client);
	if (client->fd >= 0)
		watch_client(client);
}
