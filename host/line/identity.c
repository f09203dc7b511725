// SPDX-License-Identifier: GPL-3.0-or-later
// Who answers: vendor, serial number, doors and protocol, all checked before any output is sent.
#include <string.h>

#include "bank/hello.h"
#include "line/bank.h"

void bank_set_aside(
	struct bank *bank, enum line_offline why, enum line_trouble kind, struct mono_time now)
{
	bank_file_trouble(bank, kind);
	bank->doubled = 0;
	bank->silent = 0;
	bank_go_offline(bank, why, mono_after_ms(now, BANK_BACK_OFF_MAX_MS));
}

bool bank_take_id(struct bank *bank, const struct osdp_frame *frame, struct mono_time now)
{
	static const uint8_t ours[3] = BANK_VENDOR;
	struct osdp_pdid pdid;

	if (!osdp_read_pdid(frame->data, frame->len, &pdid) ||
		memcmp(pdid.vendor, ours, sizeof ours) != 0 || pdid.serial == 0) {
		bank_set_aside(bank, LINE_OFF_SKEW, LINE_TROUBLE_FOREIGN, now);
		return false;
	}
	bank->facts.serial = pdid.serial;
	memcpy(bank->facts.firmware, pdid.firmware, sizeof bank->facts.firmware);
	if (!bank->keys.keyed && bank_find_keys(bank, now))
		return false;
	if (!bank->keys.keyed) { // whatever it says it would obey: nothing is done in the clear
		bank_set_aside(bank, LINE_OFF_KEY, LINE_TROUBLE_NO_KEY, now);
		return false;
	}
	if (bank->serial && bank->serial != pdid.serial) {
		bank_set_aside(bank, LINE_OFF_STRANGER, LINE_TROUBLE_STRANGER, now);
		return false;
	}
	return true;
}

bool bank_take_cap(struct bank *bank, const struct osdp_frame *frame, struct mono_time now)
{
	struct osdp_cap outputs = {0};
	struct osdp_cap inputs = {0};

	// A bank whose sensor chain was never found has no doors yet, and says so.
	osdp_find_cap(frame->data, frame->len, OSDP_CAP_OUTPUTS, &outputs);
	osdp_find_cap(frame->data, frame->len, OSDP_CAP_INPUTS, &inputs);
	if (outputs.number > LINE_DOORS ||
		(inputs.number != outputs.number && inputs.number != 2 * outputs.number)) {
		bank_set_aside(bank, LINE_OFF_SKEW, LINE_TROUBLE_FOREIGN, now);
		return false;
	}
	bank->facts.doors = outputs.number;
	bank->facts.has_inside = outputs.number > 0 && inputs.number == 2 * outputs.number;
	return true;
}

bool bank_take_hello(struct bank *bank, const struct osdp_frame *frame, struct mono_time now)
{
	struct bank_hello hello = {0};
	enum bank_hello_read read = BANK_HELLO_FOREIGN;

	if (frame->code == OSDP_MFGREP)
		read = bank_read_hello(frame->data, frame->len, &hello);
	switch (read) {
	case BANK_HELLO_GOOD:
		break;
	case BANK_HELLO_FOREIGN:
		bank_set_aside(bank, LINE_OFF_SKEW, LINE_TROUBLE_FOREIGN, now);
		return false;
	case BANK_HELLO_SHORT:
		bank->facts.protocol = 0;
		bank_set_aside(bank, LINE_OFF_SKEW, LINE_TROUBLE_OLDER, now);
		return false;
	case BANK_HELLO_SKEW:
		bank->facts.protocol = hello.protocol;
		bank_set_aside(bank, LINE_OFF_SKEW,
			hello.protocol > BANK_PROTOCOL ? LINE_TROUBLE_NEWER : LINE_TROUBLE_OLDER,
			now);
		return false;
	}
	bank->facts.protocol = hello.protocol;
	bank->facts.boot_count = hello.boots;
	bank->facts.reset_cause = hello.reset;
	bank->facts.chain_ok = hello.chain == BANK_CHAIN_GOOD;
	return true;
}
