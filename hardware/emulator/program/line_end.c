// SPDX-License-Identifier: GPL-3.0-or-later
#include "line_end.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

struct line_end {
	bool is_socket, plugged;
	char path[4096];
	int master, slave;  // pseudo-terminal; the slave stays open or each close is a hang-up
	int listener, host; // socket
};

static void shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int make_terminal(struct line_end *e, char *why, size_t size)
{
	struct termios raw;
	struct stat status;
	char name[128];
	if (!lstat(e->path, &status) && !S_ISLNK(status.st_mode)) {
		snprintf(why, size, "%s is there already and is no link of mine", e->path);
		return -1;
	}
	if (openpty(&e->master, &e->slave, name, NULL, NULL)) {
		snprintf(why, size, "cannot make a pseudo-terminal: %s", strerror(errno));
		return -1;
	}
	tcgetattr(e->slave, &raw);
	cfmakeraw(&raw);
	tcsetattr(e->slave, TCSANOW, &raw);
	fcntl(e->master, F_SETFL, O_NONBLOCK);
	fcntl(e->master, F_SETFD, FD_CLOEXEC);
	fcntl(e->slave, F_SETFD, FD_CLOEXEC);
	unlink(e->path);
	if (symlink(name, e->path)) {
		snprintf(why, size, "cannot make the link %s: %s", e->path, strerror(errno));
		return -1;
	}
	return 0;
}

static int make_socket(struct line_end *e, char *why, size_t size)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct stat status;
	if (strlen(e->path) >= sizeof address.sun_path) {
		snprintf(why, size, "%s is too long for a socket", e->path);
		return -1;
	}
	if (!lstat(e->path, &status) && !S_ISSOCK(status.st_mode)) {
		snprintf(why, size, "%s is there already and is no socket", e->path);
		return -1;
	}
	memcpy(address.sun_path, e->path, strlen(e->path) + 1);
	unlink(e->path);
	e->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (bind(e->listener, (struct sockaddr *)&address, sizeof address) ||
		listen(e->listener, 4)) {
		snprintf(why, size, "cannot make the socket %s: %s", e->path, strerror(errno));
		return -1;
	}
	return 0;
}

int line_end_plug(struct line_end *e, char *why, size_t size)
{
	if (e->plugged)
		return 0;
	if (e->is_socket ? make_socket(e, why, size) : make_terminal(e, why, size)) {
		line_end_unplug(e);
		return -1;
	}
	e->plugged = true;
	return 0;
}

void line_end_unplug(struct line_end *e)
{
	if (e->plugged)
		unlink(e->path);
	e->plugged = false;
	shut(&e->master);
	shut(&e->slave);
	shut(&e->host);
	shut(&e->listener);
}

int line_end_open(const char *path, char *why, size_t why_size, struct line_end **out_end)
{
	struct line_end *e = calloc(1, sizeof *e);
	if (!e)
		abort();
	e->is_socket = !strncmp(path, "unix:", 5);
	snprintf(e->path, sizeof e->path, "%s", e->is_socket ? path + 5 : path);
	e->master = e->slave = e->host = e->listener = -1;
	if (line_end_plug(e, why, why_size)) {
		free(e);
		return -1;
	}
	*out_end = e;
	return 0;
}

void line_end_close(struct line_end *e)
{
	if (!e)
		return;
	line_end_unplug(e);
	free(e);
}

static int current(const struct line_end *e)
{
	return e->is_socket ? e->host : e->master;
}

unsigned line_end_fds(struct line_end *e, struct pollfd *out_fds)
{
	if (e->is_socket && e->plugged && e->host < 0)
		e->host = accept4(e->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	int fd = current(e) >= 0 ? current(e) : e->listener;
	if (fd < 0)
		return 0;
	*out_fds = (struct pollfd){.fd = fd, .events = POLLIN};
	return 1;
}

size_t line_end_read(struct line_end *e, uint8_t *out_bytes, size_t room)
{
	if (current(e) < 0)
		return 0;
	ssize_t got = read(current(e), out_bytes, room);
	if (got > 0)
		return (size_t)got;
	if (e->is_socket && (got == 0 || (errno != EAGAIN && errno != EINTR)))
		shut(&e->host);
	return 0;
}

void line_end_write(struct line_end *e, const uint8_t *bytes, size_t count)
{
	if (current(e) < 0)
		return;
	ssize_t sent = e->is_socket ? send(e->host, bytes, count, MSG_NOSIGNAL)
				    : write(e->master, bytes, count);
	if (sent < 0 && e->is_socket && errno != EAGAIN && errno != EINTR)
		shut(&e->host);
}
