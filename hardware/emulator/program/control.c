// SPDX-License-Identifier: GPL-3.0-or-later
#include "control.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define ANSWER_MAX 262144

struct client {
	int fd;
	char line[1024];
	size_t length;
};

struct control {
	control_answer *answer;
	void *arg;
	int fd;
	char path[108];
	char text[ANSWER_MAX];
	struct client clients[CONTROL_CLIENTS_MAX];
	unsigned count;
};

int control_open(const char *path, control_answer *answer, void *arg, char *why, size_t why_size,
	struct control **out_control)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct stat status;
	if (strlen(path) >= sizeof address.sun_path) {
		snprintf(why, why_size, "the control path %s is too long for a socket", path);
		return -1;
	}
	if (!lstat(path, &status) && !S_ISSOCK(status.st_mode)) {
		snprintf(why, why_size, "%s is there already and is no socket", path);
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	unlink(path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 8)) {
		snprintf(why, why_size, "cannot make the control socket %s: %s", path,
			strerror(errno));
		close(fd);
		return -1;
	}
	struct control *control = calloc(1, sizeof *control);
	if (!control)
		abort();
	control->answer = answer;
	control->arg = arg;
	control->fd = fd;
	snprintf(control->path, sizeof control->path, "%s", path);
	*out_control = control;
	return 0;
}

void control_close(struct control *control)
{
	if (!control)
		return;
	for (unsigned i = 0; i < control->count; i++)
		close(control->clients[i].fd);
	close(control->fd);
	unlink(control->path);
	free(control);
}

// A client that does not take its answer within a second is dropped: the cabinet goes on.
static bool say(const struct client *client, char *text)
{
	size_t length = strlen(text), sent = 0;
	text[length++] = '\n';
	while (sent < length) {
		ssize_t n = send(client->fd, text + sent, length - sent, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		sent += (size_t)n;
	}
	return true;
}

// Whether the client is still there.
static bool serve(struct control *control, struct client *client)
{
	for (;;) {
		ssize_t got = recv(client->fd, client->line + client->length,
			sizeof client->line - 1 - client->length, MSG_DONTWAIT);
		if (got <= 0)
			return got < 0 && (errno == EAGAIN || errno == EINTR);
		client->length += (size_t)got;
		client->line[client->length] = '\0';
		for (char *end; (end = strchr(client->line, '\n'));) {
			*end = '\0';
			control->answer(control->arg, client->line, control->text, ANSWER_MAX - 1);
			if (!say(client, control->text))
				return false;
			client->length -= (size_t)(end + 1 - client->line);
			memmove(client->line, end + 1, client->length + 1);
		}
		if (client->length == sizeof client->line - 1)
			return false; // no command is that long
	}
}

unsigned control_turn(struct control *control, struct pollfd *out_fds)
{
	const struct timeval second = {.tv_sec = 1};
	unsigned kept = 0;
	while (control->count < CONTROL_CLIENTS_MAX) {
		int fd = accept4(control->fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0)
			break;
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof second);
		control->clients[control->count++] = (struct client){.fd = fd};
	}
	for (unsigned i = 0; i < control->count; i++) {
		struct client *client = &control->clients[i];
		if (!serve(control, client)) {
			close(client->fd);
			continue;
		}
		out_fds[kept] = (struct pollfd){.fd = client->fd, .events = POLLIN};
		if (kept != i)
			control->clients[kept] = *client;
		kept++;
	}
	control->count = kept;
	out_fds[kept] = (struct pollfd){.fd = control->fd, .events = POLLIN};
	return kept + 1;
}
