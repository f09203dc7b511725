// SPDX-License-Identifier: GPL-3.0-or-later
// A Unix socket, a pseudo-terminal or any tty by its path: bytes without an adapter to find.
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#include "port/kind.h"

static int open_socket(struct port *port, const char *path, char why[PORT_WHY])
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};

	if (strlen(path) >= sizeof to.sun_path)
		return port_refuse(why, ERR_ARG,
			"%s is too long for a socket: use a path under %zu characters", path,
			sizeof to.sun_path);
	strcpy(to.sun_path, path);
	port->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (port->fd < 0 || connect(port->fd, (struct sockaddr *)&to, sizeof to))
		return port_refuse_errno(why, errno, path);
	port->zero_is_end = true;
	return 0;
}

static int open_tty(struct port *port, const char *path, char why[PORT_WHY])
{
	struct termios raw;
	int code;

	port->fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (port->fd < 0)
		return port_refuse_errno(why, errno, path);
	if (tcgetattr(port->fd, &raw))
		return port_refuse(why, ERR_ARG,
			"%s is neither a socket nor a terminal: give the path the other end "
			"printed",
			path);
	code = port_lock(port->fd, path, why);
	if (code < 0)
		return code;
	cfmakeraw(&raw);
	raw.c_cflag |= CLOCAL | CREAD;
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	if (tcsetattr(port->fd, TCSANOW, &raw))
		return port_refuse_errno(why, errno, path);
	// Bytes that waited here were said to somebody before us.
	tcflush(port->fd, TCIFLUSH);
	port->zero_is_end = true;
	return 0;
}

int port_open_stream(struct port *port, const struct port_address *address, char why[PORT_WHY])
{
	struct stat there;

	if (stat(address->name, &there))
		return port_refuse_errno(why, errno, address->name);
	if (S_ISSOCK(there.st_mode))
		return open_socket(port, address->name, why);
	return open_tty(port, address->name, why);
}
