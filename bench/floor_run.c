// SPDX-License-Identifier: GPL-3.0-or-later
// Drives floor.c over two pseudo-terminals, as it wants it.
#include "floor.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "samples.h"

static int terminal(char *path, size_t size)
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct termios raw;

	if (fd < 0 || grantpt(fd) != 0 || unlockpt(fd) != 0 || ptsname_r(fd, path, size) != 0) {
		perror("bench: pseudo-terminal");
		exit(1);
	}
	tcgetattr(fd, &raw);
	cfmakeraw(&raw);
	tcsetattr(fd, TCSANOW, &raw);
	return fd;
}

void floor_start(struct floor *host, const char *program, const char *folder, const char *mode)
{
	char reader[64], lock[64], database[512];

	host->reader = terminal(reader, sizeof reader);
	host->lock = terminal(lock, sizeof lock);
	host->next = 0;
	snprintf(database, sizeof database, "%s/floor-%s.db", folder, mode);
	host->pid = fork();
	if (host->pid == 0) {
		execl(program, program, reader, lock, database, mode, (char *)NULL);
		perror(program);
		_exit(127);
	}
	floor_tap(host); // until it has made its tables; not measured
}

int64_t floor_tap(struct floor *host)
{
	char token[16];
	unsigned char answer[8];
	int length = snprintf(token, sizeof token, "%010llX\r\n", 0x3400810000ull + host->next);
	struct pollfd wait = {host->lock, POLLIN, 0};
	int64_t from, until;

	host->next = (host->next + 1) % 600;
	if (write(host->reader, token, (size_t)length) != length)
		exit(1);
	from = bench_now_ns();
	if (poll(&wait, 1, 10000) != 1) {
		fprintf(stderr, "bench: the floor host does not answer\n");
		exit(1);
	}
	until = bench_now_ns();
	for (size_t got = 0; got < sizeof answer;) {
		ssize_t n = read(host->lock, answer + got, sizeof answer - got);

		if (n <= 0)
			exit(1);
		got += (size_t)n;
	}
	return until - from;
}

void floor_stop(struct floor *host)
{
	kill(host->pid, SIGTERM);
	waitpid(host->pid, NULL, 0);
	close(host->reader);
	close(host->lock);
}
