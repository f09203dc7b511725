// SPDX-License-Identifier: GPL-3.0-or-later
// One sentence for each way a bank can be wrong: what it is and what to do.
#include <stdio.h>

#include "bank/hello.h"
#include "line/bank.h"

static void write_stranger(const struct bank *bank, char *out)
{
	for (unsigned i = 0; i < bank->line->bank_count; i++) {
		const struct bank *other = bank->line->banks[i];

		if (other == bank || other->serial != bank->facts.serial)
			continue;
		snprintf(out, LINE_SENTENCE,
			"The bank at address %u is serial number %u, which belongs at address %u: "
			"their "
			"addresses are swapped. It opens nothing until they are set right.",
			bank->address, (unsigned)bank->facts.serial, other->address);
		return;
	}
	snprintf(out, LINE_SENTENCE,
		"The bank at address %u says serial number %u, but %u is recorded there: it opens "
		"nothing. Put the recorded bank back, or release it and add this one.",
		bank->address, (unsigned)bank->facts.serial, (unsigned)bank->serial);
}

void line_write_trouble(const struct bank *bank, enum line_trouble kind, char *out)
{
	unsigned at = bank ? bank->address : 0;

	switch (kind) {
	case LINE_TROUBLE_NONE:
		out[0] = '\0';
		break;
	case LINE_TROUBLE_PORT:
		snprintf(
			out, LINE_SENTENCE, "The line went away: check the cable and the adapter.");
		break;
	case LINE_TROUBLE_STRANGER:
		write_stranger(bank, out);
		break;
	case LINE_TROUBLE_DUPLICATE:
		snprintf(out, LINE_SENTENCE,
			"What answers at address %u is damaged or said twice: two banks may have "
			"that "
			"address, or the wiring is noisy. It opens nothing; unplug one and look.",
			at);
		break;
	case LINE_TROUBLE_OLDER:
		snprintf(out, LINE_SENTENCE,
			"The bank at address %u has firmware older than this program (protocol %u, "
			"here "
			"%u): it opens nothing. Bring its firmware up to date.",
			at, bank->facts.protocol, BANK_PROTOCOL);
		break;
	case LINE_TROUBLE_NEWER:
		snprintf(out, LINE_SENTENCE,
			"The bank at address %u has firmware newer than this program (protocol %u, "
			"here "
			"%u): it opens nothing. Bring hometime up to date.",
			at, bank->facts.protocol, BANK_PROTOCOL);
		break;
	case LINE_TROUBLE_NO_KEY:
		snprintf(out, LINE_SENTENCE,
			"The bank at address %u wants a key and none is kept for it: it opens "
			"nothing. Adopt it, or put the keys file back.",
			at);
		break;
	case LINE_TROUBLE_KEY_GONE:
		snprintf(out, LINE_SENTENCE,
			"The bank at address %u says that it has no key, but it had one: it opens "
			"nothing. Look at it: where its controller was changed or reset, release "
			"it "
			"and adopt it again; else somebody may have put another in its place.",
			at);
		break;
	case LINE_TROUBLE_WRONG_KEY:
		snprintf(out, LINE_SENTENCE,
			"The bank at address %u has another key than the one kept for it: it opens "
			"nothing. Look whether it is the right one; then release it and adopt it "
			"again, or put the right keys file back.",
			at);
		break;
	case LINE_TROUBLE_UNPROVED:
		snprintf(out, LINE_SENTENCE,
			"The bank at address %u breaks the proof of its key off: it opens nothing. "
			"Somebody may be on the wire, or its controller is faulty.",
			at);
		break;
	case LINE_TROUBLE_FORGED:
		snprintf(out, LINE_SENTENCE,
			"Replies that are not its own, or sessions broken off, at address %u: "
			"somebody may be "
			"on the wire. None was believed and the bank works on; look at the cable.",
			at);
		break;
	case LINE_TROUBLE_MASTER:
		snprintf(out, LINE_SENTENCE,
			"Another panel speaks on this line. It opens nothing, but it disturbs: "
			"find "
			"it and take it off.");
		break;
	case LINE_TROUBLE_BUTTON:
		snprintf(out, LINE_SENTENCE,
			"The bank at address %u does not take the default key: press the "
			"commissioning button inside its case; it counts for ten minutes.",
			at);
		break;
	case LINE_TROUBLE_FOREIGN:
		snprintf(out, LINE_SENTENCE,
			"What answers at address %u is no Hometime bank: it opens nothing. Check "
			"the "
			"address and what is connected.",
			at);
		break;
	}
}

void bank_say_trouble(const struct bank *bank, enum line_trouble kind)
{
	char sentence[LINE_SENTENCE];

	line_write_trouble(bank, kind, sentence);
	bank->line->events->trouble(bank->line->arg, bank->id, kind, sentence);
}

void bank_file_trouble(struct bank *bank, enum line_trouble kind)
{
	if (bank->trouble == kind &&
		(kind != LINE_TROUBLE_STRANGER || bank->named == bank->facts.serial))
		return;
	bank->trouble = kind;
	bank->named = bank->facts.serial;
	bank_say_trouble(bank, kind);
}
