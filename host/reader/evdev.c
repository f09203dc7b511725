// SPDX-License-Identifier: GPL-3.0-or-later
// A keyboard-wedge reader through the kernel's input devices, grabbed: what it types reaches us and
// nobody else. All keyboards of the one device are taken, since some readers have two.
#include <errno.h>
#include <fcntl.h>
#include <libevdev/libevdev.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reader/keys.h"
#include "reader/kind.h"

#define NODES 4

static const char went_away[] = "The desk reader went away: check its cable.";

struct keyboard {
	struct evdev *evdev;
	int fd;
	struct libevdev *device;
	struct loop_watch *watch;
	bool shift;
};

struct evdev {
	struct reader *reader;
	struct keyboard keyboards[NODES];
	size_t count;
};

static void take_event(struct keyboard *keyboard, const struct input_event *event)
{
	struct wedge *wedge = &keyboard->evdev->reader->wedge;

	if (event->type != EV_KEY)
		return;
	if (keys_is_shift(event->code))
		keyboard->shift = event->value != 0;
	else if (event->value == 1) // pressed; 2 is a key held down, which no reader does
		wedge_key(wedge, keys_of_code(event->code, keyboard->shift));
}

// The kernel dropped events: what they were is not known, so the code they were of is spoilt.
static void catch_up(struct keyboard *keyboard)
{
	struct input_event event;

	while (libevdev_next_event(keyboard->device, LIBEVDEV_READ_FLAG_SYNC, &event) ==
		LIBEVDEV_READ_STATUS_SYNC) {
		if (event.type == EV_KEY && keys_is_shift(event.code))
			keyboard->shift = event.value != 0;
	}
	wedge_break(&keyboard->evdev->reader->wedge);
}

static void ready(void *arg, short revents)
{
	struct keyboard *keyboard = arg;
	struct reader *reader = keyboard->evdev->reader;
	struct input_event event;
	int code;

	// First: a device that has gone has nothing more to say, and what it said is half a code.
	if (revents & (POLLHUP | POLLERR | POLLNVAL)) {
		reader_lose(reader, went_away);
		return;
	}
	do {
		code = libevdev_next_event(keyboard->device, LIBEVDEV_READ_FLAG_NORMAL, &event);
		if (code == LIBEVDEV_READ_STATUS_SYNC)
			catch_up(keyboard);
		else if (code == LIBEVDEV_READ_STATUS_SUCCESS)
			take_event(keyboard, &event);
	} while (code >= 0 && !reader->lost);
	if (code < 0 && code != -EAGAIN)
		reader_lose(reader, went_away);
}

void reader_close_evdev(struct reader *reader)
{
	struct evdev *evdev = reader->own;

	for (size_t i = 0; i < evdev->count; i++) {
		loop_unwatch(evdev->keyboards[i].watch);
		libevdev_free(evdev->keyboards[i].device); // the grab ends with the descriptor
		close(evdev->keyboards[i].fd);
	}
	free(evdev);
}

// 0, or a negative enum err and nothing left open.
static int open_node(struct evdev *evdev, const char *node)
{
	struct keyboard *keyboard = &evdev->keyboards[evdev->count];
	int code;

	*keyboard = (struct keyboard){.evdev = evdev};
	keyboard->fd = open(node, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (keyboard->fd < 0)
		return err_from_errno(errno);
	code = libevdev_new_from_fd(keyboard->fd, &keyboard->device);
	if (code == 0) {
		code = libevdev_grab(keyboard->device, LIBEVDEV_GRAB);
		if (code == 0 && loop_watch(evdev->reader->loop, keyboard->fd, POLLIN, ready,
					 keyboard, &keyboard->watch) < 0)
			code = -ENOSPC;
	}
	if (code == 0) {
		evdev->count++;
		return 0;
	}
	libevdev_free(keyboard->device);
	close(keyboard->fd);
	return err_from_errno(-code);
}

struct search {
	const struct usb_name *wanted;
	struct evdev_device found[NODES];
	size_t count;
	bool several;
};

static void consider(void *arg, const struct evdev_device *device)
{
	struct search *search = arg;
	const struct usb_name *wanted = search->wanted;

	if (device->usb.vid != wanted->vid || device->usb.pid != wanted->pid ||
		(wanted->serial[0] && strcmp(device->usb.serial, wanted->serial) != 0))
		return;
	if (search->count > 0 && strcmp(search->found[0].phys, device->phys) != 0)
		search->several = true;
	if (search->count < NODES)
		search->found[search->count++] = *device;
}

static int open_found(struct evdev *evdev, const struct reader *reader, char why[READER_WHY])
{
	struct search search = {.wanted = &reader->address.usb};
	int code = 0;

	evdev_each(consider, &search);
	if (search.several)
		return reader_refuse(why, ERR_ARG,
			"%.60s is two readers: add the serial number of the one meant, or give "
			"evdev:/dev/input/by-path/NAME",
			reader->name);
	if (!search.count)
		return reader_refuse_code(why, -ERR_NOT_FOUND, reader);
	for (size_t i = 0; i < search.count && code == 0; i++)
		code = open_node(evdev, search.found[i].node);
	return code < 0 ? reader_refuse_code(why, code, reader) : 0;
}

int reader_open_evdev(struct reader *reader, char why[READER_WHY])
{
	struct evdev *evdev = calloc(1, sizeof *evdev);
	int code;

	if (!evdev)
		return reader_refuse_code(why, -ERR_NO_MEMORY, reader);
	evdev->reader = reader;
	reader->own = evdev;
	if (reader->address.path[0]) {
		code = open_node(evdev, reader->address.path);
		if (code < 0)
			reader_refuse_code(why, code, reader);
	} else {
		code = open_found(evdev, reader, why);
	}
	if (code < 0)
		reader_close_evdev(reader);
	return code;
}
