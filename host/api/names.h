// SPDX-License-Identifier: GPL-3.0-or-later
// Ids as people read them: for answers to the office, never for the log file.
#ifndef API_NAMES_H
#define API_NAMES_H

#include "store/banks.h"
#include "store/people.h"

#define NAME_TEXT (PERSON_REF + 2 * PERSON_NAME + 4)

// "Given Family (REF)"; "" for id 0 or one that is not there.
void name_person(struct store *store, int64_t person, char out_text[NAME_TEXT]);
// "" where there is none.
void name_bank(struct store *store, int64_t bank, char out_text[BANK_NAME]);

#endif
