// SPDX-License-Identifier: GPL-3.0-or-later
// libusb's descriptors as watches of the loop.
#include "usb/bus.h"

#include <stdio.h>
#include <string.h>
#include <sys/time.h>

#define LAST_TURNS   20
#define LAST_WAIT_US 10000

static void ready(void *arg, short revents)
{
	struct usb_bus *bus = arg;
	struct timeval at_once = {0};

	(void)revents; // libusb asks its descriptors again itself
	libusb_handle_events_timeout_completed(bus->context, &at_once, NULL);
	bus->settle(bus->arg);
}

static void LIBUSB_CALL fd_added(int fd, short events, void *arg)
{
	struct usb_bus *bus = arg;

	for (size_t i = 0; i < USB_FDS; i++) {
		if (bus->watches[i].watch)
			continue;
		if (loop_watch(bus->loop, fd, events, ready, bus, &bus->watches[i].watch) < 0)
			break;
		bus->watches[i].fd = fd;
		return;
	}
	bus->full = true;
}

static void LIBUSB_CALL fd_removed(int fd, void *arg)
{
	struct usb_bus *bus = arg;

	for (size_t i = 0; i < USB_FDS; i++) {
		if (!bus->watches[i].watch || bus->watches[i].fd != fd)
			continue;
		loop_unwatch(bus->watches[i].watch);
		bus->watches[i].watch = NULL;
	}
}

int usb_bus_open(struct usb_bus *bus, struct loop *loop, void (*settle)(void *arg), void *arg)
{
	const struct libusb_pollfd **all;
	int code;

	*bus = (struct usb_bus){.loop = loop, .settle = settle, .arg = arg};
	code = libusb_init(&bus->context);
	if (code < 0) {
		bus->context = NULL;
		return code;
	}
	all = libusb_get_pollfds(bus->context);
	bus->full = !all;
	for (size_t i = 0; all && all[i]; i++)
		fd_added(all[i]->fd, all[i]->events, bus);
	libusb_free_pollfds(all);
	libusb_set_pollfd_notifiers(bus->context, fd_added, fd_removed, bus);
	return 0;
}

void usb_bus_close(struct usb_bus *bus)
{
	if (!bus->context)
		return;
	libusb_exit(bus->context);
	bus->context = NULL;
	for (size_t i = 0; i < USB_FDS; i++) {
		loop_unwatch(bus->watches[i].watch);
		bus->watches[i].watch = NULL;
	}
}

bool usb_bus_drain(struct usb_bus *bus, const unsigned *flying)
{
	struct timeval wait = {.tv_usec = LAST_WAIT_US};

	for (int i = 0; i<LAST_TURNS && * flying> 0; i++)
		libusb_handle_events_timeout_completed(bus->context, &wait, NULL);
	return *flying == 0;
}
