// SPDX-License-Identifier: GPL-3.0-or-later
// What a technician gives a bank: a key, an address, a rate. Only in a session (osdp.md 4.5, 7.8).
#include <string.h>

#include "base/err.h"
#include "line/bank.h"

int line_use_default_key(struct line *line, int64_t id)
{
	struct bank *bank = line_bank(line, id);

	if (!bank)
		return -ERR_NOT_FOUND;
	osdp_secure_wipe(&bank->keys, sizeof bank->keys);
	bank->keys.keyed = bank->keys.by_default = true;
	if (!bank->acu.channel)
		osdp_acu_secure(&bank->acu, &bank->channel);
	bank_restart(bank, line_now(line));
	line_turn(line, line_now(line));
	return 0;
}

int line_rekey(struct line *line, int64_t id, const uint8_t *next)
{
	struct bank *bank = line_bank(line, id);

	if (!bank)
		return -ERR_NOT_FOUND;
	if (!osdp_key_usable(next))
		return -ERR_ARG;
	if (!bank->keys.keyed)
		return -ERR_DENIED;
	memcpy(bank->keys.next, next, sizeof bank->keys.next);
	bank->keys.tell = true;
	return 0;
}

int line_move(struct line *line, int64_t id, uint8_t address, uint32_t rate)
{
	struct bank *bank = line_bank(line, id);
	const struct bank *there = line_bank_at(line, address);

	if (!bank)
		return -ERR_NOT_FOUND;
	if (address >= OSDP_ADDRESS_ANY || rate == 0)
		return -ERR_ARG;
	if (there && there != bank)
		return -ERR_EXISTS;
	bank->move = (struct osdp_com){address, rate};
	bank->tell_move = true;
	return 0;
}

bool commission_waits(const struct bank *bank)
{
	return bank->keys.tell || bank->tell_move;
}

uint16_t commission_command(struct bank *bank)
{
	uint8_t data[OSDP_KEYSET_SIZE];
	uint16_t len;

	if (bank->keys.tell) {
		// From the first byte that leaves the bank may have it.
		bank->keys.pending = true;
		bank->purpose = BANK_FOR_KEYSET;
		len = osdp_write_keyset(data, bank->keys.next);
		len = osdp_acu_command(&bank->acu, OSDP_KEYSET, data, len);
	} else {
		bank->purpose = BANK_FOR_MOVE;
		len = (uint16_t)osdp_write_com(data, &bank->move);
		len = osdp_acu_command(&bank->acu, OSDP_COMSET, data, len);
	}
	osdp_secure_wipe(data, sizeof data);
	return len;
}

static void moved(struct bank *bank, const struct osdp_com *com, struct mono_time now)
{
	bank->tell_move = false;
	bank->address = bank->acu.address = com->address;
	bank_restart(bank, now);
	bank->line->events->moved(bank->line->arg, bank->id, com->address, com->baud);
}

void commission_answered(struct bank *bank, const struct osdp_frame *frame, struct mono_time now)
{
	struct osdp_com com;

	if (bank->purpose == BANK_FOR_KEYSET) {
		// The session goes on under the old key; the new one is proved by beginning again.
		bank->keys.tell = false;
		bank_restart(bank, now);
	} else if (osdp_read_com(frame->data, frame->len, &com)) {
		moved(bank, &com, now);
	}
}

void commission_refused(struct bank *bank)
{
	const struct line *line = bank->line;

	if (bank->purpose == BANK_FOR_MOVE) {
		bank->tell_move = false;
		line->events->moved(line->arg, bank->id, bank->address, 0);
		return;
	}
	bank->keys.tell = bank->keys.pending = false;
	osdp_secure_wipe(bank->keys.next, sizeof bank->keys.next);
	line->events->key(line->arg, bank->id, LINE_KEY_REFUSED);
}
