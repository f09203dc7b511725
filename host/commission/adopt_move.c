// SPDX-License-Identifier: GPL-3.0-or-later
// The bank's address; then it is one of the school's, and is put on record.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "commission/parts.h"

static void write_fingerprint(const struct adopt *adopt, char out[KEYS_FINGERPRINT])
{
	static struct keys keys;
	const struct key_entry *entry;
	char why[KEYS_WHY];

	out[0] = '\0';
	if (keys_read(adopt->config.keys, &keys, why) < 0)
		return;
	entry = keys_find(&keys, adopt->found.serial);
	if (entry && entry->has_own)
		keys_fingerprint(entry->own, out);
	keys_wipe(&keys);
}

static void record(struct adopt *adopt)
{
	struct adopt_bank bank = {.address = adopt->found.address,
		.serial = adopt->facts.serial,
		.doors = adopt->facts.doors,
		.has_inside = adopt->facts.has_inside,
		.new_key = adopt->new_key};

	memcpy(bank.firmware, adopt->facts.firmware, sizeof bank.firmware);
	write_fingerprint(adopt, bank.fingerprint);
	if (!adopt->facts.doors) {
		adopt_fail(adopt, "The bank finds none of its doors: look at its sensor chain.");
	} else if (!adopt->events->keyed(adopt->arg, &bank)) {
		adopt_end(adopt, ADOPT_FAILED);
	} else if (adopt->config.no_walk) {
		adopt_end(adopt, ADOPT_DONE);
	} else {
		walk_begin(&adopt->walk, adopt->facts.doors, adopt->facts.has_inside,
			adopt->config.proved);
		adopt->inputs_new = true; // said with the session
		adopt->step = ADOPT_WALKING;
	}
}

// Its answer was lost with its old address: it is looked for at the new one.
static void look_there(struct adopt *adopt)
{
	static struct keys keys;
	const struct key_entry *entry;
	char why[KEYS_WHY];
	int err = keys_read(adopt->config.keys, &keys, why);

	adopt->tried_new = true;
	adopt->found.address = (uint8_t)adopt->config.address;
	line_remove_bank(adopt->line, ADOPT_BANK);
	line_add_bank(adopt->line, ADOPT_BANK, adopt->found.address, adopt->found.serial);
	entry = err < 0 ? NULL : keys_find(&keys, adopt->found.serial);
	if (entry && entry->has_own)
		line_set_keys(adopt->line, ADOPT_BANK, entry->own, NULL);
	keys_wipe(&keys);
}

static void take_moved(struct adopt *adopt)
{
	adopt->moved = false;
	if (adopt->moved_to < 0) {
		adopt_fail(adopt, "The bank does not take address %d; it stays at %u.",
			adopt->config.address, adopt->found.address);
		return;
	}
	adopt->found.address = (uint8_t)adopt->moved_to;
	adopt->online = false; // until it answers there
	adopt_say(adopt, "The bank has address %u.", adopt->found.address);
}

void adopt_turn_move(struct adopt *adopt)
{
	int wanted = adopt->config.address;
	long rate = adopt->found.rate > 0 ? adopt->found.rate : PORT_RATE;

	if (adopt->moved)
		take_moved(adopt);
	if (adopt->step != ADOPT_MOVING)
		return;
	if (!adopt->online) {
		if (adopt->move_sent && adopt->went && !adopt->tried_new)
			look_there(adopt);
		return;
	}
	if (wanted < 0 || wanted == adopt->found.address)
		record(adopt);
	else if (!adopt->move_sent) {
		adopt->move_sent = true;
		line_move(adopt->line, ADOPT_BANK, (uint8_t)wanted, (uint32_t)rate);
	}
}
