// SPDX-License-Identifier: GPL-3.0-or-later
// A bank's key: the handshake that begins a session, the key that is pending, and what is to be
// said of a bank that does not prove it (osdp.md 7.2, 7.8). There is no way from here into the
// clear.
#include <string.h>

#include "base/err.h"
#include "line/bank.h"

static void use_keys(
	struct bank *bank, const uint8_t *key, const uint8_t *pending, struct mono_time now)
{
	struct keys *keys = &bank->keys;

	osdp_secure_wipe(keys, sizeof *keys);
	keys->keyed = true;
	memcpy(keys->own, key, sizeof keys->own);
	keys->pending = pending;
	if (pending)
		memcpy(keys->next, pending, sizeof keys->next);
	if (!bank->acu.channel)
		osdp_acu_secure(&bank->acu, &bank->channel);
	bank_restart(bank, now);
}

bool bank_find_keys(struct bank *bank, struct mono_time now)
{
	const struct line *line = bank->line;
	struct line_keys found;
	bool any = line->find_keys && line->find_keys(line->arg, bank->facts.serial, &found) &&
		   osdp_key_usable(found.key);

	if (any)
		use_keys(bank, found.key, found.pending ? found.next : NULL, now);
	osdp_secure_wipe(&found, sizeof found);
	return any;
}

int line_set_keys(struct line *line, int64_t id, const uint8_t *key, const uint8_t *pending)
{
	struct bank *bank = line_bank(line, id);

	if (!bank)
		return -ERR_NOT_FOUND;
	if (!osdp_key_usable(key) || (pending && !osdp_key_usable(pending)))
		return -ERR_ARG;
	use_keys(bank, key, pending, line_now(line));
	line_turn(line, line_now(line));
	return 0;
}

static bool by_pending(const struct keys *keys)
{
	return keys->pending && !keys->try_own;
}

uint16_t bank_challenge(struct bank *bank)
{
	const struct env *env = loop_env(bank->line->loop);
	uint8_t rnd_a[OSDP_RND_SIZE];

	// New for each challenge; a repeat sends the same bytes.
	if (env->random(env->context, rnd_a, sizeof rnd_a) < 0)
		return 0;
	bank->purpose = BANK_FOR_STEP;
	if (by_pending(&bank->keys))
		return osdp_acu_challenge(&bank->acu, bank->keys.next, rnd_a);
	return osdp_acu_challenge(&bank->acu, bank->keys.by_default ? NULL : bank->keys.own, rnd_a);
}

uint16_t bank_prove(struct bank *bank)
{
	bank->purpose = BANK_FOR_STEP;
	return osdp_acu_prove(&bank->acu);
}

void bank_proved(struct bank *bank)
{
	struct keys *keys = &bank->keys;
	bool taken = by_pending(keys);

	bank->counters.handshakes++;
	keys->failed = 0;
	keys->try_own = false;
	if (!taken)
		return;
	memcpy(keys->own, keys->next, sizeof keys->own);
	osdp_secure_wipe(keys->next, sizeof keys->next);
	keys->pending = keys->tell = keys->by_default = false;
	bank->line->events->key(bank->line->arg, bank->id, LINE_KEY_TAKEN);
}

static enum line_trouble what_failed(const struct bank *bank)
{
	switch (bank->channel.trouble) {
	case OSDP_SECURE_NO_KEY:
		return bank->keys.by_default ? LINE_TROUBLE_BUTTON : LINE_TROUBLE_KEY_GONE;
	case OSDP_SECURE_WRONG_KEY:
		return LINE_TROUBLE_WRONG_KEY;
	case OSDP_SECURE_FINE: // a challenge refused for another reason than the key
	case OSDP_SECURE_UNPROVED:
	case OSDP_SECURE_LOST:
		break;
	}
	return LINE_TROUBLE_UNPROVED;
}

void bank_unproved(struct bank *bank, struct mono_time now)
{
	struct keys *keys = &bank->keys;

	// Which of the two it has is not known, and it answers by each in turn: so do we, and a
	// challenge that went astray must not make a stranger of it.
	if (keys->pending && ++keys->failed < BANK_PENDING_MAX) {
		keys->try_own = !keys->try_own;
		bank_restart(bank, now);
		return;
	}
	if (keys->pending)
		keys->failed = BANK_UNPROVED_MAX;
	keys->try_own = false;
	// What one forged frame can do must not take a bank from the school.
	if (bank->online && ++keys->failed < BANK_UNPROVED_MAX) {
		bank_restart(bank, mono_after_ms(now, BANK_PROBE_MS));
		return;
	}
	keys->failed = 0;
	bank_set_aside(bank, LINE_OFF_KEY, what_failed(bank), now);
}

void bank_lost(struct bank *bank, struct mono_time now)
{
	bool handshake = bank->step == BANK_CHALLENGE || bank->step == BANK_PROVE;

	if (handshake && bank->channel.trouble != OSDP_SECURE_FINE) {
		bank_unproved(bank, now);
		return;
	}
	if (bank->step > BANK_PROVE) {
		bank->counters.lost++;
		bank->session_lost = true;
	}
	// One that always loses count must not take the line for itself.
	bank_restart(bank, mono_after_ms(now, bank->restarts > 2 ? BANK_PROBE_MS : 0));
}
