// SPDX-License-Identifier: GPL-3.0-or-later
// Taps that wait while somebody else is at a door of the same cabinet (rule 4): three at most, ten
// seconds each.
#include <stdio.h>
#include <string.h>

#include "custody/internal.h"

bool queue_tap(struct custody *c, struct bank *bank, struct mono_time mono, int64_t person,
	const char *uid)
{
	int i = 0;

	while (i < bank->queued && bank->queue[i].person != person)
		i++;
	if (i == QUEUE_TAPS) {
		show_reader(c, bank->row.id, LIGHT_RED, 1000);
		show_text(c, bank->row.id, "Please wait, then tap again", SAY_MS);
		return false;
	}
	if (i == bank->queued) {
		bank->queued++;
		bank->queue[i].person = person;
		snprintf(bank->queue[i].uid, sizeof bank->queue[i].uid, "%s", uid);
		bank->queue[i].since = mono;
	}
	show_reader(c, bank->row.id, LIGHT_AMBER, TEN_S);
	return true;
}

static struct waiting take_first(struct bank *bank)
{
	struct waiting first = bank->queue[0];

	bank->queued--;
	memmove(bank->queue, bank->queue + 1, (size_t)bank->queued * sizeof *bank->queue);
	return first;
}

int queue_serve(struct custody *c, struct now now, struct bank *bank)
{
	int err = release_go_on(c, now, bank);

	while (err == 0 && bank->queued > 0) {
		bool over = mono_ms_between(bank->queue[0].since, now.mono) >= TEN_S;

		if (!over && bank_busy(bank, NULL, now.mono))
			break;
		struct waiting first = take_first(bank);

		if (!over)
			err = serve_card(c, now, bank, first.person, first.uid);
		else if (bank->queued == 0)
			show_reader(c, bank->row.id, LIGHT_OFF, 0);
	}
	return err;
}
