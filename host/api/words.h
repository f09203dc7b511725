// SPDX-License-Identifier: GPL-3.0-or-later
// Words of requests and answers for the enums of the rooms below.
#ifndef API_WORDS_H
#define API_WORDS_H

#include "policy/words.h"

// enum device_kind, or -1.
int words_device(const char *word);
const char *words_of_device(enum device_kind kind);

// A rule's id where anybody may read it: LAW-1 itself would tell of a medical reason, so it is
// "arranged" there.
const char *words_of_rule(const char *rule);

#endif
