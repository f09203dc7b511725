// SPDX-License-Identifier: GPL-3.0-or-later
// FILE.keys: what is read is what keys_print writes, to the byte, and refused otherwise. The check
// line is made good first, so that what is behind it is reached.
#include "fuzz.h"
#include "input.h"
#include "keys/text.h"
#include "osdp/crc.h"

#include <string.h>

static char text[KEYS_TEXT_MAX + 64], again[KEYS_TEXT_MAX + 64];
static struct keys keys;

static void read_back(size_t len)
{
	if (!keys_parse(text, len, &keys)) {
		must(keys.count == 0);
		return;
	}
	must(keys.count <= KEYS_MAX);
	must(keys_print(&keys, again) == len && memcmp(again, text, len) == 0);
	for (int i = 0; i < keys.count; i++)
		must(keys_find(&keys, keys.entries[i].serial) == &keys.entries[i]);
}

void fuzz_keys(const uint8_t *data, size_t size)
{
	size_t len = size < KEYS_TEXT_MAX ? size : KEYS_TEXT_MAX;

	memcpy(text, data, len);
	read_back(len);
	memcpy(text, data, len);
	len += (size_t)snprintf(text + len, 32, "check %04X\n",
		osdp_crc16(OSDP_CRC_SEED, (const uint8_t *)text, len));
	read_back(len);
}
