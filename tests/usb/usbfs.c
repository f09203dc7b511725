// SPDX-License-Identifier: GPL-3.0-or-later
// The carrier of usbfs.h.
#include "usbfs.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <umockdev.h>

#define FLYING 32

struct flight {
	UMockdevIoctlClient *client; // borrowed
	UMockdevIoctlData *urb, *bytes;
	struct usb_transfer transfer;
	uint8_t *room;
	bool aborted;
};

struct usbfs {
	UMockdevTestbed *bed;
	UMockdevIoctlBase *handler;
	const struct usb_model *model; // NULL while unplugged
	char node[32];
	char syspath[3][128]; // interfaces, device: removed in this order
	int master, slave, moved;
	GMutex lock;
	struct flight flights[FLYING]; // in the order they were submitted
	size_t count;
	UMockdevIoctlClient *owner[2]; // of interfaces; borrowed
	bool bound;		       // the kernel's driver has both
	struct usbfs_use use;
	bool gone;
};

static void must(bool done, const char *what, GError *error)
{
	if (done)
		return;
	fprintf(stderr, "usbfs: %s: %s\n", what, error ? error->message : "failed");
	exit(2);
}

static void tell_moved(struct usbfs *fs)
{
	uint64_t one = 1;

	if (fs->moved >= 0 && write(fs->moved, &one, sizeof one) < 0)
		return; // it is readable already
}

// POLLOUT of the node is "a transfer can be reaped".
static void show_reapable(struct usbfs *fs)
{
	bool any = false;

	for (size_t i = 0; i < fs->count; i++)
		any = any || fs->flights[i].transfer.over;
	if (fs->slave >= 0)
		tcflow(fs->slave, any ? TCOON : TCOOFF);
}

static void pump(struct usbfs *fs)
{
	uint8_t waits[FLYING]; // endpoints whose first transfer is not over: the next ones wait
	size_t wait_count = 0;

	for (size_t i = 0; i < fs->count && fs->model; i++) {
		struct usb_transfer *transfer = &fs->flights[i].transfer;

		if (transfer->over || memchr(waits, transfer->endpoint, wait_count))
			continue;
		usb_transfer_run(fs->model, transfer);
		if (!transfer->over)
			waits[wait_count++] = transfer->endpoint;
		tell_moved(fs);
	}
	show_reapable(fs);
}

static void forget(struct usbfs *fs, size_t index)
{
	struct flight *flight = &fs->flights[index];

	umockdev_ioctl_data_unref(flight->urb);
	if (flight->bytes)
		umockdev_ioctl_data_unref(flight->bytes);
	free(flight->room);
	fs->count--;
	memmove(flight, flight + 1, (fs->count - index) * sizeof *flight);
}

static int submit(struct usbfs *fs, UMockdevIoctlClient *client, UMockdevIoctlData *urb)
{
	struct flight *flight = &fs->flights[fs->count];
	struct usbdevfs_urb asked;

	memcpy(&asked, urb->data, sizeof asked);
	if (fs->count == FLYING || asked.type == USBDEVFS_URB_TYPE_ISO)
		return EINVAL;
	*flight = (struct flight){.client = client, .urb = umockdev_ioctl_data_ref(urb)};
	flight->room = calloc(1, (size_t)asked.buffer_length + 1);
	must(flight->room != NULL, "memory", NULL);
	if (asked.buffer_length > 0) {
		flight->bytes = umockdev_ioctl_data_resolve(urb,
			offsetof(struct usbdevfs_urb, buffer), (size_t)asked.buffer_length, NULL);
		must(flight->bytes != NULL, "read the buffer", NULL);
		memcpy(flight->room, flight->bytes->data, (size_t)asked.buffer_length);
	}
	flight->transfer = (struct usb_transfer){.endpoint = asked.endpoint,
		.control = asked.type == USBDEVFS_URB_TYPE_CONTROL,
		.zero_packet = asked.flags & USBDEVFS_URB_ZERO_PACKET,
		.buffer = flight->room,
		.length = (size_t)asked.buffer_length};
	if (flight->transfer.control)
		flight->transfer.length -= 8;
	else if ((asked.endpoint & 0x80) &&
		 (!fs->use.shortest_in || (unsigned)asked.buffer_length < fs->use.shortest_in))
		fs->use.shortest_in = (unsigned)asked.buffer_length;
	fs->count++;
	fs->use.submitted++;
	pump(fs);
	return 0;
}

// Hands the first transfer that is over back to the program, with what it brought.
static int reap(struct usbfs *fs, UMockdevIoctlClient *client, UMockdevIoctlData *arg)
{
	for (size_t i = 0; i < fs->count; i++) {
		struct flight *flight = &fs->flights[i];
		struct usb_transfer *transfer = &flight->transfer;
		struct usbdevfs_urb answer;

		if (flight->client != client || !transfer->over)
			continue;
		memcpy(&answer, flight->urb->data, sizeof answer);
		answer.status = transfer->status;
		answer.actual_length = (int)transfer->done;
		if (flight->bytes && ((transfer->endpoint & 0x80) ||
					     (transfer->control && (transfer->buffer[0] & 0x80))))
			umockdev_ioctl_data_update(
				flight->bytes, 0, flight->room, answer.buffer_length);
		umockdev_ioctl_data_update(flight->urb, 0, (guint8 *)&answer, (gint)sizeof answer);
		umockdev_ioctl_data_set_ptr(arg, 0, flight->urb);
		forget(fs, i);
		show_reapable(fs);
		return 0;
	}
	return fs->gone ? ENODEV : EAGAIN;
}

static int discard(struct usbfs *fs, gulong address)
{
	for (size_t i = 0; i < fs->count; i++) {
		struct flight *flight = &fs->flights[i];

		if (flight->urb->client_addr != address || flight->transfer.over)
			continue;
		flight->transfer.over = true;
		flight->transfer.status = -ENOENT;
		show_reapable(fs);
		return 0;
	}
	return EINVAL;
}

static int claim(struct usbfs *fs, UMockdevIoctlClient *client, unsigned interface, bool detach)
{
	if (interface > 1)
		return EINVAL;
	if (fs->owner[interface])
		return fs->owner[interface] == client ? 0 : EBUSY;
	if (fs->bound && !detach)
		return EBUSY;
	fs->bound = false; // it lets go of both where one is taken from it
	fs->owner[interface] = client;
	return 0;
}

// CONNECT and DISCONNECT. cdc_acm takes both interfaces when it is offered the first.
static int drive(struct usbfs *fs, const struct usbdevfs_ioctl *asked, glong *out_result)
{
	if (asked->ioctl_code == (int)USBDEVFS_DISCONNECT) {
		if (!fs->bound)
			return ENODATA;
		fs->bound = false;
		return 0;
	}
	if (asked->ioctl_code != (int)USBDEVFS_CONNECT)
		return ENOTTY;
	if (fs->owner[0] || fs->owner[1])
		return asked->ifno < 2 && fs->owner[asked->ifno] ? EBUSY : 0;
	if (!fs->bound && asked->ifno == 0) {
		fs->bound = true;
		*out_result = 1;
	}
	return 0;
}

static int clear_halt(struct usbfs *fs, uint8_t endpoint)
{
	const uint8_t setup[8] = {0x02, 1, 0, 0, endpoint, 0, 0, 0};
	uint8_t none[1];

	if (usb_control(fs->model, setup, NULL, none, 0) < 0)
		return EPIPE;
	pump(fs);
	return 0;
}

static int answer(struct usbfs *fs, UMockdevIoctlClient *client, gulong request,
	UMockdevIoctlData *arg, glong *out_result)
{
	static const uint32_t able = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION |
				     USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
				     USBDEVFS_CAP_BULK_SCATTER_GATHER |
				     USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
	struct usbdevfs_disconnect_claim take;
	struct usbdevfs_ioctl asked;
	unsigned number = 0;

	if (request == USBDEVFS_REAPURB || request == USBDEVFS_REAPURBNDELAY)
		return reap(fs, client, arg);
	if (fs->gone)
		return ENODEV;
	if (arg->data_len >= (gint)sizeof number)
		memcpy(&number, arg->data, sizeof number);
	switch (request) {
	case USBDEVFS_GET_CAPABILITIES:
		umockdev_ioctl_data_update(arg, 0, (guint8 *)&able, (gint)sizeof able);
		return 0;
	case USBDEVFS_SUBMITURB:
		return submit(fs, client, arg);
	case USBDEVFS_CLAIMINTERFACE:
		return claim(fs, client, number, false);
	case USBDEVFS_DISCONNECT_CLAIM:
		memcpy(&take, arg->data, sizeof take);
		return claim(fs, client, take.interface, true);
	case USBDEVFS_RELEASEINTERFACE:
		if (number > 1 || fs->owner[number] != client)
			return EINVAL;
		fs->owner[number] = NULL;
		return 0;
	case USBDEVFS_IOCTL:
		memcpy(&asked, arg->data, sizeof asked);
		return drive(fs, &asked, out_result);
	case USBDEVFS_CLEAR_HALT:
		return clear_halt(fs, (uint8_t)number);
	default:
		return ENOTTY;
	}
}

static size_t size_of(gulong request)
{
	switch (request) {
	case USBDEVFS_SUBMITURB:
		return sizeof(struct usbdevfs_urb);
	case USBDEVFS_DISCONNECT_CLAIM:
		return sizeof(struct usbdevfs_disconnect_claim);
	case USBDEVFS_IOCTL:
		return sizeof(struct usbdevfs_ioctl);
	case USBDEVFS_REAPURB:
	case USBDEVFS_REAPURBNDELAY:
		return sizeof(void *);
	default:
		return sizeof(unsigned);
	}
}

static gboolean handle_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client, struct usbfs *fs)
{
	gulong request = umockdev_ioctl_client_get_request(client);
	UMockdevIoctlData *pointer = umockdev_ioctl_client_get_arg(client);
	UMockdevIoctlData *arg = NULL;
	glong result = 0;
	gulong address;
	int code;

	(void)base;
	if ((request >> 8 & 0xFF) != 'U')
		return FALSE; // the pseudo-terminal answers its own
	memcpy(&address, pointer->data, sizeof address);
	g_mutex_lock(&fs->lock);
	if (request == USBDEVFS_DISCARDURB) {
		code = fs->gone ? ENODEV : discard(fs, address);
	} else {
		arg = umockdev_ioctl_data_resolve(pointer, 0, size_of(request), NULL);
		code = arg ? answer(fs, client, request, arg, &result) : EFAULT;
	}
	g_mutex_unlock(&fs->lock);
	umockdev_ioctl_client_complete(client, code ? -1 : result, code);
	if (arg)
		umockdev_ioctl_data_unref(arg);
	return TRUE;
}

static void drop_claims(struct usbfs *fs)
{
	while (fs->count > 0)
		forget(fs, 0);
	fs->owner[0] = fs->owner[1] = NULL;
}

// Only when it is plugged in again: a program that has not yet closed what went away still asks.
static void drop_handler(struct usbfs *fs)
{
	GError *error = NULL;

	if (!fs->handler)
		return;
	g_signal_handlers_disconnect_by_data(fs->handler, fs);
	umockdev_testbed_detach_ioctl(fs->bed, fs->node, &error);
	g_clear_error(&error);
	g_object_unref(fs->handler);
	fs->handler = NULL;
	g_mutex_lock(&fs->lock);
	drop_claims(fs);
	g_mutex_unlock(&fs->lock);
}

struct usbfs *usbfs_open(const struct usbfs *neighbour)
{
	struct usbfs *fs = calloc(1, sizeof *fs);

	must(fs != NULL, "memory", NULL);
	fs->bed = neighbour ? g_object_ref(neighbour->bed) : umockdev_testbed_new();
	must(umockdev_in_mock_environment(), "run me under umockdev-wrapper", NULL);
	fs->master = fs->slave = fs->moved = -1;
	g_mutex_init(&fs->lock);
	return fs;
}

void usbfs_close(struct usbfs *fs)
{
	if (!fs)
		return;
	if (fs->model)
		usbfs_unplug(fs, -ESHUTDOWN);
	drop_handler(fs);
	g_object_unref(fs->bed);
	free(fs);
}

static void make_folders(const char *root)
{
	static const char *const folders[] = {
		"/dev", "/dev/bus", "/dev/bus/usb", "/dev/bus/usb/001"};
	char path[256];

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		snprintf(path, sizeof path, "%s%s", root, folders[i]);
		mkdir(path, 0755);
	}
}

// Before the device is described, which then names no node of its own (usb.md 1.3).
static void make_node(struct usbfs *fs, unsigned address)
{
	struct termios raw;
	char *root = usbfs_root(fs);
	char terminal[128], path[256];

	snprintf(fs->node, sizeof fs->node, "/dev/bus/usb/001/%03u", address);
	must(openpty(&fs->master, &fs->slave, terminal, NULL, NULL) == 0, "make a terminal", NULL);
	tcgetattr(fs->slave, &raw);
	cfmakeraw(&raw);
	tcsetattr(fs->slave, TCSANOW, &raw);
	fcntl(fs->master, F_SETFD, FD_CLOEXEC);
	fcntl(fs->slave, F_SETFD, FD_CLOEXEC);
	tcflow(fs->slave, TCOOFF);
	make_folders(root);
	snprintf(path, sizeof path, "%s%s", root, fs->node);
	unlink(path);
	must(symlink(terminal, path) == 0, path, NULL);
	free(root);
}

static void add(struct usbfs *fs, const char *description)
{
	GError *error = NULL;

	must(umockdev_testbed_add_from_string(fs->bed, description, &error), "add device", error);
}

static void hex(char *out, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		sprintf(out + 2 * i, "%02X", bytes[i]);
}

static void describe(struct usbfs *fs, unsigned socket, unsigned address)
{
	const struct usb_model *model = fs->model;
	char text[2048], descriptors[1024] = "", serial[100] = "";
	char usb[64];

	snprintf(usb, sizeof usb, "/devices/pci0000:00/0000:00:14.0/usb1/1-%u", socket);
	hex(descriptors, model->device, 18);
	hex(descriptors + 36, model->config, model->config_len);
	if (model->serial)
		snprintf(serial, sizeof serial, "A: serial=%s\\n\n", model->serial);
	snprintf(fs->syspath[2], sizeof fs->syspath[2], "/sys%s", usb);
	snprintf(text, sizeof text,
		"P: %s\nE: DEVNAME=%s\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\n"
		"E: BUSNUM=001\nE: DEVNUM=%03u\n"
		"A: idVendor=%02x%02x\\n\nA: idProduct=%02x%02x\\n\n"
		"%sA: busnum=1\\n\nA: devnum=%u\\n\nA: speed=12\\n\nA: bConfigurationValue=1\\n\n"
		"A: bNumConfigurations=1\\n\nH: descriptors=%s\n\n",
		usb, fs->node, address, model->device[9], model->device[8], model->device[11],
		model->device[10], serial, address, descriptors);
	add(fs, text);
	for (int i = 0; i < 2; i++) {
		snprintf(fs->syspath[i], sizeof fs->syspath[i], "/sys%s/1-%u:1.%d", usb, socket, i);
		snprintf(text, sizeof text,
			"P: %s/1-%u:1.%d\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_interface\n\n", usb,
			socket, i);
		add(fs, text);
	}
}

void usbfs_plug(struct usbfs *fs, const struct usb_model *model, unsigned socket, unsigned address)
{
	GError *error = NULL;

	drop_handler(fs);
	fs->model = model;
	fs->gone = false;
	fs->bound = true;
	fs->use = (struct usbfs_use){0};
	fs->moved = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	make_node(fs, address);
	fs->handler = umockdev_ioctl_base_new();
	g_signal_connect(fs->handler, "handle-ioctl", G_CALLBACK(handle_ioctl), fs);
	must(umockdev_testbed_attach_ioctl(fs->bed, fs->node, fs->handler, &error),
		"attach ioctl handler", error);
	describe(fs, socket, address);
	usbfs_repeat_arrival(fs);
}

void usbfs_repeat_arrival(struct usbfs *fs)
{
	umockdev_testbed_uevent(fs->bed, fs->syspath[2], "add");
}

void usbfs_lock(struct usbfs *fs)
{
	g_mutex_lock(&fs->lock);
}

void usbfs_unlock(struct usbfs *fs)
{
	pump(fs);
	g_mutex_unlock(&fs->lock);
}

void usbfs_unplug(struct usbfs *fs, int status)
{
	char *root = usbfs_root(fs);
	char path[256];

	g_mutex_lock(&fs->lock);
	fs->gone = true;
	fs->bound = false;
	fs->model = NULL;
	for (size_t i = 0; i < fs->count; i++) {
		if (fs->flights[i].transfer.over)
			continue;
		fs->flights[i].transfer.over = true;
		fs->flights[i].transfer.status = status;
	}
	close(fs->master);
	close(fs->slave);
	fs->master = fs->slave = -1;
	g_mutex_unlock(&fs->lock);
	for (int i = 0; i < 3; i++)
		umockdev_testbed_uevent(fs->bed, fs->syspath[i], "remove");
	snprintf(path, sizeof path, "%s%s", root, fs->node);
	unlink(path);
	free(root);
	for (int i = 0; i < 3; i++)
		umockdev_testbed_remove_device(fs->bed, fs->syspath[i]);
	close(fs->moved);
	fs->moved = -1;
}

void usbfs_holder_died(struct usbfs *fs)
{
	g_mutex_lock(&fs->lock);
	drop_claims(fs);
	g_mutex_unlock(&fs->lock);
}

void usbfs_chmod(struct usbfs *fs, unsigned mode)
{
	must(fchmod(fs->slave, (mode_t)mode) == 0, "chmod", NULL);
}

int usbfs_moved(const struct usbfs *fs)
{
	return fs->moved;
}

void usbfs_quiet(struct usbfs *fs)
{
	uint64_t count;

	if (read(fs->moved, &count, sizeof count) < 0)
		return; // nothing had moved
}

void usbfs_used(struct usbfs *fs, struct usbfs_use *out_use)
{
	g_mutex_lock(&fs->lock);
	*out_use = fs->use;
	out_use->flying = (unsigned)fs->count;
	for (int i = 0; i < 2; i++)
		out_use->drivers[i] = fs->owner[i] ? "usbfs" : fs->bound ? fs->model->driver : "";
	g_mutex_unlock(&fs->lock);
}

char *usbfs_root(const struct usbfs *fs)
{
	return umockdev_testbed_get_root_dir(fs->bed);
}
