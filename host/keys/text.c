// SPDX-License-Identifier: GPL-3.0-or-later
// Keys as text and back. Read strictly: what prints otherwise than it was read is damaged.
#include "keys/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "osdp/crc.h"

#define HEAD "hometime keys 1\n"

static size_t print_key(char *out, uint32_t serial, const char *word, const uint8_t *key)
{
	int len = sprintf(out, "%08X %s ", (unsigned)serial, word);

	for (unsigned i = 0; i < OSDP_KEY_SIZE; i++)
		len += sprintf(out + len, "%02X", key[i]);
	out[len++] = '\n';
	return (size_t)len;
}

size_t keys_print(const struct keys *keys, char *out)
{
	size_t len = (size_t)sprintf(out, HEAD);

	for (int i = 0; i < keys->count; i++) {
		const struct key_entry *entry = &keys->entries[i];

		if (entry->has_own)
			len += print_key(out + len, entry->serial, "own", entry->own);
		if (entry->has_next)
			len += print_key(out + len, entry->serial, "next", entry->next);
	}
	len += (size_t)sprintf(
		out + len, "check %04X\n", osdp_crc16(OSDP_CRC_SEED, (const uint8_t *)out, len));
	return len;
}

static bool read_hex(const char *text, unsigned digits, uint32_t *out)
{
	uint32_t value = 0;

	for (unsigned i = 0; i < digits; i++) {
		const char *all = "0123456789ABCDEF";
		const char *at = text[i] ? strchr(all, text[i]) : NULL;

		if (!at)
			return false;
		value = value << 4 | (uint32_t)(at - all);
	}
	*out = value;
	return true;
}

static bool read_key(const char *text, uint8_t *out)
{
	uint32_t byte;

	for (unsigned i = 0; i < OSDP_KEY_SIZE; i++) {
		if (!read_hex(text + 2 * i, 2, &byte))
			return false;
		out[i] = (uint8_t)byte;
	}
	return osdp_key_usable(out);
}

// The entry of a serial number: the last one, or a new one behind it.
static struct key_entry *entry_for(struct keys *keys, uint32_t serial)
{
	struct key_entry *last = keys->count ? &keys->entries[keys->count - 1] : NULL;

	if (last && last->serial == serial)
		return last;
	if (keys->count == KEYS_MAX)
		return NULL;
	last = &keys->entries[keys->count++];
	*last = (struct key_entry){.serial = serial};
	return last;
}

// One line of a key; returns its length, 0 where it is none.
static size_t parse_line(const char *text, size_t len, struct keys *out)
{
	struct key_entry *entry;
	uint32_t serial;
	bool next;
	size_t at;

	if (len < 14 || !read_hex(text, 8, &serial))
		return 0;
	next = memcmp(text + 8, " next ", 6) == 0;
	if (!next && memcmp(text + 8, " own ", 5) != 0)
		return 0;
	at = next ? 14 : 13;
	entry = len > at + 2 * OSDP_KEY_SIZE ? entry_for(out, serial) : NULL;
	if (!entry || !read_key(text + at, next ? entry->next : entry->own))
		return 0;
	entry->has_next = entry->has_next || next;
	entry->has_own = entry->has_own || !next;
	return at + 2 * OSDP_KEY_SIZE + 1;
}

static bool parse(const char *text, size_t len, struct keys *out)
{
	size_t at = strlen(HEAD);

	if (len < at || memcmp(text, HEAD, at) != 0)
		return false;
	while (at < len && text[at] != 'c') {
		size_t took = parse_line(text + at, len - at, out);

		if (!took)
			return false;
		at += took;
	}
	return true;
}

bool keys_parse(const char *text, size_t len, struct keys *out)
{
	char *again = len <= KEYS_TEXT_MAX ? calloc(2, KEYS_TEXT_MAX) : NULL;
	char *ended = again ? again + KEYS_TEXT_MAX : NULL;
	bool good = false;

	out->count = 0;
	if (again && len < KEYS_TEXT_MAX) {
		memcpy(ended, text, len); // so that it ends in 0
		good = parse(ended, len, out) && keys_print(out, again) == len &&
		       memcmp(again, text, len) == 0;
	}
	if (!good)
		keys_wipe(out);
	if (again)
		explicit_bzero(again, 2 * KEYS_TEXT_MAX);
	free(again);
	return good;
}
