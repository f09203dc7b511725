// SPDX-License-Identifier: GPL-3.0-or-later
// The bank's key: the one the keys file has, or a new one, on the disk before it leaves for the
// bank.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "commission/parts.h"

// 0: line_set_keys was called; 1: nothing is kept for it; negative: the file is no good.
static int use_kept(struct adopt *adopt, char why[KEYS_WHY])
{
	static struct keys keys;
	const struct key_entry *entry;
	int err = keys_read(adopt->config.keys, &keys, why);

	if (err < 0)
		return err;
	entry = keys_find(&keys, adopt->found.serial);
	if (entry)
		line_set_keys(adopt->line, ADOPT_BANK, entry->has_own ? entry->own : entry->next,
			entry->has_next ? entry->next : NULL);
	keys_wipe(&keys);
	return entry ? 0 : 1;
}

void adopt_try_default(struct adopt *adopt)
{
	adopt->by_default = true;
	line_use_default_key(adopt->line, ADOPT_BANK);
}

int adopt_begin_key(struct adopt *adopt, char why[PORT_WHY])
{
	const struct line_config config = {.address = adopt->config.line,
		.open_port = adopt->config.open_port,
		.open_arg = adopt->config.open_arg};
	int err = line_open(&adopt->line, adopt->loop, &config, &adopt_line_events, adopt, why);

	if (err < 0)
		return err;
	adopt->step = ADOPT_KEYING;
	err = line_add_bank(adopt->line, ADOPT_BANK, adopt->found.address, adopt->found.serial);
	if (err < 0) {
		snprintf(why, PORT_WHY, "The line does not take the bank (%s).", err_str(err));
		return err;
	}
	err = use_kept(adopt, why);
	if (err == 1 && adopt->config.others) {
		snprintf(why, PORT_WHY, "No key is kept for this bank: adopt it.");
		return -ERR_NOT_FOUND;
	}
	if (err == 1)
		adopt_try_default(adopt);
	return err < 0 ? err : 0;
}

bool adopt_key_trouble(struct adopt *adopt)
{
	bool other =
		adopt->trouble == LINE_TROUBLE_KEY_GONE || adopt->trouble == LINE_TROUBLE_WRONG_KEY;

	if (adopt->step != ADOPT_KEYING || adopt->by_default || adopt->config.others || !other)
		return false;
	adopt_say(adopt, "The bank has not the key that is kept for it; it gets a new one.");
	adopt_try_default(adopt);
	return true;
}

static bool make_key(struct adopt *adopt)
{
	const struct env *env = loop_env(adopt->loop);
	char why[KEYS_WHY] = "The system gives no random numbers.";

	if (env->random(env->context, adopt->key, sizeof adopt->key) == 0 &&
		osdp_key_usable(adopt->key) &&
		keys_set_next(adopt->config.keys, adopt->found.serial, adopt->key, why) == 0)
		return true;
	adopt_fail(adopt, "%s", why);
	return false;
}

static void give(struct adopt *adopt)
{
	if (!make_key(adopt))
		return;
	adopt->giving = true;
	line_rekey(adopt->line, ADOPT_BANK, adopt->key);
	osdp_secure_wipe(adopt->key, sizeof adopt->key);
}

static void taken(struct adopt *adopt)
{
	char why[KEYS_WHY];

	adopt->key_taken = adopt->giving = adopt->by_default = false;
	adopt->new_key = true;
	adopt->online = false; // until its session is ready
	if (keys_promote(adopt->config.keys, adopt->found.serial, why) == 0) {
		adopt_say(adopt, "The bank has a key of its own.");
		return;
	}
	adopt_fail(adopt, "%s", why);
}

void adopt_turn_key(struct adopt *adopt)
{
	if (adopt->key_taken)
		taken(adopt);
	if (adopt->key_refused) {
		adopt_fail(adopt, "The bank does not keep a new key; look at its firmware.");
	}
	if (adopt->step != ADOPT_KEYING || !adopt->online || adopt->giving)
		return;
	if (adopt->by_default || (adopt->config.rekey && !adopt->new_key)) {
		give(adopt);
		return;
	}
	adopt->step = ADOPT_MOVING;
}
