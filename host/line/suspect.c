// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody else on the wire: replies no bank of ours made, sessions broken off, commands we did not
// send. Each is counted; that it goes on is said once, until it has been quiet for a minute.
#include <stdio.h>

#include "line/bank.h"

// Whether it is to be said now.
static bool notice(struct suspicion *suspicion, struct mono_time now)
{
	if (!suspicion->count || mono_ms_between(suspicion->since, now) > BANK_SUSPECT_MS) {
		suspicion->count = 0;
		suspicion->since = now;
	}
	suspicion->count++;
	suspicion->last = now;
	if (suspicion->told || suspicion->count < BANK_SUSPECT)
		return false;
	suspicion->told = true;
	return true;
}

void bank_suspect(struct bank *bank, struct mono_time now)
{
	if (notice(&bank->suspicion, now))
		bank_say_trouble(bank, LINE_TROUBLE_FORGED);
}

// What an adapter hears of what we sent ourselves.
static bool is_echo(const struct line *line, const struct osdp_frame *frame)
{
	const struct osdp_acu *acu = line->spoken ? &line->spoken->acu : NULL;

	return acu && frame->address == acu->address && frame->code == acu->command &&
	       frame->size + 1 == acu->tx_len;
}

void line_suspect_master(struct line *line, const struct osdp_frame *frame, struct mono_time now)
{
	if (is_echo(line, frame))
		return;
	line->other_masters++;
	if (!notice(&line->masters, now))
		return;
	line_write_trouble(NULL, LINE_TROUBLE_MASTER, line->master_says);
	line->events->trouble(line->arg, 0, LINE_TROUBLE_MASTER, line->master_says);
}

const char *line_master_trouble(const struct line *line)
{
	return line->masters.told ? line->master_says : "";
}

static bool calm(struct suspicion *suspicion, struct mono_time now)
{
	if (!suspicion->told || mono_ms_between(suspicion->last, now) <= BANK_SUSPECT_MS)
		return false;
	suspicion->told = false;
	suspicion->count = 0;
	return true;
}

void line_calm(struct line *line, struct mono_time now)
{
	if (calm(&line->masters, now) && !line->port_trouble[0])
		line->events->trouble(line->arg, 0, LINE_TROUBLE_NONE, "");
	for (unsigned i = 0; i < line->bank_count; i++) {
		struct bank *bank = line->banks[i];

		if (calm(&bank->suspicion, now) && bank->trouble == LINE_TROUBLE_NONE)
			bank_say_trouble(bank, LINE_TROUBLE_NONE);
	}
}
