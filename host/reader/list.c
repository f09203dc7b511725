// SPDX-License-Identifier: GPL-3.0-or-later
// The readers there are. PC/SC readers are pcscd's to list; asking it waits, so that is for a
// program of its own, such as `hometime reader list`.
#include <stdio.h>
#include <string.h>
#include <winscard.h>

#include "reader/kind.h"

struct listing {
	void (*found)(void *arg, const char *address, const char *name);
	void *arg;
	char told[32][64]; // sockets that were told: a reader may have two keyboards
	size_t told_count;
};

static void tell_evdev(void *arg, const struct evdev_device *device)
{
	struct listing *listing = arg;
	char address[READER_NAME];

	for (size_t i = 0; i < listing->told_count; i++) {
		if (strcmp(listing->told[i], device->phys) == 0)
			return;
	}
	if (listing->told_count < sizeof listing->told / sizeof *listing->told)
		snprintf(listing->told[listing->told_count++], sizeof *listing->told, "%s",
			device->phys);
	snprintf(address, sizeof address, "evdev:%04x:%04x%s%s", device->usb.vid, device->usb.pid,
		device->usb.serial[0] ? ":" : "", device->usb.serial);
	listing->found(listing->arg, address, device->name);
}

static void list_pcsc(const struct listing *listing)
{
	char names[2048], address[READER_NAME];
	DWORD room = sizeof names;
	SCARDCONTEXT context;

	if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context) != SCARD_S_SUCCESS)
		return;
	if (SCardListReaders(context, NULL, names, &room) == SCARD_S_SUCCESS) {
		for (const char *name = names; *name; name += strlen(name) + 1) {
			snprintf(address, sizeof address, "pcsc:%.190s", name);
			listing->found(listing->arg, address, name);
		}
	}
	SCardReleaseContext(context);
}

void reader_list(void (*found)(void *arg, const char *address, const char *name), void *arg)
{
	struct listing listing = {.found = found, .arg = arg};

	evdev_each(tell_evdev, &listing);
	list_pcsc(&listing);
}
