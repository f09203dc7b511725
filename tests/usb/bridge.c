// SPDX-License-Identifier: GPL-3.0-or-later
// A USB cable between an emulated cabinet and programs that know nothing of this: the model of the
// Mega's USB chip (mega16u2.h), carried by umockdev (usbfs.h), with the cabinet's UART0 behind it.
//
//	umockdev-wrapper usb-bridge LINE-SOCKET CONTROL-SOCKET
//
// Obeys and answers as tests/serial/bridge.c does:
//	plug WHERE          with another address on the bus each time: `ok NODE`; WHERE says nothing
//	unplug              `ok`
//	unplug after-unlock once an output command has passed to the cabinet, before the reply
//	                    reaches the host: `armed`, and `ok` when it has happened
//	other WHERE         plugs in a second Mega with another serial number and no cabinet behind
// it 	chmod MODE          who may open it, in octal: `ok` 	use                 `ok` and
// NAME=VALUE words: what was asked of the chip, who drives it
// Ends with its standard input.
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../serial/cabinet_end.h"
#include "mega16u2.h"
#include "usbfs.h"

struct bridge {
	struct usbfs *fs, *other_fs;
	struct mega16u2 mega, other;
	unsigned address;
	bool plugged;
	struct cabinet_end cabinet;
};

// From umockdev's thread; a write of one line needs no lock.
static void reset(void *arg)
{
	cabinet_end_reset(arg);
}

static void plug(struct bridge *bridge)
{
	cabinet_end_replug(&bridge->cabinet);
	mega16u2_init(&bridge->mega, "75431303537351D0E1B2", reset, &bridge->cabinet);
	usbfs_plug(bridge->fs, &bridge->mega.model, 1, ++bridge->address);
	bridge->plugged = true;
	printf("ok /dev/bus/usb/001/%03u\n", bridge->address);
}

static void plug_other(struct bridge *bridge)
{
	bridge->other_fs = usbfs_open(bridge->fs);
	mega16u2_init(&bridge->other, "95530343434351A0B1C2", NULL, NULL);
	usbfs_plug(bridge->other_fs, &bridge->other.model, 2, ++bridge->address);
	printf("ok /dev/bus/usb/001/%03u\n", bridge->address);
}

static void unplug(struct bridge *bridge)
{
	usbfs_unplug(bridge->fs, -ESHUTDOWN);
	bridge->plugged = false;
	puts("ok");
}

static void say_use(struct bridge *bridge)
{
	struct usbfs_use use;

	usbfs_used(bridge->fs, &use);
	usbfs_lock(bridge->fs);
	printf("ok rate=%u codings=%u control_lines=%u early=%u lost=%u flying=%u control=%s "
	       "data=%s\n",
		bridge->mega.rate, bridge->mega.codings, bridge->mega.control_lines,
		bridge->mega.packets_before_coding, bridge->mega.lost, use.flying,
		use.drivers[0][0] ? use.drivers[0] : "none",
		use.drivers[1][0] ? use.drivers[1] : "none");
	usbfs_unlock(bridge->fs);
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
		plug(bridge);
	} else if (strncmp(line, "other ", 6) == 0) {
		plug_other(bridge);
	} else if (strcmp(line, "unplug") == 0) {
		unplug(bridge);
	} else if (strcmp(line, "unplug after-unlock") == 0) {
		bridge->cabinet.armed = true;
		puts("armed");
	} else if (strncmp(line, "chmod ", 6) == 0) {
		usbfs_chmod(bridge->fs, (unsigned)strtoul(line + 6, NULL, 8));
		puts("ok");
	} else if (strcmp(line, "died") == 0) {
		usbfs_holder_died(bridge->fs);
		puts("ok");
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
	uint8_t bytes[MEGA_RING];
	size_t len;

	usbfs_quiet(bridge->fs);
	usbfs_lock(bridge->fs);
	len = mega16u2_say(&bridge->mega, bytes, sizeof bytes);
	usbfs_unlock(bridge->fs);
	if (len > 0 && cabinet_end_carry(&bridge->cabinet, bytes, len)) {
		unplug(bridge);
		fflush(stdout);
	}
}

// What comes while it is unplugged is lost, as in the chip.
static void carry_to_host(struct bridge *bridge)
{
	uint8_t bytes[MEGA_RING];
	ssize_t got = read(bridge->cabinet.line, bytes, sizeof bytes);

	if (got <= 0)
		cabinet_end_give_up("the cabinet went away");
	if (!bridge->plugged)
		return;
	usbfs_lock(bridge->fs);
	mega16u2_hear(&bridge->mega, bytes, (size_t)got);
	usbfs_unlock(bridge->fs);
}

static bool turn(struct bridge *bridge)
{
	struct pollfd fds[] = {{usbfs_moved(bridge->fs), POLLIN, 0},
		{bridge->cabinet.line, POLLIN, 0}, {bridge->cabinet.control, POLLIN, 0},
		{STDIN_FILENO, POLLIN, 0}};

	if (poll(fds, sizeof fds / sizeof *fds, -1) < 0 && errno != EINTR)
		cabinet_end_give_up("poll");
	if (fds[1].revents)
		carry_to_host(bridge);
	if (fds[2].revents)
		cabinet_end_answers(&bridge->cabinet);
	if (fds[0].revents)
		carry_to_cabinet(bridge);
	return !fds[3].revents || obey(bridge);
}

int main(int argc, char **argv)
{
	struct bridge bridge = {.address = 4};
	char *root;

	if (argc != 3) {
		fputs("usb-bridge LINE-SOCKET CONTROL-SOCKET\n", stderr);
		return 2;
	}
	cabinet_end_open(&bridge.cabinet, argv[1], argv[2]);
	bridge.fs = usbfs_open(NULL);
	root = usbfs_root(bridge.fs);
	printf("ready %s\n", root);
	fflush(stdout);
	free(root);
	while (turn(&bridge))
		continue;
	usbfs_close(bridge.other_fs);
	usbfs_close(bridge.fs);
	return 0;
}
