// SPDX-License-Identifier: GPL-3.0-or-later
// bank-emulator as a child process; running.h tells how.
#include "running.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

char folder[64];

struct run start(const char *const *arguments)
{
	static char space[24][200];
	char *argv[25] = {EMULATOR_PROGRAM};
	int out[2], err[2];
	for (unsigned i = 0; arguments[i]; i++) {
		const char *at = strchr(arguments[i], '@');
		if (at)
			snprintf(space[i], sizeof *space, "%.*s%s%s", (int)(at - arguments[i]),
				arguments[i], folder, at + 1);
		else
			snprintf(space[i], sizeof *space, "%s", arguments[i]);
		argv[i + 1] = space[i];
	}
	assert_int_equal(pipe(out) | pipe(err), 0);
	struct run run = {fork(), out[0], err[0]};
	if (!run.pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that fails leaves nobody behind
		dup2(out[1], 1);
		dup2(err[1], 2);
		execv(argv[0], argv);
		_exit(127);
	}
	close(out[1]);
	close(err[1]);
	return run;
}

ssize_t read_some(int fd, void *bytes, size_t room)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	if (poll(&wait, 1, PATIENCE_MS) != 1)
		fail_msg("nothing came in %d ms", PATIENCE_MS);
	return read(fd, bytes, room);
}

void read_exactly(int fd, char *bytes, size_t count)
{
	for (size_t have = 0; have < count;) {
		ssize_t got = read_some(fd, bytes + have, count - have);
		assert_true(got > 0);
		have += (size_t)got;
	}
}

void wait_ready(const struct run *run)
{
	char line[300] = "";
	ssize_t got = read_some(run->out, line, sizeof line - 1);
	if (got <= 0) {
		got = read_some(run->err, line, sizeof line - 1);
		fail_msg("not ready: %s", line);
	}
	assert_non_null(strstr(line, "ready"));
}

void finish(struct run *run)
{
	int status;
	kill(run->pid, SIGTERM);
	assert_int_equal(waitpid(run->pid, &status, 0), run->pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	close(run->out);
	close(run->err);
}

int dial(const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	snprintf(address.sun_path, sizeof address.sun_path, "%s/%s", folder, name);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(fd, (struct sockaddr *)&address, sizeof address)) {
		close(fd);
		return -1;
	}
	return fd;
}

const char *ask(int control, const char *line)
{
	static char answer[300000];
	size_t have = 0;
	dprintf(control, "%s\n", line);
	do {
		ssize_t got = read_some(control, answer + have, sizeof answer - 1 - have);
		assert_true(got > 0);
		have += (size_t)got;
		answer[have] = '\0';
	} while (answer[have - 1] != '\n');
	answer[have - 1] = '\0';
	assert_null(strchr(answer, '\n'));
	return answer;
}

void wait_state(int control, const char *part)
{
	for (unsigned i = 0; i < 2000; i++) {
		struct pollfd none = {.fd = -1};
		if (strstr(ask(control, "state"), part))
			return;
		poll(&none, 1, 5);
	}
	fail_msg("the state never said %s: %s", part, ask(control, "state"));
}

int make_folder(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/emulator-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

int drop_folder(void **state)
{
	(void)state;
	char command[100];
	snprintf(command, sizeof command, "rm -r %s", folder);
	return system(command);
}
