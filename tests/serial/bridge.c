// SPDX-License-Identifier: GPL-3.0-or-later
// A USB serial cable between an emulated cabinet and programs that know nothing of this: owns the
// adapter of adapter.h, copies its bytes to and from the cabinet's socket, and turns a rising DTR
// into the reset that an Arduino makes of it.
//
//	umockdev-wrapper serial-bridge LINE-SOCKET CONTROL-SOCKET
//
// Says `ready ROOT` on standard output; a program started with UMOCKDEV_DIR=ROOT and the preload
// sees what is plugged in. Takes one command a line on standard input, answers one line:
//	plug NAME           as /dev/NAME, with another address on the bus each time: `ok TERMINAL`
//	unplug              `ok`
//	unplug after-unlock once an output command has passed to the cabinet, before the reply
//	                    reaches the host: `armed`, and `ok` when it has happened
//	other NAME          plugs in a second adapter of the same make, with another serial
//	                    number and nothing behind it: `ok TERMINAL`
//	use                 `ok` and NAME=VALUE words: adapter_use, and as quiet_ms how long
//	                    after DTR rose the host's first byte came
// Ends with its standard input.
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "adapter.h"
#include "cabinet_end.h"

struct bridge {
	struct adapter *adapter, *other;
	struct adapter_identity identity;
	struct cabinet_end cabinet;
	struct timespec rose; // DTR, last
	int64_t quiet_ms;     // from there to the host's first byte; -1: none yet
};

// Also from umockdev's thread; a write of one line needs no lock.
static void dtr_changed(void *arg, bool on)
{
	struct bridge *bridge = arg;

	if (!on)
		return;
	clock_gettime(CLOCK_MONOTONIC, &bridge->rose);
	bridge->quiet_ms = -1;
	cabinet_end_reset(&bridge->cabinet);
}

static void nobody(void *arg, bool on)
{
	(void)arg;
	(void)on;
}

static void say_terminal(const struct adapter *adapter)
{
	char terminal[128];

	adapter_terminal(adapter, terminal, sizeof terminal);
	printf("ok %s\n", terminal);
}

static void plug(struct bridge *bridge, const char *name)
{
	struct adapter_identity identity = bridge->identity;

	identity.name = name;
	identity.address = ++bridge->identity.address;
	cabinet_end_replug(&bridge->cabinet);
	adapter_plug(bridge->adapter, &identity, dtr_changed, bridge);
	say_terminal(bridge->adapter);
}

static void plug_other(struct bridge *bridge, const char *name)
{
	struct adapter_identity identity = bridge->identity;

	identity.name = name;
	identity.serial = "B70396CJ";
	identity.socket++;
	identity.address += 10;
	bridge->other = adapter_open(bridge->adapter);
	adapter_plug(bridge->other, &identity, nobody, NULL);
	say_terminal(bridge->other);
}

static void say_use(const struct bridge *bridge)
{
	struct adapter_use use;

	adapter_used(bridge->adapter, &use);
	printf("ok held=%d dtr_rises=%u dtr=%d hang_up=%d rate=%ld quiet_ms=%lld\n", use.held,
		use.dtr_rises, use.dtr, use.hang_up, use.rate, (long long)bridge->quiet_ms);
}

// False at the end of standard input.
static bool obey(struct bridge *bridge)
{
	char line[64];
	ssize_t got = read(STDIN_FILENO, line, sizeof line - 1);

	if (got <= 0)
		return false;
	line[got] = '\0';
	line[strcspn(line, "\n")] = '\0';
	if (strncmp(line, "plug ", 5) == 0) {
		plug(bridge, line + 5);
	} else if (strncmp(line, "other ", 6) == 0) {
		plug_other(bridge, line + 6);
	} else if (strcmp(line, "unplug") == 0) {
		adapter_unplug(bridge->adapter);
		puts("ok");
	} else if (strcmp(line, "unplug after-unlock") == 0) {
		bridge->cabinet.armed = true;
		puts("armed");
	} else if (strcmp(line, "use") == 0) {
		say_use(bridge);
	} else {
		puts("error");
	}
	fflush(stdout);
	return true;
}

static void carry_to_cabinet(struct bridge *bridge)
{
	uint8_t bytes[1024];
	ssize_t got = read(adapter_fd(bridge->adapter), bytes, sizeof bytes);
	struct timespec now;

	if (got <= 0)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (bridge->quiet_ms < 0)
		bridge->quiet_ms = (now.tv_sec - bridge->rose.tv_sec) * 1000 +
				   (now.tv_nsec - bridge->rose.tv_nsec) / 1000000;
	if (cabinet_end_carry(&bridge->cabinet, bytes, (size_t)got)) {
		adapter_unplug(bridge->adapter);
		puts("ok");
		fflush(stdout);
	}
}

// What comes while nobody has the port open is lost, as in an adapter.
static void carry_to_host(struct bridge *bridge, bool held)
{
	uint8_t bytes[1024];
	ssize_t got = read(bridge->cabinet.line, bytes, sizeof bytes);

	if (got <= 0)
		cabinet_end_give_up("the cabinet went away");
	if (held && write(adapter_fd(bridge->adapter), bytes, (size_t)got) != got &&
		errno != EAGAIN)
		cabinet_end_give_up("to the host");
}

static void turn(struct bridge *bridge, bool *out_over)
{
	struct adapter_use use;

	adapter_used(bridge->adapter, &use);
	struct pollfd fds[] = {{adapter_watch(bridge->adapter), POLLIN, 0},
		{bridge->cabinet.line, POLLIN, 0}, {bridge->cabinet.control, POLLIN, 0},
		{use.held ? adapter_fd(bridge->adapter) : -1, POLLIN, 0},
		{STDIN_FILENO, POLLIN, 0}};

	if (poll(fds, sizeof fds / sizeof *fds, -1) < 0 && errno != EINTR)
		cabinet_end_give_up("poll");
	if (fds[1].revents)
		carry_to_host(bridge, use.held && adapter_fd(bridge->adapter) >= 0);
	if (fds[2].revents)
		cabinet_end_answers(&bridge->cabinet);
	if (fds[3].revents & POLLIN)
		carry_to_cabinet(bridge);
	if (fds[0].revents && adapter_watch(bridge->adapter) >= 0)
		adapter_notice(bridge->adapter);
	if (fds[4].revents && !obey(bridge))
		*out_over = true;
}

int main(int argc, char **argv)
{
	struct bridge bridge = {
		.identity = {.vid = 0x0403, .pid = 0x6001, .serial = "A50285BI", .socket = 1}};
	bool over = false;
	char *root;

	if (argc != 3) {
		fputs("serial-bridge LINE-SOCKET CONTROL-SOCKET\n", stderr);
		return 2;
	}
	cabinet_end_open(&bridge.cabinet, argv[1], argv[2]);
	bridge.adapter = adapter_open(NULL);
	root = adapter_root(bridge.adapter);
	printf("ready %s\n", root);
	fflush(stdout);
	free(root);
	while (!over)
		turn(&bridge, &over);
	adapter_close(bridge.other);
	adapter_close(bridge.adapter);
	return 0;
}
