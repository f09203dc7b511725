// SPDX-License-Identifier: GPL-3.0-or-later
// One request, one answer, over a Unix socket.
#include "cli/socket.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/err.h"

static int connect_to(const char *path, int *out_fd)
{
	const struct timeval patience = {.tv_sec = 30};
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int err;
	int fd;

	if (strlen(path) >= sizeof address.sun_path)
		return -ERR_NOT_FOUND; // the service could not have made it either
	memcpy(address.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return err_from_errno(errno);
	if (connect(fd, (const struct sockaddr *)&address, sizeof address) < 0) {
		err = errno == ENOENT || errno == ECONNREFUSED ? -ERR_NOT_FOUND
							       : err_from_errno(errno);
		close(fd);
		return err;
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	*out_fd = fd;
	return 0;
}

static int write_request(FILE *service, const json_t *request)
{
	if (json_dumpf(request, service, JSON_COMPACT) < 0 || fputc('\n', service) == EOF ||
		fflush(service) != 0)
		return -ERR_GONE;
	return 0;
}

int socket_ask(const char *path, const json_t *request, json_t **out_answer)
{
	FILE *service;
	int fd = -1;
	int err = connect_to(path, &fd);

	if (err < 0)
		return err;
	service = fdopen(fd, "r+");
	if (!service) {
		close(fd);
		return -ERR_NO_MEMORY;
	}
	err = write_request(service, request);
	if (err == 0) {
		json_error_t error;

		errno = 0;
		*out_answer = json_loadf(service, JSON_DISABLE_EOF_CHECK, &error);
		if (!json_is_object(*out_answer)) {
			json_decref(*out_answer);
			*out_answer = NULL;
			err = errno == EAGAIN ? -ERR_BUSY : -ERR_GONE;
		}
	}
	fclose(service);
	return err;
}
