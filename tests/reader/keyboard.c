// SPDX-License-Identifier: GPL-3.0-or-later
// The input device of keyboard.h.
#include "keyboard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <umockdev.h>

struct keyboard_device {
	UMockdevTestbed *bed;
	UMockdevIoctlBase *handler;
	char node[32], syspath[2][160];
	int master, slave;
	struct input_id id;
	GMutex lock; // on what follows: umockdev's thread answers ioctls
	bool grabbed, held;
};

static void must(bool done, const char *what, GError *error)
{
	if (done)
		return;
	fprintf(stderr, "keyboard: %s: %s\n", what, error ? error->message : "failed");
	exit(2);
}

static void set_bit(uint8_t *bits, size_t size, unsigned bit)
{
	if (bit / 8 < size)
		bits[bit / 8] |= (uint8_t)(1U << bit % 8);
}

static void all_keys(uint8_t *bits, size_t size)
{
	for (unsigned key = KEY_ESC; key <= KEY_KPDOT; key++)
		set_bit(bits, size, key);
}

// What the kernel would put there, zeroed before; or a negative errno.
static int answer(struct keyboard_device *keyboard, unsigned number, uint8_t *bytes, size_t size)
{
	const int version = EV_VERSION;
	static const char name[] = "Sycreader RFID Technology Co., Ltd SYC ID&IC USB Reader";

	if (number == _IOC_NR(EVIOCGVERSION))
		memcpy(bytes, &version, sizeof version);
	else if (number == _IOC_NR(EVIOCGID))
		memcpy(bytes, &keyboard->id, sizeof keyboard->id);
	else if (number == _IOC_NR(EVIOCGNAME(0)))
		snprintf((char *)bytes, size, "%s", name);
	else if (number == _IOC_NR(EVIOCGPHYS(0)) || number == _IOC_NR(EVIOCGUNIQ(0)))
		return -ENOENT;
	else if (number == _IOC_NR(EVIOCGBIT(0, 0)))
		bytes[0] = 1 << EV_SYN | 1 << EV_KEY;
	else if (number == _IOC_NR(EVIOCGBIT(EV_KEY, 0)))
		all_keys(bytes, size);
	return 0;
}

static int grab(struct keyboard_device *keyboard, bool on)
{
	int code = on && (keyboard->grabbed || keyboard->held) ? EBUSY : 0;

	if (!code)
		keyboard->grabbed = on;
	return code;
}

static gboolean handle_ioctl(
	UMockdevIoctlBase *base, UMockdevIoctlClient *client, struct keyboard_device *keyboard)
{
	gulong request = umockdev_ioctl_client_get_request(client);
	UMockdevIoctlData *pointer = umockdev_ioctl_client_get_arg(client);
	UMockdevIoctlData *arg;
	uint8_t bytes[1024] = {0};
	size_t size = _IOC_SIZE(request);
	gulong value;
	int code;

	(void)base;
	if (_IOC_TYPE(request) != 'E')
		return FALSE; // the pseudo-terminal answers its own
	memcpy(&value, pointer->data, sizeof value);
	g_mutex_lock(&keyboard->lock);
	if (request == EVIOCGRAB)
		code = -grab(keyboard, value != 0);
	else
		code = answer(keyboard, _IOC_NR(request), bytes, size);
	g_mutex_unlock(&keyboard->lock);
	arg = code == 0 && (_IOC_DIR(request) & _IOC_READ)
		      ? umockdev_ioctl_data_resolve(pointer, 0, size, NULL)
		      : NULL;
	if (arg) {
		umockdev_ioctl_data_update(arg, 0, bytes, (gint)size);
		umockdev_ioctl_data_unref(arg);
	}
	umockdev_ioctl_client_complete(client, code < 0 ? -1 : (glong)size, -code);
	return TRUE;
}

struct keyboard_device *keyboard_open(const struct keyboard_device *neighbour)
{
	struct keyboard_device *keyboard = calloc(1, sizeof *keyboard);

	must(keyboard != NULL, "memory", NULL);
	keyboard->bed = neighbour ? g_object_ref(neighbour->bed) : umockdev_testbed_new();
	must(umockdev_in_mock_environment(), "run me under umockdev-wrapper", NULL);
	keyboard->master = -1;
	g_mutex_init(&keyboard->lock);
	return keyboard;
}

static void make_node(struct keyboard_device *keyboard, const char *root)
{
	struct termios raw;
	char terminal[128], path[256];

	must(openpty(&keyboard->master, &keyboard->slave, terminal, NULL, NULL) == 0,
		"make a terminal", NULL);
	tcgetattr(keyboard->slave, &raw);
	cfmakeraw(&raw);
	tcsetattr(keyboard->slave, TCSANOW, &raw);
	fcntl(keyboard->master, F_SETFD, FD_CLOEXEC);
	fcntl(keyboard->slave, F_SETFD, FD_CLOEXEC);
	snprintf(path, sizeof path, "%s/dev", root);
	mkdir(path, 0755);
	snprintf(path, sizeof path, "%s/dev/input", root);
	mkdir(path, 0755);
	snprintf(path, sizeof path, "%s%s", root, keyboard->node);
	unlink(path);
	must(symlink(terminal, path) == 0, path, NULL);
}

static void drop_handler(struct keyboard_device *keyboard)
{
	GError *error = NULL;

	if (!keyboard->handler)
		return;
	g_signal_handlers_disconnect_by_data(keyboard->handler, keyboard);
	umockdev_testbed_detach_ioctl(keyboard->bed, keyboard->node, &error);
	g_clear_error(&error);
	g_object_unref(keyboard->handler);
	keyboard->handler = NULL;
}

void keyboard_plug(struct keyboard_device *keyboard, unsigned number, unsigned socket, uint16_t vid,
	uint16_t pid, const char *serial)
{
	char text[2048], input[128];
	char *root = umockdev_testbed_get_root_dir(keyboard->bed);
	GError *error = NULL;

	drop_handler(keyboard);
	keyboard->id = (struct input_id){BUS_USB, vid, pid, 0x0110};
	keyboard->grabbed = false;
	snprintf(keyboard->node, sizeof keyboard->node, "/dev/input/event%u", number);
	make_node(keyboard, root);
	free(root);
	keyboard->handler = umockdev_ioctl_base_new();
	g_signal_connect(keyboard->handler, "handle-ioctl", G_CALLBACK(handle_ioctl), keyboard);
	must(umockdev_testbed_attach_ioctl(
		     keyboard->bed, keyboard->node, keyboard->handler, &error),
		"attach ioctl handler", error);
	snprintf(input, sizeof input,
		"/devices/pci0000:00/0000:00:14.0/usb1/1-%u/1-%u:1.0/0003:FFFF:0035.0001/input/"
		"input%u",
		socket, socket, number);
	snprintf(keyboard->syspath[1], sizeof keyboard->syspath[1], "/sys%.120s", input);
	snprintf(keyboard->syspath[0], sizeof keyboard->syspath[0], "/sys%.100s/event%u", input,
		number);
	// The bitmap of keys as the kernel prints it: the last word has 1 to 0 and Enter.
	snprintf(text, sizeof text,
		"P: %s\nE: SUBSYSTEM=input\nA: id/vendor=%04x\\n\nA: id/product=%04x\\n\n"
		"A: name=Sycreader RFID Technology Co., Ltd SYC ID&IC USB Reader\\n\n"
		"A: phys=usb-0000:00:14.0-%u/input0\\n\nA: uniq=%s\\n\n"
		"A: capabilities/key=1000000000007 ff800000000007ff febeffdff3cfffff "
		"fffffffffffffffe\\n\n\n",
		input, vid, pid, socket, serial ? serial : "");
	must(umockdev_testbed_add_from_string(keyboard->bed, text, &error), "add input", error);
	snprintf(text, sizeof text,
		"P: %s/event%u\nE: SUBSYSTEM=input\nE: DEVNAME=%s\n"
		"L: device=../../input%u\n\n",
		input, number, keyboard->node, number);
	must(umockdev_testbed_add_from_string(keyboard->bed, text, &error), "add event", error);
}

void keyboard_unplug(struct keyboard_device *keyboard)
{
	char *root = umockdev_testbed_get_root_dir(keyboard->bed);
	char path[256];

	close(keyboard->master);
	close(keyboard->slave);
	keyboard->master = -1;
	snprintf(path, sizeof path, "%s%s", root, keyboard->node);
	unlink(path);
	free(root);
	for (int i = 0; i < 2; i++)
		umockdev_testbed_remove_device(keyboard->bed, keyboard->syspath[i]);
	keyboard_hold(keyboard, false);
}

void keyboard_close(struct keyboard_device *keyboard)
{
	if (!keyboard)
		return;
	if (keyboard->master >= 0)
		keyboard_unplug(keyboard);
	drop_handler(keyboard);
	g_object_unref(keyboard->bed);
	free(keyboard);
}

static void put(struct keyboard_device *keyboard, uint16_t type, unsigned code, int value)
{
	const struct input_event event = {.type = type, .code = (uint16_t)code, .value = value};

	must(write(keyboard->master, &event, sizeof event) == sizeof event, "type", NULL);
}

static void key(struct keyboard_device *keyboard, unsigned code, int value)
{
	put(keyboard, EV_KEY, code, value);
	put(keyboard, EV_SYN, SYN_REPORT, 0);
}

void keyboard_type(struct keyboard_device *keyboard, const char *text)
{
	static const unsigned letters[] = {KEY_A, KEY_B, KEY_C, KEY_D, KEY_E, KEY_F};

	for (; *text; text++) {
		unsigned code = *text == '\n'  ? KEY_ENTER
				: *text == '0' ? KEY_0
				: *text <= '9' ? (unsigned)(KEY_1 + (*text - '1'))
					       : letters[*text - 'A'];

		if (*text >= 'A')
			key(keyboard, KEY_LEFTSHIFT, 1);
		key(keyboard, code, 1);
		key(keyboard, code, 0);
		if (*text >= 'A')
			key(keyboard, KEY_LEFTSHIFT, 0);
	}
}

void keyboard_overrun(struct keyboard_device *keyboard)
{
	put(keyboard, EV_SYN, SYN_DROPPED, 0);
	put(keyboard, EV_SYN, SYN_REPORT, 0);
}

bool keyboard_grabbed(struct keyboard_device *keyboard)
{
	bool grabbed;

	g_mutex_lock(&keyboard->lock);
	grabbed = keyboard->grabbed;
	g_mutex_unlock(&keyboard->lock);
	return grabbed;
}

void keyboard_hold(struct keyboard_device *keyboard, bool held)
{
	g_mutex_lock(&keyboard->lock);
	keyboard->held = held;
	g_mutex_unlock(&keyboard->lock);
}

void keyboard_chmod(struct keyboard_device *keyboard, unsigned mode)
{
	must(fchmod(keyboard->slave, (mode_t)mode) == 0, "chmod", NULL);
}
