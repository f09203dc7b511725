// SPDX-License-Identifier: GPL-3.0-or-later
// The adapter on umockdev's testbed: a tty with a USB parent, and the four modem-control ioctls
// that a pseudo-terminal refuses and libserialport insists on (usb.md 1.5).
#include "adapter.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <umockdev.h>

struct adapter {
	UMockdevTestbed *bed;
	UMockdevIoctlBase *handler;
	char node[32];
	char syspath[3][128]; // tty, interface, device: removed in this order
	int fd, watch;
	GMutex lock; // on modem and use: umockdev's thread answers ioctls
	int modem;
	struct adapter_use use;
	void (*dtr)(void *arg, bool on);
	void *arg;
};

static void must(bool done, const char *what, GError *error)
{
	if (done)
		return;
	fprintf(stderr, "adapter: %s: %s\n", what, error ? error->message : "failed");
	exit(2);
}

static void set_modem(struct adapter *adapter, int lines)
{
	bool had = adapter->modem & TIOCM_DTR;
	bool has = lines & TIOCM_DTR;

	adapter->modem = lines;
	if (has && !had)
		adapter->use.dtr_rises++;
	if (had != has && adapter->dtr)
		adapter->dtr(adapter->arg, has);
}

// What a kernel does within the first open(). Inotify tells us a moment later, and an ioctl proves
// it: without that, a program could read DTR as down and write it back as it was.
static void note_held(struct adapter *adapter)
{
	if (adapter->use.held)
		return;
	adapter->use.held = true;
	set_modem(adapter, adapter->modem | TIOCM_DTR | TIOCM_RTS);
}

static gboolean handle_ioctl(
	UMockdevIoctlBase *base, UMockdevIoctlClient *client, struct adapter *adapter)
{
	gulong request = umockdev_ioctl_client_get_request(client);
	UMockdevIoctlData *data;
	int lines;

	(void)base;
	if (request != TIOCMGET && request != TIOCMSET && request != TIOCMBIS &&
		request != TIOCMBIC)
		return FALSE; // the pseudo-terminal answers the rest itself
	data = umockdev_ioctl_data_resolve(
		umockdev_ioctl_client_get_arg(client), 0, sizeof lines, NULL);
	if (!data)
		return FALSE;
	g_mutex_lock(&adapter->lock);
	note_held(adapter);
	if (request == TIOCMGET) {
		lines = adapter->modem | TIOCM_CTS | TIOCM_DSR | TIOCM_CAR;
		umockdev_ioctl_data_update(data, 0, (uint8_t *)&lines, sizeof lines);
	} else {
		int length;
		uint8_t *bytes = NULL;

		umockdev_ioctl_data_retrieve(data, &bytes, &length);
		lines = *(int *)(void *)bytes;
		g_free(bytes);
		if (request == TIOCMSET)
			set_modem(adapter, lines);
		else if (request == TIOCMBIS)
			set_modem(adapter, adapter->modem | lines);
		else
			set_modem(adapter, adapter->modem & ~lines);
	}
	g_mutex_unlock(&adapter->lock);
	umockdev_ioctl_data_unref(data);
	umockdev_ioctl_client_complete(client, 0, 0);
	return TRUE;
}

struct adapter *adapter_open(const struct adapter *neighbour)
{
	struct adapter *adapter = calloc(1, sizeof *adapter);

	must(adapter != NULL, "memory", NULL);
	adapter->bed = neighbour ? g_object_ref(neighbour->bed) : umockdev_testbed_new();
	must(umockdev_in_mock_environment(), "run me under umockdev-wrapper", NULL);
	adapter->fd = adapter->watch = -1;
	g_mutex_init(&adapter->lock);
	return adapter;
}

void adapter_close(struct adapter *adapter)
{
	if (!adapter)
		return;
	if (adapter->fd >= 0)
		adapter_unplug(adapter);
	g_object_unref(adapter->bed);
	free(adapter);
}

static void add(struct adapter *adapter, const char *description)
{
	GError *error = NULL;

	must(umockdev_testbed_add_from_string(adapter->bed, description, &error), "add device",
		error);
}

// The device, its interface and its tty, as the kernel's usb-serial drivers show them in sysfs.
static void describe(struct adapter *adapter, const struct adapter_identity *identity)
{
	char text[1024];
	char usb[64];
	char interface[80];

	snprintf(usb, sizeof usb, "/devices/pci0000:00/0000:00:14.0/usb1/1-%u", identity->socket);
	snprintf(interface, sizeof interface, "%s/1-%u:1.0", usb, identity->socket);
	snprintf(adapter->syspath[2], sizeof adapter->syspath[2], "/sys%s", usb);
	snprintf(adapter->syspath[1], sizeof adapter->syspath[1], "/sys%s", interface);
	snprintf(adapter->syspath[0], sizeof adapter->syspath[0], "/sys%s/%s/tty/%s", interface,
		identity->name, identity->name);

	snprintf(text, sizeof text,
		"P: %s\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nA: idVendor=%04x\\n\n"
		"A: idProduct=%04x\\n\nA: serial=%s\\n\nA: manufacturer=FTDI\\n\nA: product=FT232R "
		"USB UART\\n\n"
		"A: busnum=1\\n\nA: devnum=%u\\n\n\n",
		usb, identity->vid, identity->pid, identity->serial, identity->address);
	add(adapter, text);
	snprintf(text, sizeof text, "P: %s\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_interface\n\n",
		interface);
	add(adapter, text);
	snprintf(text, sizeof text,
		"P: %s/%s/tty/%s\nE: DEVNAME=/dev/%s\nE: SUBSYSTEM=tty\n"
		"L: device=../../../%s\n\n",
		interface, identity->name, identity->name, identity->name, identity->name);
	add(adapter, text);
}

// Our own and not umockdev's ("N:"), which gives a name out once only. As a driver hands out a new
// port, but raw: what a cabinet says before anybody opened the port is not echoed back to it here,
// and never reaches a real one.
static void make_terminal(struct adapter *adapter)
{
	struct termios line;
	char *root = adapter_root(adapter);
	char terminal[128];
	char node[256];
	int held;

	must(openpty(&adapter->fd, &held, terminal, NULL, NULL) == 0, "make a terminal", NULL);
	tcgetattr(held, &line);
	cfmakeraw(&line);
	line.c_cflag = CS8 | CREAD | CLOCAL | HUPCL;
	cfsetspeed(&line, B9600);
	tcsetattr(held, TCSANOW, &line);
	// From its first close on, and not before, a terminal shows that nobody holds it.
	close(held);
	snprintf(node, sizeof node, "%s/dev", root);
	mkdir(node, 0755); // it is there where a neighbour was plugged in before
	snprintf(node, sizeof node, "%s%s", root, adapter->node);
	must(symlink(terminal, node) == 0, node, NULL);
	free(root);
	// A child that inherited this end would keep the line up after the unplug.
	fcntl(adapter->fd, F_SETFD, FD_CLOEXEC);
	fcntl(adapter->fd, F_SETFL, O_NONBLOCK);
	adapter->watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	must(inotify_add_watch(adapter->watch, terminal, IN_OPEN | IN_CLOSE) >= 0,
		"watch the terminal", NULL);
}

void adapter_plug(struct adapter *adapter, const struct adapter_identity *identity,
	void (*dtr)(void *arg, bool on), void *arg)
{
	GError *error = NULL;

	adapter->dtr = dtr;
	adapter->arg = arg;
	adapter->modem = 0;
	adapter->use = (struct adapter_use){0};
	snprintf(adapter->node, sizeof adapter->node, "/dev/%s", identity->name);
	make_terminal(adapter);
	adapter->handler = umockdev_ioctl_base_new();
	g_signal_connect(adapter->handler, "handle-ioctl", G_CALLBACK(handle_ioctl), adapter);
	must(umockdev_testbed_attach_ioctl(adapter->bed, adapter->node, adapter->handler, &error),
		"attach ioctl handler", error);
	describe(adapter, identity);
	umockdev_testbed_uevent(adapter->bed, adapter->syspath[0], "add");
}

void adapter_unplug(struct adapter *adapter)
{
	GError *error = NULL;
	char *root = adapter_root(adapter);
	char node[256];

	close(adapter->watch);
	close(adapter->fd);
	adapter->fd = adapter->watch = -1;
	adapter->use.held = false;
	snprintf(node, sizeof node, "%s%s", root, adapter->node);
	unlink(node);
	free(root);
	umockdev_testbed_detach_ioctl(adapter->bed, adapter->node, &error);
	g_clear_error(&error);
	g_object_unref(adapter->handler);
	for (size_t i = 0; i < 3; i++) {
		umockdev_testbed_uevent(adapter->bed, adapter->syspath[i], "remove");
		umockdev_testbed_remove_device(adapter->bed, adapter->syspath[i]);
	}
}

int adapter_fd(const struct adapter *adapter)
{
	return adapter->fd;
}

int adapter_watch(const struct adapter *adapter)
{
	return adapter->watch;
}

void adapter_used(struct adapter *adapter, struct adapter_use *out_use)
{
	struct adapter_use use;
	struct termios line;

	g_mutex_lock(&adapter->lock);
	use = adapter->use;
	use.dtr = adapter->modem & TIOCM_DTR;
	g_mutex_unlock(&adapter->lock);
	if (adapter->fd >= 0 && tcgetattr(adapter->fd, &line) == 0) {
		speed_t speed = cfgetospeed(&line);

		use.hang_up = line.c_cflag & HUPCL;
		use.rate = speed == B9600     ? 9600
			   : speed == B38400  ? 38400
			   : speed == B115200 ? 115200
					      : 0;
	}
	*out_use = use;
}

void adapter_notice(struct adapter *adapter)
{
	struct pollfd end = {.fd = adapter->fd};
	struct inotify_event event;
	struct adapter_use now;
	bool held;

	// A watched file's events carry no name, so they all have this size.
	while (read(adapter->watch, &event, sizeof event) > 0)
		continue;
	poll(&end, 1, 0);
	held = !(end.revents & POLLHUP);
	adapter_used(adapter, &now);
	g_mutex_lock(&adapter->lock);
	if (held)
		note_held(adapter);
	else if (now.held && now.hang_up)
		set_modem(adapter, 0);
	adapter->use.held = held;
	g_mutex_unlock(&adapter->lock);
}

char *adapter_root(const struct adapter *adapter)
{
	return umockdev_testbed_get_root_dir(adapter->bed);
}

void adapter_terminal(const struct adapter *adapter, char *out_path, size_t size)
{
	const char *name = adapter->fd >= 0 ? ptsname(adapter->fd) : NULL;

	snprintf(out_path, size, "%s", name ? name : "");
}
