// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of the banks, between FILE.keys and the lines. They are read when they are wanted and
// wiped at once; what stays in memory is in the lines.
#include <string.h>

#include "base/err.h"
#include "service/parts.h"

int keyring_check(struct service *service, char why[STORE_WHY])
{
	static struct keys keys;
	int err = service->config.keys ? keys_read(service->config.keys, &keys, why) : 0;

	keys_wipe(&keys);
	return err;
}

bool keyring_find(void *arg, uint32_t serial, struct line_keys *out_keys)
{
	const struct service *service = arg;
	static struct keys keys;
	const struct key_entry *entry = NULL;
	char why[KEYS_WHY];

	if (!service->config.keys)
		return false;
	if (keys_read(service->config.keys, &keys, why) < 0)
		service_say(service, LOG_ALARM, "%s", why);
	else
		entry = keys_find(&keys, serial);
	if (entry) {
		// One that was only ever pending: tried as such, so that its proof is noticed.
		memcpy(out_keys->key, entry->has_own ? entry->own : entry->next,
			sizeof out_keys->key);
		out_keys->pending = entry->has_next;
		memcpy(out_keys->next, entry->next, sizeof out_keys->next);
	}
	keys_wipe(&keys);
	return entry != NULL;
}

void keyring_give(struct service *service, const struct cabinet *cabinet)
{
	struct line_keys keys;

	if (!cabinet->line || !cabinet->row.serial ||
		!keyring_find(service, (uint32_t)cabinet->row.serial, &keys))
		return;
	line_set_keys(cabinet->line, cabinet->row.id, keys.key, keys.pending ? keys.next : NULL);
	osdp_secure_wipe(&keys, sizeof keys);
}

void keyring_turn(struct service *service)
{
	char why[KEYS_WHY];

	for (size_t i = 0; i < service->cabinet_count; i++) {
		struct cabinet *cabinet = &service->cabinets[i];
		int err;

		// Whose it is was confirmed inside the session only when the bank came online.
		if (!cabinet->key_taken || !cabinet->online || !service->config.keys)
			continue;
		err = keys_promote(service->config.keys, cabinet->facts.serial, why);
		if (err == -ERR_BUSY)
			continue;
		cabinet->key_taken = false;
		if (err < 0)
			service_say(service, LOG_ALARM, "%s", why);
		else
			service_say(service, LOG_NOTE, "bank %s: its new key is in force",
				cabinet->row.name);
	}
}
