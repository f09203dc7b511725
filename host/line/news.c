// SPDX-License-Identifier: GPL-3.0-or-later
// What a bank says of itself, in the line's own words: inputs, outputs, status and cards.
#include <string.h>

#include "line/bank.h"

// A card not fetched for so long belongs to nobody who still stands there; the bank drops it then.
#define CARD_MS (BANK_CARD_FETCH_MS + 1000)

static void file_inputs(const struct bank *bank)
{
	bank->line->events->inputs(bank->line->arg, bank->id, &bank->inputs);
}

static void file_outputs(const struct bank *bank)
{
	bank->line->events->outputs(bank->line->arg, bank->id, bank->energised);
}

static void file_status(const struct bank *bank)
{
	bank->line->events->status(bank->line->arg, bank->id, bank->tamper, bank->on_battery);
}

void bank_file_state(struct bank *bank)
{
	file_inputs(bank);
	file_outputs(bank);
	file_status(bank);
}

// Anything but 0 and 1 is unknown (osdp.md 9.3): never "closed", never "empty".
static enum line_contact read_contact(uint8_t value)
{
	return value == OSDP_INPUT_INACTIVE ? LINE_CONTACT_CLOSED
	       : value == OSDP_INPUT_ACTIVE ? LINE_CONTACT_OPEN
					    : LINE_CONTACT_UNKNOWN;
}

static enum line_inside read_inside(uint8_t value)
{
	return value == OSDP_INPUT_INACTIVE ? LINE_INSIDE_EMPTY
	       : value == OSDP_INPUT_ACTIVE ? LINE_INSIDE_SOMETHING
					    : LINE_INSIDE_UNKNOWN;
}

bool bank_take_inputs(struct bank *bank, const struct osdp_frame *frame)
{
	unsigned doors = bank->facts.doors;
	bool inside = bank->facts.has_inside;

	if (frame->len != (inside ? 2 * doors : doors))
		return false;
	bank->inputs.doors = (uint8_t)doors;
	for (unsigned i = 0; i < doors; i++) {
		bank->inputs.contact[i] = read_contact(frame->data[i]);
		bank->inputs.inside[i] =
			inside ? read_inside(frame->data[doors + i]) : LINE_INSIDE_NONE;
	}
	if (bank->step == BANK_READY)
		file_inputs(bank);
	return true;
}

void bank_take_outputs(struct bank *bank, const struct osdp_frame *frame)
{
	bank->energised = 0;
	for (unsigned i = 0; i < frame->len && i < LINE_DOORS; i++) {
		if (frame->data[i])
			bank->energised |= UINT32_C(1) << i;
	}
	if (bank->step == BANK_READY)
		file_outputs(bank);
}

void bank_take_status(struct bank *bank, const struct osdp_frame *frame)
{
	struct osdp_lstatr status;

	if (!osdp_read_lstatr(frame->data, frame->len, &status))
		return;
	bank->tamper = status.tamper;
	bank->on_battery = status.power;
	if (bank->step == BANK_READY)
		file_status(bank);
}

// The UID in ISO order is what a bank sends as raw bits, first byte first.
static size_t read_uid(const struct osdp_frame *frame, const uint8_t **out_uid)
{
	struct osdp_raw raw;

	if (!osdp_read_raw(frame->data, frame->len, &raw) ||
		(raw.bits != 32 && raw.bits != 56 && raw.bits != 80))
		return 0;
	*out_uid = raw.data;
	return raw.bits / 8u;
}

void bank_take_card(struct bank *bank, const struct osdp_frame *frame, struct mono_time now)
{
	const uint8_t *uid;
	size_t len = read_uid(frame, &uid);

	if (len == 0)
		return;
	if (len == 4 && uid[0] == 0x08) {
		bank->counters.random_uids++;
		return;
	}
	// Said again after a session was lost before the bank knew that it had arrived.
	if (bank->card_unproved && len == bank->card_len && !memcmp(uid, bank->card, len) &&
		mono_ms_between(bank->card_at, now) < CARD_MS)
		return;
	memcpy(bank->card, uid, len);
	bank->card_len = len;
	bank->card_at = now;
	bank->card_unproved = true;
	bank->line->events->card(bank->line->arg, bank->id, bank->card, len);
}
