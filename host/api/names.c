// SPDX-License-Identifier: GPL-3.0-or-later
// Looks names up by id.
#include "api/names.h"

#include <stdio.h>
#include <string.h>

void name_person(struct store *store, int64_t person, char out_text[NAME_TEXT])
{
	struct person_record record;

	out_text[0] = '\0';
	if (person && person_get(store, person, &record) == 0)
		snprintf(
			out_text, NAME_TEXT, "%s %s (%s)", record.given, record.family, record.ref);
}

void name_bank(struct store *store, int64_t bank, char out_text[BANK_NAME])
{
	struct bank_row row;

	out_text[0] = '\0';
	if (bank && bank_get(store, bank, &row) == 0)
		memcpy(out_text, row.name, BANK_NAME);
}
