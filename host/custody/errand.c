// SPDX-License-Identifier: GPL-3.0-or-later
// Acts of the desk that wait for that member of staff's own card at the cabinet (rule 4): nobody
// opens a door they cannot see.
#include <stdio.h>

#include "base/err.h"
#include "custody/internal.h"

// One a member of staff: the last thing they asked for is what they walk over for.
int errand_file(struct bank *bank, const struct errand *errand)
{
	for (int i = 0; i < ERRANDS; i++) {
		if (bank->errands[i].staff == errand->staff) {
			bank->errands[i] = *errand;
			return 0;
		}
	}
	for (int i = 0; i < ERRANDS; i++) {
		if (!bank->errands[i].staff) {
			bank->errands[i] = *errand;
			return 0;
		}
	}
	return -ERR_FULL;
}

int errand_run(struct custody *c, struct now now, struct bank *bank, int64_t staff)
{
	int i = 0;

	while (i < ERRANDS && bank->errands[i].staff != staff)
		i++;
	if (i == ERRANDS || mono_ms_between(bank->errands[i].since, now.mono) >= TWO_MINUTES)
		return 0;
	struct errand errand = bank->errands[i];
	struct slot *slot =
		errand.intent.door ? &bank->slots[errand.intent.door - 1] : choose_door(bank);

	// Closed meanwhile (lockdown.c): their tap is answered like anybody's.
	if (errand.self && bank->locked_down)
		return 0;
	// Their own loan: one at a time, like every self-service (rule 4). It keeps its two
	// minutes.
	if (errand.self && slot && bank_busy(bank, slot, now.mono)) {
		show_reader(c, bank->row.id, LIGHT_AMBER, SAY_MS);
		show_text(c, bank->row.id, "Please wait, then tap again", SAY_MS);
		return 1;
	}
	bank->errands[i] = (struct errand){0};
	if (!slot || slot->intent.id || is_served_here(bank, errand.intent.person) ||
		(errand.intent.custody && slot->custody != errand.intent.custody) ||
		(intent_goes_in(errand.intent.kind) && slot->custody)) {
		show_reader(c, bank->row.id, LIGHT_RED, SAY_MS);
		show_text(c, bank->row.id,
			slot ? "That door has changed. Ask again." : "No free door.", SAY_MS);
		return 1;
	}
	struct opening opening = {.intent = errand.intent};
	char say[SAY_MAX];
	int err;

	// Decided at the desk, and written down there: intent.decision is its row.
	opening.decision = (struct decision_row){.at = now.wall,
		.person = errand.intent.person,
		.rule = errand.rule,
		.obligations = errand.obligations};
	err = ask_door(c, now, bank, slot, &opening);
	snprintf(say, sizeof say,
		errand.intent.kind == INTENT_BORROW   ? "Door %d. Please bring it back in time."
		: errand.intent.kind == INTENT_RETURN ? "Door %d: put it in, then close."
						      : "Door %d opens.",
		slot->row.number);
	show_text(c, bank->row.id, say, SAY_MS);
	return err < 0 ? err : 1;
}
