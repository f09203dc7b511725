// SPDX-License-Identifier: GPL-3.0-or-later
// A USB serial cable between an emulated cabinet and an unmodified program: owns the adapter of
// adapter.h, copies its bytes to and from the cabinet's socket, turns a rising DTR into the reset
// that an Arduino makes of it, and runs the program where it can see the adapter.
//
//	umockdev-wrapper serial-bridge LINE-SOCKET CONTROL-SOCKET PROGRAM ARGUMENT...
//
// Standard input takes `plug NAME`, `unplug` and, by its end, `stop`: SIGTERM to the program, whose
// exit status the bridge ends with. Each is answered by one line on standard output.
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapter.h"

#define COPY_ROOM 4096

struct bridge {
	struct adapter *adapter;
	struct adapter_identity identity;
	int line, control;
	pid_t program;
};

static void give_up(const char *what)
{
	fprintf(stderr, "serial-bridge: %s: %s\n", what, strerror(errno));
	exit(2);
}

static int connect_to(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
		give_up(path);
	return fd;
}

// Called from umockdev's thread; a write of one line needs no lock.
static void dtr_changed(void *arg, bool on)
{
	struct bridge *bridge = arg;

	if (on && write(bridge->control, "reset dtr\n", 10) != 10)
		give_up("reset");
}

static void plug(struct bridge *bridge, const char *name)
{
	static char node[64];

	snprintf(node, sizeof node, "%s", name);
	bridge->identity.name = node;
	bridge->identity.address++;
	adapter_plug(bridge->adapter, &bridge->identity, dtr_changed, bridge);
}

static void start(struct bridge *bridge, char **argv)
{
	sigset_t none;

	bridge->program = fork();
	if (bridge->program < 0)
		give_up("fork");
	if (bridge->program > 0)
		return;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	close(STDIN_FILENO);
	execv(argv[0], argv);
	give_up(argv[0]);
}

// False at the end of standard input.
static bool obey(struct bridge *bridge)
{
	char line[64];
	ssize_t got = read(STDIN_FILENO, line, sizeof line - 1);
	char *end;

	if (got <= 0)
		return false;
	line[got] = '\0';
	end = strchr(line, '\n');
	if (end)
		*end = '\0';
	if (strncmp(line, "plug ", 5) == 0)
		plug(bridge, line + 5);
	else if (strcmp(line, "unplug") == 0)
		adapter_unplug(bridge->adapter);
	puts("ok");
	fflush(stdout);
	return true;
}

static void copy(int from, int to)
{
	char bytes[COPY_ROOM];
	ssize_t got = read(from, bytes, sizeof bytes);

	if (got > 0 && to >= 0 && write(to, bytes, (size_t)got) != got && errno != EAGAIN)
		give_up("copy");
}

static int turn_until_over(struct bridge *bridge, int child)
{
	bool listening = true;
	int status;

	for (;;) {
		int wire = adapter_fd(bridge->adapter);
		struct pollfd fds[] = {{child, POLLIN, 0}, {bridge->line, POLLIN, 0},
			{bridge->control, POLLIN, 0}, {wire, POLLIN, 0},
			{listening ? STDIN_FILENO : -1, POLLIN, 0}};
		char answers[256];

		if (poll(fds, 5, -1) < 0 && errno != EINTR)
			give_up("poll");
		if (fds[0].revents && waitpid(bridge->program, &status, WNOHANG) == bridge->program)
			return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
		if (fds[1].revents & POLLIN)
			copy(bridge->line, wire);
		if ((fds[2].revents & POLLIN) &&
			read(bridge->control, answers, sizeof answers) <= 0)
			give_up("the cabinet went away");
		if (fds[3].revents & POLLIN)
			copy(wire, bridge->line);
		if (fds[4].revents && !obey(bridge)) {
			listening = false;
			kill(bridge->program, SIGTERM);
		}
	}
}

int main(int argc, char **argv)
{
	struct bridge bridge = {.identity = {.vid = 0x0403, .pid = 0x6001, .serial = "HT000123"}};
	sigset_t child;

	if (argc < 4) {
		fputs("serial-bridge LINE-SOCKET CONTROL-SOCKET PROGRAM ARGUMENT...\n", stderr);
		return 2;
	}
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	bridge.line = connect_to(argv[1]);
	bridge.control = connect_to(argv[2]);
	bridge.adapter = adapter_open();
	plug(&bridge, "ttyUSB0");
	start(&bridge, argv + 3);
	return turn_until_over(&bridge, signalfd(-1, &child, SFD_CLOEXEC));
}
