// SPDX-License-Identifier: GPL-3.0-or-later
// The program under test: a port that obeys one command a line and says what it hears. It is a
// process of its own because only a child sees the testbed's /dev.
#include "usb_rig.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "port/port.h"

static struct mono_time mono(void *context)
{
	struct timespec now;

	(void)context;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (struct mono_time){(int64_t)now.tv_sec * 1000000000 + now.tv_nsec};
}

struct child {
	struct loop *loop;
	struct port *port;
	struct port_identity identity;
	bool over;
};

static void say_bytes(void *arg, const uint8_t *data, size_t len)
{
	(void)arg;
	printf("bytes ");
	for (size_t i = 0; i < len; i++)
		printf("%02x", data[i]);
	putchar('\n');
}

static void say_gone(void *arg, enum err why)
{
	(void)arg;
	printf("gone %d\n", why);
}

static void child_open(struct child *child, const char *address)
{
	static const struct port_events events = {say_bytes, say_gone};
	char why[PORT_WHY];
	int code = port_open(
		&child->port, child->loop, address, &child->identity, &events, child, why);

	if (code < 0)
		printf("refused %d %s\n", code, why);
	else
		printf("open %04x:%04x %s %s %ld\n", (unsigned)child->identity.vid,
			(unsigned)child->identity.pid,
			child->identity.serial[0] ? child->identity.serial : "-",
			child->identity.name, port_rate(child->port));
}

static void child_send(struct child *child, size_t len)
{
	uint8_t bytes[PORT_QUEUE];

	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(i * 7 + 1);
	printf("sent %d\n", port_send(child->port, bytes, len));
}

static void child_obey(void *arg, short revents)
{
	struct child *child = arg;
	char line[128];

	(void)revents;
	if (!fgets(line, sizeof line, stdin)) {
		child->over = true;
		return;
	}
	line[strcspn(line, "\n")] = '\0';
	if (!strncmp(line, "open ", 5)) {
		child_open(child, line + 5);
	} else if (!strncmp(line, "send ", 5)) {
		child_send(child, strtoul(line + 5, NULL, 10));
	} else if (!strcmp(line, "waiting")) {
		printf("waiting %zu\n", port_waiting(child->port));
	} else if (!strcmp(line, "forget")) {
		child->identity = (struct port_identity){0};
		printf("forgotten\n");
	} else if (!strcmp(line, "close")) {
		port_close(child->port);
		child->port = NULL;
		printf("closed\n");
	}
}

int usb_child(void)
{
	const struct env env = {.mono = mono};
	struct child child = {0};
	struct loop_watch *watch;

	setvbuf(stdin, NULL, _IONBF, 0);
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (loop_open(&child.loop, &env) < 0 ||
		loop_watch(child.loop, STDIN_FILENO, POLLIN, child_obey, &child, &watch) < 0)
		return 1;
	while (!child.over)
		loop_run_once(child.loop, -1);
	port_close(child.port);
	loop_close(child.loop);
	return 0;
}
