// SPDX-License-Identifier: GPL-3.0-or-later
// What a bank has to tell, one event a poll, each until the host has proved that it arrived.
#include "bank.h"

#include <string.h>

// The window is told as well, so that the host asks `hello` of it: LSTATR has no place for it.
enum { LOCAL_WINDOW = 0x80 };

static uint8_t local_now(const struct bank *bank)
{
	return (uint8_t)((bank->switches.steady & (SWITCH_TAMPER | SWITCH_BATTERY)) |
			 (bank_commissioning(bank) ? LOCAL_WINDOW : 0));
}

static uint16_t offer_local(
	struct bank *bank, enum bank_offered kind, bool power, uint8_t *out_code, uint8_t *out)
{
	struct osdp_lstatr status = {.tamper = switches_tamper(&bank->switches), .power = power};

	bank->offered = (uint8_t)kind;
	bank->offered_local = local_now(bank);
	*out_code = OSDP_LSTATR;
	return (uint16_t)osdp_write_lstatr(out, &status);
}

static uint16_t offer_card(
	struct bank *bank, const struct card *card, uint8_t *out_code, uint8_t *out)
{
	struct osdp_raw raw = {.bits = (uint16_t)(8 * card->len), .data = card->uid};

	bank->offered = OFFERED_CARD;
	*out_code = OSDP_RAW;
	return (uint16_t)osdp_write_raw(out, &raw);
}

bool bank_event(void *arg, uint8_t *out_code, uint8_t *out, uint16_t room, uint16_t *out_len)
{
	struct bank *bank = arg;
	const struct card *card = cards_first(&bank->cards, bank->now_ms);
	bool inputs;

	inputs_view(&bank->inputs, bank->offered_inputs);
	inputs = memcmp(bank->offered_inputs, bank->told_inputs, INPUTS_VIEW) != 0;
	bank->offered = OFFERED_NOTHING;
	if (!bank->told_start) {
		// A power failure was, whatever is now (osdp.md 8.2); the next one says the truth.
		*out_len = offer_local(bank, OFFERED_START, true, out_code, out);
	} else if (local_now(bank) != bank->told_local) {
		*out_len = offer_local(
			bank, OFFERED_LOCAL, switches_on_battery(&bank->switches), out_code, out);
	} else if (card && (!inputs || bank->inputs_last)) {
		*out_len = offer_card(bank, card, out_code, out);
	} else if (inputs && (*out_len = bank_inputs(bank, out, room)) > 0) {
		bank->offered = OFFERED_INPUTS;
		*out_code = OSDP_ISTATR;
	} else {
		return false;
	}
	return true;
}

void bank_event_taken(void *arg)
{
	struct bank *bank = arg;
	enum bank_offered taken = (enum bank_offered)bank->offered;

	bank->offered = OFFERED_NOTHING;
	bank->inputs_last = taken == OFFERED_INPUTS;
	switch (taken) {
	case OFFERED_NOTHING:
		return;
	case OFFERED_START:
		bank->told_start = true;
		bank->told_local = (uint8_t)~local_now(bank); // so the true value follows
		return;
	case OFFERED_LOCAL:
		bank->told_local = bank->offered_local;
		return;
	case OFFERED_INPUTS:
		memcpy(bank->told_inputs, bank->offered_inputs, sizeof bank->told_inputs);
		return;
	case OFFERED_CARD:
		cards_pop(&bank->cards);
		return;
	}
}
