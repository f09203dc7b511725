// SPDX-License-Identifier: GPL-3.0-or-later
// In the virtual machine of the deep stage: the model of the Mega's USB chip on the kernel's
// virtual host controller, a serial port as the Mega's UART0. The emulated cabinet is at the other
// end of that, outside.
//
//	vhci-bridge TTY FIFO
//
// Reads one command a line from FIFO and answers one line on standard output: plug, unplug, use.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "../usb/mega16u2.h"
#include "../usb/vhci.h"

struct bridge {
	struct vhci *vhci;
	struct mega16u2 mega;
	int uart, commands;
	unsigned resets;
};

static void give_up(const char *what)
{
	fprintf(stderr, "vhci-bridge: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void reset(void *arg)
{
	++*(unsigned *)arg;
}

static int open_uart(const char *path)
{
	struct termios raw;
	int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0 || tcgetattr(fd, &raw) < 0)
		give_up(path);
	cfmakeraw(&raw);
	cfsetspeed(&raw, B115200);
	raw.c_cflag |= CLOCAL;
	if (tcsetattr(fd, TCSANOW, &raw) < 0)
		give_up(path);
	return fd;
}

static void obey(struct bridge *bridge, const char *command)
{
	if (!strcmp(command, "plug")) {
		mega16u2_init(&bridge->mega, "75431303537351D0E1B2", reset, &bridge->resets);
		vhci_plug(bridge->vhci, &bridge->mega.model);
		puts("plugged");
	} else if (!strcmp(command, "unplug")) {
		vhci_unplug(bridge->vhci);
		puts("unplugged");
	} else if (!strcmp(command, "use")) {
		printf("rate=%u codings=%u control_lines=%u early=%u resets=%u\n",
			bridge->mega.rate, bridge->mega.codings, bridge->mega.control_lines,
			bridge->mega.packets_before_coding, bridge->resets);
	}
	fflush(stdout);
}

static void take_commands(struct bridge *bridge)
{
	char text[256];
	ssize_t got = read(bridge->commands, text, sizeof text - 1);

	if (got <= 0)
		return;
	text[got] = '\0';
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		obey(bridge, line);
}

static void carry(struct bridge *bridge)
{
	uint8_t bytes[MEGA_RING];
	size_t room = MEGA_RING - bridge->mega.to_host.count;
	ssize_t got = read(bridge->uart, bytes, room);
	size_t len;

	if (got > 0)
		mega16u2_hear(&bridge->mega, bytes, (size_t)got);
	vhci_serve(bridge->vhci);
	len = mega16u2_say(&bridge->mega, bytes, sizeof bytes);
	if (len > 0 && write(bridge->uart, bytes, len) < 0 && errno != EAGAIN)
		give_up("to the cabinet");
}

int main(int argc, char **argv)
{
	static struct bridge bridge;

	if (argc != 3) {
		fputs("vhci-bridge TTY FIFO\n", stderr);
		return 2;
	}
	bridge.vhci = vhci_open();
	bridge.uart = open_uart(argv[1]);
	// Both ways, so that it does not end with whoever wrote last.
	bridge.commands = open(argv[2], O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (bridge.commands < 0)
		give_up(argv[2]);
	while (true) {
		struct pollfd fds[] = {{bridge.uart, POLLIN, 0}, {bridge.commands, POLLIN, 0},
			{vhci_fd(bridge.vhci), POLLIN, 0}};

		poll(fds, 3, -1);
		if (fds[1].revents)
			take_commands(&bridge);
		carry(&bridge);
	}
}
