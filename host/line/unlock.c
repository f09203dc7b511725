// SPDX-License-Identifier: GPL-3.0-or-later
// Unlocks: sent at most once as a command, repeated only as the same bytes, dead after two seconds,
// and told apart in what was accepted, what certainly was not, and what nobody can know.
#include <string.h>

#include "line/bank.h"

#define PULSE_DS (BANK_PULSE_MS / 100)

static struct unlock *first(struct bank *bank)
{
	return bank->unlock_count ? &bank->unlocks[0] : NULL;
}

static void end(struct bank *bank, unsigned index, enum line_unlock_end how)
{
	uint64_t ticket = bank->unlocks[index].ticket;

	bank->unlock_count--;
	memmove(&bank->unlocks[index], &bank->unlocks[index + 1],
		(bank->unlock_count - index) * sizeof bank->unlocks[0]);
	bank->line->events->unlock(bank->line->arg, bank->id, ticket, how);
}

static bool is_energised(const struct bank *bank, unsigned door)
{
	return bank->energised >> door & 1;
}

int line_unlock(
	struct line *line, int64_t id, unsigned door, uint64_t ticket, struct mono_time deadline)
{
	struct bank *bank = line_bank(line, id);

	if (!bank)
		return -ERR_NOT_FOUND;
	if (!bank->online || bank->step != BANK_READY)
		return -ERR_GONE;
	if (!bank->serial || bank->serial != bank->facts.serial)
		return -ERR_DENIED;
	if (door >= bank->facts.doors)
		return -ERR_ARG;
	if (bank->unlock_count == LINE_UNLOCKS)
		return -ERR_FULL;
	bank->unlocks[bank->unlock_count++] = (struct unlock){.state = UNLOCK_WAITS,
		.door = (uint8_t)door,
		.ticket = ticket,
		.deadline = deadline};
	line_turn(line, line_now(line));
	return 0;
}

bool unlock_is_next(const struct bank *bank)
{
	return bank->step == BANK_READY && !bank->acu.waiting && bank->unlock_count > 0 &&
	       bank->unlocks[0].state == UNLOCK_WAITS;
}

uint16_t unlock_command(struct bank *bank)
{
	struct unlock *unlock = first(bank);
	struct osdp_out record = {unlock->door, OSDP_OUT_PULSE, PULSE_DS};
	uint8_t data[OSDP_OUT_SIZE];

	unlock->state = UNLOCK_SENT;
	bank->purpose = BANK_FOR_UNLOCK;
	return osdp_acu_command(
		&bank->acu, OSDP_OUT, data, (uint16_t)osdp_write_out(data, &record));
}

void unlock_answered(struct bank *bank, const struct osdp_frame *frame)
{
	struct unlock *unlock = first(bank);

	if (!unlock || unlock->state != UNLOCK_SENT)
		return;
	if (frame->code != OSDP_OSTATR) {
		unlock->state = UNLOCK_ACKED;
		return;
	}
	bank_take_outputs(bank, frame);
	end(bank, 0, is_energised(bank, unlock->door) ? LINE_ACCEPTED : LINE_REFUSED);
}

void unlock_refused(struct bank *bank)
{
	if (first(bank) && first(bank)->state == UNLOCK_SENT)
		end(bank, 0, LINE_REFUSED);
}

void unlock_prove(struct bank *bank)
{
	struct unlock *unlock = first(bank);

	if (unlock && unlock->state == UNLOCK_ACKED && is_energised(bank, unlock->door))
		end(bank, 0, LINE_ACCEPTED);
}

void unlock_missed(struct bank *bank)
{
	if (first(bank))
		first(bank)->unanswered = true;
}

void unlock_doubt(struct bank *bank)
{
	struct unlock *unlock = first(bank);

	if (unlock && unlock->state != UNLOCK_WAITS)
		unlock->state = UNLOCK_DOUBT;
}

void unlock_settle(struct bank *bank)
{
	struct unlock *unlock = first(bank);

	if (unlock && unlock->state == UNLOCK_DOUBT)
		end(bank, 0, is_energised(bank, unlock->door) ? LINE_ACCEPTED : LINE_WITHDRAWN);
}

void unlock_go_offline(struct bank *bank)
{
	while (bank->unlock_count)
		end(bank, 0, bank->unlocks[0].state == UNLOCK_WAITS ? LINE_EXPIRED : LINE_UNKNOWN);
}

bool unlock_expire(struct bank *bank, struct mono_time now)
{
	// Those behind the first were never sent.
	for (unsigned i = bank->unlock_count; i > 0; i--) {
		struct unlock *unlock = &bank->unlocks[i - 1];

		if (unlock->state == UNLOCK_DOUBT || mono_before(now, unlock->deadline))
			continue;
		if (unlock->state == UNLOCK_WAITS) {
			end(bank, i - 1, LINE_EXPIRED);
		} else if (unlock->state == UNLOCK_SENT && bank->acu.busy && !unlock->unanswered) {
			osdp_acu_withdraw(&bank->acu);
			end(bank, i - 1, LINE_EXPIRED);
		} else {
			return true;
		}
	}
	return false;
}

bool unlock_next_deadline(const struct bank *bank, struct mono_time *out_at)
{
	bool any = false;

	for (unsigned i = 0; i < bank->unlock_count; i++) {
		const struct unlock *unlock = &bank->unlocks[i];

		if (unlock->state == UNLOCK_DOUBT ||
			(any && mono_before(*out_at, unlock->deadline)))
			continue;
		*out_at = unlock->deadline;
		any = true;
	}
	return any;
}
