// SPDX-License-Identifier: GPL-3.0-or-later
// Device kinds in the words of design.md section 1.
#include "api/words.h"

#include <stddef.h>
#include <string.h>

static const char *const devices[] = {
	[DEVICE_PHONE] = "phone",
	[DEVICE_SMART_WATCH] = "smart watch",
	[DEVICE_TABLET] = "tablet",
	[DEVICE_CAMERA] = "camera",
	[DEVICE_RECORDER] = "recorder",
	[DEVICE_CONSOLE] = "console",
	[DEVICE_OTHER] = "other",
};

int words_device(const char *word)
{
	for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++) {
		if (strcmp(devices[i], word) == 0)
			return (int)i;
	}
	return -1;
}

const char *words_of_device(enum device_kind kind)
{
	return devices[kind];
}

const char *words_of_rule(const char *rule)
{
	return strcmp(rule, "LAW-1") == 0 ? "arranged" : rule;
}
