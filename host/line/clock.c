// SPDX-License-Identifier: GPL-3.0-or-later
// A bank's own clock: asked at the beginning of each session, set when the room above trusts its
// own (design.md section 3).
#include "base/err.h"
#include "line/bank.h"

static int64_t wall_seconds(const struct bank *bank)
{
	const struct env *env = loop_env(bank->line->loop);

	return env->wall(env->context).ms / 1000;
}

int line_set_clock(struct line *line, int64_t id)
{
	struct bank *bank = line_bank(line, id);

	if (!bank)
		return -ERR_NOT_FOUND;
	bank->tell_clock = bank->clock_known;
	return 0;
}

int line_ask_clock(struct line *line, int64_t id)
{
	struct bank *bank = line_bank(line, id);

	if (!bank)
		return -ERR_NOT_FOUND;
	bank->ask_clock = bank->clock_known;
	return 0;
}

uint16_t clock_command(struct bank *bank)
{
	uint8_t data[BANK_CLOCK_SET_SIZE];
	size_t len;

	if (bank->step == BANK_READY && bank->tell_clock)
		len = bank_write_clock_set(data, (uint32_t)wall_seconds(bank));
	else
		len = bank_write_clock_ask(data);
	bank->purpose = bank->step == BANK_READY ? BANK_FOR_CLOCK : BANK_FOR_STEP;
	bank->tell_clock = bank->ask_clock = false;
	return osdp_acu_command(&bank->acu, OSDP_MFG, data, (uint16_t)len);
}

bool bank_take_clock(struct bank *bank, const struct osdp_frame *frame)
{
	struct bank_clock clock;

	if (frame->code != OSDP_MFGREP || !bank_read_clock(frame->data, frame->len, &clock))
		return false;
	bank->clock.set = clock.flags & BANK_CLOCK_SET;
	bank->clock.ahead_s = bank->clock.set ? (int64_t)clock.seconds - wall_seconds(bank) : 0;
	return true;
}

void bank_file_clock(const struct bank *bank)
{
	bank->line->events->clock(bank->line->arg, bank->id, &bank->clock);
}
