// SPDX-License-Identifier: GPL-3.0-or-later
// One sentence for each way a bank can be wrong: what it is and what to do.
#include <stdio.h>

#include "bank/hello.h"
#include "line/bank.h"

#define SENTENCE 240

static void write_stranger(const struct bank *bank, char *out)
{
	for (unsigned i = 0; i < bank->line->bank_count; i++) {
		const struct bank *other = bank->line->banks[i];

		if (other == bank || other->serial != bank->facts.serial)
			continue;
		snprintf(out, SENTENCE,
			"The bank at address %u is serial number %u, which belongs at address %u: "
			"their "
			"addresses are swapped. It opens nothing until they are set right.",
			bank->address, (unsigned)bank->facts.serial, other->address);
		return;
	}
	snprintf(out, SENTENCE,
		"The bank at address %u says serial number %u, but %u is recorded there: it opens "
		"nothing. Put the recorded bank back, or release it and add this one.",
		bank->address, (unsigned)bank->facts.serial, (unsigned)bank->serial);
}

static void write_sentence(const struct bank *bank, enum line_trouble kind, char *out)
{
	unsigned at = bank->address;

	switch (kind) {
	case LINE_TROUBLE_NONE:
		out[0] = '\0';
		break;
	case LINE_TROUBLE_PORT:
		snprintf(out, SENTENCE, "The line went away: check the cable and the adapter.");
		break;
	case LINE_TROUBLE_STRANGER:
		write_stranger(bank, out);
		break;
	case LINE_TROUBLE_DUPLICATE:
		snprintf(out, SENTENCE,
			"What answers at address %u is damaged or said twice: two banks may have "
			"that "
			"address, or the wiring is noisy. It opens nothing; unplug one and look.",
			at);
		break;
	case LINE_TROUBLE_OLDER:
		snprintf(out, SENTENCE,
			"The bank at address %u has firmware older than this program (protocol %u, "
			"here "
			"%u): it opens nothing. Bring its firmware up to date.",
			at, bank->facts.protocol, BANK_PROTOCOL);
		break;
	case LINE_TROUBLE_NEWER:
		snprintf(out, SENTENCE,
			"The bank at address %u has firmware newer than this program (protocol %u, "
			"here "
			"%u): it opens nothing. Bring hometime up to date.",
			at, bank->facts.protocol, BANK_PROTOCOL);
		break;
	case LINE_TROUBLE_FOREIGN:
		snprintf(out, SENTENCE,
			"What answers at address %u is no Hometime bank: it opens nothing. Check "
			"the "
			"address and what is connected.",
			at);
		break;
	}
}

void bank_file_trouble(struct bank *bank, enum line_trouble kind)
{
	char sentence[SENTENCE];

	if (bank->trouble == kind &&
		(kind != LINE_TROUBLE_STRANGER || bank->named == bank->facts.serial))
		return;
	bank->trouble = kind;
	bank->named = bank->facts.serial;
	write_sentence(bank, kind, sentence);
	bank->line->events->trouble(bank->line->arg, bank->id, kind, sentence);
}
