// SPDX-License-Identifier: GPL-3.0-or-later
// The adapter on umockdev's testbed: a tty with a USB parent, and the four modem-control ioctls
// that a pseudo-terminal refuses and libserialport insists on (usb.md 1.5).
#include "adapter.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <umockdev.h>

struct adapter {
	UMockdevTestbed *bed;
	UMockdevIoctlBase *handler;
	char node[32];
	char syspath[3][128]; // tty, interface, device: removed in this order
	int fd;
	int modem;
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
	if (had != has && adapter->dtr)
		adapter->dtr(adapter->arg, has);
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
	umockdev_ioctl_data_unref(data);
	umockdev_ioctl_client_complete(client, 0, 0);
	return TRUE;
}

struct adapter *adapter_open(void)
{
	struct adapter *adapter = calloc(1, sizeof *adapter);

	must(adapter != NULL, "memory", NULL);
	adapter->bed = umockdev_testbed_new();
	must(umockdev_in_mock_environment(), "run me under umockdev-wrapper", NULL);
	adapter->fd = -1;
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

void adapter_plug(struct adapter *adapter, const struct adapter_identity *identity,
	void (*dtr)(void *arg, bool on), void *arg)
{
	static const char usb[] = "/devices/pci0000:00/0000:00:14.0/usb1/1-1";
	GError *error = NULL;
	char text[1024];

	adapter->dtr = dtr;
	adapter->arg = arg;
	adapter->modem = 0;
	snprintf(adapter->node, sizeof adapter->node, "/dev/%s", identity->name);
	snprintf(adapter->syspath[2], sizeof adapter->syspath[2], "/sys%s", usb);
	snprintf(adapter->syspath[1], sizeof adapter->syspath[1], "/sys%s/1-1:1.0", usb);
	snprintf(adapter->syspath[0], sizeof adapter->syspath[0], "/sys%s/1-1:1.0/%s/tty/%s", usb,
		identity->name, identity->name);

	snprintf(text, sizeof text,
		"P: %s\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nA: idVendor=%04x\\n\n"
		"A: idProduct=%04x\\n\nA: serial=%s\\n\nA: manufacturer=FTDI\\n\nA: product=FT232R "
		"USB UART\\n\n"
		"A: busnum=1\\n\nA: devnum=%u\\n\n\n",
		usb, identity->vid, identity->pid, identity->serial, identity->address);
	add(adapter, text);
	snprintf(text, sizeof text, "P: %s/1-1:1.0\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_interface\n\n",
		usb);
	add(adapter, text);
	snprintf(text, sizeof text,
		"P: %s/1-1:1.0/%s/tty/%s\nN: %s\nE: DEVNAME=/dev/%s\nE: SUBSYSTEM=tty\n"
		"L: device=../../../%s\n\n",
		usb, identity->name, identity->name, identity->name, identity->name,
		identity->name);
	add(adapter, text);

	adapter->handler = umockdev_ioctl_base_new();
	g_signal_connect(adapter->handler, "handle-ioctl", G_CALLBACK(handle_ioctl), adapter);
	must(umockdev_testbed_attach_ioctl(adapter->bed, adapter->node, adapter->handler, &error),
		"attach ioctl handler", error);
	adapter->fd = umockdev_testbed_get_dev_fd(adapter->bed, adapter->node);
	must(adapter->fd >= 0, "open the adapter's end", NULL);
	// A child that inherited this end would keep the line up after the unplug.
	fcntl(adapter->fd, F_SETFD, FD_CLOEXEC);
	fcntl(adapter->fd, F_SETFL, O_NONBLOCK);
	// A serial line does not translate: without this the terminal would rewrite every 0A and
	// 0D.
	struct termios raw;
	tcgetattr(adapter->fd, &raw);
	cfmakeraw(&raw);
	tcsetattr(adapter->fd, TCSANOW, &raw);
	umockdev_testbed_uevent(adapter->bed, adapter->syspath[0], "add");
}

void adapter_unplug(struct adapter *adapter)
{
	GError *error = NULL;

	close(adapter->fd);
	adapter->fd = -1;
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

void adapter_terminal(const struct adapter *adapter, char *out_path, size_t size)
{
	const char *name = adapter->fd >= 0 ? ptsname(adapter->fd) : NULL;

	snprintf(out_path, size, "%s", name ? name : "");
}
