// SPDX-License-Identifier: GPL-3.0-or-later
// The input devices that could be readers, as sysfs shows them: no device is opened for it.
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reader/kind.h"

#define INPUT "/sys/class/input"

static void read_line(const char *event, const char *what, char *out, size_t size)
{
	char path[400];
	FILE *file;

	snprintf(path, sizeof path, INPUT "/%.64s/device/%s", event, what);
	out[0] = '\0';
	file = fopen(path, "re");
	if (!file)
		return;
	if (!fgets(out, (int)size, file))
		out[0] = '\0';
	out[strcspn(out, "\r\n")] = '\0';
	fclose(file);
}

static uint16_t read_number(const char *event, const char *what)
{
	char text[16];

	read_line(event, what, text, sizeof text);
	return (uint16_t)strtoul(text, NULL, 16);
}

// A keyboard has the keys 1 to 0 and Enter: bits 2 to 11 and 28 of its last word of keys.
static bool is_keyboard(const char *event)
{
	char keys[400];
	const char *last;
	unsigned long word;

	read_line(event, "capabilities/key", keys, sizeof keys);
	last = strrchr(keys, ' ');
	word = strtoul(last ? last + 1 : keys, NULL, 16);
	return (word & 0xFFC) == 0xFFC && (word >> 28 & 1);
}

void evdev_each(void (*found)(void *arg, const struct evdev_device *device), void *arg)
{
	DIR *folder = opendir(INPUT);
	struct dirent *entry;

	if (!folder)
		return;
	while ((entry = readdir(folder))) {
		struct evdev_device device = {0};
		char *slash;

		if (strncmp(entry->d_name, "event", 5) != 0 || !is_keyboard(entry->d_name))
			continue;
		snprintf(device.node, sizeof device.node, "/dev/input/%.50s", entry->d_name);
		device.usb.vid = read_number(entry->d_name, "id/vendor");
		device.usb.pid = read_number(entry->d_name, "id/product");
		read_line(entry->d_name, "uniq", device.usb.serial, sizeof device.usb.serial);
		read_line(entry->d_name, "name", device.name, sizeof device.name);
		// usb-0000:00:14.0-1/input0: the socket it is plugged into, and which of its
		// interfaces.
		read_line(entry->d_name, "phys", device.phys, sizeof device.phys);
		slash = strrchr(device.phys, '/');
		if (slash)
			*slash = '\0';
		found(arg, &device);
	}
	closedir(folder);
}
